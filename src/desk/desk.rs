//! The state that every verb receives: built once, shared by all workers.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::clock::Clock;
use crate::config::Settings;
use crate::desk::budgets::{OutsideBudgets, PassingBudgets, SpentBudgets};
use crate::desk::commitments::Commitments;
use crate::desk::fault::Fault;
use crate::desk::form_answers::FormsBegun;
use crate::desk::hashing::queues::Queues;
use crate::desk::hashing::{Hasher, Judge, Turn};
use crate::desk::mail::QueueReading;
use crate::desk::session::renewal::Flights;
use crate::desk::session::{Presence, Waiting};
use crate::desk::throttle::{Noise, Refusals};
use crate::desk::token::{Issuer, Recall, RecallList, Repeated, SecretError, ServerSecret, key_rotation, keys, recall};
use crate::desk::two_factor;
use crate::desk::upkeep::readiness::Readiness;
use crate::desk::upkeep::{Forwarding, Metrics};
use crate::domain::account::Username;
use crate::domain::id::{SessionId, UserId};
use crate::domain::sign_in::throttle;
use crate::store::{Error, OpenError, Store, migrations};

/// The login desk: settings, database, keys, and state in memory. Clones are the same desk.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
    /// The access to the database, as the person may use it for whom this clone works.
    store: Store,
    /// The turn of the stranger for whom this clone works, which goes to the next one when no clone has it any more.
    turn: Option<Arc<Turn>>,
}

struct Inner {
    settings: Settings,
    clock: Clock,
    secret: ServerSecret,
    hasher: Hasher,
    judge: Judge,
    issuer: Issuer,
    recall: Recall,
    recall_list: RecallList,
    repeated: Repeated,
    presence: Presence,
    flights: Flights,
    readiness: Readiness,
    metrics: Metrics,
    throttle_queues: Queues,
    known_queues: Queues,
    refusals: Refusals,
    noise: Noise,
    code_queues: Queues,
    door_queues: Queues,
    commitments: Commitments,
    forwarding: Forwarding,
    forms_begun: FormsBegun,
    spent_budgets: SpentBudgets,
    passing_budgets: PassingBudgets,
    outside_budgets: OutsideBudgets,
    waiting: Waiting,
    mail_queue: QueueReading,
    has_account: AtomicBool,
}

impl Desk {
    /// Opens everything that a server needs. Creates the data folder, the secret and the database if they are missing,
    /// runs migrations, loads the keys and proves that they work, and loads the recall list.
    ///
    /// # Errors
    /// The error says in one line what to do.
    pub async fn open(settings: Settings, clock: Clock) -> Result<Desk, StartError> {
        let secret = ServerSecret::load_or_create(&settings)?;
        let store = Store::create(settings.database_url())?;
        migrations::run(&store).map_err(StartError::Migration)?;
        let desk = Self::assemble(settings, clock, store, secret)?;
        key_rotation::begin(&desk).await?;
        keys::reseal(&desk).await?;
        two_factor::reseal(&desk).await.map_err(Fault::from)?;
        recall::refresh(&desk).await.map_err(Fault::from)?;
        Ok(desk)
    }

    /// Opens what a command needs: an existing database and secret, on the newest schema.
    ///
    /// # Errors
    /// The error says in one line what to do.
    pub fn open_existing(settings: Settings, clock: Clock) -> Result<Desk, StartError> {
        let store = Store::open(settings.database_url())?;
        let pending = migrations::pending(&store).map_err(StartError::Migration)?;
        if !pending.is_empty() {
            return Err(StartError::NotMigrated { pending: pending.len() });
        }
        let secret = ServerSecret::load(settings.secret_file())?;
        Self::assemble(settings, clock, store, secret)
    }

    fn assemble(settings: Settings, clock: Clock, store: Store, secret: ServerSecret) -> Result<Desk, StartError> {
        let inner = Inner {
            hasher: Hasher::start(&settings)?,
            judge: Judge::start()?,
            issuer: Issuer::new(&settings),
            metrics: Metrics::new(clock.now()),
            settings,
            clock,
            secret,
            recall: Recall::default(),
            recall_list: RecallList::default(),
            repeated: Repeated::default(),
            presence: Presence::default(),
            flights: Flights::default(),
            readiness: Readiness::default(),
            throttle_queues: Queues::default(),
            known_queues: Queues::default(),
            refusals: Refusals::default(),
            noise: Noise::default(),
            code_queues: Queues::default(),
            door_queues: Queues::default(),
            commitments: Commitments::here(),
            forwarding: Forwarding::default(),
            forms_begun: FormsBegun::default(),
            spent_budgets: SpentBudgets::default(),
            passing_budgets: PassingBudgets::default(),
            outside_budgets: OutsideBudgets::default(),
            waiting: Waiting::default(),
            mail_queue: QueueReading::default(),
            has_account: AtomicBool::default(),
        };
        Ok(Desk { inner: Arc::new(inner), store, turn: None })
    }

    /// Returns the same desk for somebody who has proved nothing yet. Its verbs use only a part of the connections to the
    /// database at a time, so that others never wait behind all strangers at once.
    #[must_use]
    pub fn for_strangers(&self) -> Desk {
        Desk { store: self.store.for_strangers(), ..self.clone() }
    }

    /// Returns the same desk for somebody who has proved something: a live session, a known device, a right password or
    /// link. They need no turn of a stranger.
    #[must_use]
    pub fn for_known(&self) -> Desk {
        Desk { store: self.store.for_known(), turn: None, ..self.clone() }
    }

