//! The queue in front of the hashing threads. It has three lanes, so that people who have proved something are served
//! whatever strangers do.
//!
//! [`Lane::Known`] comes first, then [`Lane::Newcomer`], then [`Lane::Rest`]. Strangers, which are the last two, never
//! take the last place if there are several: a hash cannot be interrupted, so the order alone would let people wait for
//! as many hashes as there are places. They have threads of their own ([`Crew`]), which can be given a lower priority.
//! Each lane has a length of its own. A full lane drops its oldest job: that one has waited longest, so its requester is
//! the likeliest to have gone, and the others are served while they still wait.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Whose hash it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Of somebody who has proved something: a known device, a live session, a link, the first of two steps.
    Known,
    /// Of a stranger from a network where no try has failed lately.
    Newcomer,
    /// Of any other stranger.
    Rest,
}

impl Lane {
    pub(in crate::desk) const ALL: [Lane; 3] = [Lane::Known, Lane::Newcomer, Lane::Rest];

    /// Returns the name of the lane in the metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Lane::Known => "known",
            Lane::Newcomer => "newcomer",
            Lane::Rest => "rest",
        }
    }

    const fn is_of_strangers(self) -> bool {
        !matches!(self, Lane::Known)
    }
}

/// For whom a thread works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Crew {
    Known,
    Strangers,
}

/// The numbers of one lane, for the metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::desk) struct LaneLoad {
    pub(in crate::desk) waiting: usize,
    /// The number of jobs so far that a thread has taken in time.
    pub(in crate::desk) begun: u64,
    /// The number of jobs so far that were never done, because the lane was full or their turn came too late.
    pub(in crate::desk) turned_away: u64,
}

pub(super) struct Lanes<J> {
    state: Mutex<State<J>>,
    /// Signalled when a job may have become free to be taken, and when the queue is closed.
    changed: Condvar,
    /// The most jobs that are done at once.
    places: usize,
    length: usize,
}

struct State<J> {
    known: Line<J>,
    newcomers: Line<J>,
    rest: Line<J>,
    at_work: usize,
    strangers_at_work: usize,
    is_closed: bool,
}

struct Line<J> {
    waiting: VecDeque<J>,
    begun: u64,
    turned_away: u64,
}

impl<J> Default for Line<J> {
    fn default() -> Line<J> {
        Line { waiting: VecDeque::new(), begun: 0, turned_away: 0 }
    }
}

impl<J> State<J> {
    fn line(&mut self, lane: Lane) -> &mut Line<J> {
        match lane {
            Lane::Known => &mut self.known,
            Lane::Newcomer => &mut self.newcomers,
            Lane::Rest => &mut self.rest,
        }
    }
}

impl<J> Lanes<J> {
    /// Makes a queue in front of this many places, whose lanes hold `length` jobs each.
    pub(super) fn new(places: usize, length: usize) -> Lanes<J> {
        let (known, newcomers, rest) = (Line::default(), Line::default(), Line::default());
        let state = State { known, newcomers, rest, at_work: 0, strangers_at_work: 0, is_closed: false };
        Lanes { state: Mutex::new(state), changed: Condvar::new(), places, length }
    }

    fn lock(&self) -> MutexGuard<'_, State<J>> {
        // Every change of the state is whole when the lock is given back, so a panic elsewhere leaves it good.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The most strangers' jobs that are done at once: all places but one, or the only one.
    pub(super) fn most_strangers(&self) -> usize {
        self.places.saturating_sub(1).max(1)
    }

    /// Adds a job. Returns the oldest one of a full lane, which has lost its place; after the queue was closed, the job
    /// itself.
    #[must_use = "whoever waits for the returned job must be told"]
    pub(super) fn push(&self, lane: Lane, job: J) -> Option<J> {
        let mut state = self.lock();
        if state.is_closed {
            return Some(job);
        }
        let line = state.line(lane);
        let dropped = if line.waiting.len() >= self.length { line.waiting.pop_front() } else { None };
        line.waiting.push_back(job);
        if dropped.is_some() {
            line.turned_away += 1;
        }
        drop(state);
        // The thread that is woken may be of the wrong crew, so all are.
        self.changed.notify_all();
        dropped
    }

