//! The commands for the whole database: its schema brought up to date, copied to a file, and put back.

mod backup;
mod migrate;
mod restore;

pub use backup::Backup;
pub use migrate::Migrate;
pub use restore::Restore;
