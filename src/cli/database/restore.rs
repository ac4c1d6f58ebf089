//! `doorward restore [FILE]`

use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use crate::cli::open;
use crate::cli::terminal::{Failure, Format, Progress, note, print_json, print_line, quoted};
use crate::config::Settings;
use crate::desk::upkeep::{restoration, restored_file};
use crate::store::{Store, migrations};

/// Puts a backup in the place of the database and signs everybody out; the server must be stopped.
///
/// The SQLite database that is replaced is kept beside it. Everybody signs in anew: all sessions of the backup are ended, the
/// signing keys are made anew, and links and codes that were handed over work no more. Accounts, roles and passwords are
/// those of the backup. A backup whose schema is not what the migrations make is refused.
///
/// On PostgreSQL: stop all instances, put the backup back with pg_restore, and run "doorward restore" without a file before
/// they start again. It does the rest.
#[derive(Args)]
pub struct Restore {
    /// The backup; left out on PostgreSQL
    file: Option<PathBuf>,
    /// Does not ask first
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    format: Format,
}

impl Restore {
    pub async fn run(self, settings: Settings) -> Result<ExitCode, Failure> {
        let mut progress = Progress::start();
        let show_ended = |ended: usize| progress.show(|| format!("ended {ended} sessions"));
        let (kept, ended) = match (settings.database_url().file(), &self.file) {
            (Some(_), Some(file)) => {
                ask(&format!("Replace {} by {}", settings.database_url(), file.display()), self.yes)?;
                let restored = restored_file::restore(&settings, file, show_ended).await?;
                (restored.kept, restored.ended)
            }
            (Some(_), None) => return Err("name the backup: doorward restore FILE".into()),
            (None, Some(file)) => {
                let command = format!(
                    "pg_restore --clean --if-exists --single-transaction --dbname={} {}",
                    quoted(&settings.database_url().without_password()),
                    quoted(&file.display().to_string())
                );
                return Err(format!(
                    "the database is on PostgreSQL; stop all instances, put the backup back with: {command} ; and then run \
                     \"doorward restore\" without a file"
                )
                .into());
            }
            (None, None) => {
                ask(&format!("Sign everybody out of {}", settings.database_url()), self.yes)?;
                let failed = |error| format!("the database cannot be migrated: {error}");
                migrations::run_and_compare(&Store::open(settings.database_url())?).map_err(failed)?;
                (None, restoration::sign_everybody_out(&open::desk(settings)?, show_ended).await?)
            }
        };
        drop(progress);
        tell(self.format, self.file.as_deref(), kept.as_deref(), ended)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn tell(format: Format, file: Option<&Path>, kept: Option<&Path>, ended: usize) -> Result<(), Failure> {
    if format.json {
        let shown = |path: Option<&Path>| path.map(|path| path.display().to_string());
        return print_json(&json!({ "file": shown(file), "kept": shown(kept), "ended": ended }));
    }
    if let Some(file) = file {
        print_line(format_args!("{} was restored.", file.display()))?;
    }
    if let Some(kept) = kept {
        print_line(format_args!("The database that it replaced is kept as {}.", kept.display()))?;
    }
    print_line(format_args!(
        "Everybody signs in anew: {ended} sessions were ended, and the signing keys were replaced."
    ))?;
    print_line("Accounts, roles and passwords are those of the backup: look through \"doorward user list\".")
}

fn ask(what: &str, is_agreed: bool) -> Result<(), Failure> {
    if is_agreed {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        return Err("nobody is here to be asked: say --yes to go on".into());
    }
    note(format_args!("{what}, so that everybody has to sign in anew? Type yes to go on: "));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    if answer.trim() == "yes" { Ok(()) } else { Err("nothing was changed".into()) }
}
