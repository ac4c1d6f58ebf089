//! Finds a database password in a text that is no database URL, or that nobody meant as one.

use std::path::Path;

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

/// Tells whether a text may be the name of a file: the file exists, or the text contains a character that is typical of
/// file names. Any other text may be the secret itself, written where the name of its file belongs.
pub fn names_file(text: &str) -> bool {
    text.is_empty() || text.contains(['/', '.']) || Path::new(text).exists()
}

/// Shows a value in an error message. A value that may be a misplaced database URL is not repeated.
pub fn shown(value: &str) -> String {
    if may_hold_password(value) { "***".into() } else { format!("{value:?}") }
}
