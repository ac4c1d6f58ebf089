//! Every endpoint, the description of the API made from them, and its page.

pub mod endpoints;
pub mod openapi;
pub mod page;
