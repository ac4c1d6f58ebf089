//! Mail: what letters say in somebody's language, and how they get to the mail server.
//!
//! Arrows run one way, from the bottom of this list to its top:
//!
//! - `wording`: a letter in words
//! - `message`: the words as a mail with text and HTML (RFC 5322, MIME)
//! - `bounded`: a connection that cannot fill the memory
//! - `smtp`, `files`: the mail server, or a folder if there is none
//! - `transport`: either of the two
//! - `sender`: takes mails out of the outbox and hands them over, in the background
//!
//! **To add a letter**, add it to `src/domain/mail/letter.rs` and its sentences to `wording.rs`, and post it in the change
//! that it tells of (`desk::mail`).

mod bounded;
mod files;
mod message;
mod sender;
mod smtp;
mod transport;
mod wording;

pub use message::Envelope;
pub use sender::Sender;
pub use transport::Transport;
pub use wording::test_letter;
