//! The values that some events carry.

use std::fmt;

use crate::domain::sign_in::throttle::Obstacle;

/// A change of the e-mail address of an account. The record is kept for longer than an account, so it does not contain
/// the address itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailChange {
    /// An address was saved, perhaps in place of another.
    Noted,
    TakenAway,
}

impl EmailChange {
    pub const ALL: [EmailChange; 2] = [EmailChange::Noted, EmailChange::TakenAway];

    pub const fn as_str(self) -> &'static str {
        match self {
            EmailChange::Noted => "noted",
            EmailChange::TakenAway => "taken away",
        }
    }

    pub fn parse(text: &str) -> Option<EmailChange> {
        Self::ALL.into_iter().find(|change| change.as_str() == text)
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values with a header, for spreadsheets.
    Csv,
    /// One JSON object per line.
    JsonLines,
}

impl ExportFormat {
    pub const ALL: [ExportFormat; 2] = [ExportFormat::Csv, ExportFormat::JsonLines];

    /// Returns the word in forms, flags and file names.
    pub const fn as_str(self) -> &'static str {
        match self {
            ExportFormat::Csv => "csv",
            ExportFormat::JsonLines => "jsonl",
        }
    }

    pub fn parse(word: &str) -> Option<ExportFormat> {
        Self::ALL.into_iter().find(|format| format.as_str() == word)
    }
}

/// The reason why sign-in is locked for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockCause {
    /// Too many attempts from one address.
    Tries,
    /// Attempts with too many names from one address.
    Names,
    /// Too many attempts on an account from devices that are not known.
    UnknownDevices,
    /// Too many attempts on an account from a device that its owner has signed in on.
    KnownDevice,
    /// Too many attempts in one session of an account.
    OneSession,
    /// Too many wrong codes of the authenticator app.
    Codes,
    /// Too many wrong recovery codes.
    RecoveryCodes,
}

impl From<Obstacle> for LockCause {
    fn from(obstacle: Obstacle) -> LockCause {
        match obstacle {
            Obstacle::AddressTries => LockCause::Tries,
            Obstacle::AddressNames => LockCause::Names,
            Obstacle::UnknownDevices => LockCause::UnknownDevices,
            Obstacle::KnownDevice => LockCause::KnownDevice,
            Obstacle::Session => LockCause::OneSession,
        }
    }
}

impl LockCause {
    pub const ALL: [LockCause; 7] = [
        LockCause::Tries,
        LockCause::Names,
        LockCause::UnknownDevices,
        LockCause::KnownDevice,
        LockCause::OneSession,
        LockCause::Codes,
        LockCause::RecoveryCodes,
    ];

    /// Returns the text in the database and in the log.
    pub const fn as_str(self) -> &'static str {
        match self {
            LockCause::Tries => "address, too many tries",
            LockCause::Names => "address, too many names",
            LockCause::UnknownDevices => "account, unknown devices",
            LockCause::KnownDevice => "account, known device",
            LockCause::OneSession => "account, one session",
            LockCause::Codes => "codes",
            LockCause::RecoveryCodes => "recovery codes",
        }
    }

    pub fn parse(text: &str) -> Option<LockCause> {
        Self::ALL.into_iter().find(|cause| cause.as_str() == text)
    }
}