    /// Returns the same desk for somebody who is signed in. Its verbs use only a part of the connections to the database
    /// at a time, of one account and of one session, so that whoever sends many requests keeps nobody else waiting.
    #[must_use]
    pub fn for_person(&self, account: &UserId, session: &SessionId) -> Desk {
        Desk { store: self.store.for_person(account, session), ..self.clone() }
    }

    /// Returns the same desk with the turn of a stranger, who may be at work as long as a clone of it lives.
    pub(super) fn with_turn(&self, turn: Turn) -> Desk {
        Desk { turn: Some(Arc::new(turn)), ..self.clone() }
    }

    /// Returns the same desk without the turn. Whoever waits for something that others must do first holds none.
    #[must_use]
    pub fn without_turn(&self) -> Desk {
        Desk { turn: None, ..self.clone() }
    }

    /// Tells whether this desk has the turn of a stranger.
    pub fn has_turn(&self) -> bool {
        self.turn.is_some()
    }

    /// Returns the effective settings.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Returns the clock, which tests can advance.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Returns the access to the database.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Returns the keys that are derived from the server secret.
    pub fn secret(&self) -> &ServerSecret {
        &self.inner.secret
    }

    /// Returns the hasher, which runs Argon2id within a memory budget.
    pub fn hasher(&self) -> &Hasher {
        &self.inner.hasher
    }

    pub(super) fn judge(&self) -> &Judge {
        &self.inner.judge
    }

    /// Returns the issuer, which signs and verifies access tokens.
    pub fn issuer(&self) -> &Issuer {
        &self.inner.issuer
    }

    /// Returns the recall list, which names the tokens that are no longer accepted.
    pub fn recall(&self) -> &Recall {
        &self.inner.recall
    }

    /// Returns the recall list in signed form, for other programs.
    pub fn recall_list(&self) -> &RecallList {
        &self.inner.recall_list
    }

    pub(super) fn repeated(&self) -> &Repeated {
        &self.inner.repeated
    }

    /// Returns the uses of sessions that are noted in memory and not yet saved.
    pub fn presence(&self) -> &Presence {
        &self.inner.presence
    }

    /// Returns the counters for the operator.
    pub fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    /// Returns the notes about proxies that do not name their clients.
    pub fn forwarding(&self) -> &Forwarding {
        &self.inner.forwarding
    }

    pub(super) fn readiness(&self) -> &Readiness {
        &self.inner.readiness
    }

    pub(super) fn known_queues(&self) -> &Queues {
        &self.inner.known_queues
    }

    pub(super) fn throttle_queues(&self) -> &Queues {
        &self.inner.throttle_queues
    }

    /// Returns the subject for which wrong passwords of strangers are counted, for the account of this name.
    pub(super) fn strangers_of(&self, name: &Username) -> throttle::Subject {
        self.secret().throttle.newest().account(name.as_str())
    }

    /// Returns the subject for which the tries of all known devices and sessions of an account count.
    pub(super) fn known_of(&self, user: &UserId) -> throttle::Subject {
        self.secret().throttle.newest().known_of(&user.to_bytes())
    }

    pub(super) fn refusals(&self) -> &Refusals {
        &self.inner.refusals
    }

    /// Returns the memory of the sign-ins that this instance has begun to deal with.
    pub fn forms_begun(&self) -> &FormsBegun {
        &self.inner.forms_begun
    }

    pub(super) fn noise(&self) -> &Noise {
        &self.inner.noise
    }

    pub(super) fn code_queues(&self) -> &Queues {
        &self.inner.code_queues
    }

    pub(super) fn door_queues(&self) -> &Queues {
        &self.inner.door_queues
    }

    pub(super) fn commitments(&self) -> &Commitments {
        &self.inner.commitments
    }

    pub(super) fn spent_budgets(&self) -> &SpentBudgets {
        &self.inner.spent_budgets
    }

    pub(super) fn passing_budgets(&self) -> &PassingBudgets {
        &self.inner.passing_budgets
    }

    pub(super) fn outside_budgets(&self) -> &OutsideBudgets {
        &self.inner.outside_budgets
    }

    pub(super) fn mail_queue(&self) -> &QueueReading {
        &self.inner.mail_queue
    }

    pub(super) fn waiting(&self) -> &Waiting {
        &self.inner.waiting
    }

    /// Whether an account was seen. Then there is one for as long as the server runs: the last administrator stays.
    pub(super) fn has_account(&self) -> &AtomicBool {
        &self.inner.has_account
    }

    pub(super) fn flights(&self) -> &Flights {
        &self.inner.flights
    }
}

#[cfg(test)]
impl Desk {
    /// Opens a desk for a test, whose data are in this folder.
    pub(super) async fn sample(folder: &std::path::Path) -> Desk {
        let flags = vec![("data_dir".into(), folder.join("data").display().to_string())];
        let sources = crate::config::Sources { flags, ..crate::config::Sources::default() };
        let settings = crate::config::load(&sources).expect("allowed").settings;
        Desk::open(settings, Clock::system()).await.expect("opens")
    }
}

/// The reasons why Doorward cannot start. Each message is one line and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The server secret is missing, damaged or readable by others.
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("the database cannot be migrated: {0}")]
    Migration(#[source] Error),
    /// The schema is old, and this command does not change it.
    #[error("{pending} migrations are pending: run \"doorward migrate\" first")]
    NotMigrated { pending: usize },
    /// The database failed after it was opened, or one of its keys cannot be used.
    #[error("{0}")]
    Fault(#[from] Fault),
    /// Argon2 cannot use these settings.
    #[error("argon2_memory_kib and argon2_iterations: {0}")]
    Hashing(String),
}
