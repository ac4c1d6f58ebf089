//! What goes on without anybody asking, and what operators do: tasks in the background, backups, numbers, readiness.

pub mod background;
pub mod backup;
pub mod forwarding;
pub mod janitor;
pub mod metrics;
pub mod readiness;
pub mod restoration;
pub mod restored_file;
