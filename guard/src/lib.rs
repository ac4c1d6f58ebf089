//! Doorward's access tokens in an actix-web app of your own: you learn who is signed in without a call per request.
//!
//! A [`Guard`] knows the issuer's public keys and its recall list, and keeps both up to date in a thread of its own.
//! Put it into the app's data, and ask for [`CurrentSession`], `Option<CurrentSession>` or [`Administrator`] in your
//! handlers. `README.md` says when a guard is the right choice and what its limits are; `examples/notes.rs` is a whole
//! app.
//!
//! - `jws`, `claims`, `jwks`, `keys`, `recall`: the signed documents, and how they are checked
//! - `http`, `fetch`, `knowledge`, `refresher`: the source of keys and lists
//! - `guard`, `builder`: both combined
//! - `request`, `refusal`, `extractor`: HTTP

mod builder;
pub mod claims;
mod clock;
mod extractor;
mod fetch;
mod guard;
#[doc(hidden)]
pub mod headers;
#[doc(hidden)]
pub mod http;
pub mod jwks;
pub mod jws;
pub mod keys;
mod knowledge;
mod language;
mod origin;
pub mod recall;
mod refresher;
mod refusal;
mod request;
mod session;

pub use builder::{GuardBuilder, StartError};
pub use claims::Role;
pub use extractor::{Administrator, CurrentSession};
pub use fetch::FetchError;
pub use guard::{Flaw, Guard, TokenError};
pub use refresher::RefreshError;
pub use refusal::{Reason, Refusal};
pub use session::ActiveSession;

/// This makes sure that the example in the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
