//! The command line: `doorward` and its commands, each working beside a running server.
//!
//! Arrows between the rooms run one way, from the bottom of this list to its top:
//!
//! - `terminal`: what people type, what commands print, and how a command fails
//! - `client`: asks a server as a browser does
//! - `limits`, `open`: what the process may do, and the desk on a database that exists
//! - `about`: settings, manual and completions
//! - `database`: the schema, backups and restoring
//! - `serve`, `healthcheck`, `doctor`: the server, and whether all is well with it
//! - `events`, `key`, `mail`, `session`, `user`: a command of each name, with its verbs
//!
//! **To add a command**, write a file in its room with a struct of its arguments, whose doc comments are the help, and
//! with a `run()` that calls a verb of the desk and prints with `terminal`. Then add its two lines below, in
//! [`SettledCommand`] and its `run`; for a verb such as `user role`, they are in the `mod.rs` of its room, and the
//! changes of one account stand together in `user/change.rs`. A refusal is printed as its `#[error]` says it.

// `println!` panics when the reader has gone; `terminal` does not.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod about;
mod client;
mod database;
mod doctor;
mod events;
mod healthcheck;
mod key;
mod limits;
mod mail;
mod open;
mod serve;
mod session;
mod terminal;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use log::LevelFilter;

use self::about::{Completions, Config, manual};
use self::database::{Backup, Migrate, Restore};
use self::doctor::Doctor;
use self::events::EventsCommand;
use self::healthcheck::Healthcheck;
use self::key::KeyCommand;
use self::mail::MailCommand;
use self::session::SessionCommand;
use self::terminal::{Failure, Flags, masking, note, usage};
use self::user::UserCommand;
use crate::config::{Given, Loaded, Sources};
use crate::logging;

/// The login desk for web apps: signs people in and keeps their sessions, without JavaScript.
///
/// Without a command it serves: it makes what is missing in the data folder, migrates the database, and prints the address
/// to open. Every setting can be given as a flag (see --help), in the environment as DOORWARD_NAME, or in doorward.toml;
/// "doorward config" prints what is in force.
#[derive(Parser)]
#[command(name = "doorward", version)]
struct Doorward {
    /// Settings file; without it doorward.toml in this folder, if there is one
    #[arg(long = "config", value_name = "FILE", global = true)]
    config_file: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Option<AnyCommand>,
}

#[derive(Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one of these in a process")]
enum AnyCommand {
    #[command(flatten)]
    Settled(SettledCommand),
    Completions(Completions),
    /// Prints the man page, with all commands and settings
    ///
    /// To read it: doorward manual | man -l -
    /// To keep it: doorward manual > /usr/local/share/man/man1/doorward.1
    #[command(verbatim_doc_comment)]
    Manual,
}

/// The commands that work with settings.
#[derive(Subcommand)]
enum SettledCommand {
    /// Serves until it is told to stop (the same as no command)
    Serve,
    Migrate(Migrate),
    #[command(subcommand)]
    User(UserCommand),
    #[command(subcommand)]
    Session(SessionCommand),
    Backup(Backup),
    Restore(Restore),
    Doctor(Doctor),
    Healthcheck(Healthcheck),
    #[command(subcommand)]
    Key(KeyCommand),
    #[command(subcommand)]
    Events(EventsCommand),
    #[command(subcommand)]
    Mail(MailCommand),
    Config(Config),
}

/// Runs the program. An error prints one line on standard error and gives exit code 1; a command that is not understood
/// gives 2.
pub fn main() -> ExitCode {
    limits::dump_no_core();
    match usage::read::<Doorward>().run() {
        Ok(code) => code,
        Err(error) => {
            note(format_args!("doorward: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

impl Doorward {
    fn run(self) -> Result<ExitCode, Failure> {
        let command = match self.command {
            // These are about the program alone; wrong settings must not stop them.
            Some(AnyCommand::Completions(completions)) => return completions.run(Doorward::command()),
            Some(AnyCommand::Manual) => return manual::run(&Doorward::command()),
            Some(AnyCommand::Settled(command)) => command,
            None => SettledCommand::Serve,
        };
        let given = Given::read(&Sources::of_process(self.config_file, self.flags.0))?;
        masking::mask_settings(given.values());
        let loaded = given.load()?;
        let level = if matches!(command, SettledCommand::Serve) { LevelFilter::Info } else { LevelFilter::Off };
        logging::start(loaded.settings.log_format, level);
        command.run(loaded)
    }
}

impl SettledCommand {
    fn run(self, loaded: Loaded) -> Result<ExitCode, Failure> {
        match self {
            SettledCommand::Serve => open::block_on(serve::run(loaded.settings)),
            SettledCommand::Migrate(migrate) => migrate.run(loaded.settings),
            SettledCommand::User(command) => {
                let is_url_assumed = !loaded.origins.contains_key("public_url");
                open::on_desk(loaded.settings, async |desk| command.run(desk, is_url_assumed).await)
            }
            SettledCommand::Session(command) => open::on_desk(loaded.settings, async |desk| command.run(desk).await),
            SettledCommand::Backup(backup) => backup.run(&loaded.settings),
            SettledCommand::Restore(restore) => open::block_on(restore.run(loaded.settings)),
            SettledCommand::Doctor(doctor) => open::block_on(doctor.run(loaded.settings)),
            SettledCommand::Healthcheck(healthcheck) => healthcheck.run(&loaded.settings),
            SettledCommand::Mail(command) => command.run(loaded.settings),
            SettledCommand::Key(command) => open::on_desk(loaded.settings, async |desk| command.run(desk).await),
            SettledCommand::Events(command) => open::on_desk(loaded.settings, async |desk| command.run(desk).await),
            SettledCommand::Config(config) => config.run(&loaded),
        }
    }
}
