//! What a list is asked for, as one struct for each list: the parameters of a page and of the API, the flags of a command
//! and what is stored all become it, and SQL is made from it.
//!
//! **To add a filter**, give the struct of its list a field, give the value a `FromStr` that tells what is wrong and a
//! `Display` that is read back, and narrow the query in `store`. Then put it into the form in the list's template.

pub mod event;
pub mod order;
pub mod paging;
pub mod session;
pub mod state;
pub mod user;
pub mod value;
pub mod when;
pub mod who;