    /// Waits for a job that may be done now by a thread of this crew. Returns `None` once the queue is closed.
    pub(super) fn take(&self, crew: Crew) -> Option<Turn<'_, J>> {
        let mut state = self.lock();
        loop {
            if state.is_closed {
                return None;
            }
            if let Some((lane, job)) = self.next(crew, &mut state) {
                return Some(Turn { lanes: self, lane, job: Some(job) });
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes the next job of a crew out of the queue, if one may be done now.
    fn next(&self, crew: Crew, state: &mut State<J>) -> Option<(Lane, J)> {
        let free = self.places.saturating_sub(state.at_work);
        let may_work = match crew {
            Crew::Known => free > 0,
            // Known people who wait have the free places.
            Crew::Strangers => free > state.known.waiting.len() && state.strangers_at_work < self.most_strangers(),
        };
        let lanes =
            Lane::ALL.into_iter().filter(|lane| may_work && lane.is_of_strangers() == (crew == Crew::Strangers));
        for lane in lanes {
            let line = state.line(lane);
            if let Some(job) = line.waiting.pop_front() {
                state.at_work += 1;
                state.strangers_at_work += usize::from(lane.is_of_strangers());
                return Some((lane, job));
            }
        }
        None
    }

    /// Ends every present and future wait for a job. Jobs that wait are dropped.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        let left = Lane::ALL.map(|lane| std::mem::take(&mut state.line(lane).waiting));
        drop(state);
        drop(left);
        self.changed.notify_all();
    }

    /// Returns the number of jobs that are being done, and the numbers of each lane.
    pub(super) fn load(&self) -> (usize, [(Lane, LaneLoad); 3]) {
        let mut state = self.lock();
        let lanes = Lane::ALL.map(|lane| {
            let line = state.line(lane);
            (lane, LaneLoad { waiting: line.waiting.len(), begun: line.begun, turned_away: line.turned_away })
        });
        (state.at_work, lanes)
    }
}

/// A job that a thread has taken. The place at work is free again when this is dropped.
pub(super) struct Turn<'l, J> {
    lanes: &'l Lanes<J>,
    lane: Lane,
    job: Option<J>,
}

impl<J> Turn<'_, J> {
    /// Returns the job, once.
    pub(super) fn job(&mut self) -> Option<J> {
        self.job.take()
    }

    /// Notes that the job is begun. A counter never goes down, so a job that came too late is not noted before.
    pub(super) fn begin(&self) {
        self.lanes.lock().line(self.lane).begun += 1;
    }

    /// Notes that the job came too late to be done.
    pub(super) fn turn_away(self) {
        let mut state = self.lanes.lock();
        let line = state.line(self.lane);
        line.turned_away += 1;
    }
}

