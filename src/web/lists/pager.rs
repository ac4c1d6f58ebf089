//! The links between the pages of a list.

use crate::domain::search::{Edge, Page, Position};

/// Addresses of the other pages; `None` where there is none.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pager {
    pub first: Option<String>,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub last: Option<String>,
}

impl Pager {
    /// The links around `page` of the list at `path`, which is filtered and sorted by `query`.
    pub fn of<T>(path: &str, query: &[(&str, String)], page: &Page<T>, position: impl Fn(&T) -> Position) -> Pager {
        let link = |edge| link(path, query, edge);
        let (top, bottom) = (page.rows.first().map(&position), page.rows.last().map(&position));
        Pager {
            first: page.has_previous.then(|| link(Edge::First)),
            // An empty page lies beyond an end: the only way leads back to the other end.
            previous: top.filter(|_| page.has_previous).map(|top| link(Edge::Before(top))),
            next: bottom.filter(|_| page.has_next).map(|bottom| link(Edge::After(bottom))),
            last: page.has_next.then(|| link(Edge::Last)),
        }
    }

    pub fn is_needed(&self) -> bool {
        *self != Pager::default()
    }
}

pub fn link(path: &str, query: &[(&str, String)], edge: Edge) -> String {
    let edge = match edge {
        Edge::First => None,
        Edge::Last => Some(("before", String::new())),
        Edge::After(position) => Some(("after", position.to_string())),
        Edge::Before(position) => Some(("before", position.to_string())),
    };
    let mut encoded = url::form_urlencoded::Serializer::new(String::new());
    encoded.extend_pairs(query.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (*name, value)));
    encoded.extend_pairs(edge);
    match encoded.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_the_filter_and_leave_out_what_is_empty() {
        let query = [("user", "ada".to_owned()), ("device", String::new())];
        let page = Page { rows: vec![1, 2], has_previous: true, has_next: false };
        let pager = Pager::of("/list", &query, &page, |row| Position { value: "é &".into(), id: row.to_string() });
        assert_eq!(pager.first.as_deref(), Some("/list?user=ada"));
        assert_eq!(pager.previous.as_deref(), Some("/list?user=ada&before=%C3%A9+%26%7E1"));
        assert_eq!((pager.next, pager.last), (None, None));
        assert_eq!(link("/list", &[], Edge::First), "/list");
        assert_eq!(link("/list", &[], Edge::Last), "/list?before=");
    }
}
