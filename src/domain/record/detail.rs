//! The values that some events carry.

use std::fmt;

use crate::domain::sign_in::throttle::Guesser;
use crate::domain::text::words;

words! {
    /// A change of the e-mail address of an account. The record is kept for longer than an account, so it does not
    /// contain the address itself.
    pub enum EmailChange {
        /// An address was saved, perhaps in place of another.
        Noted = "noted",
        TakenAway = "taken away",
        /// Its owner used a link that went there by mail.
        Verified = "verified",
    }
}

/// The sessions that a bulk revocation ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulkTarget {
    Everybody,
    /// The sessions that this filter matches, written as the query of a list. The empty filter matches all live
    /// sessions.
    Matching(String),
}

impl BulkTarget {
    pub fn read(text: &str) -> BulkTarget {
        if text == "everybody" { BulkTarget::Everybody } else { BulkTarget::Matching(text.to_owned()) }
    }
}

impl fmt::Display for BulkTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BulkTarget::Everybody => "everybody",
            BulkTarget::Matching(filter) => filter,
        })
    }
}

words! {
    pub enum ExportFormat {
        /// Comma-separated values with a header, for spreadsheets.
        Csv = "csv",
        /// One JSON object per line.
        JsonLines = "jsonl",
    }
}

words! {
    /// The reason why sign-in to an account is locked.
    pub enum LockCause {
        /// Too many different wrong passwords from devices that are not known.
        UnknownDevices = "account, unknown devices",
        /// Too many different wrong passwords from a device that its owner has signed in on.
        KnownDevice = "account, known device",
        /// Too many different wrong passwords in one session.
        OneSession = "account, one session",
        /// Too many wrong codes of the authenticator app.
        Codes = "codes",
        /// Too many wrong recovery codes.
        RecoveryCodes = "recovery codes",
    }
}

impl From<Guesser> for LockCause {
    fn from(guesser: Guesser) -> LockCause {
        match guesser {
            Guesser::UnknownDevices => LockCause::UnknownDevices,
            Guesser::KnownDevice => LockCause::KnownDevice,
            Guesser::Session => LockCause::OneSession,
        }
    }
}
