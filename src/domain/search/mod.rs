//! The search of each list as one struct. The query parameters of pages and of the API, the flags of commands and
//! stored searches are all read into this struct, and SQL is made from it.
//!
//! **To add a filter**, add a field to the struct of its list. The type of the field needs a `FromStr` that says what
//! is wrong with a text, and a `Display` whose text `FromStr` reads back. Narrow the query in `store/lists`, or for
//! events in [`EventFilter`], and add the field to the form and to the words of the search in its template
//! (`templates/admin/*/search.html`, or the template of the list). The API and the command line follow from the search.
//!
//! **To add a column to sort by**, add it to the columns of its list here and in `store/lists`, and an index that ends
//! with it and the id to the migrations of both databases.

mod activity;
mod event;
mod order;
mod paging;
mod session;
mod state;
mod user;
pub mod value;
mod when;
pub mod who;

pub use activity::ActivitySearch;
pub use event::{EventFilter, EventSearch, Leading, Person};
pub use order::{Column, NoColumn, Order};
pub use paging::{Edge, Page, Position};
pub use session::{DeviceWords, SessionColumn, SessionSearch};
pub use state::StateFilter;
pub use user::{UserColumn, UserSearch};
pub use when::{End, InZone, Start, TimeFilter};
pub use who::Who;
