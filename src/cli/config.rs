//! `doorward config`

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::Failure;
use crate::config::{Loaded, configuration_page, effective_settings};

/// Its words.
pub fn command() -> Command {
    Command::new("config").about("Prints the settings in force and where each comes from, with secrets masked").arg(
        Arg::new("markdown")
            .long("markdown")
            .action(ArgAction::SetTrue)
            .help("Prints the documentation of all settings instead"),
    )
}

/// Prints them.
pub fn run(matches: &ArgMatches, loaded: &Loaded) -> Result<ExitCode, Failure> {
    if matches.get_flag("markdown") {
        print!("{}", configuration_page());
    } else {
        print!("{}", effective_settings(loaded));
    }
    Ok(ExitCode::SUCCESS)
}
