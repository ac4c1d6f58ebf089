//! Events that fit the users and sessions, in the order of time.

use doorward::internals::EventKind;

use super::calendar::{DAY, HOUR};
use super::chance::Chance;
use super::places;
use super::sessions::{Life, Sessions};
use super::tables::EventRow;

/// The share of each kind of event, in ten thousand.
const KINDS: [(EventKind, u64); 20] = [
    (EventKind::SessionRenewed, 4700),
    (EventKind::SignedIn, 2900),
    (EventKind::SignInFailed, 940),
    (EventKind::SessionRevoked, 900),
    (EventKind::PasswordConfirmed, 280),
    (EventKind::SessionLabelled, 80),
    (EventKind::PasswordConfirmationFailed, 60),
    (EventKind::PasswordChanged, 45),
    (EventKind::UserCreated, 30),
    (EventKind::InvitationCreated, 20),
    (EventKind::EmailChanged, 12),
    (EventKind::InvitationAccepted, 12),
    (EventKind::PasswordResetStarted, 8),
    (EventKind::PasswordResetCompleted, 6),
    (EventKind::UserSuspended, 4),
    (EventKind::RefreshTokenReused, 3),
    (EventKind::UserReactivated, 2),
    (EventKind::RoleChanged, 1),
    (EventKind::EventsExported, 1),
    (EventKind::BulkRevocationStarted, 1),
];

/// Makes events one after the other.
pub struct Events<'a> {
    sessions: &'a Sessions<'a>,
    count: u64,
    next: u64,
    /// The moments and numbers of all sessions that were ended by a decision, in the order of time. `told` counts those
    /// that an event has reported.
    revoked: &'a [(i64, u64)],
    told: usize,
    last_signed_in: Option<u64>,
    last_at: i64,
}

