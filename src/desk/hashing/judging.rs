//! Judges new passwords, on a thread of its own.
//!
//! An estimate can take some tens of milliseconds of a core, for a password that was chosen to be slow to judge. So it
//! runs where it keeps nobody from signing in: one thread, a short queue in front of it, and one place in that queue
//! for each account, no matter who asks. A request that finds no place or waits too long is told to come back, and no
//! other request is affected.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::queues::Queues;
use crate::desk::StartError;
use crate::desk::fault::Busy;
use crate::domain::account::password::check_new;
use crate::domain::account::{Password, WeakPassword};
use crate::domain::sign_in::throttle::Subject;

/// The longest time that a password waits for its turn.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most passwords that may wait.
const WAITING: usize = 32;

pub(in crate::desk) struct Candidate {
    pub(in crate::desk) password: Password,
    pub(in crate::desk) min_length: usize,
    /// Words that an attacker would try first here.
    pub(in crate::desk) context: Vec<String>,
}

struct Job {
    enqueued: Instant,
    candidate: Candidate,
    answer: oneshot::Sender<Result<(), WeakPassword>>,
}

pub struct Judge {
    queue: SyncSender<Job>,
    turns: Queues,
}

impl Judge {
    /// Starts the thread, which ends when the judge is dropped.
    pub(in crate::desk) fn start() -> Result<Judge, StartError> {
        let (queue, jobs) = sync_channel(WAITING);
        std::thread::Builder::new()
            .name("judge".into())
            .spawn(move || run(&jobs))
            .map_err(|error| StartError::Hashing(error.to_string()))?;
        Ok(Judge { queue, turns: Queues::default() })
    }

    pub(in crate::desk) async fn judge(
        &self,
        account: &Subject,
        candidate: Candidate,
    ) -> Result<Result<(), WeakPassword>, Busy> {
        let _turn = self.turns.turn(account).await?;
        let (answer, answered) = oneshot::channel();
        self.queue.try_send(Job { enqueued: Instant::now(), candidate, answer }).map_err(|_| Busy)?;
        answered.await.map_err(|_| Busy)
    }
}

fn run(jobs: &Receiver<Job>) {
    while let Ok(Job { enqueued, candidate, answer }) = jobs.recv() {
        // If nobody waits for the answer any more, there is no need to work.
        if enqueued.elapsed() > PATIENCE || answer.is_closed() {
            continue;
        }
        let Candidate { password, min_length, context } = candidate;
        let words: Vec<&str> = context.iter().map(String::as_str).collect();
        // A panic must not end the thread. The waiting request notices it when the answer never comes.
        if let Ok(verdict) = catch_unwind(AssertUnwindSafe(|| check_new(&password, min_length, &words))) {
            // Nobody may be waiting for the answer any more.
            answer.send(verdict).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

    use super::*;
    use crate::domain::sign_in::throttle::ThrottleKey;

    fn account(name: &str) -> Subject {
        ThrottleKey::new(&[7; 32]).account(name)
    }

    fn candidate(text: &str) -> Candidate {
        let password = Password::new(text.into()).expect("short");
        Candidate { password, min_length: 15, context: vec!["doorward".into()] }
    }

    /// Makes a judge whose thread never starts, so that the waiting passwords can be counted.
    fn idle() -> (Judge, Receiver<Job>) {
        let (queue, jobs) = sync_channel(WAITING);
        (Judge { queue, turns: Queues::default() }, jobs)
    }

    #[tokio::test]
    async fn a_verdict_comes_back() {
        let judge = Judge::start().expect("starts");
        assert_eq!(judge.judge(&account("ada"), candidate("lamp otter violet sugar")).await, Ok(Ok(())));
        let weak = judge.judge(&account("ada"), candidate("passwordpassword")).await;
        assert_eq!(weak, Ok(Err(WeakPassword::Repeats)));
    }

    #[tokio::test]
    async fn one_account_takes_one_place_however_often_it_asks() {
        let (judge, jobs) = idle();
        let (ada, bob) = (account("ada"), account("bob"));
        let asks = join_all((0..50).map(|_| judge.judge(&ada, candidate("lamp otter violet sugar"))));
        let other = judge.judge(&bob, candidate("lamp otter violet sugar"));
        // Nobody judges, so nobody is answered; when everybody has asked, two passwords are in the queue.
        let asked = tokio::time::timeout(Duration::from_millis(50), futures_util::future::join(asks, other)).await;
        assert!(asked.is_err());
        assert_eq!(jobs.try_iter().count(), 2);
    }

    #[tokio::test]
    async fn what_does_not_fit_into_the_queue_is_told_to_come_back_at_once() {
        let (judge, _jobs) = idle();
        let accounts: Vec<_> = (0..=WAITING).map(|number| account(&format!("user{number}"))).collect();
        let asks = accounts.iter().map(|account| judge.judge(account, candidate("lamp otter violet sugar")));
        let (first, _, others) = futures_util::future::select_all(asks.map(Box::pin)).await;
        assert_eq!((first, others.len()), (Err(Busy), WAITING));
    }

    #[test]
    fn what_waited_too_long_is_not_judged() {
        let (queue, jobs) = sync_channel(WAITING);
        let (answer, mut answered) = oneshot::channel();
        let enqueued = Instant::now() - PATIENCE - Duration::from_secs(1);
        queue.send(Job { enqueued, candidate: candidate("lamp otter violet sugar"), answer }).expect("room");
        drop(queue);
        run(&jobs);
        assert!(answered.try_recv().is_err());
    }
}
