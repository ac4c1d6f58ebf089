//! Finds out who besides Doorward can read or change the file with the server secret.
//!
//! A file that is handed into a container often belongs to root, and its mode cannot be changed there. In two of these
//! cases nobody else has access all the same, as far as we can tell: then the file is used, with a warning.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exposure {
    /// The mode of the file keeps others out.
    None,
    /// Something keeps others out, but somebody should check it.
    Watched {
        /// What to check, phrased to follow the name of the file.
        what: String,
        next_step: String,
    },
    /// Others can reach the secret. The text says what to do.
    Open(String),
}

/// Checks the mode and owner of the file, and the folders on the path to it.
pub fn exposure(path: &Path, file: &Metadata) -> Exposure {
    let (mode, own) = (file.mode() & 0o777, rustix::process::geteuid().as_raw());
    if mode & 0o077 == 0 {
        return Exposure::None;
    }
    let is_own = file.uid() == own;
    if let Some(folder) = closed_folder(path, own) {
        let folder = folder.display();
        return Exposure::Watched {
            what: format!("has mode {mode:o}; only {folder}, which nobody else may enter, keeps other users from it"),
            next_step: if is_own { "run chmod 600 on it".into() } else { format!("keep {folder} at mode 700") },
        };
    }
    // If Doorward owns the file, it can have the right mode; if others may write to a file, it is not secret.
    if !is_own && mode & 0o077 == 0o040 {
        let group = file.gid();
        return Exposure::Watched {
            what: format!("has mode {mode:o}; every member of the group {group} can read it"),
            next_step: format!("let nobody but Doorward be in the group {group}"),
        };
    }
    Exposure::Open(match is_own {
        true => "can be read by other users of this machine: run chmod 600 on it".into(),
        false => {
            "can be read by other users of this machine: give it mode 440 and a group that only Doorward is in, or put \
                  it into a folder that only Doorward's user may enter"
                .into()
        }
    })
}

/// Returns a folder on the path to the file, after links are resolved, that only this user and root may enter.
fn closed_folder(path: &Path, own: u32) -> Option<PathBuf> {
    let path = path.canonicalize().ok()?;
    let is_closed = |folder: &&Path| {
        folder.metadata().is_ok_and(|folder| folder.mode() & 0o077 == 0 && (folder.uid() == own || folder.uid() == 0))
    };
    path.ancestors().skip(1).find(is_closed).map(Path::to_owned)
}
