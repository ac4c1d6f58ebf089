//! What HTTP is made of: headers, cookies, forms, files. Nothing here knows who is asking.

pub mod access_log;
pub mod client_address;
pub mod conditional;
pub mod cookies;
pub mod form;
pub mod headers;
pub mod navigation;
pub mod same_origin;
pub mod spelling;
pub mod static_files;
pub mod unread_body;
