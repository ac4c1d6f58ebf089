//! `doorward backup FILE`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use crate::cli::terminal::{Failure, Format, Progress, print_json, print_line, quoted};
use crate::config::Settings;
use crate::desk::upkeep::backup;

/// Copies the SQLite database to a file, beside a running server too.
///
/// The copy is how the database was at one moment, is checked, and gets its name when it is whole. The server secret is not
/// in it: keep a copy of that as well, elsewhere. On PostgreSQL use pg_dump; the command says how.
#[derive(Args)]
pub struct Backup {
    /// The file to write; it must not be there yet
    file: PathBuf,
    /// Replaces the file if it is there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    format: Format,
}

impl Backup {
    pub fn run(self, settings: &Settings) -> Result<ExitCode, Failure> {
        let file = self.file.display();
        let Some(database) = settings.database_url().file() else {
            let command = format!(
                "pg_dump --format=custom --file={} {}",
                quoted(&file.to_string()),
                quoted(&settings.database_url().without_password())
            );
            return Err(format!("the database is on PostgreSQL; back it up with: {command}").into());
        };
        let mut progress = Progress::start();
        let bytes = backup::write(database, &self.file, self.force, |done, all| {
            progress.show(|| format!("copied {} of {} MiB", done >> 20, all >> 20));
        })?;
        drop(progress);
        if self.format.json {
            print_json(&json!({ "file": file.to_string(), "bytes": bytes }))?;
            return Ok(ExitCode::SUCCESS);
        }
        let (from, secret) = (database.display(), settings.secret_file().display());
        print_line(format_args!("{from} was copied to {file}: {bytes} bytes, checked."))?;
        print_line(format_args!("It holds no secret: keep a copy of {secret} as well, but not beside this one."))?;
        Ok(ExitCode::SUCCESS)
    }
}
