//! Words for what is an enum elsewhere.

use std::time::Duration;

use super::language::{Language, say};
use crate::desk::account::AccountRefusal;
use crate::desk::record::seals;
use crate::desk::two_factor::{CodeRefusal, TooMany};
use crate::desk::upkeep::janitor;
use crate::domain::account::email::EmailError;
use crate::domain::account::identity_check::IdentityCheckError;
use crate::domain::account::password::{PasswordTooLong, WeakPassword};
use crate::domain::account::user::{Role, UserState};
use crate::domain::account::username::UsernameError;
use crate::domain::record::event::EventKind;
use crate::domain::search::state::StateFilter;
use crate::domain::search::when::TimeFilter;
use crate::domain::session::device::Device;
use crate::domain::session::session_state::SessionState;
use crate::domain::session::{RevocationReason, SessionEnd};
use crate::domain::sign_in::throttle::Throttled;
use crate::domain::sign_in::two_factor::CodeKind;
use crate::domain::token::signing_key::KeyState;
use crate::store::task_runs;

/// Why a session is over, for the person whose it was, with what to do.
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

/// What a session is, for admins.
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

/// How a state's badge looks.
pub const fn tone_of_state(state: SessionState) -> &'static str {
    match state {
        SessionState::Live => "good",
        SessionState::Revoked(RevocationReason::Reused) => "bad",
        _ => "note",
    }
}

/// A choice of states.
pub fn state_filter(filter: StateFilter, language: Language) -> &'static str {
    match filter {
        StateFilter::Live => session_state(SessionState::Live, language),
        StateFilter::Expired => language.t("expired"),
        StateFilter::Revoked => language.t("ended before their time"),
        StateFilter::Any => language.t("all, ended ones too"),
        StateFilter::One(state) => session_state(state, language),
    }
}

