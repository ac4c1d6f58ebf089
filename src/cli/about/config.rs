//! `doorward config` and `doorward config check`

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use crate::cli::terminal::{Failure, Format, print_json, print_line, print_text};
use crate::config::{Advice, Definition, Loaded, SETTINGS, advice, configuration_page, effective_settings};
use crate::language::Language;

/// Prints the settings in force and where each comes from, with secrets masked.
#[derive(Args)]
pub struct Config {
    /// Prints the documentation of all settings instead
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    #[command(flatten)]
    format: Format,
    #[command(subcommand)]
    command: Option<ConfigCommand>,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Says whether the settings can be used, and which do not go together; exit code 1 if they cannot
    Check {
        #[command(flatten)]
        format: Format,
    },
}

impl Config {
    pub fn run(self, loaded: &Loaded) -> Result<ExitCode, Failure> {
        match self.command {
            Some(ConfigCommand::Check { format }) => check(loaded, self.format.json || format.json)?,
            None if self.markdown => print_text(&configuration_page())?,
            None if self.format.json => print_json(&to_json(loaded))?,
            None => print_text(&effective_settings(loaded))?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Each setting by name: its value, as it is written in the environment, and where it comes from.
fn to_json(loaded: &Loaded) -> Value {
    let member = |setting: &Definition| {
        let origin = loaded.origins.get(setting.name).map_or("default", String::as_str);
        (setting.name.to_owned(), json!({ "value": setting.value(&loaded.settings), "from": origin }))
    };
    Value::Object(SETTINGS.iter().map(member).collect::<Map<_, _>>())
}

/// Settings that cannot be used were refused before, with the one line that names them.
fn check(loaded: &Loaded, is_json: bool) -> Result<(), Failure> {
    let found = advice(&loaded.settings);
    let what = |advice: &Advice| advice.with_value(&loaded.settings);
    if is_json {
        let problem = |advice: &Advice| json!({ "setting": advice.setting, "what": what(advice), "next_step": advice.next_step(Language::ENGLISH) });
        return print_json(&json!({ "problems": found.iter().map(problem).collect::<Vec<_>>() }));
    }
    for advice in &found {
        print_line(format_args!("warning: {}; {}", what(advice), advice.next_step(Language::ENGLISH)))?;
    }
    print_line(if found.is_empty() { "The settings are fine." } else { "The settings can be used." })
}
