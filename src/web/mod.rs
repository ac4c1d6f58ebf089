//! HTTP: requests in, answers out, and who is asking. Calls verbs and reads lists; never writes to the store.
//!
//! Arrows between the rooms run one way, from the bottom of this list to its top:
//!
//! - `paths`, `language`, `appearance`, `words`, `error`: addresses, sentences in each language, light or dark, problems
//! - `http`: headers, cookies, forms, files; nothing here knows who is asking
//! - `visit`: who is asking, and the guards that handlers ask for
//! - `forms`: what is wrong with a form is said at once, the password is asked for before a grave act, and a form sent
//!   twice is handled once
//! - `lists`: the form above a list, its heads, its pages, and the export of events
//! - `sign_in`, `own`, `admin`: the pages
//! - `api`: the endpoints, in JSON
//! - `apps`: forward authentication, the public keys, the recall list
//! - `ops`: health, metrics, and what `doorward doctor` asks
//! - `address`, `description`: how an address answers, every endpoint in one list, and the description of the API
//! - `resume`, `routes`: the middleware around all pages, and the whole map
//!
//! **To add a page**, write a handler in the room of its subject with the struct of its template in `templates`, its
//! address in `paths` and its line in `routes`. A form asks for `Confirmed<…>` if it matters. Its sentences stand
//! in the files of `locales`.
//!
//! **To add an endpoint**, write a handler in `api` with `#[utoipa::path]`, and its line in `description/endpoints.rs`.
//! A refusal becomes an `ApiProblem` by a `From`; statuses and sentences are in `api/problem.rs`, and what many answers
//! have in common is described in `description/openapi.rs`.

pub mod address;
pub mod admin;
pub mod api;
pub mod appearance;
pub mod apps;
pub mod description;
pub mod error;
pub mod forms;
pub mod http;
pub mod language;
pub mod lists;
pub mod ops;
pub mod own;
pub mod paths;
pub mod resume;
pub mod routes;
pub mod sign_in;
pub mod visit;
pub mod words;

pub use http::headers::security_headers;
pub use resume::resume;
pub use routes::{not_found, pages as routes, private, programs};
pub use visit::guards::{Administrator, CurrentSession};
