//! Copies the SQLite database while it is in use.
//!
//! `VACUUM INTO` reads within one transaction, which blocks nobody in write-ahead mode, and writes each row again: so
//! the copy does not contain deleted rows, as a copy of the pages would.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::random;
use crate::store::{OpenError, sqlite_file};

/// The time between two reports of progress.
const STEP: Duration = Duration::from_millis(20);

/// When this is returned, nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{0} is there already; choose another name, or replace it with --force")]
    Exists(String),
    #[error("{0} is the database itself, or belongs to it; choose another name")]
    IsDatabase(String),
    #[error("{0} is not a file; name the file to write")]
    NoFile(String),
    #[error("{path} cannot be written: {error}")]
    Unwritable { path: String, error: io::Error },
    #[error("{0}")]
    Database(#[from] OpenError),
    #[error("the copy {0}; the database itself may be damaged: try PRAGMA integrity_check on it")]
    Damaged(OpenError),
}

/// Copies the database at `database` to `file`, readable by its owner only. Calls `progress` with the written and the
/// total number of bytes. Returns the size of the checked copy in bytes.
///
/// The copy gets its name when it is complete, checked and on the disk. If anything fails, nothing is left behind.
pub fn write(
    database: &Path,
    file: &Path,
    replaces: bool,
    mut progress: impl FnMut(u64, u64),
) -> Result<u64, BackupError> {
    let shown = || file.display().to_string();
    let unwritable = |error: io::Error| BackupError::Unwritable { path: shown(), error };
    if is_of_database(database, file) {
        return Err(BackupError::IsDatabase(shown()));
    }
    match fs::symlink_metadata(file) {
        Ok(metadata) if metadata.is_dir() => return Err(BackupError::NoFile(shown())),
        Ok(_) if !replaces => return Err(BackupError::Exists(shown())),
        Ok(metadata) if !metadata.is_file() => return Err(BackupError::NoFile(shown())),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(unwritable(error)),
    }
    let unfinished = Unfinished::beside(file).map_err(unwritable)?;
    let total = fs::metadata(database).map_or(0, |metadata| metadata.len());
    std::thread::scope(|scope| {
        let copying = scope.spawn(|| sqlite_file::copy(database, &unfinished.path));
        while !copying.is_finished() {
            std::thread::sleep(STEP);
            progress(fs::metadata(&unfinished.path).map_or(0, |metadata| metadata.len()), total);
        }
        copying.join().unwrap_or_else(|_| Err(sqlite_file::cut_off()))
    })?;
    sqlite_file::examine(&unfinished.path).map_err(BackupError::Damaged)?;
    unfinished.finish(file, replaces).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => BackupError::Exists(shown()),
        _ => unwritable(error),
    })
}

/// Tells whether a name is that of the database, or of a file which SQLite keeps beside it.
fn is_of_database(database: &Path, file: &Path) -> bool {
    let whole = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = folder.canonicalize().ok()?;
        path.canonicalize().ok().or_else(|| Some(folder.join(path.file_name()?)))
    };
    let Some(file) = whole(file) else { return false };
    std::iter::once(database.to_owned())
        .chain(sqlite_file::companions(database))
        .any(|own| whole(&own).is_some_and(|own| own == file))
}

/// A file under a name that nobody knows. It is deleted if this is dropped before the file is finished.
pub(in crate::desk) struct Unfinished {
    pub(in crate::desk) path: PathBuf,
}

impl Unfinished {
    /// Creates one in the same folder, readable by its owner only.
    pub(in crate::desk) fn beside(file: &Path) -> io::Result<Unfinished> {
        let suffix = format!(".unfinished-{:016x}", u64::from_be_bytes(random::bytes()));
        let path = sqlite_file::beside(file, &suffix);
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        Ok(Unfinished { path })
    }

    /// Renames the file, when it is on the disk. Returns its size.
    fn finish(self, file: &Path, replaces: bool) -> io::Result<u64> {
        let written = File::open(&self.path)?;
        written.sync_all()?;
        let bytes = written.metadata()?.len();
        if !replaces {
            // This takes the name, so that a file which has appeared in the meantime is not replaced.
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
        }
        fs::rename(&self.path, file)?;
        sync_folder_of(file)?;
        Ok(bytes)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        for path in std::iter::once(self.path.clone()).chain(sqlite_file::companions(&self.path)) {
            // The file was renamed, or never existed.
            fs::remove_file(path).unwrap_or_default();
        }
    }
}

/// Makes sure that a new name is on the disk too.
pub(in crate::desk) fn sync_folder_of(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
