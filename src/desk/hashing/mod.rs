//! Runs Argon2id on threads of its own, within a memory budget.
//!
//! There are as many workplaces as hashes may run at once, and each keeps its memory, so their total memory is bounded.
//! The queue in front of them is bounded too, in number and in time: a request that waited too long is told to come back.
//! It has lanes, so that strangers cannot keep known people waiting, and the threads that hash for strangers give way to
//! all others on the processor.

mod blocks;
pub mod judging;
mod lanes;
pub(super) mod queues;
mod turns;

pub use judging::Judge;
pub use lanes::Lane;
pub(in crate::desk) use turns::Turn;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::{Algorithm, Params};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use self::blocks::{Workplace, decoy};
use self::lanes::{Crew, LaneLoad, Lanes};
use self::turns::Turns;
use crate::config::Settings;
use crate::desk::StartError;
use crate::desk::fault::Busy;
use crate::domain::account::{Password, PasswordHash};

/// The longest time that a hash waits for its turn.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most hashes of a lane that may wait for each place; more could not be served in time anyway.
const QUEUE_PER_PLACE: usize = 64;

/// How far the threads of strangers give way, in steps of nice (POSIX): each is worth a quarter more or less, so others get
/// nine times as much of a processor that both want.
#[cfg(target_os = "linux")]
const GIVES_WAY: i32 = 10;

type Work = Box<dyn FnOnce(&mut Workplace) + Send>;

struct Job {
    enqueued: Instant,
    work: Work,
}

/// Hashes and verifies passwords. Its functions fail with [`Busy`] if their turn does not come in time.
pub struct Hasher {
    lanes: Arc<Lanes<Job>>,
    turns: Turns,
    params: Params,
    places: usize,
    /// This hash is verified if an account has no hash, so that its absence takes as long.
    decoy: PasswordHash,
}

pub(in crate::desk) struct Load {
    pub(in crate::desk) places: usize,
    /// The number of places where somebody works.
    pub(in crate::desk) in_use: usize,
    pub(in crate::desk) lanes: [(Lane, LaneLoad); 3],
    /// The most memory that all hashes may use together, in bytes.
    pub(in crate::desk) budget_bytes: u64,
}

impl Hasher {
    /// Starts the threads, which end when the hasher is dropped.
    ///
    /// # Errors
    /// Fails if Argon2 does not accept the settings, or no thread can be started.
    pub fn start(settings: &Settings) -> Result<Hasher, StartError> {
        let refuse = |error: &dyn std::fmt::Display| StartError::Hashing(error.to_string());
        let params = Params::new(settings.argon2_memory_kib, settings.argon2_iterations, 1, None)
            .map_err(|error| refuse(&error))?;
        let decoy = decoy(&params).map_err(|error| refuse(&error))?;
        let places = settings.hash_permits();
        let lanes = Arc::new(Lanes::new(places, places * QUEUE_PER_PLACE));
        let strangers = lanes.most_strangers();
        let turns = Turns::new(strangers);
        // If a thread cannot be started, dropping this ends the others.
        let hasher = Hasher { lanes, turns, params, places, decoy };
        let free = Arc::new(Mutex::new((0..places).map(|_| Workplace::new(hasher.params.clone())).collect()));
        // With one place, a hash of a stranger that is slow would keep known people waiting.
        let gives_way = places > 1;
        let crews = (0..places).map(|_| Crew::Known).chain((0..strangers).map(|_| Crew::Strangers));
        for (number, crew) in crews.enumerate() {
            let (lanes, free) = (hasher.lanes.clone(), free.clone());
            std::thread::Builder::new()
                .name(format!("hash-{number}"))
                .spawn(move || {
                    if crew == Crew::Strangers && gives_way {
                        give_way();
                    }
                    run(&lanes, crew, &free);
                })
                .map_err(|error| refuse(&error))?;
        }
        Ok(hasher)
    }

