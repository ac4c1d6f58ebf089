//! `doorward migrate`

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::Failure;
use crate::auth::secret::ServerSecret;
use crate::config::Settings;
use crate::store::{Store, migrations};

/// Its words.
pub fn command() -> Command {
    Command::new("migrate")
        .about("Brings the database schema up to date; \"doorward\" does so itself at every start")
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Changes nothing; exit code 1 if there is something to do"),
        )
}

/// Applies or lists what is missing.
pub fn run(matches: &ArgMatches, settings: Settings) -> Result<ExitCode, Failure> {
    let failed = |error| format!("the database cannot be migrated: {error}");
    if matches.get_flag("check") {
        let pending = migrations::pending(&Store::open(settings.database_url())?).map_err(failed)?;
        for name in &pending {
            println!("pending: {name}");
        }
        if pending.is_empty() {
            println!("The database is up to date.");
        }
        return Ok(if pending.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    // The data folder and the secret belong to a database that is ready for use.
    ServerSecret::load_or_create(&settings)?;
    let applied = migrations::run(&Store::create(settings.database_url())?).map_err(failed)?;
    for version in &applied {
        println!("applied: {version}");
    }
    println!("The database is up to date.");
    Ok(ExitCode::SUCCESS)
}
