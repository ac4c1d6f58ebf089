//! What lists have in common: the form above a list, the heads of its columns, the links to its other pages, and for events
//! their export.

pub mod events;
pub mod export;
mod form;
mod head;
pub mod pager;

pub use form::{Choice, ListForm};
pub use head::Head;

use crate::domain::search::TimeFilter;
use crate::domain::time::Zone;
use crate::store::lists::Count;
use crate::web::language::Language;
use crate::web::words;

/// Takes references, as templates pass them.
pub fn time(filter: &TimeFilter, zone: &Zone, language: &Language) -> String {
    words::time_filter(*filter, zone, *language)
}

/// Says how many rows a list has, by one of two messages: as many, or more than were counted.
pub fn count(count: Count, [exactly, more]: [&'static str; 2], language: Language) -> Option<String> {
    match count {
        Count::Exactly(count) => Some(language.with(exactly, &[("count", count)])),
        Count::MoreThan(count) => Some(language.with(more, &[("count", count)])),
        Count::Unknown => None,
    }
}

/// Returns the choices of a form; the first is the empty one, with this label.
pub fn choices(nothing: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    [(String::new(), nothing.to_owned())].into_iter().chain(choices).collect()
}
