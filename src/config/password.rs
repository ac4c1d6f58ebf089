//! Finds a database password in a text that is no database URL, or that nobody meant as one.

use std::path::Path;

use super::database_url::DatabaseUrl;
use crate::domain::text::trimmed;

/// The libpq parameters that are secrets themselves.
pub(super) const SECRET_PARAMETERS: &[&str] =
    &["oauth_client_secret", "password", "scram_client_key", "scram_server_key", "sslpassword"];

/// Tells whether a text may be a database URL, or a part of one, that somebody wrote in the wrong place.
pub fn may_hold_password(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.contains('@') || lower.contains("postgres") || sets_secret(text)
}

/// Tells whether a text sets a libpq parameter that is a secret, as in `password = x`. Spaces around the sign are
/// allowed.
pub fn sets_secret(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let is_set = |name: &&str| text.split(*name).skip(1).any(|rest| rest.trim_start().starts_with('='));
    SECRET_PARAMETERS.iter().any(is_set)
}

/// Finds `NAME:PASSWORD@`, as in a URL whose beginning was mistyped.
pub fn has_credentials(text: &str) -> bool {
    text.split_once('@').is_some_and(|(before, _)| before.contains(':'))
}

/// Tells whether a text looks like a database URL with a password, or like a libpq connection string with one. An
/// e-mail address or a sentence does not look like one.
pub fn looks_like_password(text: &str) -> bool {
    let text = trimmed(text);
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

/// Tells whether a text may be the name of a file: the file exists, or the text contains a character that is typical of
/// file names. Any other text may be the secret itself, written where the name of its file belongs.
pub fn names_file(text: &str) -> bool {
    text.is_empty() || text.contains(['/', '.']) || Path::new(text).exists()
}

#[cfg(test)]
mod tests {
    use super::looks_like_password;

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
