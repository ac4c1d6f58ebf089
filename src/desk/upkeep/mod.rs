//! Work that runs on its own, and work for operators: background tasks, backups, metrics, readiness.

mod background;
pub mod backup;
pub mod forwarding;
pub mod janitor;
pub mod metrics;
pub mod readiness;
pub mod restoration;
pub mod restored_file;

pub use background::Background;
pub use forwarding::Forwarding;
pub use janitor::Swept;
pub use metrics::{Format, Metrics};
