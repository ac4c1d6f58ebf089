//! Cursors, which say where a list goes on: its order and the last row of the previous answer, as one word that needs
//! no escaping.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::domain::search::{Edge, Position};
use crate::store::events::Found;
use crate::web::api::problem::{ApiProblem, Reason};
use crate::web::language::say;

pub const UNKNOWN: Reason = Reason { word: "unknown_cursor", sentence: say("api-cursor") };

/// The cursor for the rows after `last` in a list with this order.
pub fn write(order: &str, last: &Position) -> String {
    URL_SAFE_NO_PAD.encode(format!("{order}~{last}"))
}

/// Without a cursor, the first page. A cursor of a list with another order is refused with 409, and so is one whose
/// position `is_place` rejects.
pub fn read(cursor: Option<&str>, order: &str, is_place: impl Fn(&Position) -> bool) -> Result<Edge, ApiProblem> {
    let Some(cursor) = cursor else { return Ok(Edge::First) };
    parse(cursor, order).filter(is_place).map(Edge::After).ok_or(ApiProblem::Conflict(UNKNOWN))
}

/// The order of lists of events, as cursors name it.
const OF_EVENTS: &str = "-id";

/// Reads the cursor of a list of events.
pub fn read_of_events(cursor: Option<&str>) -> Result<Edge, ApiProblem> {
    read(cursor, OF_EVENTS, |position| position.value.is_empty() && position.id.parse::<i64>().is_ok())
}

/// The cursor for the events after those that were found, if there may be any.
pub fn after_events(found: &Found) -> Option<String> {
    let last = found.page.rows.last().filter(|_| found.page.has_next).map(|event| event.id);
    let next = last.or(found.stopped_at).map(|id| Position { value: String::new(), id: id.to_string() });
    next.map(|position| write(OF_EVENTS, &position))
}

fn parse(text: &str, order: &str) -> Option<Position> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let (sorted, position) = text.split_once('~')?;
    let is_text = sorted == order && !position.chars().any(char::is_control);
    if is_text { Position::parse(position) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_by_the_list_that_wrote_it_and_no_other() {
        let position = Position { value: "a~é@b".into(), id: "7".into() };
        let text = write("-email", &position);
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)), "{text}");
        assert_eq!(parse(&text, "-email"), Some(position));
        assert_eq!(parse(&text, "email"), None);
        let hostile = ["", "~", "-email~a", "-email~\0~7", "-email~a~"].map(|text| URL_SAFE_NO_PAD.encode(text));
        for text in hostile.iter().map(String::as_str).chain(["AA=", "A", "_w"]) {
            assert_eq!(parse(text, "-email"), None, "{text}");
        }
    }
}
