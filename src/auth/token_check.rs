//! What an access token is worth at this moment, as far as memory knows: its signature, its time, and the recall list.

use super::Desk;
use super::issuer::Verified;
use crate::domain::access_token::{Age, Claims};
use crate::domain::time::Timestamp;

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
}

/// Checks a token that came with a request, and counts it; the counting takes no lock.
pub fn check(desk: &Desk, token: &str, now: Timestamp) -> Checked {
    let counted = &desk.metrics().tokens;
    let (checked, counter) = match desk.issuer().verify(token, now) {
        Verified::Current(claims) if desk.recall().is_recalled(&claims) => {
            (Checked::Recalled(claims), &counted.recalled)
        }
        Verified::Current(claims) => (Checked::Current(claims), &counted.current),
        Verified::OutOfTime(claims) if claims.age(now, i64::MAX) == Age::FromTheFuture => {
            (Checked::OutOfTime(claims), &counted.refused)
        }
        Verified::OutOfTime(claims) => (Checked::OutOfTime(claims), &counted.expired),
        Verified::Refused => (Checked::Refused, &counted.refused),
    };
    counter.inc();
    checked
}
