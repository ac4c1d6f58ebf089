//! Replaces the SQLite database by a backup.
//!
//! All work is done on a copy of the backup: it is checked, migrated and signed out of before it replaces the database,
//! in one step. The replaced database is kept, and locked so that no server starts on it in the meantime.

use std::fs::{self, File};
use std::io;
use std::net::TcpStream;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::backup::{Unfinished, sync_folder_of};
use super::restoration::sign_everybody_out;
use crate::clock::Clock;
use crate::config::{DatabaseUrl, Listen, Settings};
use crate::desk::fault::Fault;
use crate::desk::{Desk, StartError};
use crate::domain::time::Timestamp;
use crate::store::sqlite_file::{self, Alone, NotAlone};
use crate::store::{OpenError, Store, migrations};

/// When this is returned, nothing was replaced.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    #[error("{path} cannot be read: {error}")]
    Unreadable { path: String, error: io::Error },
    #[error("{0} is the database itself; name a backup of it")]
    IsDatabase(String),
    /// The file is damaged, or is no backup.
    #[error("{path}: {error}")]
    NoBackup { path: String, error: OpenError },
    #[error("{0} is in use: stop Doorward, and whatever else works on it, first")]
    InUse(String),
    /// Something answers at Doorward's address, and the database cannot tell whether it is in use.
    #[error("{0} cannot be read, and something answers at {1}: if that is Doorward, stop it first")]
    Answers(String, String),
    #[error("{path} cannot be written: {error}")]
    Unwritable { path: String, error: io::Error },
    /// The backup cannot be migrated to this version, or the secret is missing.
    #[error("{0}")]
    Start(#[from] StartError),
    /// The secret does not belong to the backup, or the copy failed.
    #[error("{0}")]
    Restoration(#[from] Fault),
}

#[derive(Debug)]
pub struct Restored {
    /// The number of sessions of the backup that were ended.
    pub ended: usize,
    /// The place where the replaced database is kept, if there was one.
    pub kept: Option<PathBuf>,
}

/// Replaces the database of these settings by `file`, which stays as it is. Nobody is signed in afterwards. If it
/// fails, nothing was replaced.
pub async fn restore(settings: &Settings, file: &Path, progress: impl FnMut(usize)) -> Result<Restored, RestoreError> {
    let Some(database) = settings.database_url().file() else {
        return Err(StartError::from(OpenError::of_server()).into());
    };
    let source = readable(file)?;
    // If the path is a link, its target is replaced, not the link.
    let database = database.canonicalize().unwrap_or_else(|_| database.to_owned());
    if file.canonicalize().is_ok_and(|file| file == database) {
        return Err(RestoreError::IsDatabase(file.display().to_string()));
    }
    let alone = take(settings, &database)?;
    let copy = copy_of(source, file, &database)?;
    let ended = make_ready(settings, file, &copy.path, progress).await?;
    let kept = put_in_place(copy, &database, Clock::system().now())?;
    drop(alone);
    Ok(Restored { ended, kept })
}

fn readable(file: &Path) -> Result<File, RestoreError> {
    let refuse = |error| RestoreError::Unreadable { path: file.display().to_string(), error };
    let source = File::open(file).map_err(refuse)?;
    if !source.metadata().map_err(refuse)?.is_file() {
        return Err(refuse(io::Error::other("it is not a file")));
    }
    Ok(source)
}

/// Locks the database that is to be replaced, if it exists and can be read.
fn take(settings: &Settings, database: &Path) -> Result<Option<Alone>, RestoreError> {
    if !database.exists() {
        return Ok(None);
    }
    match sqlite_file::take(database) {
        Ok(alone) => Ok(Some(alone)),
        Err(NotAlone::InUse) => Err(RestoreError::InUse(database.display().to_string())),
        // A damaged database is the best of reasons to restore one, and cannot say who uses it.
        Err(NotAlone::Unreadable(_)) if answers(&settings.listen) => {
            Err(RestoreError::Answers(database.display().to_string(), settings.listen.to_string()))
        }
        Err(NotAlone::Unreadable(_)) => Ok(None),
    }
}

fn answers(listen: &Listen) -> bool {
    match listen {
        Listen::Tcp(address) => TcpStream::connect_timeout(address, Duration::from_secs(1)).is_ok(),
        Listen::Unix(path) => UnixStream::connect(path).is_ok(),
    }
}

/// Copies the backup to a file beside the database, with its journal: a copy of a stopped server's files may have one.
fn copy_of(mut source: File, file: &Path, database: &Path) -> Result<Unfinished, RestoreError> {
    let refuse = |error| RestoreError::Unwritable { path: database.display().to_string(), error };
    if let Some(folder) = database.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(refuse)?;
    }
    let copy = Unfinished::beside(database).map_err(refuse)?;
    let mut target = fs::OpenOptions::new().write(true).open(&copy.path).map_err(refuse)?;
    io::copy(&mut source, &mut target).map_err(refuse)?;
    for (from, to) in sqlite_file::companions(file).iter().zip(sqlite_file::companions(&copy.path)) {
        // SQLite makes the index of a journal again.
        if from.is_file() && !from.to_string_lossy().ends_with("-shm") {
            fs::copy(from, to).map_err(refuse)?;
        }
    }
    Ok(copy)
}

