//! An access token that comes alone, without a refresh token: whether it is believed.

use super::Desk;
use super::renewal::{Look, look_at_claims};
use super::session::ActiveSession;
use super::token_check::{self, Checked};
use crate::domain::access_token::{Age, Claims};

/// What came of looking at a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// It is believed.
    Accepted {
        /// Whose it is.
        session: ActiveSession,
        /// When it expires, as a NumericDate.
        expires_at: i64,
    },
    /// It was good once: its time is over, or it was recalled.
    Expired,
    /// It never was.
    Refused,
    /// Nobody can say now.
    Unavailable,
}

/// Checks a token, and notes that its session was seen. Runs no query while the recall list is fresh.
///
/// `is_read` says that the request changes nothing: with the recall list too old and the database away, such a one goes
/// on until the token ends.
pub async fn accept(desk: &Desk, token: &str, is_read: bool) -> Acceptance {
    let now = desk.clock().now();
    let claims = match token_check::check(desk, token, now) {
        Checked::Current(claims) => claims,
        Checked::OutOfTime(claims) if claims.age(now, i64::MAX) == Age::FromTheFuture => return Acceptance::Refused,
        Checked::OutOfTime(_) | Checked::Recalled(_) => return Acceptance::Expired,
        Checked::Refused => return Acceptance::Refused,
    };
    if !desk.recall().is_fresh() {
        return without_recall(desk, claims, is_read).await;
    }
    desk.presence().note(&claims, now);
    Acceptance::Accepted { expires_at: claims.exp, session: claims.into() }
}

/// The recall list is too old to be relied on, so the row decides.
async fn without_recall(desk: &Desk, claims: Claims, is_read: bool) -> Acceptance {
    let expires_at = claims.exp;
    match look_at_claims(desk, &claims).await {
        Look::Live(session) => Acceptance::Accepted { session, expires_at },
        Look::Over(_) | Look::NotCurrent => Acceptance::Expired,
        Look::Unavailable if is_read => Acceptance::Accepted { session: claims.into(), expires_at },
        Look::Unavailable => Acceptance::Unavailable,
    }
}