    pub(in crate::desk) fn load(&self) -> Load {
        let (in_use, mut lanes) = self.lanes.load();
        for (lane, load) in &mut lanes {
            let (waiting, turned_away) = self.turns.load(*lane);
            load.waiting += waiting;
            load.turned_away += turned_away;
        }
        let budget_bytes = self.places as u64 * u64::from(self.params.m_cost()) * 1024;
        Load { places: self.places, in_use, lanes, budget_bytes }
    }

    /// Waits until a stranger may be at work, with queries and with a hash.
    pub(in crate::desk) async fn turn_of_stranger(&self, is_newcomer: bool) -> Result<Turn, Busy> {
        self.turns.wait(is_newcomer).await
    }

    /// Hashes a new password with a fresh salt.
    pub async fn hash(&self, lane: Lane, password: Password) -> Result<PasswordHash, Busy> {
        self.work(lane, move |place| place.hash(password.expose())).await?.map_err(|error| {
            log::error!(error:% = error; "a password could not be hashed");
            Busy
        })
    }

    /// Tells whether `password` is the hashed one. Without a hash it takes as long and returns `false`.
    pub async fn verify(&self, lane: Lane, password: Password, stored: Option<PasswordHash>) -> Result<bool, Busy> {
        let is_real = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        let fits = self
            // A damaged hash matches nothing.
            .work(lane, move |place| place.verify(password.expose(), &stored).unwrap_or(false))
            .await?;
        Ok(fits && is_real)
    }

    /// Hashes a secret so that it can be found by its hash: with the salt and the costs of another hash, if one is
    /// given.
    pub async fn hash_like(
        &self,
        lane: Lane,
        secret: Zeroizing<Vec<u8>>,
        other: Option<PasswordHash>,
    ) -> Result<PasswordHash, Busy> {
        let hashed = self.work(lane, move |place| match other {
            Some(other) => place.hash_like(&secret, &other),
            None => place.hash(&secret),
        });
        hashed.await?.map_err(|error| {
            log::error!(error:% = error; "a secret could not be hashed");
            Busy
        })
    }

    /// Tells whether a hash was made with weaker settings than the present ones.
    pub fn is_outdated(&self, stored: &PasswordHash) -> bool {
        let Ok(phc) = Phc::new(stored.as_str()) else { return true };
        let is_argon2id = phc.algorithm == Algorithm::Argon2id.ident();
        let strength = Params::try_from(&phc).map(|params| (params.m_cost(), params.t_cost()));
        !is_argon2id
            || strength.is_ok_and(|(memory, passes)| memory < self.params.m_cost() || passes < self.params.t_cost())
    }

    /// Runs other work on a hashing thread, within the same bounds, so that tests can keep a thread busy.
    pub async fn run<T: Send + 'static>(
        &self,
        lane: Lane,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        self.work(lane, move |_| work()).await
    }

    async fn work<T: Send + 'static>(
        &self,
        lane: Lane,
        work: impl FnOnce(&mut Workplace) -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |place| {
            // If nobody waits for the answer any more, there is no need to work, and nobody to tell.
            if !answer.is_closed() {
                drop(answer.send(work(place)));
            }
        });
        // Dropping the job that has lost its place tells its request.
        drop(self.lanes.push(lane, Job { enqueued: Instant::now(), work }));
        answered.await.map_err(|_| Busy)
    }
}

impl Drop for Hasher {
    fn drop(&mut self) {
        self.lanes.close();
    }
}

/// Lets the threads of normal priority come first on the processor: those of this process, and of all others that the
/// system weighs against them one by one, which those of another container or service may not be. A thread cannot get
/// its priority back without a privilege, so this is only for threads that never work for anybody else.
fn give_way() {
    // On other systems the priority is that of the whole process.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(GIVES_WAY) {
        log::debug!(error:% = error; "the hashes of strangers have the same priority as all others");
    }
}

