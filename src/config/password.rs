//! Where a database's password may be in a text that is no database's URL, or that nobody meant as one.

use std::path::Path;

use super::database_url::DatabaseUrl;
use crate::domain::text::trimmed;

/// The parameters of libpq that are secrets themselves.
pub(super) const SECRET_PARAMETERS: &[&str] =
    &["oauth_client_secret", "password", "scram_client_key", "scram_server_key", "sslpassword"];

/// Whether a text may be a database's URL, or a part of one, that got to where none belongs.
pub fn may_hold_password(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.contains('@') || lower.contains("postgres") || sets_secret(text)
}

/// Whether a text sets a parameter of libpq's that is a secret, as in `password = x`. Blanks may be around the sign.
pub fn sets_secret(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let is_set = |name: &&str| text.split(*name).skip(1).any(|rest| rest.trim_start().starts_with('='));
    SECRET_PARAMETERS.iter().any(is_set)
}

/// `NAME:PASSWORD@`, as in a URL whose beginning was mistyped.
pub fn has_credentials(text: &str) -> bool {
    text.split_once('@').is_some_and(|(before, _)| before.contains(':'))
}

/// Whether a text looks like a database's URL with a password, or like libpq's words for one. An address of e-mail and a
/// sentence do not.
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

/// Whether what stands where the name of a file belongs may be one: it is there, or has a sign in it that names of files
/// have. Anything else may be the secret itself, put where the name of its file belongs.
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
