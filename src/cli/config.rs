//! `doorward config` and `doorward config check`

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::Failure;
use crate::config::{Loaded, advice, configuration_page, effective_settings};

/// Its words.
pub fn command() -> Command {
    Command::new("config")
        .about("Prints the settings in force and where each comes from, with secrets masked")
        .arg(
            Arg::new("markdown")
                .long("markdown")
                .action(ArgAction::SetTrue)
                .help("Prints the documentation of all settings instead"),
        )
        .subcommand(
            Command::new("check").about(
                "Says whether the settings can be used, and which do not go together; exit code 1 if they cannot",
            ),
        )
}

/// Prints them, or what there is to say about them.
pub fn run(matches: &ArgMatches, loaded: &Loaded) -> Result<ExitCode, Failure> {
    if matches.subcommand_name() == Some("check") {
        check(loaded);
    } else if matches.get_flag("markdown") {
        print!("{}", configuration_page());
    } else {
        print!("{}", effective_settings(loaded));
    }
    Ok(ExitCode::SUCCESS)
}

/// Settings that cannot be used have been refused already, with the one line that names them.
fn check(loaded: &Loaded) {
    let found = advice(&loaded.settings);
    for advice in &found {
        println!("warning: {}; {}", advice.what, advice.next_step);
    }
    match found.len() {
        0 => println!("The settings are fine."),
        _ => println!("The settings can be used."),
    }
}
