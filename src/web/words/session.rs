//! Sessions: their states, why they end, and the filters of their lists.

use crate::domain::search::{StateFilter, TimeFilter};
use crate::domain::session::{Device, RevocationReason, SessionEnd, SessionState};
use crate::domain::time::Zone;
use crate::web::language::{Language, say};

/// Why a session is over, for the person who had it, with what to do.
pub fn session_end(end: SessionEnd, language: Language) -> &'static str {
    language.t(match end {
        SessionEnd::IdleExpired => say("session-ended-idle"),
        SessionEnd::AbsolutelyExpired => say("session-ended-time-up"),
        SessionEnd::Gone => say("session-ended-unknown"),
        SessionEnd::UserSuspended | SessionEnd::Revoked(RevocationReason::Suspended) => say("session-ended-suspended"),
        SessionEnd::Revoked(RevocationReason::SignedOut | RevocationReason::Replaced) => {
            say("session-ended-signed-out")
        }
        SessionEnd::Revoked(RevocationReason::SignedOutElsewhere) => say("session-ended-elsewhere"),
        SessionEnd::Revoked(RevocationReason::PasswordChanged) => say("session-ended-password"),
        SessionEnd::Revoked(RevocationReason::Reused) => say("session-ended-reused"),
        SessionEnd::Revoked(RevocationReason::Limit) => say("session-ended-limit"),
        SessionEnd::Revoked(RevocationReason::PasswordReset) => say("session-ended-reset"),
        SessionEnd::Revoked(RevocationReason::UserDeleted) => say("session-ended-deleted"),
        SessionEnd::Revoked(RevocationReason::Restored) => say("session-ended-restored"),
        SessionEnd::Revoked(RevocationReason::TwoFactorChanged) => say("session-ended-second-factor"),
        SessionEnd::Revoked(RevocationReason::TwoFactorDemanded) => say("session-ended-second-factor-demanded"),
        SessionEnd::Revoked(RevocationReason::Operator | RevocationReason::Administrator) => say("session-ended-admin"),
    })
}

/// For admins.
pub fn session_state(state: SessionState, language: Language) -> &'static str {
    language.t(match state {
        SessionState::Live => say("session-state-live"),
        SessionState::IdleExpired => say("session-state-idle"),
        SessionState::AbsolutelyExpired => say("session-state-time-up"),
        SessionState::Revoked(reason) => match reason {
            RevocationReason::SignedOut => say("session-state-signed-out"),
            RevocationReason::SignedOutElsewhere => say("session-state-elsewhere"),
            RevocationReason::Replaced => say("session-state-replaced"),
            RevocationReason::PasswordChanged => say("session-state-password"),
            RevocationReason::Suspended => say("session-state-suspended"),
            RevocationReason::Reused => say("session-state-reused"),
            RevocationReason::Limit => say("session-state-limit"),
            RevocationReason::Operator => say("session-state-operator"),
            RevocationReason::Administrator => say("session-state-admin"),
            RevocationReason::PasswordReset => say("session-state-reset"),
            RevocationReason::UserDeleted => say("session-state-deleted"),
            RevocationReason::Restored => say("session-state-restored"),
            RevocationReason::TwoFactorChanged => say("session-state-second-factor"),
            RevocationReason::TwoFactorDemanded => say("session-state-second-factor-demanded"),
        },
    })
}

pub const fn tone_of_state(state: SessionState) -> &'static str {
    match state {
        SessionState::Live => "good",
        SessionState::Revoked(RevocationReason::Reused) => "bad",
        _ => "note",
    }
}

pub fn state_filter(filter: StateFilter, language: Language) -> &'static str {
    match filter {
        StateFilter::Live => session_state(SessionState::Live, language),
        StateFilter::Expired => language.t("session-state-expired"),
        StateFilter::Revoked => language.t("session-state-revoked"),
        StateFilter::Any => language.t("session-state-any"),
        StateFilter::One(state) => session_state(state, language),
    }
}

/// Words that can stand within a sentence, as they stand alone.
pub fn as_a_beginning(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A span of time to search by. Two days and more are said in days, if they are whole.
pub fn time_filter(filter: TimeFilter, zone: &Zone, language: Language) -> String {
    let span = |hours: u64, [in_hours, in_days]: [&'static str; 2]| match hours {
        hours if hours >= 48 && hours % 24 == 0 => language.with(in_days, &[("count", hours / 24)]),
        hours => language.with(in_hours, &[("count", hours)]),
    };
    match filter {
        TimeFilter::Within(hours) => span(hours, [say("time-filter-within-hours"), say("time-filter-within-days")]),
        TimeFilter::Beyond(hours) => span(hours, [say("time-filter-beyond-hours"), say("time-filter-beyond-days")]),
        TimeFilter::Since(when) => {
            language.with("time-filter-since", &[("date", zone.named_minutes(when.start(zone)))])
        }
        TimeFilter::Until(when) => language.with("time-filter-until", &[("date", zone.named_minutes(when.end(zone)))]),
    }
}

/// How many sessions were ended just now.
pub fn ended(count: i64, language: Language) -> String {
    match count {
        0 => language.t("session-list-none-ticked").to_owned(),
        count => language.with("sessions-ended", &[("count", count)]),
    }
}

/// A device in words that its owner recognises.
pub fn device(user_agent: &str, language: Language) -> String {
    match Device::from_user_agent(user_agent) {
        Device { browser: Some(browser), system: Some(system) } => {
            language.with("device-browser-on-system", &[("browser", browser), ("system", system)])
        }
        Device { browser: Some(name), system: None } | Device { browser: None, system: Some(name) } => name.to_owned(),
        Device { browser: None, system: None } => language.t("device-unknown").to_owned(),
    }
}
