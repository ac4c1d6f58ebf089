//! Background tasks and signing keys.

use crate::desk::record::seals;
use crate::desk::upkeep::{Swept, janitor};
use crate::domain::token::KeyState;
use crate::store::task_runs;
use crate::web::language::{Language, say};

pub fn task(name: &str, language: Language) -> String {
    match name {
        janitor::TASK => language.t("task-janitor").to_owned(),
        seals::TASK => language.t("task-seals").to_owned(),
        name => name.to_owned(),
    }
}

/// What a background task did in its last run, or why it failed.
pub fn task_outcome(outcome: &str, language: Language) -> String {
    if outcome == task_runs::WELL {
        return language.t("task-well").to_owned();
    }
    // An error is for operators, who find the same English sentence in the log.
    let Some(swept) = Swept::read(outcome) else { return outcome.to_owned() };
    let Swept { expired, sessions, users, links, keys, tries, answers: _ } = swept;
    if [expired, sessions, users, links, keys, tries] == [0; 6] {
        return language.t("task-nothing").to_owned();
    }
    language.with(
        "task-swept",
        &[
            ("expired", expired),
            ("sessions", sessions),
            ("accounts", users),
            ("links", links),
            ("keys", keys),
            ("tries", tries),
        ],
    )
}

pub fn key_state(state: KeyState, language: Language) -> &'static str {
    language.t(match state {
        KeyState::Upcoming => say("key-state-upcoming"),
        KeyState::Signing => say("key-state-signing"),
        KeyState::Retiring => say("key-state-retiring"),
        KeyState::Retired => say("key-state-retired"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_janitors_numbers_stand_in_their_places() {
        let swept = Swept { expired: 1, sessions: 2, users: 3, links: 4, keys: 5, tries: 6, answers: 7 };
        assert_eq!(
            task_outcome(&swept.as_outcome(), Language::ENGLISH),
            "1 marked as expired; deleted: sessions 2, accounts 3, links 4, keys 5, attempts 6"
        );
        let only_answers = Swept { answers: 7, ..Swept::default() };
        assert_eq!(task_outcome(&only_answers.as_outcome(), Language::ENGLISH), "nothing to do");
        assert_eq!(
            task_outcome("the database is away", Language::parse("ko").expect("Korean")),
            "the database is away"
        );
    }
}
