//! `doorward migrate`

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use crate::cli::terminal::{Failure, Format, print_json, print_line};
use crate::config::Settings;
use crate::desk::token::ServerSecret;
use crate::store::{Store, migrations, schema_check};

const UP_TO_DATE: &str = "The database is up to date.";

/// Brings the database schema up to date; "doorward" does so itself at every start.
///
/// A schema that is not what the migrations make, by a trigger too many or too few, is refused, and what differs is named.
#[derive(Args)]
pub struct Migrate {
    /// Changes nothing; exit code 1 if there is something to do
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    format: Format,
}

impl Migrate {
    pub fn run(self, settings: Settings) -> Result<ExitCode, Failure> {
        let failed = |error| format!("the database cannot be migrated: {error}");
        if self.check {
            let store = Store::open(settings.database_url())?;
            let pending = migrations::pending(&store).map_err(failed)?;
            schema_check::refuse(&migrations::differences(&store).map_err(failed)?).map_err(failed)?;
            match (self.format.json, pending.is_empty()) {
                (true, _) => print_json(&json!({ "pending": pending }))?,
                (false, true) => print_line(UP_TO_DATE)?,
                (false, false) => print_names("pending", &pending)?,
            }
            return Ok(if pending.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        // The data folder and the secret belong to a database that is ready for use.
        ServerSecret::load_or_create(&settings)?;
        let applied = migrations::run_and_compare(&Store::create(settings.database_url())?).map_err(failed)?;
        if self.format.json {
            print_json(&json!({ "applied": applied }))?;
        } else {
            print_names("applied", &applied)?;
            print_line(UP_TO_DATE)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn print_names(what: &str, names: &[String]) -> Result<(), Failure> {
    names.iter().try_for_each(|name| print_line(format_args!("{what}: {name}")))
}
