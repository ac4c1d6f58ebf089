//! Work that runs on its own, and work for operators: background tasks, backups, metrics, readiness.

pub mod background;
pub mod backup;
pub mod forwarding;
pub mod janitor;
pub mod metrics;
pub mod readiness;
pub mod restoration;
pub mod restored_file;
