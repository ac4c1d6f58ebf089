//! The head of a column.

use crate::domain::search::{Column, Order};

/// The head of a column.
pub struct Head {
    /// What stands in it.
    pub words: &'static str,
    /// The same list, sorted by this column.
    pub link: Option<String>,
    /// How the list is sorted by it now, in the words of `aria-sort`.
    pub direction: Option<&'static str>,
}

impl Head {
    /// The head of a column that the list cannot be sorted by.
    pub const fn plain(words: &'static str) -> Head {
        Head { words, link: None, direction: None }
    }

    /// The head of a column of a list that is sorted by `order`. A press sorts the list by the column as `first` says, and
    /// another one turns the direction.
    pub fn sorting<C: Column>(
        words: &'static str,
        first: Order<C>,
        order: Order<C>,
        link: impl Fn(Order<C>) -> String,
    ) -> Head {
        let is_current = first.column == order.column;
        let direction = if order.is_descending { "descending" } else { "ascending" };
        let next = match is_current {
            true => Order { is_descending: !order.is_descending, ..order },
            false => first,
        };
        Head { words, link: Some(link(next)), direction: is_current.then_some(direction) }
    }
}