/// Why a session was ended, from the word in the record; a word that is none of ours as it stands.
pub fn reason(word: &str, language: Language) -> String {
    let known = RevocationReason::parse(word).map(SessionState::Revoked);
    known.map_or_else(|| word.to_owned(), |state| session_state(state, language).to_owned())
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

/// Why an account is not made or changed, in English, if an admin can do something about it.
pub const fn account_refusal(refusal: AccountRefusal) -> Option<&'static str> {
    match refusal {
        AccountRefusal::NameTaken => Some(say(
            "This name is taken: by somebody in the list, or by an account that was deleted lately. Choose another.",
        )),
        AccountRefusal::LastAdmin => Some(say(
            "Nothing was changed: this is the last administrator who can sign in. Make somebody else one first.",
        )),
        AccountRefusal::Suspended => Some(say("No link was made: the account is suspended. Reactivate it first.")),
        AccountRefusal::HasPassword => {
            Some(say("No invitation was made: a password has been chosen already. Start a password reset instead."))
        }
        AccountRefusal::OwnAccount => Some(say(
            "Nothing was done: this is your own account. Change the password and the second factor at the pages of your account.",
        )),
        AccountRefusal::HasNoPassword => {
            Some(say("No reset was started: no password has been chosen yet. Make a new invitation instead."))
        }
        AccountRefusal::NotFound | AccountRefusal::NotAllowed(_) => None,
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

/// The one more word of an event, for people; what is none of ours as it stands.
pub fn detail(kind: EventKind, detail: &str, language: Language) -> String {
    match kind {
        EventKind::SessionRevoked => reason(detail, language),
        EventKind::SessionRenewed => {
            let generation = detail.strip_prefix("generation ").and_then(|number| number.parse::<i64>().ok());
            generation
                .map_or_else(|| detail.to_owned(), |number| language.with("renewal {}", &[&(number - 1).to_string()]))
        }
        EventKind::SignedIn => means(detail, language),
        EventKind::RecoveryCodeUsed => {
            let left = detail.strip_suffix(" left").filter(|number| number.parse::<u64>().is_ok());
            left.map_or_else(|| detail.to_owned(), |number| language.with("{} left", &[number]))
        }
        EventKind::BulkRevocationFinished => match detail.parse() {
            Ok(1) => language.t("1 session").to_owned(),
            Ok(count) => language.with("{} sessions", &[&number(count)]),
            Err(_) => detail.to_owned(),
        },
        EventKind::RoleChanged | EventKind::UserCreated => {
            Role::parse(detail).map_or_else(|| detail.to_owned(), |known| role(known, language).to_owned())
        }
        _ => detail.to_owned(),
    }
}

/// What somebody signed in with.
fn means(detail: &str, language: Language) -> String {
    let known = match detail {
        "password" => say("by password"),
        "password, kept signed in" => say("by password, kept signed in"),
        "password, code" => say("by password and code"),
        "password, code, kept signed in" => say("by password and code, kept signed in"),
        "password, recovery code" => say("by password and recovery code"),
        "password, recovery code, kept signed in" => say("by password and recovery code, kept signed in"),
        _ => return detail.to_owned(),
    };
    language.t(known).to_owned()
}

/// Why a code leads no further, with what to do.
pub fn code_refusal(refusal: CodeRefusal, language: Language) -> String {
    let sentence = match refusal {
        CodeRefusal::Needed => say("Enter a code too: this account has a second factor."),
        CodeRefusal::Impossible => {
            say("This cannot be a code. The app shows six digits; a recovery code has ten letters and digits.")
        }
        CodeRefusal::Wrong(CodeKind::App) => {
            say("This code does not fit. Each works once and for a minute or so: wait for the next one.")
        }
        CodeRefusal::Wrong(CodeKind::Recovery) => {
            say("This recovery code does not fit. Look at each letter and digit.")
        }
        CodeRefusal::Used(CodeKind::App) => say("This code was used already. Wait until the app shows the next one."),
        CodeRefusal::Used(CodeKind::Recovery) => {
            say("This recovery code was used before. Each works once: take another one.")
        }
        CodeRefusal::Unreadable => {
            say("Codes of your app cannot be checked any more. Use a recovery code, or ask an administrator.")
        }
        CodeRefusal::TooMany(too_many) => return too_many_codes(too_many, language),
    };
    language.t(sentence).to_owned()
}

fn too_many_codes(too_many: TooMany, language: Language) -> String {
    let minutes = too_many.pause.map(|pause| pause.as_secs().div_ceil(60).max(1));
    let wait = match (too_many.kind, minutes) {
        (CodeKind::App, Some(1)) => language.t("Too many wrong codes. Try again in a minute.").to_owned(),
        (CodeKind::App, Some(minutes)) => {
            language.with("Too many wrong codes. Try again in {} minutes.", &[&minutes.to_string()])
        }
        (CodeKind::App, None) => {
            language.t("Too many wrong codes. Ask an administrator to remove the second factor.").to_owned()
        }
        (CodeKind::Recovery, Some(1)) => language.t("Too many wrong recovery codes. Try again in a minute.").to_owned(),
        (CodeKind::Recovery, Some(minutes)) => {
            language.with("Too many wrong recovery codes. Try again in {} minutes.", &[&minutes.to_string()])
        }
        (CodeKind::Recovery, None) => {
            language.t("Too many wrong recovery codes. Ask an administrator to remove the second factor.").to_owned()
        }
    };
    let instead = match (too_many.is_other_good, too_many.kind) {
        (false, _) => return wait,
        (true, CodeKind::App) => language.t("A recovery code still works."),
        (true, CodeKind::Recovery) => language.t("A code of the app still works."),
    };
    format!("{wait} {instead}")
}

/// How long no code of a kind is looked at, if that is why.
pub fn code_pause(refusal: CodeRefusal) -> Option<Throttled> {
    match refusal {
        CodeRefusal::TooMany(TooMany { pause: Some(pause), .. }) => {
            Some(Throttled { seconds: u32::try_from(pause.as_secs().max(1)).unwrap_or(u32::MAX) })
        }
        _ => None,
    }
}

/// Who did something that no user did, by the event's request.
pub fn nobody(request_id: Option<&str>, language: Language) -> Option<&'static str> {
    match request_id {
        Some("command-line") => Some(language.t("the command line")),
        // The batches of what an operator wants ended; those of an admin name the admin.
        Some(id) if id.starts_with("bulk-") => Some(language.t("the command line")),
        Some("background") => Some(language.t("Doorward itself")),
        _ => None,
    }
}

/// The name of a background task.
pub fn task(name: &str, language: Language) -> String {
    match name {
        janitor::TASK => language.t("Clean-up").to_owned(),
        seals::TASK => language.t("Sealing of events").to_owned(),
        name => name.to_owned(),
    }
}

/// What came of a background task's last run.
pub fn task_outcome(outcome: &str, language: Language) -> String {
    let numbers: Vec<&str> = outcome.split(' ').collect();
    match numbers.as_slice() {
        _ if outcome == task_runs::WELL => language.t("all well").to_owned(),
        [_, _, _, _, _, _] if numbers.iter().all(|number| *number == "0") => language.t("nothing to do").to_owned(),
        [expired, sessions, users, links, keys, tries]
            if numbers.iter().all(|number| number.parse::<u64>().is_ok()) =>
        {
            language.with(
                "{} marked as expired; deleted: sessions {}, accounts {}, links {}, keys {}, tries {}",
                &[expired, sessions, users, links, keys, tries],
            )
        }
        _ => outcome.to_owned(),
    }
}

/// A number in groups of three digits.
pub fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = if number < 0 { "-".to_owned() } else { String::new() };
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What a signing key does.
pub fn key_state(state: KeyState, language: Language) -> &'static str {
    language.t(match state {
        KeyState::Upcoming => say("upcoming"),
        KeyState::Signing => say("signing"),
        KeyState::Retiring => say("retiring"),
        KeyState::Retired => say("retired"),
    })
}

