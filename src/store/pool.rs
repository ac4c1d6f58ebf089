//! The connection pools, and the two ways to use a connection: read and write. Strangers use only a part of the
//! connections, and so does each account, so that however many requests they send, the others find one free.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::{Connection as _, InstrumentationEvent, TransactionManager};
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};
use tokio::sync::Semaphore;

use super::connection::{self, AnyConnection};
use super::error::{Error, OpenError};
use super::share::{LaneUse, Personal, Share};
use crate::config::DatabaseUrl;
use crate::domain::id::{SessionId, UserId};

/// The time that a request waits for a connection, and until it may write to an SQLite file, before the answer is 503.
const PATIENCE: Duration = Duration::from_secs(3);
/// The time that a command waits until it may write to an SQLite file.
const PATIENCE_OF_COMMANDS: Duration = Duration::from_secs(30);
/// The time that a request waits while connections are known to fail, since there is no point in letting everybody wait.
const SHORT_PATIENCE: Duration = Duration::from_millis(200);
const SQLITE_READERS: u32 = 5;
/// The most of them that read for strangers.
const SQLITE_STRANGERS: u32 = 1;
const POSTGRES_CONNECTIONS: u32 = 10;
/// The most of them that work for strangers.
const POSTGRES_STRANGERS: u32 = 3;
/// The most connections that work for one account at a time. One account and all strangers together leave some to
/// others.
const OF_ACCOUNT: u32 = 3;
/// The most of them that work for one session: so the owner of an account can end a session that floods.
const OF_SESSION: u32 = 2;
/// The number of times that a transaction which lost against another is tried again.
const RETRIES: u32 = 3;

/// Access to the database. Clones share the connections.
#[derive(Clone)]
pub struct Store {
    pools: Arc<Pools>,
    whose: Whose,
}

/// For whom an access works.
#[derive(Clone)]
enum Whose {
    /// For Doorward itself, or for somebody of whom it is not known yet who they are, and who is no stranger.
    Anybody,
    Strangers,
    /// For somebody who is signed in.
    Person(Arc<(UserId, SessionId)>),
}

struct Pools {
    readers: Lane,
    writers: Lane,
    /// One connection that no number of requests can keep busy.
    background: Lane,
    /// What strangers may use of the readers and the writers.
    strangers_reading: Share,
    strangers_writing: Share,
    /// What people who are signed in may use of them.
    personal_reading: Arc<Personal>,
    personal_writing: Arc<Personal>,
    queries: Arc<AtomicU64>,
}

impl Store {
    /// Opens the database for a server and creates a missing SQLite file. Does not run migrations.
    pub fn create(url: &DatabaseUrl) -> Result<Store, OpenError> {
        connection::create_sqlite(url)?;
        Store::of(url, PATIENCE)
    }

    /// Opens a database that must exist already, for a command. A command waits longer than a request until it may
    /// write to an SQLite file: nobody waits behind it, and a server that writes beside it on a slow disk is quicker to
    /// take the file again.
    pub fn open(url: &DatabaseUrl) -> Result<Store, OpenError> {
        Store::of(url, PATIENCE_OF_COMMANDS)
    }

    fn of(url: &DatabaseUrl, patience: Duration) -> Result<Store, OpenError> {
        // The pool would hide why a connection fails, so we open the first one ourselves.
        drop(connection::open(url, patience)?);
        let queries = Arc::new(AtomicU64::new(0));
        let lane = |size| Lane::new(url, size, patience, &queries);
        let (readers, writers, strangers_reading, strangers_writing) = match url {
            // SQLite lets one connection write at a time; a second writer would only wait inside SQLite instead of
            // here. Of strangers only one waits for it, so everybody else waits for at most one of them.
            DatabaseUrl::Sqlite(_) => {
                (lane(SQLITE_READERS), lane(1), Share::new(SQLITE_STRANGERS), Share::new(SQLITE_STRANGERS))
            }
            DatabaseUrl::Postgres(_) => {
                let (shared, share) = (lane(POSTGRES_CONNECTIONS), Share::new(POSTGRES_STRANGERS));
                (shared.clone(), shared, share.clone(), share)
            }
        };
        let personal_reading = Personal::new(OF_ACCOUNT, OF_SESSION);
        let personal_writing = match url {
            DatabaseUrl::Sqlite(_) => Personal::new(1, 1),
            DatabaseUrl::Postgres(_) => personal_reading.clone(),
        };
        let pools = Pools {
            readers,
            writers,
            background: lane(1),
            strangers_reading,
            strangers_writing,
            personal_reading,
            personal_writing,
            queries,
        };
        Ok(Store { pools: Arc::new(pools), whose: Whose::Anybody })
    }

