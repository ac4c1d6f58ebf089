//! What is said of a setting that cannot be used.

use super::password::may_hold_password;

/// A setting that cannot be used: one line that names it, the value, and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub(super) String);

/// A value in a refusal. What may be a database's URL in the wrong place is not repeated.
pub(super) fn shown(value: &str) -> String {
    if may_hold_password(value) { "***".into() } else { format!("{value:?}") }
}
