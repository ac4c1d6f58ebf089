//! Types and rules: no queries, no clock, no input or output.

pub mod access_token;
pub mod device;
pub mod email;
pub mod event;
pub mod event_export;
pub mod event_filter;
pub mod event_seal;
pub mod id;
pub mod network;
pub mod paging;
pub mod password;
pub mod refresh_token;
pub mod request_context;
pub mod return_to;
pub mod secret;
pub mod session;
pub mod session_filter;
pub mod session_state;
pub mod signing_key;
pub mod text;
pub mod time;
pub mod user;
pub mod user_search;
pub mod username;
