//! Types and rules. Nothing here queries a database, reads the clock, or does input or output.
//!
//! Arrows between the rooms run one way, from the bottom of this list to its top:
//!
//! - `text`, `secret`, `time`, `id`, `request_context`, `idempotency`: values that all rooms use
//! - `account`: users, names, passwords, e-mail addresses and links
//! - `net`: addresses, origins, paths and the rules for apps behind the proxy
//! - `session`: a session and how it ends, refresh tokens and devices
//! - `token`: the claims of an access token, and the life of a signing key
//! - `sign_in`: codes of the second factor; `throttle` is when a try is refused
//! - `mail`: what mails say, and when they are tried again
//! - `record`: events, their seals and their export
//! - `search`: what a list is asked for
//!
//! **To add a rule**, write a function that takes its facts and the time as arguments, with a table of cases as its
//! test.
//! **To add a filter**, see [`search`].

pub mod account;
pub mod id;
pub mod idempotency;
pub mod mail;
pub mod net;
pub mod record;
pub mod request_context;
pub mod search;
pub mod secret;
pub mod session;
pub mod sign_in;
pub mod text;
pub mod time;
pub mod token;
