//! What a mail says. It is put into words when it is sent, and kept encrypted until then: a link in it is a key.

use serde::{Deserialize, Serialize};

use crate::domain::account::LinkPurpose;
use crate::domain::text::words;
use crate::domain::time::Timestamp;

/// The contents of a mail.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letter {
    /// A link to an account: an invitation, the way to a new password, or the way to make a browser known.
    Account(AccountLetter),
}

/// A link, and who sends it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLetter {
    pub purpose: LinkPurpose,
    pub username: String,
    pub token: String,
    #[serde(with = "milliseconds")]
    pub expires_at: Timestamp,
    /// The time zone in which the reader reads times, if they have chosen one.
    pub zone: Option<String>,
    /// The administrator who made the link; nobody when the owner asked for it, or an operator made it.
    pub sender: Option<String>,
    /// What the administrator adds.
    pub message: Option<String>,
}

mod milliseconds {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::domain::time::Timestamp;

    pub fn serialize<S: Serializer>(moment: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(moment.milliseconds())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        i64::deserialize(deserializer).map(Timestamp::from_milliseconds)
    }
}

words! {
    /// What kind of mail it is: the column `kind`.
    pub enum LetterKind: Text {
        Invitation = "invitation",
        PasswordReset = "password_reset",
        DeviceLink = "device_link",
    }
}

impl LetterKind {
    /// The letter in which a link of this purpose goes.
    pub const fn of(purpose: LinkPurpose) -> LetterKind {
        match purpose {
            LinkPurpose::Invitation => LetterKind::Invitation,
            LinkPurpose::PasswordReset => LetterKind::PasswordReset,
            LinkPurpose::Device => LetterKind::DeviceLink,
        }
    }
}

impl Letter {
    pub const fn kind(&self) -> LetterKind {
        match self {
            Letter::Account(letter) => LetterKind::of(letter.purpose),
        }
    }

    /// Returns the time from which the mail is of no use, if there is one.
    pub const fn expires_at(&self) -> Option<Timestamp> {
        match self {
            Letter::Account(letter) => Some(letter.expires_at),
        }
    }
}
