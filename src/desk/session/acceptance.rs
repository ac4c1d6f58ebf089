//! Decides whether to accept access tokens that come alone, without a refresh token.

use super::look::{self, Look};
use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::token::{Checked, check};
use crate::domain::token::{Age, Audience, Claims};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acceptance {
    Accepted {
        session: ActiveSession,
        /// A NumericDate.
        expires_at: i64,
    },
    /// One token was valid once: it has expired, or was recalled.
    Expired,
    /// No token was ever valid, or several are, for different sessions.
    Refused,
    /// The database is unreachable, so nobody can tell now.
    Unavailable,
}

/// Checks the tokens of a request to a place that accepts tokens for `audience`, and notes that their session was seen.
/// Runs no query while the recall list is fresh.
///
/// `is_read` means that the request changes nothing. If the recall list is too old and the database unreachable, such a
/// request is still allowed until the token expires.
pub async fn accept<T: AsRef<str>>(desk: &Desk, tokens: &[T], audience: Audience, is_read: bool) -> Acceptance {
    let now = desk.clock().now();
    let claims = match check::check(desk, tokens, audience, now) {
        Checked::Current(claims) => claims,
        Checked::OutOfTime(claims) if claims.age(now, i64::MAX) == Age::FromTheFuture => return Acceptance::Refused,
        Checked::OutOfTime(_) | Checked::Recalled(_) => return Acceptance::Expired,
        Checked::Refused | Checked::OfSeveralSessions => return Acceptance::Refused,
    };
    if !desk.recall().is_fresh() {
        return without_recall(desk, claims, is_read).await;
    }
    desk.presence().note(&claims, now);
    Acceptance::Accepted { expires_at: claims.exp, session: claims.into() }
}

/// Decides by the session's row, because the recall list is too old to be relied on.
async fn without_recall(desk: &Desk, claims: Claims, is_read: bool) -> Acceptance {
    let expires_at = claims.exp;
    match look::by_claims(desk, &claims).await {
        Look::Live(session) => Acceptance::Accepted { session, expires_at },
        Look::Over(_) | Look::NotCurrent => Acceptance::Expired,
        Look::Unavailable if is_read => Acceptance::Accepted { session: claims.into(), expires_at },
        Look::Unavailable => Acceptance::Unavailable,
    }
}
