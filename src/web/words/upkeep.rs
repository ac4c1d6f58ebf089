//! Background tasks and signing keys.

use crate::desk::record::seals;
use crate::desk::upkeep::{Swept, janitor};
use crate::domain::token::KeyState;
use crate::store::task_runs;
use crate::web::language::{Language, say};

pub fn task(name: &str, language: Language) -> String {
    match name {
        janitor::TASK => language.t("Clean-up").to_owned(),
        seals::TASK => language.t("Sealing of events").to_owned(),
        name => name.to_owned(),
    }
}

/// What a background task did in its last run, or why it failed.
pub fn task_outcome(outcome: &str, language: Language) -> String {
    if outcome == task_runs::WELL {
        return language.t("all well").to_owned();
    }
    // An error is for operators, who find the same English sentence in the log.
    let Some(swept) = Swept::read(outcome) else { return outcome.to_owned() };
    let Swept { expired, sessions, users, links, keys, tries, answers: _ } = swept;
    let numbers = [expired, sessions, users, links, keys, tries];
    if numbers == [0; 6] {
        return language.t("nothing to do").to_owned();
    }
    language.with(
        "{} marked as expired; deleted: sessions {}, accounts {}, links {}, keys {}, tries {}",
        &numbers.map(|number| number.to_string()).each_ref().map(String::as_str),
    )
}

pub fn key_state(state: KeyState, language: Language) -> &'static str {
    language.t(match state {
        KeyState::Upcoming => say("upcoming"),
        KeyState::Signing => say("signing"),
        KeyState::Retiring => say("retiring"),
        KeyState::Retired => say("retired"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_janitors_numbers_stand_in_their_places() {
        let swept = Swept { expired: 1, sessions: 2, users: 3, links: 4, keys: 5, tries: 6, answers: 7 };
        assert_eq!(
            task_outcome(&swept.as_outcome(), Language::English),
            "1 marked as expired; deleted: sessions 2, accounts 3, links 4, keys 5, tries 6"
        );
        let only_answers = Swept { answers: 7, ..Swept::default() };
        assert_eq!(task_outcome(&only_answers.as_outcome(), Language::English), "nothing to do");
        assert_eq!(task_outcome("the database is away", Language::Korean), "the database is away");
    }
}
