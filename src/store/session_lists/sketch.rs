//! As much of a row as is sorted and searched here.

use diesel::prelude::*;

use crate::domain::id::SessionId;
use crate::domain::search::paging::Position;
use crate::domain::search::session_filter::SortColumn;
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::schema::sessions;

/// As much of a session as is sorted and searched.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub(super) struct Sketch {
    pub(super) id: SessionId,
    pub(super) username: String,
    pub(super) device: String,
    pub(super) ip_sortable: String,
    pub(super) signed_in_at: Timestamp,
    pub(super) last_seen_at: Timestamp,
}

impl Sketch {
    pub(super) fn of(session: &Session) -> Sketch {
        Sketch {
            id: session.id.clone(),
            username: session.username.to_string(),
            device: session.device.clone(),
            ip_sortable: session.ip_sortable.clone(),
            signed_in_at: session.signed_in_at,
            last_seen_at: session.last_seen_at,
        }
    }

    pub(super) fn value(&self, column: SortColumn) -> Value<'_> {
        match column {
            SortColumn::User => Value::Text(&self.username),
            SortColumn::Device => Value::Text(&self.device),
            SortColumn::Address => Value::Text(&self.ip_sortable),
            SortColumn::SignedIn => Value::Number(self.signed_in_at.milliseconds()),
            SortColumn::LastSeen => Value::Number(self.last_seen_at.milliseconds()),
        }
    }

    pub(super) fn position(&self, column: SortColumn) -> Position {
        let value = match self.value(column) {
            Value::Text(text) => text.to_owned(),
            Value::Number(number) => number.to_string(),
        };
        Position { value, id: self.id.to_string() }
    }
}

/// What a list is sorted by: all of one kind in one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value<'a> {
    Number(i64),
    Text(&'a str),
}

impl<'a> Value<'a> {
    /// The value of a position in a list that is sorted so. What should be a number and is none lies before all.
    pub(super) fn of(position: &'a Position, column: SortColumn) -> Value<'a> {
        match column {
            SortColumn::User | SortColumn::Device | SortColumn::Address => Value::Text(&position.value),
            SortColumn::SignedIn | SortColumn::LastSeen => Value::Number(position.value.parse().unwrap_or(i64::MIN)),
        }
    }
}
