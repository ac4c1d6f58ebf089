//! The command line: `doorward` and its commands, each working beside a running server.
//!
//! **To add a command**, write a file with `command()`, which describes it, and `run()`, which does it by a verb of the desk
//! and prints by `output`; and its two lines below, in `dispatch` and in `command`.

// `println!` panics when the reader has gone; `output` does not.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod backup;
mod client;
mod completions;
mod config;
mod core_dumps;
mod doctor;
mod events;
mod healthcheck;
mod key;
mod manual;
mod masking;
mod migrate;
mod open;
mod open_files;
mod output;
mod password;
mod restore;
mod serve;
mod session;
mod streamed;
mod unix_socket;
mod usage;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use log::LevelFilter;

use crate::config::{Given, Loaded, SETTINGS, Sources};
use crate::logging;

/// Runs the program. What goes wrong is one line on standard error, and exit code 1; a command that is not understood
/// is 2.
pub fn main() -> ExitCode {
    core_dumps::turn_off();
    let matches = usage::read(command());
    match run(&matches) {
        Ok(code) => code,
        Err(error) => {
            output::note(format_args!("doorward: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

/// Anything that ends a command, already in words for whoever typed it.
type Failure = Box<dyn std::error::Error>;

fn run(matches: &ArgMatches) -> Result<ExitCode, Failure> {
    // These are about the program alone; settings that are wrong must not be in their way.
    match matches.subcommand() {
        Some(("completions", matches)) => return completions::run(matches, command()),
        Some(("manual", _)) => return manual::run(&command()),
        _ => {}
    }
    let flags = SETTINGS
        .iter()
        .filter_map(|setting| Some((setting.name.to_owned(), matches.get_one::<String>(setting.name)?.clone())))
        .collect();
    let given = Given::read(&Sources::of_process(matches.get_one::<PathBuf>("config_file").cloned(), flags))?;
    masking::mask_settings(given.values());
    let loaded = given.load()?;
    let is_serving = matches!(matches.subcommand_name(), None | Some("serve"));
    logging::start(loaded.settings.log_format, if is_serving { LevelFilter::Info } else { LevelFilter::Off });
    dispatch(matches, loaded)
}

fn dispatch(matches: &ArgMatches, loaded: Loaded) -> Result<ExitCode, Failure> {
    match matches.subcommand() {
        Some(("backup", matches)) => backup::run(matches, &loaded.settings),
        Some(("config", matches)) => config::run(matches, &loaded),
        Some(("doctor", matches)) => open::block_on(doctor::run(matches.clone(), loaded.settings)),
        Some(("healthcheck", matches)) => healthcheck::run(matches, &loaded.settings),
        Some(("migrate", matches)) => migrate::run(matches, loaded.settings),
        Some(("user", matches)) => open::block_on(user::run(matches.clone(), loaded.settings)),
        Some(("restore", matches)) => open::block_on(restore::run(matches.clone(), loaded.settings)),
        Some(("key", matches)) => open::block_on(key::run(matches.clone(), loaded.settings)),
        Some(("events", matches)) => open::block_on(events::run(matches.clone(), loaded.settings)),
        Some(("session", matches)) => open::block_on(session::run(matches.clone(), loaded.settings)),
        _ => open::block_on(serve::run(loaded.settings)),
    }
}

fn command() -> Command {
    let settings = SETTINGS.iter().map(|setting| {
        Arg::new(setting.name)
            .long(setting.name.replace('_', "-"))
            .value_name("VALUE")
            .help(setting.meaning.replace('`', ""))
            .long_help(format!(
                "{}\nMust be {}. Default: {}.",
                setting.meaning,
                setting.allowed,
                default(setting.default)
            ))
            .help_heading("Settings")
            .hide_short_help(true)
            .global(true)
    });
    Command::new("doorward")
        .about("The login desk for web apps: signs people in and keeps their sessions, without JavaScript.")
        .long_about(
            "The login desk for web apps: signs people in and keeps their sessions, without JavaScript.\n\n\
             Without a command it serves: it makes what is missing in the data folder, migrates the database, and prints \
             the address to open. Every setting can be given as a flag (see --help), in the environment as DOORWARD_NAME, \
             or in doorward.toml; \"doorward config\" prints what is in force.",
        )
        .version(env!("CARGO_PKG_VERSION"))
        .arg(
            Arg::new("config_file")
                .long("config")
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .help("Settings file; without it doorward.toml in this folder, if there is one")
                .global(true),
        )
        .args(settings)
        .subcommand(Command::new("serve").about("Serves until it is told to stop (the same as no command)"))
        .subcommand(migrate::command())
        .subcommand(user::command())
        .subcommand(session::command())
        .subcommand(backup::command())
        .subcommand(restore::command())
        .subcommand(doctor::command())
        .subcommand(healthcheck::command())
        .subcommand(key::command())
        .subcommand(events::command())
        .subcommand(config::command())
        .subcommand(completions::command())
        .subcommand(manual::command())
}

fn default(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}

/// `--json`, the same on every list and verb.
fn json_flag() -> Arg {
    Arg::new("json").long("json").action(ArgAction::SetTrue).help("Prints one JSON value, for programs")
}
