//! What access tokens are worth at this moment, as far as memory knows: their signatures, their times, and the recall list.

use super::issuer::Verified;
use crate::desk::Desk;
use crate::domain::time::Timestamp;
use crate::domain::token::access_token::{Age, Audience, Claims};

/// What an access token turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Authentic, its time is now, and it is not recalled. Whether the recall list can be relied on is another question.
    Current(Claims),
    /// Authentic and its time is now, but it must be treated as expired.
    Recalled(Claims),
    /// Authentic, but its time is over or has not come.
    OutOfTime(Claims),
    /// Not made by Doorward, for this issuer and audience, with a key that it still has.
    Refused,
    /// Several that are authentic, and not of the same session. Whose request it is nobody can say.
    OfSeveralSessions,
}

/// Checks the tokens that came with a request where those for `audience` are taken, and counts what came of them; the
/// counting takes no lock.
///
/// Those that are authentic count; whoever can write a cookie can write junk beside it.
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

/// The same, for a token that lets nobody in here: it is not counted.
pub fn look<T: AsRef<str>>(desk: &Desk, tokens: &[T], audience: Audience, now: Timestamp) -> Checked {
    let mut chosen = Checked::Refused;
    for token in tokens {
        let found = match desk.issuer().verify(token.as_ref(), audience, now) {
            Verified::Current(claims) if desk.recall().is_recalled(&claims) => Checked::Recalled(claims),
            Verified::Current(claims) => Checked::Current(claims),
            Verified::OutOfTime(claims) => Checked::OutOfTime(claims),
            Verified::Refused => continue,
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
    /// What the token says, if it is authentic.
    pub fn claims(&self) -> Option<&Claims> {
        match self {
            Checked::Current(claims) | Checked::Recalled(claims) | Checked::OutOfTime(claims) => Some(claims),
            Checked::Refused | Checked::OfSeveralSessions => None,
        }
    }

    /// Of two tokens of one session the better one counts, and of two that are as good the newer one.
    fn rank(&self, claims: &Claims) -> (bool, i64) {
        (matches!(self, Checked::Current(_)), claims.iat)
    }
}
