//! What the lists of events have in common, those of everybody and those of one's own: places, and long words.

use crate::domain::search::{Edge, NoColumn, Position};
use crate::store::events::Found;
use crate::web::lists::ListForm;
use crate::web::lists::pager::{Pager, link};

/// The number of events of a page.
pub const PAGE: usize = 50;
/// The longest word of an event that a page shows, in characters.
const MAX_SHOWN: usize = 120;

/// Tells whether the wanted page lies at an end or beside an event. Other places come from addresses that somebody made up.
pub fn has_place<S>(form: &ListForm<S, NoColumn>) -> bool {
    form.edge.position().is_none_or(|position| position.id.parse::<i64>().is_ok())
}

pub fn position(id: i64) -> Position {
    Position { value: String::new(), id: id.to_string() }
}

/// The links around the events that were found, and one that searches further if hardly any event fits.
pub fn links(path: &str, query: &[(&str, String)], edge: &Edge, found: &Found) -> (Pager, Option<String>) {
    let pager = Pager::of(path, query, &found.page, |event| position(event.id));
    let further = found.stopped_at.map(|id| match edge.is_backwards() {
        true => link(path, query, Edge::Before(position(id))),
        false => link(path, query, Edge::After(position(id))),
    });
    (pager, further)
}

/// Shortens what came from outside.
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
