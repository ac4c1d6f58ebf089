//! Access tokens that come alone, without a refresh token: whether one is believed.

use super::renewal::{Look, look_at_claims};
use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::token::check::{self, Checked};
use crate::domain::token::access_token::{Age, Audience, Claims};

/// What came of looking at the tokens of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// One is believed.
    Accepted {
        /// Whose it is.
        session: ActiveSession,
        /// When it expires, as a NumericDate.
        expires_at: i64,
    },
    /// One was good once: its time is over, or it was recalled.
    Expired,
    /// None ever was, or several are, of different sessions.
    Refused,
    /// Nobody can say now.
    Unavailable,
}

/// Checks the tokens that came where those for `audience` are taken, and notes that their session was seen. Runs no
/// query while the recall list is fresh.
///
/// `is_read` says that the request changes nothing: with the recall list too old and the database away, such a one goes
/// on until the token ends.
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
