//! Where a database's password may be in a text that is no database's URL, or that nobody meant as one.

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
