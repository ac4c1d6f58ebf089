//! What a list is asked for: filters, orders, pages.

pub mod event_filter;
pub mod paging;
pub mod session_filter;
pub mod user_filter;
pub mod user_search;
