//! Checks access tokens by memory alone: their signatures, their times, and the recall list.

use crate::desk::Desk;
use crate::domain::time::Timestamp;
use crate::domain::token::{Age, Audience, Claims};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// The token is authentic, current and not recalled. The caller must still ask whether the recall list can be
    /// relied on.
    Current(Claims),
    /// It is authentic and current, but must be treated as expired.
    Recalled(Claims),
    /// It is authentic, but expired or not valid yet.
    OutOfTime(Claims),
    /// It is not a token that Doorward made for this issuer and audience, with a key that it still has.
    Refused,
    /// Several tokens are authentic, but belong to different sessions, so nobody can tell whose request it is.
    OfSeveralSessions,
}

/// Checks the tokens of a request to a place that accepts tokens for `audience`, and counts the results; counting takes
/// no lock.
///
/// Only authentic tokens matter, since anybody who can write a cookie can write junk beside it.
pub fn check<T: AsRef<str>>(desk: &Desk, tokens: &[T], audience: Audience, now: Timestamp) -> Checked {
    if tokens.is_empty() {
        return Checked::Refused;
    }
    let counted = &desk.metrics().tokens;
    let checked = look(desk, tokens, audience, now);
    let counter = match &checked {
        Checked::Current(_) => &counted.current,
        Checked::Recalled(_) => &counted.recalled,
        Checked::OutOfTime(claims) if claims.age(now, i64::MAX) == Age::FromTheFuture => &counted.refused,
        Checked::OutOfTime(_) => &counted.expired,
        Checked::Refused | Checked::OfSeveralSessions => &counted.refused,
    };
    counter.inc();
    checked
}

/// Checks tokens without counting the results, for places where a token admits nobody.
pub fn look<T: AsRef<str>>(desk: &Desk, tokens: &[T], audience: Audience, now: Timestamp) -> Checked {
    let mut chosen = Checked::Refused;
    for token in tokens {
        let Some((claims, age)) = desk.issuer().verify(token.as_ref(), audience, now) else { continue };
        let found = match age {
            Age::Current if desk.recall().is_recalled(&claims) => Checked::Recalled(claims),
            Age::Current => Checked::Current(claims),
            Age::Expired | Age::FromTheFuture => Checked::OutOfTime(claims),
        };
        chosen = match (chosen.claims(), found.claims()) {
            (Some(one), Some(other)) if one.sid != other.sid => return Checked::OfSeveralSessions,
            (Some(one), Some(other)) if chosen.rank(one) >= found.rank(other) => chosen,
            _ => found,
        };
    }
    chosen
}

impl Checked {
    /// Returns the claims of the token, if it is authentic.
    pub fn claims(&self) -> Option<&Claims> {
        match self {
            Checked::Current(claims) | Checked::Recalled(claims) | Checked::OutOfTime(claims) => Some(claims),
            Checked::Refused | Checked::OfSeveralSessions => None,
        }
    }

    /// Ranks a token: of two tokens of one session the valid one counts, and of two valid ones the newer.
    fn rank(&self, claims: &Claims) -> (bool, i64) {
        (matches!(self, Checked::Current(_)), claims.iat)
    }
}
