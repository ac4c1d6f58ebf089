//! Every setting as a flag, from the table of settings.

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use crate::config::{Definition, SETTINGS};

/// The settings that were given as flags: name and value.
pub struct Flags(pub Vec<(String, String)>);

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        command.args(SETTINGS.iter().map(flag))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Flags, clap::Error> {
        let given =
            |setting: &Definition| Some((setting.name.to_owned(), matches.get_one::<String>(setting.name)?.clone()));
        Ok(Flags(SETTINGS.iter().filter_map(given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn flag(setting: &Definition) -> Arg {
    let default = if setting.default.is_empty() { "none" } else { setting.default };
    Arg::new(setting.name)
        .long(setting.name.replace('_', "-"))
        .value_name("VALUE")
        .help(setting.meaning.replace('`', ""))
        .long_help(format!("{}\nMust be {}. Default: {default}.", setting.meaning, setting.allowed))
        .help_heading("Settings")
        .hide_short_help(true)
        .global(true)
}