impl<J> Drop for Turn<'_, J> {
    fn drop(&mut self) {
        let mut state = self.lanes.lock();
        state.at_work -= 1;
        state.strangers_at_work -= usize::from(self.lane.is_of_strangers());
        drop(state);
        self.lanes.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(places: usize, length: usize, jobs: &[(Lane, u32)]) -> Lanes<u32> {
        let lanes = Lanes::new(places, length);
        for (lane, job) in jobs {
            assert_eq!(lanes.push(*lane, *job), None);
        }
        lanes
    }

    /// Takes the next job without waiting.
    fn try_take(lanes: &Lanes<u32>) -> Option<Turn<'_, u32>> {
        let mut state = lanes.lock();
        let next = lanes.next(Crew::Known, &mut state).or_else(|| lanes.next(Crew::Strangers, &mut state));
        drop(state);
        let (lane, job) = next?;
        Some(Turn { lanes, lane, job: Some(job) })
    }

    /// Does all jobs one by one, and returns them in the order in which they were done.
    fn drained(lanes: &Lanes<u32>) -> Vec<u32> {
        let take = || {
            let mut turn = try_take(lanes)?;
            turn.begin();
            turn.job()
        };
        std::iter::from_fn(take).collect()
    }

    #[test]
    fn known_people_come_first_and_then_newcomers_each_in_their_order() {
        let jobs = [(Lane::Rest, 1), (Lane::Newcomer, 2), (Lane::Known, 3), (Lane::Rest, 4), (Lane::Known, 5)];
        for places in [1, 2, 4] {
            let lanes = queue(places, 9, &jobs);
            assert_eq!(drained(&lanes), [3, 5, 2, 1, 4], "{places} places");
            let (at_work, loads) = lanes.load();
            assert_eq!(at_work, 0);
            let numbers = loads.map(|(_, load)| (load.waiting, load.begun, load.turned_away));
            assert_eq!(numbers, [(0, 2, 0), (0, 1, 0), (0, 2, 0)]);
        }
    }

    #[test]
    fn strangers_never_take_the_last_of_several_places() {
        for (places, most) in [(1, 1), (2, 1), (4, 3)] {
            let jobs: Vec<_> = (0..8).map(|job| ([Lane::Newcomer, Lane::Rest][job as usize % 2], job)).collect();
            let lanes = queue(places, 9, &jobs);
            let turns: Vec<_> = std::iter::from_fn(|| try_take(&lanes)).collect();
            assert_eq!(turns.len(), most, "of {places} places");
            assert_eq!(lanes.push(Lane::Known, 100), None);
            let job = || try_take(&lanes).and_then(|mut turn| turn.job());
            // With one place there is none left, and a known person waits for one hash.
            let at_once = job();
            assert_eq!(at_once, (places > 1).then_some(100));
            drop(turns);
            assert_eq!(at_once.or_else(job), Some(100));
            assert!(try_take(&lanes).is_some(), "the places of strangers are free again");
        }
    }

    #[test]
    fn a_thread_of_strangers_leaves_the_free_places_to_known_people_who_wait() {
        let lanes = queue(2, 9, &[(Lane::Newcomer, 1), (Lane::Known, 2), (Lane::Known, 3)]);
        let next = |crew| lanes.next(crew, &mut lanes.lock()).map(|(_, job)| job);
        assert_eq!(next(Crew::Strangers), None);
        assert_eq!((next(Crew::Known), next(Crew::Strangers)), (Some(2), None));
        assert_eq!((next(Crew::Known), next(Crew::Known), next(Crew::Strangers)), (Some(3), None, None));
        assert_eq!(lanes.load().0, 2);
    }

    #[test]
    fn known_people_may_take_every_place() {
        let lanes = queue(2, 9, &[(Lane::Known, 1), (Lane::Known, 2), (Lane::Rest, 3)]);
        let mut turns: Vec<_> = (0..2).filter_map(|_| try_take(&lanes)).collect();
        let jobs: Vec<_> = turns.iter_mut().filter_map(Turn::job).collect();
        assert_eq!((jobs, lanes.load().0), (vec![1, 2], 2));
    }

    #[test]
    fn a_full_lane_drops_its_oldest_job_and_no_other_lane_notices() {
        let lanes = queue(2, 2, &[(Lane::Rest, 1), (Lane::Rest, 2), (Lane::Known, 3), (Lane::Newcomer, 4)]);
        assert_eq!(lanes.push(Lane::Rest, 5), Some(1));
        assert_eq!(lanes.push(Lane::Rest, 6), Some(2));
        let numbers = lanes.load().1.map(|(_, load)| (load.waiting, load.turned_away));
        assert_eq!(numbers, [(1, 0), (1, 0), (2, 2)]);
        assert_eq!(drained(&lanes), [3, 4, 5, 6]);
    }

    #[test]
    fn what_came_too_late_is_counted_and_frees_its_place() {
        let lanes = queue(2, 9, &[(Lane::Newcomer, 1), (Lane::Newcomer, 2)]);
        try_take(&lanes).expect("a job").turn_away();
        let (at_work, [_, (_, newcomers), _]) = lanes.load();
        assert_eq!((at_work, newcomers), (0, LaneLoad { waiting: 1, begun: 0, turned_away: 1 }));
    }

    #[test]
    fn a_thread_that_waits_gets_the_next_job_and_ends_with_the_queue() {
        let lanes = Lanes::new(2, 9);
        std::thread::scope(|scope| {
            let worker = scope.spawn(|| {
                let mut done = Vec::new();
                while let Some(mut turn) = lanes.take(Crew::Strangers) {
                    done.extend(turn.job());
                    if done.len() == 3 {
                        lanes.close();
                    }
                }
                done
            });
            for job in 0..3 {
                assert_eq!(lanes.push(Lane::Rest, job), None);
            }
            assert_eq!(worker.join().expect("ends"), [0, 1, 2]);
        });
        assert_eq!(lanes.push(Lane::Known, 9), Some(9), "a closed queue takes nothing");
    }

    #[test]
    fn a_thread_that_waited_for_a_place_of_strangers_is_woken_when_one_is_free() {
        let lanes = queue(2, 9, &[(Lane::Rest, 1), (Lane::Rest, 2)]);
        let first = lanes.take(Crew::Strangers).expect("a job");
        std::thread::scope(|scope| {
            let other = scope.spawn(|| lanes.take(Crew::Strangers).and_then(|mut turn| turn.job()));
            drop(first);
            assert_eq!(other.join().expect("ends"), Some(2));
        });
    }
}
