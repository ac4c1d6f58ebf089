//! Counts what the limits on tries of passwords, codes and links do.

use prometheus_client::registry::Registry;

use super::Counters;
use crate::domain::sign_in::throttle::{Alarm, Guesser, Obstacle};
use crate::domain::sign_in::{CodeAlarm, CodeKind, Door};

const OBSTACLES: [Obstacle; 8] = [
    Obstacle::Network,
    Obstacle::Names,
    Obstacle::Known,
    Obstacle::Account,
    Obstacle::Link,
    Obstacle::Streak(Guesser::UnknownDevices),
    Obstacle::Streak(Guesser::KnownDevice),
    Obstacle::Streak(Guesser::Session),
];

pub(in crate::desk) struct Limits {
    refused: Counters<1>,
    locks: Counters<3>,
}

impl Limits {
    pub(super) fn new() -> Limits {
        let limits = Limits { refused: Counters::default(), locks: Counters::default() };
        // All counters exist from the first scrape on, so that the first event of each shows as an increase.
        for obstacle in OBSTACLES {
            drop(limits.refused.get_or_create(&[("reason", reason(obstacle))]));
        }
        for (guesser, seconds) in Guesser::ALL.iter().flat_map(|guesser| [Some(60), None].map(|end| (guesser, end))) {
            drop(limits.locks.get_or_create(&lock(Alarm { guesser: *guesser, seconds })));
        }
        for (door, kind) in Door::ALL.iter().flat_map(|door| CodeKind::ALL.map(|kind| (*door, kind))) {
            for is_closed in [false, true] {
                drop(limits.locks.get_or_create(&code_lock(CodeAlarm { door, kind, is_closed })));
            }
        }
        limits
    }

    pub(in crate::desk) fn refuse(&self, obstacle: Obstacle) {
        self.refused.get_or_create(&[("reason", reason(obstacle))]).inc();
    }

    pub(in crate::desk) fn lock(&self, alarm: Alarm) {
        self.locks.get_or_create(&lock(alarm)).inc();
    }

    pub(in crate::desk) fn lock_codes(&self, alarm: CodeAlarm) {
        self.locks.get_or_create(&code_lock(alarm)).inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("tries_refused", "Tries of passwords and links that a limit refused", self.refused.clone());
        registry.register(
            "sign_in_locks",
            "Accounts that got too many wrong passwords or codes in a row: paused, or closed to the guesser",
            self.locks.clone(),
        );
    }
}

const fn reason(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Network => "network",
        Obstacle::Names => "names",
        Obstacle::Known => "known",
        Obstacle::Account => "account",
        Obstacle::Link => "link",
        Obstacle::Streak(guesser) => of(guesser),
    }
}

const fn of(guesser: Guesser) -> &'static str {
    match guesser {
        Guesser::UnknownDevices => "unknown_devices",
        Guesser::KnownDevice => "known_device",
        Guesser::Session => "session",
    }
}

const fn lock(alarm: Alarm) -> [(&'static str, &'static str); 3] {
    [("what", "passwords"), ("by", of(alarm.guesser)), ("state", state(alarm.seconds.is_none()))]
}

/// Codes of all known devices are counted together, and those of all sessions.
const fn code_lock(alarm: CodeAlarm) -> [(&'static str, &'static str); 3] {
    let what = match alarm.kind {
        CodeKind::App => "app_codes",
        CodeKind::Recovery => "recovery_codes",
    };
    let by = match alarm.door {
        Door::SignIn => of(Guesser::UnknownDevices),
        Door::KnownDevice => of(Guesser::KnownDevice),
        Door::Session => of(Guesser::Session),
    };
    [("what", what), ("by", by), ("state", state(alarm.is_closed))]
}

const fn state(is_closed: bool) -> &'static str {
    if is_closed { "closed" } else { "paused" }
}
