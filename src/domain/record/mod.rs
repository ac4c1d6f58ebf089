//! Events, the chain that seals them, and their export.

pub mod budget;
mod detail;
mod event;
pub mod event_export;
pub mod event_seal;
mod kind;
pub mod own;
mod row;
#[cfg(test)]
pub(crate) mod samples;

pub use budget::{Allowance, Spent, Subject};
pub use detail::{BulkTarget, EmailChange, ExportFormat, LockCause};
pub use event::Event;
pub use event_export::Names;
pub use event_seal::{ChainKey, Head, Pruning, Run, Seal};
pub use kind::{EventKind, Whose};
pub use own::{ActedBy, OwnEvent};
pub use row::{EventRow, NewEvent, is_just_now};
