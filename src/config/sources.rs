//! Reads the values of settings from their sources.

use std::path::{Path, PathBuf};

use super::password::{may_hold_password, shown};
use super::settings::{Definition, Mark};
use crate::domain::text::trimmed;
use crate::small_file;

/// This file is read if it exists and no other file is named.
const DEFAULT_FILE: &str = "doorward.toml";
const ENVIRONMENT_PREFIX: &str = "DOORWARD_";
/// `DOORWARD_CONFIG` names the settings file and is no setting itself.
const ENVIRONMENT_FILE: &str = "DOORWARD_CONFIG";

/// A setting cannot be used. One line names the setting, the value, and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub(super) String);

/// The sources of settings.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The settings file, if one was named; it must then exist.
    pub file: Option<PathBuf>,
    /// Environment variables. Those without the prefix are ignored.
    pub environment: Vec<(String, String)>,
    /// The name and value of each flag.
    pub flags: Vec<(String, String)>,
}

impl Sources {
    /// Combines the environment of this process with these flags.
    pub fn of_process(file: Option<PathBuf>, flags: Vec<(String, String)>) -> Sources {
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
            .collect();
        Sources { file, environment, flags }
    }
}

/// The values given for each setting, before any of them is checked. Later ones win.
pub struct Given {
    pub(super) assignments: Vec<Assignment>,
}

/// The name, value and source of one setting.
type Assignment = (String, String, String);

impl Given {
    /// Reads all sources.
    ///
    /// # Errors
    /// Fails if the settings file cannot be read or is not valid TOML.
    pub fn read(sources: &Sources) -> Result<Given, ConfigError> {
        let in_file = from_file(sources)?.into_iter();
        let assignments = in_file.chain(from_environment(sources)).chain(from_flags(sources)).collect();
        Ok(Given { assignments })
    }

    /// Returns each value, and also each item of the values that may be lists.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        let values = || self.assignments.iter().map(|(_, value, _)| value.as_str());
        values().chain(values().flat_map(|value| value.split(',')))
    }
}

fn from_file(sources: &Sources) -> Result<Vec<Assignment>, ConfigError> {
    let named = sources.file.clone().or_else(|| {
        let value =
            |(name, value): &(String, String)| (name == ENVIRONMENT_FILE).then(|| PathBuf::from(trimmed(value)));
        sources.environment.iter().find_map(value)
    });
    let path = match named {
        Some(path) => path,
        None if Path::new(DEFAULT_FILE).exists() => DEFAULT_FILE.into(),
        None => return Ok(Vec::new()),
    };
    let file = path.display().to_string();
    if may_hold_password(&file) && !path.exists() {
        return Err(ConfigError("there is no settings file of the name that was given".into()));
    }
    let text = small_file::read(&path, small_file::SETTINGS)
        .map_err(|error| ConfigError(format!("{file}: cannot be read: {error}")))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
        ConfigError(format!("{file}: line {line} is not TOML: {}", error.message()))
    })?;
    let assignment = |(name, value): (String, toml::Value)| match plain(&name, &value) {
        Ok(value) => Ok((name, value, file.clone())),
        Err(what) => Err(ConfigError(format!("{} in {file}: {what}", shown(&name).trim_matches('"')))),
    };
    table.into_iter().map(assignment).collect()
}

/// Converts a TOML value to the text that an environment variable would hold. The error says what it must be instead.
fn plain(name: &str, value: &toml::Value) -> Result<String, &'static str> {
    let Some(known) = Definition::named(name).or_else(|| Definition::in_file(name)) else {
        // An unknown name is refused later, whatever its value is, with a better message.
        return Ok(String::new());
    };
    match value {
        toml::Value::String(text) => Ok(text.clone()),
        toml::Value::Integer(number) => Ok(number.to_string()),
        toml::Value::Boolean(flag) => Ok(flag.to_string()),
        toml::Value::Array(_) if !known.is(Mark::List) => Err("must be one value, not a list"),
        toml::Value::Array(items) => {
            let items: Option<Vec<&str>> = items.iter().map(toml::Value::as_str).collect();
            items.map(|items| items.join(",")).ok_or("must be a list of texts")
        }
        _ => Err("must be a text, a number, true, false or a list of texts"),
    }
}

fn from_environment(sources: &Sources) -> Vec<Assignment> {
    let assignment = |(variable, value): &(String, String)| {
        let name = variable.strip_prefix(ENVIRONMENT_PREFIX)?;
        // Kubernetes sets these for every service called "doorward"; nobody meant them as settings.
        if name.starts_with("SERVICE_") || name == "PORT" || name.starts_with("PORT_") {
            return None;
        }
        (variable != ENVIRONMENT_FILE).then(|| (name.to_ascii_lowercase(), value.clone(), variable.clone()))
    };
    sources.environment.iter().filter_map(assignment).collect()
}

fn from_flags(sources: &Sources) -> Vec<Assignment> {
    let flag = |name: &str| format!("--{}", name.replace('_', "-"));
    sources.flags.iter().map(|(name, value)| (name.clone(), value.clone(), flag(name))).collect()
}
