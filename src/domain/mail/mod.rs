//! Mails: what they say, whom they are for, and when each is tried again.

mod letter;
mod note;
mod row;
pub mod schedule;

pub use letter::{AccountLetter, Letter, LetterKind};
pub use note::{Note, NoteError};
pub use row::{Mail, MailState, NewMail};
pub use schedule::{Attempt, Failing, Next};