/// Migrates the copy to this version's schema, if nobody has altered it, and signs everybody out of it. Returns the
/// number of ended sessions.
async fn make_ready(
    settings: &Settings,
    file: &Path,
    copy: &Path,
    progress: impl FnMut(usize),
) -> Result<usize, RestoreError> {
    let refuse = |error| RestoreError::NoBackup { path: file.display().to_string(), error };
    sqlite_file::examine(copy).map_err(refuse)?;
    let url = DatabaseUrl::Sqlite(copy.to_owned());
    let store = Store::open(&url).map_err(refuse)?;
    migrations::run_and_compare(&store).map_err(|error| refuse(OpenError::of(&error)))?;
    drop(store);
    let desk = Desk::open_existing(Settings { database_url: Some(url), ..settings.clone() }, Clock::system())?;
    let ended = sign_everybody_out(&desk, progress).await?;
    // This closes its connections, so that the copy is one file.
    drop(desk);
    sqlite_file::settle(copy).map_err(refuse)?;
    Ok(ended)
}

/// Keeps the old database under a dated name and gives the copy its place. A journal of the old database must never be
/// applied to the new one, so it is removed first.
fn put_in_place(copy: Unfinished, database: &Path, now: Timestamp) -> Result<Option<PathBuf>, RestoreError> {
    let refuse = |error| RestoreError::Unwritable { path: database.display().to_string(), error };
    File::open(&copy.path).and_then(|written| written.sync_all()).map_err(refuse)?;
    let kept = free_name(database, now);
    for (companion, kept) in sqlite_file::companions(database).iter().zip(sqlite_file::companions(&kept)) {
        if companion.exists() {
            fs::rename(companion, kept).map_err(refuse)?;
        }
    }
    let is_replaced = database.exists();
    if is_replaced {
        // The old file gets a second name first: so a database exists at every moment, and a server that starts creates
        // no empty one.
        fs::hard_link(database, &kept).or_else(|_| fs::rename(database, &kept)).map_err(refuse)?;
    }
    fs::rename(&copy.path, database).map_err(refuse)?;
    sync_folder_of(database).map_err(refuse)?;
    Ok(is_replaced.then_some(kept))
}

/// Returns a free name such as `doorward.db.before-restore-20261125T024501Z`.
fn free_name(database: &Path, now: Timestamp) -> PathBuf {
    let seconds = now.to_rfc3339().split('.').next().unwrap_or_default().replace(['-', ':'], "");
    let name = |suffix: &str| sqlite_file::beside(database, &format!(".before-restore-{seconds}Z{suffix}"));
    let mut candidates = std::iter::once(name("")).chain((2..).map(|number| name(&format!("-{number}"))));
    candidates.find(|path| !path.exists()).unwrap_or_else(|| name(""))
}
