//! What this instance knows about refresh tokens that come again and again, so that they cost no reading each time.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::desk::budgets::Recent;
use crate::domain::id::SessionId;
use crate::domain::request_context::RequestContext;
use crate::domain::session::SessionEnd;
use crate::domain::time::Timestamp;

/// For this long nobody asks the database again about a session that was found to be over.
const KNOWN_FOR: Duration = Duration::from_secs(60);
/// The ended sessions that are remembered at least.
const ENDS: usize = 10_000;
/// For this long one line in the log tells of all tokens that were made with the server secret alone.
const TOLD_FOR: Duration = Duration::from_secs(60);

pub(in crate::desk) struct Repeated {
    /// How sessions have ended for good, and when that was found.
    ends: Mutex<Recent<SessionId, (SessionEnd, Timestamp)>>,
    forgery_told_at: Mutex<Option<Timestamp>>,
}

impl Default for Repeated {
    fn default() -> Repeated {
        Repeated { ends: Mutex::new(Recent::new(ENDS)), forgery_told_at: Mutex::default() }
    }
}

impl Repeated {
    /// Returns how a session has ended, if that was found a moment ago. Whoever repeats a token of it gets the same
    /// answer without a reading, and takes nothing from what its account has left.
    pub(in crate::desk) fn known_end(&self, session: &SessionId, now: Timestamp) -> Option<SessionEnd> {
        let known = self.ends().get(session).copied();
        known.filter(|(_, found_at)| is_recent(*found_at, KNOWN_FOR, now)).map(|(end, _)| end)
    }

    /// Remembers how the row of a session says that it has ended, unless it might come back to life: an account may be
    /// released, another instance may have noted a use that is not saved yet, and a token from before a restore says
    /// nothing about the session.
    pub(in crate::desk) fn note_end(&self, session: &SessionId, end: SessionEnd, now: Timestamp) {
        if matches!(end, SessionEnd::AbsolutelyExpired | SessionEnd::Revoked(_)) {
            self.ends().put(session.clone(), (end, now));
        }
    }

    /// Remembers that a session has no row any more.
    pub(in crate::desk) fn note_gone(&self, session: &SessionId, now: Timestamp) {
        self.ends().put(session.clone(), (SessionEnd::Gone, now));
    }

    /// Tells the log of a refresh token with a right tag and a wrong MAC, at most once a minute: it was made with our
    /// key, and not with the seed of the session that it names.
    pub(in crate::desk) fn tell_of_forgery(&self, context: &RequestContext, now: Timestamp) {
        if self.is_forgery_news(now) {
            log::error!(
                request = context.request_id, ip = context.ip;
                "a refresh token was made with the server secret and without the database"
            );
        }
    }

    fn is_forgery_news(&self, now: Timestamp) -> bool {
        let mut told_at = self.forgery_told_at.lock().unwrap_or_else(PoisonError::into_inner);
        let is_news = !told_at.is_some_and(|moment| is_recent(moment, TOLD_FOR, now));
        if is_news {
            *told_at = Some(now);
        }
        is_news
    }

    fn ends(&self) -> MutexGuard<'_, Recent<SessionId, (SessionEnd, Timestamp)>> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells whether a moment was less than this long ago. One that is still to come was noted by a clock that has been set
/// back since.
fn is_recent(moment: Timestamp, length: Duration, now: Timestamp) -> bool {
    moment <= now && now.since(moment) < length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::RevocationReason;

    #[test]
    fn an_end_is_known_for_a_minute_unless_it_may_be_undone() {
        let (repeated, session) = (Repeated::default(), SessionId::generate());
        let now = Timestamp::from_milliseconds(1_000_000);
        let known = |now| repeated.known_end(&session, now);
        for end in [SessionEnd::UserSuspended, SessionEnd::Gone] {
            repeated.note_end(&session, end, now);
            assert_eq!(known(now), None);
        }
        let revoked = SessionEnd::Revoked(RevocationReason::SignedOut);
        repeated.note_end(&session, revoked, now);
        assert_eq!((known(now), known(now.plus(KNOWN_FOR))), (Some(revoked), None));
        assert_eq!(known(now.minus(Duration::from_millis(1))), None, "the clock was set back");
        repeated.note_gone(&session, now);
        assert_eq!(known(now), Some(SessionEnd::Gone));
    }

    #[test]
    fn of_tokens_made_with_the_secret_alone_the_log_tells_once_a_minute() {
        let (repeated, now) = (Repeated::default(), Timestamp::from_milliseconds(1_000_000));
        assert!(repeated.is_forgery_news(now) && !repeated.is_forgery_news(now.plus(Duration::from_secs(59))));
        assert!(repeated.is_forgery_news(now.plus(TOLD_FOR)) && !repeated.is_forgery_news(now.plus(TOLD_FOR)));
        assert!(repeated.is_forgery_news(now), "the clock was set back");
    }
}
