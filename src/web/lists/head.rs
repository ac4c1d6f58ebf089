//! The heads of the columns.

use crate::domain::search::{Column, Order};
use crate::web::language::Language;

pub struct Head {
    pub words: &'static str,
    /// The address of the same list, sorted by this column; `None` if it cannot be.
    pub link: Option<String>,
    /// How the list is sorted by this column now, as a value of `aria-sort`.
    pub direction: Option<&'static str>,
    /// Whether the column holds times: its head names their zone, so that no row has to.
    pub is_time: bool,
}

impl Head {
    /// The list is sorted by `order`. A click on the head of a column sorts it as `first` says, and another click
    /// reverses the direction.
    pub fn of<C: Column>(
        name: &'static str,
        first: Option<Order<C>>,
        order: Order<C>,
        link: impl Fn(Order<C>) -> String,
        language: Language,
    ) -> Head {
        let is_current = first.is_some_and(|first| first.column == order.column);
        let direction = if order.is_descending { "descending" } else { "ascending" };
        let next = match is_current {
            true => Some(Order { is_descending: !order.is_descending, ..order }),
            false => first,
        };
        Head {
            words: language.t(name),
            link: next.map(link),
            direction: is_current.then_some(direction),
            is_time: false,
        }
    }

    /// The head of a column of times.
    pub fn of_times(self) -> Head {
        Head { is_time: true, ..self }
    }
}