    /// Returns the same access for work that strangers ask for: it uses only a part of the connections at a time.
    #[must_use]
    pub fn for_strangers(&self) -> Store {
        Store { whose: Whose::Strangers, ..self.clone() }
    }

    /// Returns the same access for work that somebody who is signed in asks for: one account, and one session of it,
    /// use only a part of the connections at a time.
    #[must_use]
    pub fn for_person(&self, account: &UserId, session: &SessionId) -> Store {
        Store { whose: Whose::Person(Arc::new((account.clone(), session.clone()))), ..self.clone() }
    }

    /// Returns the same access for work that nobody has to wait behind strangers for.
    #[must_use]
    pub fn for_known(&self) -> Store {
        match self.whose {
            Whose::Strangers => Store { whose: Whose::Anybody, ..self.clone() },
            Whose::Anybody | Whose::Person(_) => self.clone(),
        }
    }

    /// Tells whether this access uses only the part of strangers.
    pub fn is_for_strangers(&self) -> bool {
        matches!(self.whose, Whose::Strangers)
    }

    /// Returns the shares that a reading takes a connection from. Most requests read nothing, so nothing is looked up before.
    fn reading(&self) -> Vec<Share> {
        match &self.whose {
            Whose::Anybody => Vec::new(),
            Whose::Strangers => vec![self.pools.strangers_reading.clone()],
            Whose::Person(person) => self.pools.personal_reading.of(person),
        }
    }

    fn writing(&self) -> Vec<Share> {
        match &self.whose {
            Whose::Anybody => Vec::new(),
            Whose::Strangers => vec![self.pools.strangers_writing.clone()],
            Whose::Person(person) => self.pools.personal_writing.of(person),
        }
    }

