//! What the lists of administrators have in common: the form above a list, the heads of its columns, and the links to its
//! other pages.

mod form;
mod head;

pub use form::{Choice, ListForm};
pub use head::Head;

use super::language::Language;
use super::words;
use crate::domain::search::when::TimeFilter;

/// A span of time in words, as templates call it.
pub fn time(filter: &TimeFilter, language: &Language) -> String {
    words::time_filter(*filter, *language)
}
