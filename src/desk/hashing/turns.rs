//! The turns of strangers: a line in front of all that the try of a stranger costs, the queries as well as the hash.
//!
//! Only a few strangers are at work at a time, just enough to keep the thread busy that hashes for them. All others wait
//! here, where waiting costs nothing but memory. Without this line each try of a flood would be counted in the database
//! before it loses its place in the queue of hashes, and would be settled there again: the flood would do hundreds of
//! transactions a second for the few tries that are looked at, and known people would wait for the processor.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use super::lanes::Lane;
use crate::desk::fault::Busy;

/// The longest time that a stranger waits for a turn.
const PATIENCE: Duration = Duration::from_secs(3);
/// The most strangers that wait in each line. One that is full drops its oldest, as the lanes of the hashes do.
const LENGTH: usize = 2048;

#[derive(Clone)]
pub(in crate::desk) struct Turns(Arc<Mutex<State>>);

struct State {
    free: usize,
    newcomers: Line,
    rest: Line,
}

#[derive(Default)]
struct Line {
    waiting: VecDeque<oneshot::Sender<Turn>>,
    turned_away: u64,
}

impl State {
    fn line(&mut self, is_newcomer: bool) -> &mut Line {
        if is_newcomer { &mut self.newcomers } else { &mut self.rest }
    }

    fn next(&mut self) -> Option<oneshot::Sender<Turn>> {
        self.newcomers.waiting.pop_front().or_else(|| self.rest.waiting.pop_front())
    }
}

impl Turns {
    /// Makes a line in front of as many turns as keep this many hashing threads of strangers busy: while one try is
    /// hashed, the next is counted.
    pub(super) fn new(threads: usize) -> Turns {
        Turns(Arc::new(Mutex::new(State { free: threads + 1, newcomers: Line::default(), rest: Line::default() })))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn. Newcomers come first, each line in its order.
    ///
    /// # Errors
    /// Fails with [`Busy`] if there is none in time, or if the line is so long that the oldest loses its place.
    pub(super) async fn wait(&self, is_newcomer: bool) -> Result<Turn, Busy> {
        let given = {
            let mut state = self.lock();
            if state.free > 0 {
                state.free -= 1;
                return Ok(Turn(Some(self.clone())));
            }
            let (give, given) = oneshot::channel();
            let line = state.line(is_newcomer);
            if line.waiting.len() >= LENGTH {
                line.waiting.retain(|waiting| !waiting.is_closed());
            }
            if line.waiting.len() >= LENGTH {
                line.waiting.pop_front();
            }
            line.waiting.push_back(give);
            given
        };
        match timeout(PATIENCE, given).await {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) | Err(_) => {
                self.lock().line(is_newcomer).turned_away += 1;
                Err(Busy)
            }
        }
    }

    /// Returns how many wait in a line, and how many so far have waited in vain.
    pub(super) fn load(&self, lane: Lane) -> (usize, u64) {
        let mut state = self.lock();
        let line = match lane {
            Lane::Known => return (0, 0),
            Lane::Newcomer => state.line(true),
            Lane::Rest => state.line(false),
        };
        (line.waiting.iter().filter(|waiting| !waiting.is_closed()).count(), line.turned_away)
    }
}

/// The right to be at work. It goes to the next in line when it is dropped.
pub(in crate::desk) struct Turn(Option<Turns>);

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(turns) = self.0.take() else { return };
        loop {
            let next = {
                let mut state = turns.lock();
                let next = state.next();
                state.free += usize::from(next.is_none());
                next
            };
            let Some(next) = next else { return };
            match next.send(Turn(Some(turns.clone()))) {
                Ok(()) => return,
                // That one has gone. The turn that comes back must not be given on by its own drop, with each that
                // has gone one call deeper.
                Err(mut back) => drop(back.0.take()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use futures_util::future::BoxFuture;

    use super::*;

    /// Gets in line, without waiting.
    fn queued(turns: &Turns, is_newcomer: bool) -> BoxFuture<'static, Result<Turn, Busy>> {
        let turns = turns.clone();
        let mut waiting = async move { turns.wait(is_newcomer).await }.boxed();
        assert!((&mut waiting).now_or_never().is_none(), "no turn is free");
        waiting
    }

    async fn all_taken(threads: usize) -> (Turns, Vec<Turn>) {
        let turns = Turns::new(threads);
        let mut taken = Vec::new();
        for _ in 0..=threads {
            taken.push(turns.wait(false).await.expect("free"));
        }
        (turns, taken)
    }

    #[tokio::test]
    async fn newcomers_come_first_and_each_line_keeps_its_order() {
        let (turns, mut taken) = all_taken(1).await;
        let mut waiting = [false, true, false, true].map(|is_newcomer| Some(queued(&turns, is_newcomer)));
        assert_eq!((turns.load(Lane::Newcomer).0, turns.load(Lane::Rest).0), (2, 2));
        for next in [1, 3, 0, 2] {
            drop(taken.pop());
            let turn = waiting[next].take().expect("still waits").now_or_never().expect("it is their turn");
            taken.push(turn.expect("in time"));
            let others = waiting.iter_mut().flatten().all(|other| other.now_or_never().is_none());
            assert!(others, "one turn is one stranger's");
        }
        drop(taken);
        assert_eq!(all_free(&turns), 2);
    }

    /// Takes all turns that are free, and returns how many there were.
    fn all_free(turns: &Turns) -> usize {
        let mut taken = Vec::new();
        while let Some(turn) = turns.wait(false).now_or_never() {
            taken.push(turn.expect("free"));
        }
        taken.len()
    }

    #[tokio::test]
    async fn no_turn_is_lost_to_those_who_have_gone() {
        let (turns, mut taken) = all_taken(1).await;
        let mut gone: Vec<_> = (0..9).map(|_| queued(&turns, true)).collect();
        let stays = queued(&turns, false);
        drop(gone.split_off(1));
        drop(taken.pop());
        // The first has been given the turn, and goes without looking.
        drop(gone);
        taken.push(stays.now_or_never().expect("the turn went on").expect("in time"));
        drop(taken);
        assert_eq!((all_free(&turns), turns.load(Lane::Newcomer)), (2, (0, 0)));
    }

    #[tokio::test]
    async fn a_full_line_drops_its_oldest() {
        let (turns, taken) = all_taken(1).await;
        let mut waiting: Vec<_> = (0..=LENGTH).map(|_| queued(&turns, true)).collect();
        assert_eq!(waiting.remove(0).now_or_never().expect("answered").map(drop), Err(Busy));
        assert_eq!(turns.load(Lane::Newcomer), (LENGTH, 1));
        drop(taken);
        assert!(waiting.remove(0).now_or_never().expect("answered").is_ok());
    }
}
