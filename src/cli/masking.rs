//! Keeps a database's password out of what commands print, if one was given where something else belongs.

use std::sync::LazyLock;

use crate::config::{DatabaseUrl, has_credentials, sets_secret};

/// What was given to this run and looks like a password, in each way in which it may be repeated.
static GIVEN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let arguments = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    let variables = std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("DOORWARD_"));
    arguments
        .chain(variables.map(|(_, value)| value.to_string_lossy().into_owned()))
        .flat_map(|text| spellings(&text))
        .collect()
});

/// A text in which whatever was given and looks like a password is `***`.
pub fn masked(text: String) -> String {
    mask(text, &GIVEN)
}

fn mask(text: String, given: &[String]) -> String {
    given.iter().fold(text, |text, given| if text.contains(given) { text.replace(given, "***") } else { text })
}

/// How an argument is repeated, longest first: as it is, in small letters, and escaped for people, JSON or a shell.
fn spellings(argument: &str) -> Vec<String> {
    let value = argument.strip_prefix("--").and_then(|rest| rest.split_once('=')).map_or(argument, |(_, value)| value);
    let value = value.trim();
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

/// Whether a text looks like a database's URL with a password, or like libpq's words for one. An address of e-mail and a
/// sentence do not.
fn looks_like_password(text: &str) -> bool {
    let text = text.trim();
    if DatabaseUrl::parse(text).is_some_and(|url| url.to_string() == text) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let rest = lower.split_once("://").map(|(_, rest)| rest);
    let is_word = !lower.contains(char::is_whitespace) && !lower.starts_with("mailto:");
    sets_secret(text)
        || lower.contains("postgres://")
        || lower.contains("postgresql://")
        || rest.is_some_and(has_credentials)
        || (is_word && rest.is_none() && has_credentials(&lower))
}

#[cfg(test)]
mod tests {
    use super::{looks_like_password, mask, spellings};

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

    #[test]
    fn a_password_is_told_from_what_only_has_the_same_signs() {
        for text in [
            "postgres://ada:x@h/d",
            "PostgreSQL://ada:x y@h/d",
            "postgre://ada:x@h/d",
            "mysql://ada:x@h/d",
            "ada:x@h",
            "password=x",
            "host=h password = x",
            "Password\t=\tx",
            "sslpassword =x",
        ] {
            assert!(looks_like_password(text), "{text}");
        }
        for text in [
            "ada@example.org",
            "mailto:ada@example.org",
            "Questions: ada@example.org",
            "https://login.example.org:8443",
            "postgres://ada@h:5432/d",
            "sqlite://data/postgres.db",
            "--password-file=x",
            "127.0.0.1:8080",
        ] {
            assert!(!looks_like_password(text), "{text}");
        }
    }
}
