//! Events, the chain that seals them, and their export.

pub mod detail;
pub mod event;
pub mod event_export;
pub mod event_seal;
pub mod kind;
pub mod row;
#[cfg(test)]
pub(crate) mod samples;
