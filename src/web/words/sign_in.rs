//! Why somebody cannot sign in now, and when to try again.

use crate::desk::two_factor::{CodeRefusal, TooMany};
use crate::domain::sign_in::CodeKind;
use crate::domain::sign_in::throttle::Throttled;
use crate::web::language::{Language, say};

/// Why a code is not accepted, with what to do.
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

/// How long no code of a kind is checked, if that is the reason.
pub fn code_pause(refusal: CodeRefusal) -> Option<Throttled> {
    match refusal {
        CodeRefusal::TooMany(TooMany { pause: Some(pause), .. }) => {
            Some(Throttled { seconds: u32::try_from(pause.as_secs().max(1)).unwrap_or(u32::MAX) })
        }
        _ => None,
    }
}

/// When it makes sense to try again, in the unit that people would use.
pub fn throttled(throttled: Throttled, language: Language) -> String {
    match throttled.seconds {
        1 => language.t("Too many tries. Try again in 1 second.").to_owned(),
        seconds @ ..60 => language.with("Too many tries. Try again in {} seconds.", &[&seconds.to_string()]),
        60 => language.t("Too many tries. Try again in 1 minute.").to_owned(),
        seconds => language.with("Too many tries. Try again in {} minutes.", &[&seconds.div_ceil(60).to_string()]),
    }
}

/// How somebody gets in who does not want to wait until then. The same for every name, so that it tells nothing about
/// an account.
pub fn ways_in(language: Language) -> &'static str {
    language.t(say(
        "You need not wait in another browser in which you have signed in before. Or ask your administrator for a device link, which makes this browser known to your account.",
    ))
}

#[cfg(test)]
mod tests {
    use super::{Language, Throttled, throttled};

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
}
