//! What the lists of administrators have in common: the form above a list, the heads of its columns, and the links to
//! its other pages.

mod form;
mod head;
pub mod pager;

pub use form::{Choice, ListForm};
pub use head::Head;

use crate::domain::search::TimeFilter;
use crate::web::language::Language;
use crate::web::words;

/// Takes references, as templates pass them.
pub fn time(filter: &TimeFilter, language: &Language) -> String {
    words::time_filter(*filter, *language)
}
