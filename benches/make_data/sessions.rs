//! Sessions: seven in ten are alive, the others have ended, each as the rules of `domain::session` say.
//!
//! Ended sessions ended within the last thirty days, because a server would delete older ones at once.

use doorward::internals::{RevocationReason, SessionState, network};

use super::calendar::{Calendar, DAY, HOUR, MINUTE};
use super::chance::Chance;
use super::devices::{self, Devices};
use super::people::People;
use super::places;
use super::tables::SessionRow;

/// The default lifetimes.
const SHORT_IDLE: i64 = 12 * HOUR;
const SHORT_ABSOLUTE: i64 = 24 * HOUR;
const LONG_IDLE: i64 = 30 * DAY;
const LONG_ABSOLUTE: i64 = 180 * DAY;
/// The longest time since the end of a session.
const ON_RECORD: i64 = 29 * DAY;
/// The number of live sessions in a thousand. Accounts that were closed end some of them.
const LIVE: u64 = 712;

/// The reasons why decisions end sessions, in shares of a thousand. Closed accounts add two more reasons.
const REASONS: [(RevocationReason, u64); 10] = [
    (RevocationReason::SignedOut, 560),
    (RevocationReason::Replaced, 130),
    (RevocationReason::SignedOutElsewhere, 110),
    (RevocationReason::Limit, 60),
    (RevocationReason::PasswordChanged, 50),
    (RevocationReason::Administrator, 40),
    (RevocationReason::PasswordReset, 20),
    (RevocationReason::Operator, 14),
    (RevocationReason::Restored, 10),
    (RevocationReason::Reused, 6),
];

/// Makes sessions by their number, in the order of signing in.
pub struct Sessions<'a> {
    pub seed: u64,
    pub count: u64,
    pub calendar: &'a Calendar,
    pub people: &'a People,
    pub devices: &'a Devices,
}

/// The owner and the life of a session.
#[derive(Clone, Copy)]
pub struct Life {
    pub user: u64,
    pub signed_in_at: i64,
    pub last_seen_at: i64,
    pub remembered: bool,
    pub revoked: Option<(i64, RevocationReason)>,
}

impl Life {
    fn idle(&self) -> i64 {
        if self.remembered { LONG_IDLE } else { SHORT_IDLE }
    }

    fn absolute_end(&self) -> i64 {
        self.signed_in_at + if self.remembered { LONG_ABSOLUTE } else { SHORT_ABSOLUTE }
    }

    fn idle_end(&self) -> i64 {
        (self.last_seen_at + self.idle()).min(self.absolute_end())
    }

    /// Returns when the session ended, or will end if it is not used again.
    pub fn end(&self) -> i64 {
        self.revoked.map_or(self.idle_end(), |(at, _)| at)
    }

    fn state(&self, now: i64) -> SessionState {
        match self.revoked {
            Some((_, reason)) => SessionState::Revoked(reason),
            None if self.idle_end() > now => SessionState::Live,
            None if self.idle_end() == self.absolute_end() => SessionState::AbsolutelyExpired,
            None => SessionState::IdleExpired,
        }
    }
}

