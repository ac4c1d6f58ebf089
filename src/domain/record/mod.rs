//! Events, the chain that seals them, and their export.

pub mod event;
pub mod event_export;
pub mod event_seal;
