//! What a list is asked for, as one struct for each list: the parameters of a page and of the API, the flags of a command
//! and what is stored all become it, and SQL is made from it.
//!
//! **To add a filter**, give the struct of its list a field, give the value a `FromStr` that tells what is wrong and a
//! `Display` that is read back, and narrow the query in `store`. Then put it into the form in the list's template.

mod event;
mod order;
mod paging;
mod session;
mod state;
mod user;
pub mod value;
mod when;
pub mod who;

pub use event::{EventFilter, EventSearch, Leading, Person};
pub use order::{Column, NoColumn, Order};
pub use paging::{Edge, Page, Position};
pub use session::{DeviceWords, SessionColumn, SessionSearch};
pub use state::StateFilter;
pub use user::{UserColumn, UserSearch};
pub use when::TimeFilter;
pub use who::Who;
