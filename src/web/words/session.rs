//! Sessions: their states, why they end, and the filters of their lists.

use crate::domain::search::{StateFilter, TimeFilter};
use crate::domain::session::{Device, RevocationReason, SessionEnd, SessionState};
use crate::web::language::{Language, say};
use crate::web::words::number::number;

/// Why a session is over, for the person who had it, with what to do.
pub fn session_end(end: SessionEnd, language: Language) -> &'static str {
    language.t(match end {
        SessionEnd::IdleExpired => say("You were signed out because you had not been here for a while. Sign in again to go on."),
        SessionEnd::AbsolutelyExpired => say("Your session reached its end. Sign in again to go on."),
        SessionEnd::Gone => say("Your session is no longer on record. Sign in again to go on."),
        SessionEnd::UserSuspended | SessionEnd::Revoked(RevocationReason::Suspended) => {
            say("This account is suspended. Ask an administrator.")
        }
        SessionEnd::Revoked(RevocationReason::SignedOut | RevocationReason::Replaced) => say("You signed out in this browser."),
        SessionEnd::Revoked(RevocationReason::SignedOutElsewhere) => say("You ended this session from another device. Sign in again if you want to go on here."),
        SessionEnd::Revoked(RevocationReason::PasswordChanged) => say("Your password was changed on another device. Sign in with the new one. If that was not you, ask an administrator now."),
        SessionEnd::Revoked(RevocationReason::Reused) => say("We ended this session for your safety: an old copy of its key was used, so somebody else may have one. Sign in again, then change your password."),
        SessionEnd::Revoked(RevocationReason::Limit) => say("You are signed in on too many devices, so this one, the longest unused, was signed out."),
        SessionEnd::Revoked(RevocationReason::PasswordReset) => say("A new password was chosen for this account. Sign in with it. If that was not you, ask an administrator now."),
        SessionEnd::Revoked(RevocationReason::UserDeleted) => say("This account was deleted. Ask an administrator if that surprises you."),
        SessionEnd::Revoked(RevocationReason::Restored) => say("This site was restored from a backup, so everybody signs in anew."),
        SessionEnd::Revoked(RevocationReason::TwoFactorChanged) => say("The second factor of this account was set up, changed or removed. Sign in anew. If that was not you, ask an administrator now."),
        SessionEnd::Revoked(RevocationReason::TwoFactorDemanded) => say("This account needs a second factor now. Sign in, and you are shown how to set it up."),
        SessionEnd::Revoked(RevocationReason::Operator | RevocationReason::Administrator) => say("An administrator ended this session. Sign in again to go on."),
    })
}

/// For admins.
pub fn session_state(state: SessionState, language: Language) -> &'static str {
    language.t(match state {
        SessionState::Live => say("alive"),
        SessionState::IdleExpired => say("expired, unused"),
        SessionState::AbsolutelyExpired => say("expired, its time was up"),
        SessionState::Revoked(reason) => match reason {
            RevocationReason::SignedOut => say("signed out"),
            RevocationReason::SignedOutElsewhere => say("ended from another session"),
            RevocationReason::Replaced => say("replaced by a new one"),
            RevocationReason::PasswordChanged => say("ended by a change of password"),
            RevocationReason::Suspended => say("account suspended"),
            RevocationReason::Reused => say("an old key was used again"),
            RevocationReason::Limit => say("too many sessions"),
            RevocationReason::Operator => say("ended at the command line"),
            RevocationReason::Administrator => say("ended by an admin"),
            RevocationReason::PasswordReset => say("password was reset"),
            RevocationReason::UserDeleted => say("account deleted"),
            RevocationReason::Restored => say("restored from a backup"),
            RevocationReason::TwoFactorChanged => say("second factor was changed"),
            RevocationReason::TwoFactorDemanded => say("second factor was missing"),
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
        StateFilter::Expired => language.t("expired"),
        StateFilter::Revoked => language.t("ended before their time"),
        StateFilter::Any => language.t("all, ended ones too"),
        StateFilter::One(state) => session_state(state, language),
    }
}

/// A span of time to search by.
pub fn time_filter(filter: TimeFilter, language: Language) -> String {
    let span = |hours: u64| match hours {
        1 => language.t("1 hour").to_owned(),
        hours if hours >= 48 && hours % 24 == 0 => language.with("{} days", &[&(hours / 24).to_string()]),
        hours => language.with("{} hours", &[&hours.to_string()]),
    };
    match filter {
        TimeFilter::Within(hours) => language.with("within {}", &[&span(hours)]),
        TimeFilter::Beyond(hours) => language.with("longer than {} ago", &[&span(hours)]),
        TimeFilter::Since(moment) => language.with("since {}", &[&moment.page_minutes_utc()]),
        TimeFilter::Until(moment) => language.with("before {}", &[&moment.page_minutes_utc()]),
    }
}

/// How many sessions were ended just now.
pub fn ended(count: i64, language: Language) -> String {
    match count {
        0 => language.t("Nothing was ended: tick a session that is alive first.").to_owned(),
        1 => language.t("1 session was ended.").to_owned(),
        count => language.with("{} sessions were ended.", &[&number(count)]),
    }
}

/// A device in words that its owner recognises.
pub fn device(user_agent: &str, language: Language) -> String {
    match Device::from_user_agent(user_agent) {
        Device { browser: Some(browser), system: Some(system) } => language.with("{} on {}", &[browser, system]),
        Device { browser: Some(name), system: None } | Device { browser: None, system: Some(name) } => name.to_owned(),
        Device { browser: None, system: None } => language.t("Unknown device").to_owned(),
    }
}
