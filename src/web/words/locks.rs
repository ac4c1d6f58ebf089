//! What too many wrong passwords in a row did to an account.

use crate::domain::sign_in::throttle::{Guesser, Lock};
use crate::domain::time::Timestamp;
use crate::web::language::{Language, say};

/// Who gave wrong passwords, how many, and how that ends: two sentences.
pub fn lock(lock: &Lock, now: Timestamp, language: Language) -> String {
    let who = match lock.guesser {
        Guesser::UnknownDevices => say("lock-unknown-devices"),
        Guesser::KnownDevice => say("lock-known-device"),
        Guesser::Session => say("lock-session"),
    };
    format!("{} {}", language.with(who, &[("count", lock.wrong)]), lock_end(lock, now, language))
}

/// How a lock ends, as one sentence.
fn lock_end(lock: &Lock, now: Timestamp, language: Language) -> String {
    match (lock.guesser, lock.is_closed(), lock.locked_until > now) {
        (Guesser::UnknownDevices, true, _) => language.t("lock-closed-unknown-devices").to_owned(),
        (Guesser::KnownDevice, true, _) => language.t("lock-closed-known-device").to_owned(),
        (Guesser::Session, true, _) => language.t("lock-closed-session").to_owned(),
        (_, false, true) => language.with("lock-next-try", &[("time", time_of_day(lock.locked_until))]),
        (_, false, false) => language.t("lock-longer-next").to_owned(),
    }
}

/// A pause is over within the hour, so its date says nothing.
fn time_of_day(moment: Timestamp) -> String {
    let minutes = moment.to_minutes();
    let time = minutes.split(' ').next_back().unwrap_or_default();
    format!("{time}\u{a0}UTC")
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
            lock(&row, NOW, Language::ENGLISH)
        };
        let unknown = "Unknown devices gave 12 different wrong passwords in a row.";
        assert_eq!(
            told(Guesser::UnknownDevices, 12, 4),
            format!("{unknown} The next try is possible at 08:04\u{a0}UTC.")
        );
        assert_eq!(
            told(Guesser::UnknownDevices, 12, 0),
            format!("{unknown} The next wrong one brings a longer pause.")
        );
        for (guesser, end) in [
            (Guesser::UnknownDevices, "No unknown device is let in any more."),
            (Guesser::KnownDevice, "It counts as unknown now."),
            (Guesser::Session, "The session counts as an unknown device now."),
        ] {
            assert!(told(guesser, 100, 0).ends_with(end));
        }
    }
}
