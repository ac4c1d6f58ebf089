//! Corrects the counts of a try when it has ended.

use super::admission::Ticket;
use super::attempt::Guess;
use super::ledger::{Alarm, Entry, Ledger, Lock, Postings};
use super::limits::NAMES_SPAN;
use super::streak::{FREE_IN_A_ROW, KEPT, MOST_IN_A_ROW};
use crate::domain::time::Timestamp;

/// The result of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The password was right.
    Right,
    /// The password was wrong.
    Wrong,
    /// The password was not checked.
    Unchecked,
}

impl Ledger {
    /// Corrects the counts of a try. A right password ends the streak of its caller and stays counted for budgets only. A
    /// wrong one stays counted as it was. After a password that was not checked, everything is as it was before the try.
    pub fn settle(&self, ticket: &Ticket, outcome: Outcome, now: Timestamp) -> Postings {
        let mut postings = Postings::default();
        if outcome == Outcome::Unchecked {
            self.uncount(ticket, now, &mut postings);
        }
        let Some(guess) = &ticket.attempt.guess else { return postings };
        match outcome {
            Outcome::Wrong => self.fail(ticket, guess, now, &mut postings),
            Outcome::Right => {
                self.forget_name(ticket, guess, now, &mut postings);
                let counted = ticket.attempt.budgets.iter().filter(|spend| spend.is_for_right);
                counted.for_each(|spend| postings.spend(spend, self, now));
                postings.forget_all(&guess.streak.subject);
                ticket.attempt.forgotten.iter().for_each(|device| postings.forget_all(device));
            }
            Outcome::Unchecked => {
                self.forget_name(ticket, guess, now, &mut postings);
                // Another try of the same password may have been checked meanwhile, and was wrong.
                let own = self.recent(&guess.streak.subject, &guess.streak.password, KEPT, now);
                if ticket.is_new && own.is_some_and(|count| count.tries == 0) {
                    postings.forget(&guess.streak.subject, &guess.streak.password);
                }
            }
        }
        postings
    }

    /// A wrong password: from now on its name has failed, and it belongs to the streak.
    fn fail(&self, ticket: &Ticket, guess: &Guess, now: Timestamp, postings: &mut Postings) {
        if let Some(name) = &guess.name {
            let networks = ticket.attempt.names.iter();
            networks.for_each(|limit| postings.count(&limit.subject, name, (now, 1), NAMES_SPAN));
        }
        let streak = &guess.streak;
        let own = self.recent(&streak.subject, &streak.password, KEPT, now);
        let at = own.map_or(now, |count| count.at);
        postings.count(&streak.subject, &streak.password, (at, 1), KEPT);
        let others = streak.counted(self, now).filter(|count| count.mark != streak.password);
        let wrong = 1 + others.filter(|count| count.has_failed(now)).count();
        let Some(pause) = streak.pause_after(wrong) else { return };
        let mark = if wrong >= MOST_IN_A_ROW { MOST_IN_A_ROW } else { FREE_IN_A_ROW };
        let told = i64::try_from(mark).unwrap_or(i64::MAX);
        if self.told < told {
            let seconds = (mark < MOST_IN_A_ROW).then(|| u32::try_from(pause.as_secs()).unwrap_or(u32::MAX));
            postings.alarm = Some(Alarm { guesser: streak.guesser, seconds });
        }
        if ticket.is_new || self.told < told {
            let lock = Lock {
                user_id: ticket.attempt.user.clone(),
                guesser: streak.guesser,
                wrong: i64::try_from(wrong).unwrap_or(i64::MAX),
                locked_until: at.plus(pause),
                told,
                expires_at: at.plus(KEPT),
            };
            postings.entries.push(Entry::Lock(streak.subject.clone(), lock));
        }
    }

    /// A name that is only being tried is not counted for the networks any more.
    fn forget_name(&self, ticket: &Ticket, guess: &Guess, now: Timestamp, postings: &mut Postings) {
        let Some(name) = &guess.name else { return };
        for limit in &ticket.attempt.names {
            if self.recent(&limit.subject, name, NAMES_SPAN, now).is_some_and(|count| count.tries == 0) {
                postings.forget(&limit.subject, name);
            }
        }
    }

    fn uncount(&self, ticket: &Ticket, now: Timestamp, postings: &mut Postings) {
        let counted = ticket.attempt.budgets.iter().zip(&ticket.pieces).filter(|(spend, _)| !spend.is_for_right);
        for (spend, piece) in counted {
            match self.recent(&spend.subject, piece, spend.budget.span, now) {
                Some(count) if count.tries > 1 => {
                    postings.count(&spend.subject, piece, (count.at, count.tries - 1), spend.budget.span)
                }
                _ => postings.forget(&spend.subject, piece),
            }
        }
    }
}
