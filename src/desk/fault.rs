//! Why a verb was not done: because of a refusal, or of a fault.
//!
//! The person who asks can understand a refusal and act on it; each verb has a small enum of its own for its refusals.
//! A fault says nothing about what was asked for, but that it cannot be done now. There is one type for all faults, and
//! pages, API and command line each answer it in one place.

use crate::domain::record::Spent;
use crate::store;

/// A failure that has nothing to do with what was asked for. The answer is "try again", never "no".
#[derive(Clone, Debug, thiserror::Error)]
pub enum Fault {
    /// Too much is being hashed at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database failed or is unreachable.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// No token could be signed.
    #[error(transparent)]
    Signing(#[from] SigningFailed),
    /// The signing keys cannot be used, or no key can be made.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The person who asks has written too much lately.
    #[error(transparent)]
    TooManyWrites(#[from] Spent),
}

/// Marks the enums that say why a verb was refused.
pub trait Refusal: std::error::Error + Send + 'static {}

/// A verb was not done, and nothing has changed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Failure<R: Refusal> {
    /// The verb was refused for a reason of its own.
    #[error(transparent)]
    Refused(R),
    /// A fault stopped the verb.
    #[error(transparent)]
    Fault(Fault),
}

impl<R: Refusal> Failure<R> {
    /// Converts the failure to that of a verb with more reasons for refusal.
    pub fn widen<W: Refusal + From<R>>(self) -> Failure<W> {
        match self {
            Failure::Refused(refusal) => Failure::Refused(refusal.into()),
            Failure::Fault(fault) => Failure::Fault(fault),
        }
    }
}

impl<R: Refusal> From<R> for Failure<R> {
    fn from(refusal: R) -> Failure<R> {
        Failure::Refused(refusal)
    }
}

/// Makes a failure of each fault. An `impl` for every `T: Into<Fault>` would overlap with that for refusals.
macro_rules! faults {
    ($($fault:ty),+) => {$(
        impl<R: Refusal> From<$fault> for Failure<R> {
            fn from(fault: $fault) -> Failure<R> {
                Failure::Fault(fault.into())
            }
        }
    )+};
}

faults!(Fault, Busy, store::Error, SigningFailed, KeyError, Spent);

/// Too many passwords are waiting to be hashed; the person should try again in some seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being checked")]
pub struct Busy;

/// No token could be signed. It does not happen while a key is loaded.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("no access token could be signed")]
pub struct SigningFailed;

#[derive(Clone, Debug, thiserror::Error)]
pub enum KeyError {
    #[error(
        "secret_file: it is not the secret that this database was made with (signing key {kid} does not open); restore the right one"
    )]
    WrongSecret { kid: String },
    #[error("signing key {kid} in the database is damaged; restore the database from a backup")]
    Unusable { kid: String },
    /// The library did not make a key.
    #[error("a signing key could not be made")]
    Generation,
}
