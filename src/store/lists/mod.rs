//! Lists that are filtered, sorted and read page by page, in a time that does not grow with the table. The list of
//! events has one order only, that of the ids; it is in [`super::events`].

pub mod sessions;
pub mod users;
