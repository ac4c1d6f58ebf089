//! Sessions: one login on one device each, and the rules by which they live and end.

mod bulk_revocation;
mod device;
mod ending;
mod known_device;
pub mod refresh_token;
mod rotation;
pub mod session_state;
pub mod visit;

pub use bulk_revocation::BulkRevocation;
pub use device::{Device, DeviceKind};
pub use known_device::{Acquaintance, DeviceKey, KnownDevice, Meeting};
pub use refresh_token::{Channel, PresentedRefreshToken, RefreshKey};
pub use rotation::Presented;
pub use session_state::SessionState;

use std::time::Duration;

use diesel::prelude::*;

pub use self::ending::{RevocationReason, SessionEnd};

use super::id::{SessionId, UserId};
use super::time::Timestamp;
use crate::domain::account::Username;
use crate::schema::sessions;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions)]
pub struct Session {
    /// The claim `sid` of tokens.
    pub id: SessionId,
    pub user_id: UserId,
    /// 32 random bytes: the half of every refresh token of this session that is in the database.
    pub seed: Vec<u8>,
    /// The generation whose refresh token is current.
    pub generation: i64,
    /// The newest generation that a request is known to have carried.
    pub confirmed_generation: i64,
    /// The time at which the current generation was made.
    pub rotated_at: Timestamp,
    /// Tells whether *keep me signed in* was ticked.
    pub remembered: bool,
    /// The time of the login; also the token's `auth_time`.
    pub signed_in_at: Timestamp,
    /// The time at which the password was last entered in this session.
    pub password_confirmed_at: Timestamp,
    /// The time of the last use; it may be up to 15 s late.
    pub last_seen_at: Timestamp,
    /// The session ends if it is not used for this long, as set at login.
    pub idle_milliseconds: i64,
    /// The session ends at this time unless it is used before.
    pub idle_expires_at: Timestamp,
    /// The session ends at this time in any case.
    pub absolute_expires_at: Timestamp,
    /// The IP address of its last login or renewal.
    pub ip: String,
    /// The user agent of its last login or renewal.
    pub user_agent: String,
    /// The owner's name for the device.
    pub label: Option<String>,
    pub revoked_at: Option<Timestamp>,
    pub revocation_reason: Option<RevocationReason>,
    /// The time at which the record last told where and on which device the session is used, by the sign-in or a
    /// renewal; zero while an event of a renewal is owed.
    pub renewal_recorded_at: Timestamp,
    /// A copy of the user's name, for lists.
    pub username: Username,
    /// Browser and system, as [`device::Device::label`] writes them, for lists.
    pub device: String,
    /// The IP address as [`crate::domain::net::network::sortable`] writes it, for lists.
    pub ip_sortable: String,
    /// The state that lists filter by. To decide whether a session lives, use [`Session::end`].
    pub state: SessionState,
    /// When the visit before the present one was: [`visit`]. `None` in the first session of an account.
    pub last_visit_at: Option<Timestamp>,
}

impl Session {
    /// Returns why the session has ended at `now`; `None` while it lives. If it was revoked and has also expired, the
    /// revocation is returned.
    pub fn end(&self, now: Timestamp) -> Option<SessionEnd> {
        if self.revoked_at.is_some() {
            // A reason is always saved with the time; if a row has lost it, `SignedOut` is the mildest.
            Some(SessionEnd::Revoked(self.revocation_reason.unwrap_or(RevocationReason::SignedOut)))
        } else if now >= self.absolute_expires_at {
            Some(SessionEnd::AbsolutelyExpired)
        } else if now >= self.idle_expires_at {
            Some(SessionEnd::IdleExpired)
        } else {
            None
        }
    }

    /// Returns the state of the session at `now`, even if the janitor has not run since it expired.
    pub fn state_at(&self, now: Timestamp) -> SessionState {
        SessionState::of_end(self.end(now)).unwrap_or(self.state)
    }

    pub fn ended_at(&self, now: Timestamp) -> Option<Timestamp> {
        match self.state_at(now) {
            SessionState::Live => None,
            SessionState::IdleExpired => Some(self.idle_expires_at),
            SessionState::AbsolutelyExpired => Some(self.absolute_expires_at),
            SessionState::Revoked(_) => self.revoked_at,
        }
    }

    /// Applies a bulk revocation of everybody's sessions. The session has ended if it began before the revocation, even
    /// if its row has not been reached yet.
    pub fn with_ending_of(self, everybody: Option<&BulkRevocation>) -> Session {
        match everybody {
            Some(bulk) if self.revoked_at.is_none() && self.signed_in_at <= bulk.created_at => Session {
                revoked_at: Some(bulk.created_at),
                revocation_reason: Some(bulk.reason()),
                state: SessionState::Revoked(bulk.reason()),
                ..self
            },
            _ => self,
        }
    }

    /// Returns the idle end if the session is used at `now`: it moves with use, and never past the absolute end.
    pub fn idle_end_after_use(&self, now: Timestamp) -> Timestamp {
        let idle = Duration::from_millis(u64::try_from(self.idle_milliseconds).unwrap_or(0));
        now.plus(idle).min(self.absolute_expires_at)
    }

    /// Returns the session after a use at `moment`, which may be older than the last one.
    pub fn used_at(self, moment: Timestamp) -> Session {
        let last_seen_at = self.last_seen_at.max(moment);
        let idle_expires_at = self.idle_expires_at.max(self.idle_end_after_use(last_seen_at));
        Session { last_seen_at, idle_expires_at, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    pub fn at(seconds: u64) -> Timestamp {
        Timestamp::from_milliseconds(0).plus(Duration::from_secs(seconds))
    }

    pub fn session() -> Session {
        Session {
            id: SessionId::generate(),
            user_id: UserId::generate(),
            seed: vec![0; 32],
            generation: 5,
            confirmed_generation: 4,
            rotated_at: at(1000),
            remembered: false,
            signed_in_at: at(0),
            password_confirmed_at: at(0),
            last_seen_at: at(1000),
            idle_milliseconds: 100_000,
            idle_expires_at: at(1100),
            absolute_expires_at: at(5000),
            ip: String::new(),
            user_agent: String::new(),
            label: None,
            revoked_at: None,
            revocation_reason: None,
            renewal_recorded_at: at(0),
            username: Username::parse("ada").expect("a name"),
            device: String::new(),
            ip_sortable: String::new(),
            state: SessionState::Live,
            last_visit_at: None,
        }
    }

    #[test]
    fn the_idle_end_moves_with_use_but_never_past_the_absolute_end() {
        let session = session();
        assert_eq!(session.idle_end_after_use(at(1050)), at(1150));
        assert_eq!(session.idle_end_after_use(at(4950)), at(5000));
    }

    #[test]
    fn a_session_ends_exactly_when_its_time_is_reached() {
        let session = session();
        assert_eq!(session.end(at(1100).minus(SECOND)), None);
        assert_eq!(session.end(at(1100)), Some(SessionEnd::IdleExpired));
        assert_eq!(session.end(at(5000)), Some(SessionEnd::AbsolutelyExpired));
        let revoked = Session { revoked_at: Some(at(1)), revocation_reason: Some(RevocationReason::Limit), ..session };
        assert_eq!(revoked.end(at(5000)), Some(SessionEnd::Revoked(RevocationReason::Limit)));
    }
}
