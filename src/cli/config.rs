//! `doorward config` and `doorward config check`

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};

use serde_json::{Map, Value, json};

use super::output::{print_json, print_line, print_text};
use super::{Failure, json_flag};
use crate::config::{Advice, Definition, Loaded, SETTINGS, advice, configuration_page, effective_settings};

/// Its words.
pub fn command() -> Command {
    Command::new("config")
        .about("Prints the settings in force and where each comes from, with secrets masked")
        .arg(
            Arg::new("markdown")
                .long("markdown")
                .action(ArgAction::SetTrue)
                .conflicts_with("json")
                .help("Prints the documentation of all settings instead"),
        )
        .arg(json_flag())
        .subcommand(
            Command::new("check")
                .about(
                    "Says whether the settings can be used, and which do not go together; exit code 1 if they cannot",
                )
                .arg(json_flag()),
        )
}

/// Prints them, or what there is to say about them.
pub fn run(matches: &ArgMatches, loaded: &Loaded) -> Result<ExitCode, Failure> {
    let is_json = matches.get_flag("json");
    match matches.subcommand() {
        Some((_, matches)) => check(loaded, is_json || matches.get_flag("json"))?,
        None if matches.get_flag("markdown") => print_text(&configuration_page())?,
        None if is_json => print_json(&to_json(loaded))?,
        None => print_text(&effective_settings(loaded))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Each setting under its name, as it is written in the environment, and where it comes from.
fn to_json(loaded: &Loaded) -> Value {
    let member = |setting: &Definition| {
        let origin = loaded.origins.get(setting.name).map_or("default", String::as_str);
        (setting.name.to_owned(), json!({ "value": setting.value(&loaded.settings), "from": origin }))
    };
    Value::Object(SETTINGS.iter().map(member).collect::<Map<_, _>>())
}

/// Settings that cannot be used have been refused already, with the one line that names them.
fn check(loaded: &Loaded, is_json: bool) -> Result<(), Failure> {
    let found = advice(&loaded.settings);
    if is_json {
        let problem =
            |advice: &Advice| json!({ "setting": advice.setting, "what": advice.what, "next_step": advice.next_step });
        return print_json(&json!({ "problems": found.iter().map(problem).collect::<Vec<_>>() }));
    }
    for advice in &found {
        print_line(format_args!("warning: {}; {}", advice.what, advice.next_step))?;
    }
    print_line(if found.is_empty() { "The settings are fine." } else { "The settings can be used." })
}
