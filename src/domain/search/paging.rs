//! Pages of sorted lists, by keyset: a page begins beside a row, not at a number. So it stays where it is while rows
//! are added and deleted, and it costs the same however deep in the list it lies.

use std::fmt;

/// The position of a row in a sorted list: the value that the list is sorted by, and the row's id, which breaks ties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The value as text; numbers are in decimal.
    pub value: String,
    /// The id, which contains no `~`.
    pub id: String,
}

impl Position {
    /// The largest length that is accepted, in bytes.
    pub const MAX_LENGTH: usize = 400;

    /// Reads `value~id`. Returns `None` for any other text.
    pub fn parse(text: &str) -> Option<Position> {
        let (value, id) = text.rsplit_once('~')?;
        (text.len() <= Self::MAX_LENGTH && !id.is_empty())
            .then(|| Position { value: value.to_owned(), id: id.to_owned() })
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", self.value, self.id)
    }
}

/// The page that is wanted, in the order of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The first page.
    First,
    /// The last page.
    Last,
    /// The page after this row.
    After(Position),
    /// The page before this row.
    Before(Position),
}

impl Edge {
    /// Reads the query parameters `after` and `before`; `before` without a value is the last page. Returns `None` if
    /// one of them is not a position, or if both are given.
    pub fn parse(after: Option<&str>, before: Option<&str>) -> Option<Edge> {
        match (after, before) {
            (None, None) => Some(Edge::First),
            (Some(after), None) => Position::parse(after).map(Edge::After),
            (None, Some("")) => Some(Edge::Last),
            (None, Some(before)) => Position::parse(before).map(Edge::Before),
            (Some(_), Some(_)) => None,
        }
    }

    /// Tells whether rows are to be read from the end towards the beginning.
    pub const fn is_backwards(&self) -> bool {
        matches!(self, Edge::Last | Edge::Before(_))
    }

    /// Returns the row that the page lies beside.
    pub const fn position(&self) -> Option<&Position> {
        match self {
            Edge::After(position) | Edge::Before(position) => Some(position),
            Edge::First | Edge::Last => None,
        }
    }
}

/// One page of a list, in the order of the list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub has_previous: bool,
    pub has_next: bool,
}

impl<T> Page<T> {
    /// Makes the page at `edge` from at most `limit + 1` rows in the order in which they were read: backwards if
    /// [`Edge::is_backwards`]. The row beyond the limit only tells that there is another page.
    pub fn of(edge: &Edge, mut read: Vec<T>, limit: usize) -> Page<T> {
        let has_more = read.len() > limit;
        read.truncate(limit);
        if edge.is_backwards() {
            read.reverse();
        }
        let has_position = edge.position().is_some();
        match edge.is_backwards() {
            true => Page { rows: read, has_previous: has_more, has_next: has_position },
            false => Page { rows: read, has_previous: has_position, has_next: has_more },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_survives_the_way_through_an_address() {
        let position = Position { value: "a~b@c".into(), id: "12".into() };
        assert_eq!(Position::parse(&position.to_string()), Some(position));
        assert!(["", "a", "a~", &format!("{}~1", "a".repeat(400))].iter().all(|text| Position::parse(text).is_none()));
    }

    #[test]
    fn an_edge_is_one_of_four() {
        let position = || Position { value: "v".into(), id: "1".into() };
        assert_eq!(Edge::parse(None, None), Some(Edge::First));
        assert_eq!(Edge::parse(None, Some("")), Some(Edge::Last));
        assert_eq!(Edge::parse(Some("v~1"), None), Some(Edge::After(position())));
        assert_eq!(Edge::parse(None, Some("v~1")), Some(Edge::Before(position())));
        assert_eq!(Edge::parse(Some(""), None), None);
        assert_eq!(Edge::parse(Some("v~1"), Some("v~1")), None);
    }

    #[test]
    fn a_page_knows_its_neighbours() {
        let beside = |edge: fn(Position) -> Edge| edge(Position { value: String::new(), id: "0".into() });
        let cases = [
            (Edge::First, vec![1, 2, 3], vec![1, 2], false, true),
            (Edge::First, vec![1, 2], vec![1, 2], false, false),
            (beside(Edge::After), vec![3, 4, 5], vec![3, 4], true, true),
            (beside(Edge::Before), vec![4, 3, 2], vec![3, 4], true, true),
            (beside(Edge::Before), vec![4], vec![4], false, true),
            (Edge::Last, vec![9, 8, 7], vec![8, 9], true, false),
        ];
        for (edge, read, rows, has_previous, has_next) in cases {
            let page = Page::of(&edge, read, 2);
            assert_eq!((page.rows, page.has_previous, page.has_next), (rows, has_previous, has_next), "{edge:?}");
        }
    }
}
