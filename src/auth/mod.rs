//! The verbs: log in, renew, revoke, change. Each decides, writes one transaction, and recalls what it ended.

pub mod acceptance;
pub mod account_links;
pub mod accounts;
pub mod actor;
pub mod background;
pub mod backup;
pub mod bulk_revocation;
pub mod confirmation;
mod desk;
pub mod event_export;
pub mod hashing;
pub mod issuer;
pub mod janitor;
pub mod key_rotation;
pub mod keys;
pub mod labels;
pub mod login;
pub mod metrics;
pub mod password_change;
pub mod presence;
pub mod readiness;
pub mod recall;
pub mod recall_list;
pub mod renewal;
pub mod restoration;
pub mod restored_file;
pub mod revocation;
pub mod seal_check;
pub mod seals;
pub mod secret;
pub mod session;
pub mod setup;
pub mod throttle;
pub mod token_check;
mod verified_tokens;

pub use desk::{Desk, StartError};
