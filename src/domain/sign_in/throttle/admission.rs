//! Admits a try and counts it, or refuses it.

use super::attempt::{Guess, Obstacle, Spend, Try};
use super::hold::Throttled;
use super::key::Mark;
use super::ledger::{Ledger, NamesLimit, Postings};
use super::limits::NAMES_SPAN;
use super::streak::KEPT;
use crate::domain::time::Timestamp;

/// Tells whether a password may be checked, and what must be written about the try.
#[derive(Clone, Debug)]
pub struct Admission {
    /// The admitted try, or the time after which another try makes sense and the reason why not now.
    pub judgement: Result<Ticket, (Throttled, Obstacle)>,
    /// The rows to write. There are none if the try is refused.
    pub postings: Postings,
}

/// An admitted try, with the facts that are needed to settle it.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub attempt: Try,
    /// The piece of each budget in which the try was counted.
    pub(super) pieces: Vec<Mark>,
    /// Whether the password was not counted before.
    pub(super) is_new: bool,
    /// Whether hardly any name has failed lately from the networks of a stranger: such a stranger is served before the
    /// others.
    pub is_quiet: bool,
}

impl Postings {
    /// Counts one try in the present piece of a budget.
    pub(super) fn spend(&mut self, spend: &Spend, ledger: &Ledger, now: Timestamp) {
        let (piece, span) = (spend.budget.piece(now), spend.budget.span);
        let tries = ledger.recent(&spend.subject, &piece, span, now).map_or(0, |count| count.tries);
        self.count(&spend.subject, &piece, (now, tries + 1), span);
    }
}

impl Ledger {
    /// Admits a try and counts it as if its password were wrong, or refuses it.
    pub fn admit(&self, attempt: Try, now: Timestamp) -> Admission {
        let mut postings = Postings::default();
        if let Some(hold) = self.hold(&attempt, now) {
            return Admission { judgement: Err((hold.throttled, hold.obstacle)), postings };
        }
        let pieces = attempt.budgets.iter().map(|spend| {
            let piece = spend.budget.piece(now);
            if !spend.is_for_right {
                postings.spend(spend, self, now);
            }
            piece
        });
        let pieces = pieces.collect();
        let mut is_new = false;
        if let Some(Guess { name, streak, .. }) = &attempt.guess {
            if let Some(name) = name {
                let is_new = |limit: &&NamesLimit| self.recent(&limit.subject, name, NAMES_SPAN, now).is_none();
                let networks = attempt.names.iter().filter(is_new);
                networks.for_each(|limit| postings.count(&limit.subject, name, (now, 0), NAMES_SPAN));
            }
            is_new = self.recent(&streak.subject, &streak.password, KEPT, now).is_none();
            if is_new {
                postings.count(&streak.subject, &streak.password, (now, 0), KEPT);
            }
        }
        let is_quiet = self.is_quiet(&attempt);
        Admission { judgement: Ok(Ticket { attempt, pieces, is_new, is_quiet }), postings }
    }

    /// Tells whether no name has failed from the narrowest network of a try, and few have from the wider ones, where
    /// neighbours mistype, too.
    fn is_quiet(&self, attempt: &Try) -> bool {
        let narrowest = attempt.names.last().map_or(1, |limit| limit.most.max(1));
        attempt.names.iter().all(|limit| self.names_of(&limit.subject).failed < (limit.most / narrowest).max(1))
    }
}
