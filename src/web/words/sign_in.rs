//! Why somebody cannot sign in now, and when to try again.

use std::time::Duration;

use crate::desk::two_factor::{CodeRefusal, TooMany};
use crate::domain::sign_in::throttle::Throttled;
use crate::domain::sign_in::{CodeKind, Door};
use crate::web::language::{Language, say};

/// Why a code is not accepted, with what to do.
pub fn code_refusal(refusal: CodeRefusal, language: Language) -> String {
    let sentence = match refusal {
        CodeRefusal::Needed => say("code-needed"),
        CodeRefusal::Impossible => say("code-impossible"),
        CodeRefusal::Wrong(CodeKind::App) => say("code-wrong"),
        CodeRefusal::Wrong(CodeKind::Recovery) => say("recovery-code-wrong"),
        CodeRefusal::Used(CodeKind::App) => say("code-used"),
        CodeRefusal::Used(CodeKind::Recovery) => say("recovery-code-used"),
        CodeRefusal::Unreadable => say("code-unreadable"),
        CodeRefusal::TooMany(too_many) => return too_many_codes(too_many, language),
    };
    language.t(sentence).to_owned()
}

fn too_many_codes(too_many: TooMany, language: Language) -> String {
    let minutes = too_many.pause.map(|pause| pause.as_secs().div_ceil(60).max(1));
    let wait = match (too_many.kind, minutes) {
        (CodeKind::App, Some(minutes)) => language.with("code-too-many", &[("minutes", minutes)]),
        (CodeKind::App, None) => language.t("code-too-many-closed").to_owned(),
        (CodeKind::Recovery, Some(minutes)) => language.with("recovery-code-too-many", &[("minutes", minutes)]),
        (CodeKind::Recovery, None) => language.t("recovery-code-too-many-closed").to_owned(),
    };
    let instead = match (too_many.is_other_good, too_many.kind, too_many.door) {
        (true, CodeKind::App, _) => language.t("recovery-code-still-works"),
        (true, CodeKind::Recovery, _) => language.t("code-still-works"),
        // Codes on known devices are counted apart.
        (false, _, Door::SignIn) => ways_in(language),
        (false, ..) => return wait,
    };
    format!("{wait} {instead}")
}

/// How long no code of a kind is checked, if that is the reason.
pub fn code_pause(refusal: CodeRefusal) -> Option<Throttled> {
    let CodeRefusal::TooMany(TooMany { pause, .. }) = refusal else { return None };
    let seconds = |pause: Duration| u32::try_from(pause.as_secs().max(1)).unwrap_or(u32::MAX);
    Some(pause.map_or(Throttled::Closed, |pause| Throttled::For(seconds(pause))))
}

/// When it makes sense to try again, in the unit that people would use.
pub fn throttled(throttled: Throttled, language: Language) -> String {
    match throttled {
        Throttled::For(seconds) => wait(seconds, language),
        // How somebody goes on who does not want to wait.
        Throttled::InSession(seconds) => format!("{} {}", wait(seconds, language), language.t("throttled-in-session")),
        Throttled::Closed => language.t("throttled-closed").to_owned(),
    }
}

fn wait(seconds: u32, language: Language) -> String {
    match seconds {
        ..60 => language.with("throttled-seconds", &[("seconds", seconds)]),
        _ => language.with("throttled-minutes", &[("minutes", seconds.div_ceil(60))]),
    }
}

/// How somebody gets in who does not want to wait until then. The same for every name, so that it tells nothing about
/// an account.
pub fn ways_in(language: Language) -> &'static str {
    language.t(say("throttled-ways-in"))
}

#[cfg(test)]
mod tests {
    use super::{Language, Throttled, throttled};

    #[test]
    fn waiting_is_said_as_people_say_it_and_never_too_short() {
        let said = |seconds| throttled(Throttled::For(seconds), Language::ENGLISH);
        for (seconds, time) in [
            (1, "1 second."),
            (59, "59 seconds."),
            (60, "1 minute."),
            (61, "2 minutes."),
            (240, "4 minutes."),
            (900, "15 minutes."),
        ] {
            assert_eq!(said(seconds), format!("Too many attempts. Try again in {time}"));
        }
        assert_eq!(
            throttled(Throttled::Closed, Language::ENGLISH),
            "Too many attempts from new browsers. An administrator must allow more."
        );
    }
}
