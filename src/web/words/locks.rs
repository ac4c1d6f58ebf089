//! What too many wrong passwords or codes in a row did to an account.

use crate::domain::sign_in::throttle::{Guesser, Lock};
use crate::domain::sign_in::{CodeKind, CodeLock, Door};
use crate::domain::time::{Timestamp, Zone};
use crate::web::language::{Language, say};

/// Who gave wrong passwords, how many, and how that ends: two sentences.
pub fn lock(lock: &Lock, now: Timestamp, zone: &Zone, language: Language) -> String {
    let who = match lock.guesser {
        Guesser::UnknownDevices => say("lock-unknown-devices"),
        Guesser::KnownDevice => say("lock-known-device"),
        Guesser::Session => say("lock-session"),
    };
    format!("{} {}", language.with(who, &[("count", lock.wrong)]), lock_end(lock, now, zone, language))
}

/// Where wrong codes of which kind were given, how many, and how that ends: two sentences.
pub fn code_lock(lock: &CodeLock, zone: &Zone, language: Language) -> String {
    let what = match (lock.door, lock.kind) {
        (Door::SignIn, CodeKind::App) => say("code-lock-unknown-devices"),
        (Door::SignIn, CodeKind::Recovery) => say("code-lock-unknown-devices-recovery"),
        (Door::KnownDevice, CodeKind::App) => say("code-lock-known-devices"),
        (Door::KnownDevice, CodeKind::Recovery) => say("code-lock-known-devices-recovery"),
        (Door::Session, CodeKind::App) => say("code-lock-session"),
        (Door::Session, CodeKind::Recovery) => say("code-lock-session-recovery"),
    };
    let end = match lock.until() {
        Some(until) => language.with("lock-next-try", &[("time", zone.named_time(until))]),
        None => language.t("code-lock-closed").to_owned(),
    };
    format!("{} {end}", language.with(what, &[("count", lock.failures)]))
}

/// How a lock ends, as one sentence.
fn lock_end(lock: &Lock, now: Timestamp, zone: &Zone, language: Language) -> String {
    match (lock.guesser, lock.is_closed(), lock.locked_until > now) {
        (Guesser::UnknownDevices, true, _) => language.t("lock-closed-unknown-devices").to_owned(),
        (Guesser::KnownDevice, true, _) => language.t("lock-closed-known-device").to_owned(),
        (Guesser::Session, true, _) => language.t("lock-closed-session").to_owned(),
        // A pause is over within the hour, so its date says nothing.
        (_, false, true) => language.with("lock-next-try", &[("time", zone.named_time(lock.locked_until))]),
        (_, false, false) => language.t("lock-longer-next").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const NOW: Timestamp = Timestamp::from_milliseconds(1_800_000_000_000);

    #[test]
    fn each_lock_says_who_is_locked_out_and_how_it_ends() {
        let told = |guesser, wrong, minutes: u64| {
            let locked_until = NOW.plus(Duration::from_secs(60 * minutes));
            let row = Lock { user_id: None, guesser, wrong, locked_until, told: 10, expires_at: locked_until };
            lock(&row, NOW, &Zone::UTC, Language::ENGLISH)
        };
        let unknown = "12 different wrong passwords in a row from unknown devices.";
        assert_eq!(
            told(Guesser::UnknownDevices, 12, 4),
            format!("{unknown} The next attempt is possible at 08:04\u{a0}UTC.")
        );
        assert_eq!(
            told(Guesser::UnknownDevices, 12, 0),
            format!("{unknown} The next wrong password brings a longer wait.")
        );
        for (guesser, end) in [
            (Guesser::UnknownDevices, "Unknown devices can no longer sign in."),
            (Guesser::KnownDevice, "The device now counts as unknown."),
            (Guesser::Session, "The session now counts as an unknown device."),
        ] {
            assert!(told(guesser, 100, 0).ends_with(end));
        }
    }

    #[test]
    fn each_door_and_kind_of_codes_is_told_and_how_it_ends() {
        let told = |door, kind, failures| {
            code_lock(&CodeLock { door, kind, failures, failed_at: NOW }, &Zone::UTC, Language::ENGLISH)
        };
        assert_eq!(
            told(Door::SignIn, CodeKind::App, 7),
            "7 wrong codes from the app in a row from unknown devices. The next attempt is possible at 08:04\u{a0}UTC."
        );
        let all = Door::ALL.iter().flat_map(|door| CodeKind::ALL.map(|kind| told(*door, kind, 100)));
        let all: std::collections::BTreeSet<String> = all.collect();
        assert_eq!(all.len(), 6);
        assert!(all.iter().all(|text| text.contains("100") && text.ends_with("No more codes are accepted there.")));
    }
}
