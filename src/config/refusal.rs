//! The error message for a setting that cannot be used.

use super::password::may_hold_password;

/// A setting cannot be used. One line names the setting, the value, and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub(super) String);

/// Shows a value in an error message. A value that may be a misplaced database URL is not repeated.
pub(super) fn shown(value: &str) -> String {
    if may_hold_password(value) { "***".into() } else { format!("{value:?}") }
}
