//! The head of a column.

use crate::domain::search::{Column, Order};

pub struct Head {
    pub words: &'static str,
    /// The address of the same list, sorted by this column.
    pub link: Option<String>,
    /// How the list is sorted by this column now, as a value of `aria-sort`.
    pub direction: Option<&'static str>,
}

impl Head {
    /// For a column that the list cannot be sorted by.
    pub const fn plain(words: &'static str) -> Head {
        Head { words, link: None, direction: None }
    }

    /// The list is sorted by `order`. A click on the head sorts it by the column as `first` says, and another click
    /// reverses the direction.
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