/// How old something is, in whole days.
pub fn days(age: Duration, language: Language) -> String {
    match age.as_secs() / 86_400 {
        0 => language.t("less than a day").to_owned(),
        1 => language.t("1 day").to_owned(),
        days => language.with("{} days", &[&days.to_string()]),
    }
}

/// What a username is, for somebody who typed something else, in English.
pub const fn username_error(_: UsernameError) -> &'static str {
    say("Use 1 to 32 letters a–z, digits, dots, hyphens and underscores, with a letter or digit at both ends.")
}

/// What an e-mail address is, likewise. A page that asks for one can do without it.
pub const fn email_error(_: EmailError) -> &'static str {
    say("This is not an e-mail address. Write name@host, or nothing.")
}

/// What an identity check must say, likewise.
pub const fn identity_check_error(_: IdentityCheckError) -> &'static str {
    say("Say in a few words how you made sure, in 10 to 200 characters on one line.")
}

/// How long a password may be, likewise.
pub const fn password_too_long(_: PasswordTooLong) -> &'static str {
    say("Too long: use at most 256 characters.")
}

/// Why a password may not be chosen.
pub fn weak_password(reason: WeakPassword, language: Language) -> String {
    match reason {
        WeakPassword::TooShort { min_length } => {
            language.with("Too short: use at least {} characters.", &[&min_length.to_string()])
        }
        WeakPassword::Common => language.t("Too easy to guess: it is made of passwords and words that attackers try first. Take a few words that do not belong together.").into(),
        WeakPassword::Context => language.t("Too easy to guess: it is built from the name of this site or your username. Leave those out.").into(),
        WeakPassword::Repeats => language.t("Too easy to guess: it repeats the same piece. Use different words.").into(),
        WeakPassword::Sequence => language.t("Too easy to guess: it is a run of neighbouring keys, letters or digits.").into(),
        WeakPassword::Date => language.t("Too easy to guess: it is mostly a date or a year.").into(),
    }
}

/// When it makes sense to try again, in the unit that people would say it in.
pub fn throttled(throttled: Throttled, language: Language) -> String {
    match throttled.seconds {
        1 => language.t("Too many tries. Try again in 1 second.").to_owned(),
        seconds @ ..60 => language.with("Too many tries. Try again in {} seconds.", &[&seconds.to_string()]),
        60 => language.t("Too many tries. Try again in 1 minute.").to_owned(),
        seconds => language.with("Too many tries. Try again in {} minutes.", &[&seconds.div_ceil(60).to_string()]),
    }
}

