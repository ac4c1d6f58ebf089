//! Who can read the data folder, the database and the secret, and how much room there is.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::report::Report;
use crate::config::Settings;
use crate::desk::token::secret_exposure::exposure;
use crate::desk::token::{Exposure, ServerSecret};
use crate::store::sqlite_file;

/// With fewer free bytes, a busy day may fill the disk.
const SCARCE: u64 = 1 << 30;
/// With fewer free bytes, the disk is about to be full.
const FULL: u64 = 100 << 20;

pub fn check(settings: &Settings, report: &mut Report) {
    check_secret(settings, report);
    check_modes(settings, report);
    check_space(settings, report);
}

fn check_secret(settings: &Settings, report: &mut Report) {
    let path = settings.secret_file();
    match ServerSecret::load(path) {
        Ok(_) => match path.metadata().map(|metadata| exposure(path, &metadata)) {
            Ok(Exposure::Watched { what, next_step }) => {
                report.warning("secret", format!("{} {what}", path.display()), next_step);
            }
            _ => report.fine("secret", format!("{} is readable by its owner only", path.display())),
        },
        Err(_) if !path.exists() => report.problem(
            "secret",
            format!("{} is not there", path.display()),
            "start Doorward once if this is a new database, else put the secret back from where it was kept",
        ),
        Err(error) => report.failure("secret", error),
    }
}

fn check_modes(settings: &Settings, report: &mut Report) {
    let mut paths: Vec<PathBuf> = vec![settings.data_dir.clone()];
    if let Some(database) = settings.database_url().file() {
        paths.push(database.to_owned());
        paths.extend(sqlite_file::companions(database));
    }
    let mut are_well = true;
    for path in paths.iter().filter(|path| path.exists()) {
        let Ok(metadata) = path.metadata() else { continue };
        let mode = metadata.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            are_well = false;
            let right = if metadata.is_dir() { "700" } else { "600" };
            report.warning(
                "files",
                format!("{} has mode {mode:o}: other users of this machine may read it", path.display()),
                format!("run chmod {right} on it"),
            );
        }
    }
    if are_well {
        report.fine("files", "data folder and database are their owner's only");
    }
}

fn check_space(settings: &Settings, report: &mut Report) {
    let folder = settings.database_url().file().and_then(Path::parent).unwrap_or(&settings.data_dir);
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(space) = rustix::fs::statvfs(folder) else { return };
    let free = space.f_bavail.saturating_mul(space.f_frsize);
    let what = format!("{} MiB are free in {}", free >> 20, folder.display());
    match free {
        ..FULL => report.problem("disk", what, "make room before the database cannot be written to"),
        FULL..SCARCE => report.warning("disk", what, "make room soon"),
        _ => report.fine("disk", what),
    }
}