impl Sessions<'_> {
    pub fn id(&self, number: u64) -> String {
        Chance::of(self.seed, "session id", number).hexadecimal(16)
    }

    pub fn life(&self, number: u64) -> Life {
        let mut chance = Chance::of(self.seed, "life", number);
        let signed_in_at = self.calendar.moment((number as f64 + chance.unit()) / self.count as f64);
        let user = self.people.somebody(signed_in_at, &mut chance);
        let is_live = chance.permille(LIVE);
        let life = if is_live {
            self.alive(user, signed_in_at, &mut chance)
        } else {
            self.over(user, signed_in_at, &mut chance)
        };
        match self.people.closure(user) {
            Some(closure) if closure.at < life.end() => Life {
                last_seen_at: life.last_seen_at.min(closure.at),
                revoked: Some((closure.at, closure.reason)),
                ..life
            },
            _ => life,
        }
    }

    fn alive(&self, user: u64, signed_in_at: i64, chance: &mut Chance) -> Life {
        let age = self.calendar.until - signed_in_at;
        let remembered = age > 20 * HOUR || chance.permille(350);
        let (longest, power) = if remembered { (29 * DAY, 3) } else { (11 * HOUR, 2) };
        let unused = span(age.min(longest), chance.unit().powi(power));
        Life { user, signed_in_at, last_seen_at: self.calendar.until - unused, remembered, revoked: None }
    }

    fn over(&self, user: u64, signed_in_at: i64, chance: &mut Chance) -> Life {
        let until = self.calendar.until;
        let age = until - signed_in_at;
        let life = |last_seen_at, remembered| Life { user, signed_in_at, last_seen_at, remembered, revoked: None };
        let how = chance.below(100);
        if how < 50 && age > 13 * HOUR && age < ON_RECORD {
            // The session was left alone after a part of a working day.
            return life(signed_in_at + span((age - SHORT_IDLE - 1).min(12 * HOUR - 1), chance.unit().powi(2)), false);
        }
        if how < 62 && age > SHORT_ABSOLUTE && age < ON_RECORD {
            return life(signed_in_at + 12 * HOUR + span(12 * HOUR - 1, chance.unit()), false);
        }
        if how < 55 && age > LONG_IDLE + HOUR {
            // The session has not been used for a month.
            let latest = until - LONG_IDLE - MINUTE;
            let earliest = signed_in_at.max(latest - ON_RECORD);
            return life(earliest + span(latest - earliest, chance.unit()), true);
        }
        let (reason, _) = REASONS[chance.weighted(REASONS.iter().map(|(_, share)| *share))];
        let remembered = age >= ON_RECORD || chance.permille(450);
        let revoked_at = if remembered {
            let earliest = signed_in_at.max(until - ON_RECORD);
            earliest + span(until - earliest, chance.unit())
        } else {
            signed_in_at + span(age.min(11 * HOUR), chance.unit().powi(2))
        };
        let unused = span((revoked_at - signed_in_at).min(2 * HOUR), chance.unit().powi(2));
        Life { revoked: Some((revoked_at, reason)), ..life(revoked_at - unused, remembered) }
    }

    pub fn row(&self, number: u64) -> SessionRow {
        let life = self.life(number);
        let mut chance = Chance::of(self.seed, "session", number);
        let used = life.last_seen_at - life.signed_in_at;
        let renewals = (used as f64 / (30 * MINUTE) as f64 * if life.remembered { 0.2 } else { 0.7 }) as i64;
        let generation = 1 + renewals;
        let rotated_at = if renewals == 0 {
            life.signed_in_at
        } else {
            life.last_seen_at - span(used.min(25 * MINUTE), chance.unit())
        };
        let ip = places::address(self.seed, life.user, &mut chance);
        let agent = self.devices.of_user(self.seed, life.user, &mut chance);
        SessionRow {
            id: self.id(number),
            user_id: self.people.id(life.user),
            seed: (0..4).flat_map(|_| chance.number().to_be_bytes()).collect(),
            generation,
            confirmed_generation: generation - i64::from(chance.permille(30)),
            rotated_at,
            remembered: life.remembered,
            signed_in_at: life.signed_in_at,
            password_confirmed_at: life.signed_in_at,
            last_seen_at: life.last_seen_at,
            idle_milliseconds: life.idle(),
            idle_expires_at: life.idle_end(),
            absolute_expires_at: life.absolute_end(),
            ip_sortable: network::sortable(&ip),
            ip,
            user_agent: agent.text.clone(),
            label: chance.permille(45).then(|| devices::label(&mut chance)),
            revoked_at: life.revoked.map(|(at, _)| at),
            revocation_reason: life.revoked.map(|(_, reason)| reason.as_str()),
            renewal_recorded_at: rotated_at,
            username: self.people.name(life.user),
            device: agent.label.clone(),
            state: life.state(self.calendar.until).as_str(),
        }
    }
}

fn span(longest: i64, share: f64) -> i64 {
    (longest.max(0) as f64 * share) as i64
}