/// A device, as its owner would recognise it.
pub fn device(user_agent: &str, language: Language) -> String {
    match Device::from_user_agent(user_agent) {
        Device { browser: Some(browser), system: Some(system) } => language.with("{} on {}", &[browser, system]),
        Device { browser: Some(name), system: None } | Device { browser: None, system: Some(name) } => name.to_owned(),
        Device { browser: None, system: None } => language.t("Unknown device").to_owned(),
    }
}

/// What happened, in an account's own history.
pub fn event(kind: EventKind, language: Language) -> &'static str {
    language.t(match kind {
        EventKind::SignedIn => say("Signed in"),
        EventKind::SignInFailed => say("Sign-in failed"),
        EventKind::SessionRenewed => say("Session renewed"),
        EventKind::RefreshTokenReused => say("Old session key used again"),
        EventKind::SessionRevoked => say("Session ended"),
        EventKind::PasswordChanged => say("Password changed"),
        EventKind::PasswordConfirmationFailed => say("Wrong password on confirmation"),
        EventKind::PasswordConfirmed => say("Password confirmed"),
        EventKind::SessionLabelled => say("Device named"),
        EventKind::UserCreated => say("Account created"),
        EventKind::UserSuspended => say("Account suspended"),
        EventKind::UserReactivated => say("Account reactivated"),
        EventKind::RoleChanged => say("Role changed"),
        EventKind::UserRenamed => say("Username changed"),
        EventKind::SetupLinkCreated => say("Setup link created"),
        EventKind::SigningKeyCreated => say("Signing key created"),
        EventKind::SigningKeyRetired => say("Signing key retired"),
        EventKind::UserDeleted => say("Account deleted"),
        EventKind::EmailChanged => say("E-mail address changed"),
        EventKind::InvitationCreated => say("Invitation link created"),
        EventKind::InvitationAccepted => say("Invitation accepted"),
        EventKind::PasswordResetStarted => say("Password reset link created"),
        EventKind::PasswordResetCompleted => say("Password reset"),
        EventKind::BulkRevocationStarted => say("Ending many sessions: begun"),
        EventKind::BulkRevocationFinished => say("Ending many sessions: done"),
        EventKind::EventsExported => say("Events exported"),
        EventKind::EventsPruned => say("Old events deleted"),
        EventKind::TwoFactorEnabled => say("Second factor set up"),
        EventKind::TwoFactorRemoved => say("Second factor removed"),
        EventKind::RecoveryCodesCreated => say("New recovery codes"),
        EventKind::RecoveryCodeUsed => say("Recovery code used"),
        EventKind::CodeRefused => say("Right password, wrong code"),
        EventKind::DatabaseRestored => say("Database restored from a backup"),
        EventKind::SignInLocked => say("Sign-in locked"),
    })
}

/// What somebody may do.
pub fn role(role: Role, language: Language) -> &'static str {
    language.t(match role {
        Role::User => say("User"),
        Role::Admin => say("Administrator"),
    })
}

/// Whether somebody can sign in, and why not.
pub fn user_state(state: UserState, language: Language) -> &'static str {
    language.t(match state {
        UserState::Active => say("Active"),
        UserState::Invited => say("Invited"),
        UserState::Suspended => say("Suspended"),
        UserState::Deleted => say("Deleted"),
    })
}

/// The class of the badge that says so.
pub const fn user_badge(state: UserState) -> &'static str {
    match state {
        UserState::Active => "good",
        UserState::Invited => "note",
        UserState::Suspended | UserState::Deleted => "bad",
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Throttled, number, throttled};

    #[test]
    fn waiting_is_said_as_people_say_it_and_never_too_short() {
        let said = |seconds| throttled(Throttled { seconds }, Language::English);
        for (seconds, time) in [
            (1, "1 second."),
            (59, "59 seconds."),
            (60, "1 minute."),
            (61, "2 minutes."),
            (240, "4 minutes."),
            (900, "15 minutes."),
        ] {
            assert_eq!(said(seconds), format!("Too many tries. Try again in {time}"));
        }
    }

    #[test]
    fn numbers_are_grouped() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (10_000_000, "10,000,000"), (-1234, "-1,234")];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }
}