    /// Runs queries that change nothing.
    ///
    /// # Errors
    /// Returns the errors of `read`, and [`Error::Unavailable`] or [`Error::Crowded`] if no connection becomes free
    /// in time.
    pub async fn read<T, F>(&self, read: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, Error> + Send + 'static,
    {
        self.pools.readers.run(&self.reading(), read).await
    }

    /// Runs queries that change nothing and that must not wait behind requests, however many there are.
    pub async fn read_in_background<T, F>(&self, read: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, Error> + Send + 'static,
    {
        self.pools.background.run(&[], read).await
    }

    /// Runs one transaction, which happens completely or not at all. It may run again if it loses against another
    /// transaction, so it must have no effect outside the database.
    ///
    /// # Errors
    /// Returns the errors of `write`; in that case nothing was changed.
    pub async fn write<T, F>(&self, write: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection) -> Result<T, Error> + Send + 'static,
    {
        let write = move |connection: &mut AnyConnection| write(connection).map(Outcome::Keep);
        self.pools.writers.run(&self.writing(), move |connection| retried(connection, &write)).await
    }

    /// Runs one transaction that can return a result and still roll back everything that it did. The result is passed
    /// to `then` after the commit or rollback, even if nobody waits for the answer any more.
    pub async fn write_then<T, U, F, G>(&self, write: F, then: G) -> Result<U, Error>
    where
        U: Send + 'static,
        F: Fn(&mut AnyConnection) -> Result<Outcome<T>, Error> + Send + 'static,
        G: FnOnce(T) -> U + Send + 'static,
    {
        self.pools.writers.run(&self.writing(), move |connection| retried(connection, &write).map(then)).await
    }

    /// Runs one transaction on the current thread, for start-up and the command line.
    pub fn write_blocking<T>(&self, write: impl Fn(&mut AnyConnection) -> Result<T, Error>) -> Result<T, Error> {
        let write = |connection: &mut AnyConnection| write(connection).map(Outcome::Keep);
        retried(&mut *self.pools.writers.connection()?, &write)
    }

    /// Runs queries that change nothing on the current thread, for start-up and the command line.
    pub fn read_blocking<T>(&self, read: impl FnOnce(&mut AnyConnection) -> Result<T, Error>) -> Result<T, Error> {
        read(&mut *self.pools.readers.connection()?)
    }

    /// Runs one transaction and rolls it back.
    pub fn rehearse_blocking<T>(&self, rehearse: impl Fn(&mut AnyConnection) -> Result<T, Error>) -> Result<T, Error> {
        let mut connection = self.pools.writers.connection()?;
        connection.begin_write()?;
        let outcome = rehearse(&mut connection);
        AnyConnection::rollback_transaction(&mut *connection)?;
        outcome
    }

    /// Tells how busy each lane is, without asking the database.
    pub fn lanes(&self) -> Vec<LaneUse> {
        let Pools { readers, writers, background, strangers_reading, strangers_writing, .. } = &*self.pools;
        let Pools { personal_reading, personal_writing, .. } = &*self.pools;
        let are_one = Arc::ptr_eq(&readers.permits, &writers.permits);
        let mut lanes = match are_one {
            true => vec![readers.look("shared"), strangers_reading.look("strangers"), personal_reading.look("account")],
            false => vec![
                readers.look("readers"),
                writers.look("writers"),
                strangers_reading.look("strangers_reading"),
                strangers_writing.look("strangers_writing"),
                personal_reading.look("account_reading"),
                personal_writing.look("account_writing"),
            ],
        };
        lanes.push(background.look("background"));
        lanes
    }

    /// Returns the number of queries started so far, including those of background tasks.
    pub fn queries(&self) -> u64 {
        self.pools.queries.load(Ordering::Relaxed)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// Commits the transaction.
    Keep(T),
    /// Rolls the transaction back.
    TakeBack(T),
}

fn retried<T>(
    connection: &mut AnyConnection,
    write: &impl Fn(&mut AnyConnection) -> Result<Outcome<T>, Error>,
) -> Result<T, Error> {
    let mut retries = RETRIES;
    loop {
        match transaction(connection, write) {
            Err(Error::Conflict(reason)) if retries > 0 => {
                log::debug!(reason; "transaction lost against another, trying again");
                retries -= 1;
            }
            outcome => return outcome,
        }
    }
}

fn transaction<T>(
    connection: &mut AnyConnection,
    write: &impl Fn(&mut AnyConnection) -> Result<Outcome<T>, Error>,
) -> Result<T, Error> {
    connection.begin_write()?;
    match write(connection) {
        Ok(Outcome::Keep(value)) => {
            AnyConnection::commit_transaction(connection)?;
            Ok(value)
        }
        Ok(Outcome::TakeBack(value)) => {
            AnyConnection::rollback_transaction(connection)?;
            Ok(value)
        }
        Err(error) => {
            // The reason for rolling back matters more than whether the rollback worked. If a connection cannot roll
            // back, the pool throws it away.
            AnyConnection::rollback_transaction(connection).unwrap_or_default();
            Err(error)
        }
    }
}

/// A pool, behind a queue that blocks no threads.
#[derive(Clone)]
struct Lane {
    pool: Pool<Manager>,
    permits: Arc<Semaphore>,
    /// Tells whether the last attempt to connect failed. The pool keeps trying by itself.
    is_failing: Arc<AtomicBool>,
    timeouts: Arc<AtomicU64>,
}

impl Lane {
    fn new(url: &DatabaseUrl, size: u32, patience: Duration, queries: &Arc<AtomicU64>) -> Lane {
        let is_failing = Arc::new(AtomicBool::new(false));
        let manager = Manager { url: url.clone(), patience, queries: queries.clone(), is_failing: is_failing.clone() };
        let pool = Pool::builder()
            .max_size(size)
            .min_idle(Some(0))
            .connection_timeout(PATIENCE)
            .error_handler(Box::new(diesel::r2d2::NopErrorHandler))
            .build_unchecked(manager);
        Lane { pool, permits: Arc::new(Semaphore::new(size as usize)), is_failing, timeouts: Arc::default() }
    }

    fn look(&self, name: &'static str) -> LaneUse {
        let size = self.pool.max_size();
        let free = u32::try_from(self.permits.available_permits()).unwrap_or(size);
        LaneUse {
            name,
            size,
            in_use: size.saturating_sub(free),
            idle: Some(self.pool.state().idle_connections),
            timeouts: self.timeouts.load(Ordering::Relaxed),
        }
    }

    fn time_out(&self, reason: String) -> Error {
        self.timeouts.fetch_add(1, Ordering::Relaxed);
        Error::Unavailable(reason)
    }

    fn connection(&self) -> Result<PooledConnection<Manager>, Error> {
        self.pool.get().map_err(|error| Error::Unavailable(super::error::one_line(&error.to_string())))
    }

    /// Runs work on a connection, once there is one free, and room in the shares that are given.
    async fn run<T, F>(&self, shares: &[Share], work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, Error> + Send + 'static,
    {
        let started = Instant::now();
        let patience = if self.is_failing.load(Ordering::Relaxed) { SHORT_PATIENCE } else { PATIENCE };
        // The shares come first: whoever waits for one must not keep others from a connection meanwhile.
        let mut rooms = Vec::with_capacity(shares.len());
        for share in shares {
            rooms.push(share.room(patience.saturating_sub(started.elapsed())).await?);
        }
        let permit =
            tokio::time::timeout(patience.saturating_sub(started.elapsed()), self.permits.clone().acquire_owned())
                .await
                .map_err(|_| self.time_out("all connections are busy".into()))?
                .map_err(|_| Error::Unavailable("shutting down".into()))?;
        let lane = self.clone();
        // The query keeps its permits, because a dropped request does not stop its query.
        tokio::task::spawn_blocking(move || {
            let _permits = (permit, rooms);
            let left = patience.saturating_sub(started.elapsed()).max(Duration::from_millis(100));
            let mut connection = lane
                .pool
                .get_timeout(left)
                .map_err(|error| lane.time_out(super::error::one_line(&error.to_string())))?;
            work(&mut connection)
        })
        .await
        .map_err(|_| Error::Unavailable("a query was cut off".into()))?
    }
}

/// Opens connections by the scheme of the URL. Diesel's own manager would give a mistyped URL to SQLite as a file name.
struct Manager {
    url: DatabaseUrl,
    /// How long a connection to an SQLite file waits until it may write.
    patience: Duration,
    queries: Arc<AtomicU64>,
    is_failing: Arc<AtomicBool>,
}

impl ManageConnection for Manager {
    type Connection = AnyConnection;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<AnyConnection, Self::Error> {
        let opened = connection::open(&self.url, self.patience);
        self.is_failing.store(opened.is_err(), Ordering::Relaxed);
        let mut connection = opened.map_err(|error| {
            diesel::r2d2::Error::ConnectionError(diesel::ConnectionError::BadConnection(error.to_string()))
        })?;
        let queries = self.queries.clone();
        connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { .. } = event {
                queries.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(connection)
    }

    fn is_valid(&self, connection: &mut AnyConnection) -> Result<(), Self::Error> {
        match connection {
            // A file does not become unreachable between two requests.
            AnyConnection::Sqlite(_) => Ok(()),
            AnyConnection::Postgres(_) => connection.ping().map_err(diesel::r2d2::Error::QueryError),
        }
    }

    fn has_broken(&self, connection: &mut AnyConnection) -> bool {
        std::thread::panicking() || connection.is_broken()
    }
}

#[cfg(test)]
mod tests {
    use diesel::RunQueryDsl;
    use diesel::dsl::{select, sql};
    use diesel::sql_types::BigInt;

    use super::*;

    #[test]
    fn commands_wait_longer_than_requests_until_they_may_write() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = DatabaseUrl::parse(&format!("sqlite://{}/a.db", folder.path().display())).expect("a URL");
        let milliseconds = |store: &Store| {
            let question = select(sql::<BigInt>("(SELECT timeout FROM pragma_busy_timeout)"));
            store.write_blocking(|connection| Ok(question.clone().get_result::<i64>(connection)?)).expect("answered")
        };
        assert_eq!(milliseconds(&Store::create(&url).expect("opens")), 3000);
        assert_eq!(milliseconds(&Store::open(&url).expect("opens")), 30_000);
    }
}