impl<'a> Events<'a> {
    pub fn new(sessions: &'a Sessions<'a>, count: u64, revoked: &'a [(i64, u64)]) -> Events<'a> {
        Events { sessions, count, next: 0, revoked, told: 0, last_signed_in: None, last_at: i64::MIN }
    }

    /// Returns a session that lives at a moment, from those that began not long before.
    fn living(&self, at: i64, chance: &mut Chance) -> Option<(u64, Life)> {
        let sessions = self.sessions;
        let newest = (self.next as f64 / self.count as f64 * sessions.count as f64) as u64;
        (0..8).find_map(|_| {
            let back = (chance.unit().powi(3) * newest as f64) as u64;
            let number = newest.saturating_sub(1 + back).min(sessions.count.checked_sub(1)?);
            let life = sessions.life(number);
            (life.signed_in_at <= at && at < life.end()).then_some((number, life))
        })
    }

    /// Returns the latest decision before this moment if it has no event yet. Those before it get none.
    fn revocation(&mut self, at: i64) -> Option<(u64, Life)> {
        let before = self.revoked.partition_point(|(moment, _)| *moment <= at);
        if before <= self.told {
            return None;
        }
        self.told = before;
        let (_, number) = self.revoked[before - 1];
        Some((number, self.sessions.life(number)))
    }

    fn row(&mut self) -> EventRow {
        let sessions = self.sessions;
        let people = sessions.people;
        let mut chance = Chance::of(sessions.seed, "event", self.next);
        let share = (self.next as f64 + chance.unit()) / self.count as f64;
        let at = sessions.calendar.moment(share).max(self.last_at);
        let mut kind = KINDS[chance.weighted(KINDS.iter().map(|(_, share)| *share))].0;
        let mut row = EventRow {
            at,
            kind: "",
            user_id: None,
            actor_id: None,
            session_id: None,
            ip: None,
            user_agent: None,
            request_id: Some(chance.hexadecimal(6)),
            detail: None,
        };
        let in_session = match kind {
            EventKind::SessionRevoked => self.revocation(at),
            EventKind::SessionRenewed
            | EventKind::PasswordConfirmed
            | EventKind::PasswordConfirmationFailed
            | EventKind::PasswordChanged
            | EventKind::SessionLabelled => self.living(at, &mut chance),
            EventKind::RefreshTokenReused => self.living(at, &mut chance),
            _ => None,
        };
        let needs_session = matches!(
            kind,
            EventKind::SessionRevoked
                | EventKind::SessionRenewed
                | EventKind::PasswordConfirmed
                | EventKind::PasswordConfirmationFailed
                | EventKind::PasswordChanged
                | EventKind::SessionLabelled
                | EventKind::RefreshTokenReused
        );
        if needs_session && in_session.is_none() {
            kind = EventKind::SignedIn;
        }
        let user = match (in_session, kind) {
            (Some((number, life)), _) => {
                row.session_id = Some(sessions.id(number));
                row.actor_id = Some(people.id(life.user));
                row.detail = match kind {
                    EventKind::SessionRenewed => Some(format!("generation {}", 2 + (at - life.signed_in_at) / HOUR)),
                    EventKind::RefreshTokenReused => Some("generation 1".to_owned()),
                    EventKind::SessionRevoked => life.revoked.map(|(_, reason)| reason.as_str().to_owned()),
                    _ => None,
                };
                if let (EventKind::SessionRevoked, Some((moment, _))) = (kind, life.revoked) {
                    row.at = moment.max(self.last_at);
                }
                Some(life.user)
            }
            (None, EventKind::SignedIn) => {
                // This is the session before, which has begun by now.
                let number = ((share * sessions.count as f64) as u64).min(sessions.count).saturating_sub(1);
                let is_told = sessions.count == 0 || self.last_signed_in == Some(number);
                let user = if is_told {
                    // The event names a session that is no longer on record.
                    row.session_id = Some(chance.hexadecimal(16));
                    people.somebody(at, &mut chance)
                } else {
                    self.last_signed_in = Some(number);
                    row.session_id = Some(sessions.id(number));
                    let life = sessions.life(number);
                    // The first session may begin after the first event.
                    row.at = life.signed_in_at.max(self.last_at);
                    life.user
                };
                row.actor_id = Some(people.id(user));
                Some(user)
            }
            // A third of the wrong names belong to nobody.
            (None, EventKind::SignInFailed) => chance.permille(660).then(|| people.somebody(at, &mut chance)),
            (None, EventKind::EventsExported | EventKind::BulkRevocationStarted) => None,
            (None, EventKind::UserCreated | EventKind::InvitationCreated | EventKind::InvitationAccepted) => {
                let newer = people.made_since(at).min(people.count() - 1);
                Some(people.count() - 1 - newer)
            }
            (None, _) => Some(people.somebody(at - 20 * DAY, &mut chance)),
        };
        let is_by_admin = matches!(
            kind,
            EventKind::UserCreated
                | EventKind::InvitationCreated
                | EventKind::EmailChanged
                | EventKind::PasswordResetStarted
                | EventKind::UserSuspended
                | EventKind::UserReactivated
                | EventKind::RoleChanged
                | EventKind::EventsExported
                | EventKind::BulkRevocationStarted
        );
        row.user_id = user.map(|user| people.id(user));
        row.detail = row.detail.or(match kind {
            EventKind::UserCreated => Some("user".to_owned()),
            EventKind::RoleChanged => Some("admin".to_owned()),
            EventKind::EventsExported => Some("csv kind=sign_in_failed".to_owned()),
            EventKind::BulkRevocationStarted => Some(format!("state=live&age=7d {}", 1 + chance.below(400))),
            EventKind::PasswordConfirmationFailed => Some("password".to_owned()),
            _ => None,
        });
        // The person at the browser is an admin, the account's owner, or somebody who guesses.
        let typist = if is_by_admin {
            let admin = people.admin(&mut chance);
            row.actor_id = Some(people.id(admin));
            admin
        } else {
            user.unwrap_or_else(|| chance.below(people.count()))
        };
        row.ip = Some(places::address(sessions.seed, typist, &mut chance));
        row.user_agent = Some(sessions.devices.of_user(sessions.seed, typist, &mut chance).text.clone());
        row.kind = kind.as_str();
        self.last_at = row.at;
        row
    }
}

impl Iterator for Events<'_> {
    type Item = EventRow;

    fn next(&mut self) -> Option<EventRow> {
        if self.next == self.count {
            return None;
        }
        let row = self.row();
        self.next += 1;
        Some(row)
    }
}
