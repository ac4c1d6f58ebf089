//! Keeps a database's password out of what commands print, if one was given where something else belongs.

use std::sync::{LazyLock, OnceLock};

use crate::config::looks_like_password;
use crate::domain::text::trimmed;

/// Arguments and environment variables that look like a password, in each spelling in which they may be repeated.
static GIVEN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let arguments = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    let variables = std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("DOORWARD_"));
    arguments
        .chain(variables.map(|(_, value)| value.to_string_lossy().into_owned()))
        .flat_map(|text| spellings(&text))
        .collect()
});

/// The same for the values of settings, including those of the file, once they have been read.
static SET: OnceLock<Vec<String>> = OnceLock::new();

/// From now on the values of settings are masked too.
pub fn mask_settings<'a>(values: impl Iterator<Item = &'a str>) {
    SET.get_or_init(|| values.flat_map(spellings).collect());
}

/// Replaces by `***` everything in the text that was given and looks like a password.
pub fn masked(text: String) -> String {
    let set = SET.get().map(Vec::as_slice).unwrap_or_default();
    mask(mask(text, set), &GIVEN)
}

fn mask(text: String, given: &[String]) -> String {
    given.iter().fold(text, |text, given| if text.contains(given) { text.replace(given, "***") } else { text })
}

/// The spellings in which an argument may be repeated, longest first: as it is, in small letters, and escaped for
/// people, JSON or a shell.
fn spellings(argument: &str) -> Vec<String> {
    let value = argument.strip_prefix("--").and_then(|rest| rest.split_once('=')).map_or(argument, |(_, value)| value);
    let value = trimmed(value);
    if !looks_like_password(value) {
        return Vec::new();
    }
    let without_marks = |text: String| text[1..text.len() - 1].to_owned();
    let mut all: Vec<String> = [value.to_owned(), value.to_lowercase()]
        .into_iter()
        .flat_map(|text| {
            let json = serde_json::Value::from(text.as_str()).to_string();
            let (debug, shell) = (format!("{text:?}"), text.replace('\'', "'\\''"));
            [without_marks(debug), without_marks(json), shell, text]
        })
        .collect();
    all.sort_by_key(|text| std::cmp::Reverse(text.len()));
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::{mask, spellings};

    #[test]
    fn an_argument_is_masked_however_it_is_repeated() {
        let argument = "--output=postgres://Ada:x'\"\u{1}Zq7w@h/d";
        let given = spellings(argument);
        let value = &argument["--output=".len()..];
        let json = serde_json::json!({ "file": value }).to_string();
        for text in [format!("{value} is"), format!("{value:?} is"), json, value.to_lowercase()] {
            let masked = mask(text, &given).to_lowercase();
            assert!(masked.contains("***") && !masked.contains("zq7w"), "{masked}");
        }
        assert!(spellings("ada@example.org").is_empty());
    }
}
