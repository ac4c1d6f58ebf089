//! A mail on its way, and what is known of it afterwards.

use diesel::prelude::*;

use super::LetterKind;
use crate::domain::account::Email;
use crate::domain::id::UserId;
use crate::domain::text::words;
use crate::domain::time::Timestamp;
use crate::schema::mails;

/// One row of the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = mails)]
pub struct Mail {
    /// Mails to one address leave in the order of this number.
    pub id: i64,
    /// The part of the `Message-ID` before the `@`: the same however often the mail is tried, so that a mail program
    /// shows a repeated one once.
    pub message_id: String,
    /// Whom the mail is for, if they have an account.
    pub user_id: Option<UserId>,
    pub address: Email,
    /// The tag of the language that the mail is written in.
    pub language: String,
    pub kind: LetterKind,
    /// What the mail says, encrypted with a key outside the database. Gone once the mail is sent or given up.
    pub sealed_letter: Option<Vec<u8>>,
    pub created_at: Timestamp,
    /// From this time on the mail is of no use.
    pub expires_at: Option<Timestamp>,
    pub state: MailState,
    /// How often the server did not take it.
    pub tries: i64,
    pub next_try_at: Timestamp,
    /// Until this time an instance has the mail in hand, and all others leave it alone.
    pub held_until: Timestamp,
    /// What the server said last, in one line.
    pub answer: Option<String>,
    pub finished_at: Option<Timestamp>,
}

/// A mail that is put into the outbox.
#[derive(Insertable)]
#[diesel(table_name = mails)]
pub struct NewMail {
    pub message_id: String,
    pub user_id: Option<UserId>,
    pub address: Email,
    pub language: String,
    pub kind: LetterKind,
    pub sealed_letter: Vec<u8>,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub state: MailState,
    pub tries: i64,
    pub next_try_at: Timestamp,
    pub held_until: Timestamp,
}

words! {
    pub enum MailState: Text {
        Waiting = "waiting",
        /// The mail server has taken it.
        Sent = "sent",
        /// It was written to a file, because there is no mail server.
        Filed = "filed",
        Failed = "failed",
    }
}