fn run(lanes: &Lanes<Job>, crew: Crew, free: &Mutex<Vec<Workplace>>) {
    let free = || free.lock().unwrap_or_else(PoisonError::into_inner);
    while let Some(mut turn) = lanes.take(crew) {
        let Some(job) = turn.job() else { continue };
        // Dropping the work tells the waiting request that its turn did not come in time.
        if job.enqueued.elapsed() > PATIENCE {
            turn.turn_away();
            continue;
        }
        // There are as many workplaces as turns, so one is free.
        let Some(mut place) = free().pop() else { continue };
        turn.begin();
        // A panic must not end the thread. The waiting request notices it when the answer never comes.
        drop(catch_unwind(AssertUnwindSafe(|| (job.work)(&mut place))));
        free().push(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Sources, load};

    fn hasher(memory: u32) -> Hasher {
        let mut settings = load(&Sources::default()).expect("defaults").settings;
        settings.argon2_memory_kib = memory;
        settings.argon2_iterations = 1;
        settings.hash_budget_mib = Some(1);
        Hasher::start(&settings).expect("starts")
    }

    fn password(text: &str) -> Password {
        Password::new(text.into()).expect("short")
    }

    #[tokio::test]
    async fn the_whole_password_counts_exactly() {
        let hasher = hasher(8);
        let long = "P".repeat(100);
        let stored = hasher.hash(Lane::Known, password(&long)).await.expect("hashed");
        assert!(stored.as_str().starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
        assert_eq!(hasher.verify(Lane::Known, password(&long), Some(stored.clone())).await, Ok(true));
        for other in [&long[..72], &long[..99], &format!("{long} "), &long.to_lowercase()] {
            assert_eq!(hasher.verify(Lane::Known, password(other), Some(stored.clone())).await, Ok(false));
        }
    }

    #[tokio::test]
    async fn no_hash_and_a_damaged_hash_fit_nothing() {
        let hasher = hasher(8);
        assert_eq!(hasher.verify(Lane::Known, password("decoy"), None).await, Ok(false));
        assert_eq!(
            hasher.verify(Lane::Known, password(""), Some(PasswordHash::new("garbage".into()))).await,
            Ok(false)
        );
    }

    #[tokio::test]
    async fn a_secret_is_found_by_a_hash_with_the_salt_and_at_the_costs_of_another() {
        let (then, now) = (hasher(8), hasher(64));
        let secret = |text: &str| Zeroizing::new(text.as_bytes().to_vec());
        let first = then.hash_like(Lane::Known, secret("x"), None).await.expect("hashed");
        let parameters = first.as_str().rsplit_once('$').map(|(parameters, _)| PasswordHash::new(parameters.into()));
        for other in [Some(first.clone()), parameters] {
            assert_eq!(now.hash_like(Lane::Known, secret("x"), other.clone()).await.expect("hashed"), first);
            assert_ne!(now.hash_like(Lane::Known, secret("y"), other).await.expect("hashed"), first);
        }
        assert_ne!(then.hash_like(Lane::Known, secret("x"), None).await.expect("hashed"), first, "another salt");
    }

    #[tokio::test]
    async fn weaker_hashes_are_outdated_and_stronger_ones_are_not() {
        let (weak, strong) = (hasher(8), hasher(64));
        let stored = weak.hash(Lane::Known, password("x")).await.expect("hashed");
        assert!(strong.is_outdated(&stored) && !weak.is_outdated(&stored));
        assert!(!weak.is_outdated(&strong.hash(Lane::Known, password("x")).await.expect("hashed")));
    }

    #[tokio::test]
    async fn what_cannot_be_served_in_time_is_turned_away() {
        let hasher = hasher(8);
        let slow = hasher.run(Lane::Known, || std::thread::sleep(PATIENCE + Duration::from_millis(100)));
        let (slow, late) = futures_util::future::join(slow, hasher.run(Lane::Known, || ())).await;
        assert_eq!((slow, late), (Ok(()), Err(Busy)));
    }
}
