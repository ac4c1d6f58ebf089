//! Writes the settings out, for an operator who asks for them and for the documentation.

use std::fmt::Write as _;

use super::database_url::looks_like_password;
use super::load::Loaded;
use super::settings::{Definition, Mark, SETTINGS, Settings};

/// Writes the effective settings as TOML, with secrets masked and the source of each value.
pub fn effective_settings(loaded: &Loaded) -> String {
    let mut text = String::new();
    for definition in SETTINGS {
        let value = definition.value(&loaded.settings);
        let origin = loaded.origins.get(definition.name).map_or("default", String::as_str);
        // Writing to a string cannot fail.
        writeln!(text, "{} = {value:?}  # {origin}", definition.name).unwrap_or_default();
    }
    text
}

impl Definition {
    /// Returns the effective value, empty if there is none. A secret, or a text that looks like a misplaced one, is
    /// masked.
    pub fn value(&self, settings: &Settings) -> String {
        let value = (self.show)(settings);
        if looks_like_password(&value) { "***".to_owned() } else { value }
    }
}

/// Writes `docs/configuration.md`.
pub fn configuration_page() -> String {
    let mut page = String::from(
        "# Settings\n\n\
         <!-- Written by `doorward config --markdown`; a test compares. -->\n\n\
         A setting is looked for in `doorward.toml` in the current folder (or the file named by `--config` or\n\
         `DOORWARD_CONFIG`), then in the environment, then among the flags; a later one wins. `session_idle` is\n\
         `session_idle = \"12h\"` in the file, `DOORWARD_SESSION_IDLE` in the environment and `--session-idle` as a flag.\n\
         Blanks and line ends around a value are taken away; quotation marks around one and characters that cannot be\n\
         seen are refused, but in `site_name` and `help_text`, which are any words without control characters.\n\
         Durations are written `90s`, `30m`, `12h`, `30d`; lists are arrays in the file and comma-separated elsewhere.\n\
         Where one value is meant, an array is refused.\n\
         An unknown name or a value that is not allowed stops the start with one line that says so.\n\
         `doorward config` prints what is in force, with secrets masked.\n\n\
         | setting | default | allowed | meaning |\n|---|---|---|---|\n",
    );
    for definition in SETTINGS {
        let default = if definition.default.is_empty() { "none".into() } else { format!("`{}`", definition.default) };
        let in_file = || format!(" May come from a file: `{}_file`.", definition.name);
        let file = definition.is(Mark::Secret).then(in_file).unwrap_or_default();
        writeln!(page, "| `{}` | {default} | {} | {}{file} |", definition.name, definition.allowed, definition.meaning)
            .unwrap_or_default();
    }
    page.push_str("\n`RUST_LOG` sets log levels, such as `RUST_LOG=doorward=debug`; the default is `info`.\n");
    page
}

#[cfg(test)]
mod tests {
    use crate::config::SETTINGS;
    use crate::config::load::load_flags;

    #[test]
    fn a_value_that_looks_like_a_password_of_a_database_is_not_shown() {
        for (name, value) in [
            ("site_name", "postgres://ada:s3cret@h/d"),
            ("site_name", "password = s3cret"),
            ("audience", "ada:s3cret@h"),
            ("database_url", "postgres://ada:s3cret@h/d"),
        ] {
            let settings = load_flags(&[(name, value)]).expect("allowed").settings;
            let shown: String = SETTINGS.iter().map(|definition| definition.value(&settings)).collect();
            assert!(!shown.contains("s3cret") && shown.contains("***"), "{shown}");
        }
    }

    #[test]
    fn the_documentation_is_what_the_code_prints() {
        let page = include_str!("../../docs/configuration.md");
        assert_eq!(page, super::configuration_page(), "run: cargo run -- config --markdown > docs/configuration.md");
    }
}
