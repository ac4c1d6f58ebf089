//! The settings, written out: for an operator who asks, and for the documentation.

use std::fmt::Write as _;

use super::load::Loaded;
use super::settings::{Definition, SETTINGS, Settings};

/// The effective settings as TOML, secrets masked, with where each came from.
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
    /// The value in force, masked if it is a secret; empty for none.
    pub fn value(&self, settings: &Settings) -> String {
        (self.show)(settings)
    }
}

/// `docs/configuration.md`.
pub fn configuration_page() -> String {
    let mut page = String::from(
        "# Settings\n\n\
         <!-- Written by `doorward config --markdown`; a test compares. -->\n\n\
         A setting is looked for in `doorward.toml` in the current folder (or the file named by `--config` or\n\
         `DOORWARD_CONFIG`), then in the environment, then among the flags; a later one wins. `session_idle` is\n\
         `session_idle = \"12h\"` in the file, `DOORWARD_SESSION_IDLE` in the environment and `--session-idle` as a flag.\n\
         Blanks and line ends around a value are taken away; quotation marks around one and characters that cannot be\n\
         seen are refused, but in `site_name`, which is any words without control characters.\n\
         Durations are written `90s`, `30m`, `12h`, `30d`; lists are arrays in the file and comma-separated elsewhere.\n\
         An unknown name or a value that is not allowed stops the start with one line that says so.\n\
         `doorward config` prints what is in force, with secrets masked.\n\n\
         | setting | default | allowed | meaning |\n|---|---|---|---|\n",
    );
    for definition in SETTINGS {
        let default = if definition.default.is_empty() { "none".into() } else { format!("`{}`", definition.default) };
        let file = if definition.is_secret {
            format!(" May come from a file: `{}_file`.", definition.name)
        } else {
            String::new()
        };
        writeln!(page, "| `{}` | {default} | {} | {}{file} |", definition.name, definition.allowed, definition.meaning)
            .unwrap_or_default();
    }
    page.push_str("\n`RUST_LOG` sets log levels, such as `RUST_LOG=doorward=debug`; the default is `info`.\n");
    page
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_documentation_is_what_the_code_prints() {
        let page = include_str!("../../docs/configuration.md");
        assert_eq!(page, super::configuration_page(), "run: cargo run -- config --markdown > docs/configuration.md");
    }
}
