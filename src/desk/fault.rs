//! Why a verb does not do what it is asked for: a refusal, or a fault.
//!
//! A refusal is something that whoever asks can understand and answer, and each verb has a small enum of its own for it. A
//! fault is nobody's mistake; there is one type of it, which pages, API and command line each answer in one place.

use crate::store;

/// What is nobody's mistake. "Try again" is the answer, never "no".
#[derive(Clone, Debug, thiserror::Error)]
pub enum Fault {
    /// Too much is being hashed at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database failed, or is away.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// No token could be signed.
    #[error(transparent)]
    Signing(#[from] SigningFailed),
    /// The signing keys cannot be used, or none can be made.
    #[error(transparent)]
    Keys(KeyError),
}

impl From<KeyError> for Fault {
    fn from(error: KeyError) -> Fault {
        match error {
            KeyError::Store(error) => Fault::Store(error),
            error => Fault::Keys(error),
        }
    }
}

/// Marks the enums that say why one verb is refused.
pub trait Refusal: std::error::Error + Send + 'static {}

/// Why a verb was not done. Nothing has changed then.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Failure<R: Refusal> {
    /// For a reason that the verb names.
    #[error(transparent)]
    Refused(R),
    /// For a reason that is nobody's mistake.
    #[error(transparent)]
    Fault(Fault),
}

impl<R: Refusal> Failure<R> {
    /// The same, of a verb that can be refused for more reasons.
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

impl<R: Refusal> From<Fault> for Failure<R> {
    fn from(fault: Fault) -> Failure<R> {
        Failure::Fault(fault)
    }
}

impl<R: Refusal> From<Busy> for Failure<R> {
    fn from(busy: Busy) -> Failure<R> {
        Failure::Fault(busy.into())
    }
}

impl<R: Refusal> From<store::Error> for Failure<R> {
    fn from(error: store::Error) -> Failure<R> {
        Failure::Fault(error.into())
    }
}

impl<R: Refusal> From<SigningFailed> for Failure<R> {
    fn from(error: SigningFailed) -> Failure<R> {
        Failure::Fault(error.into())
    }
}

impl<R: Refusal> From<KeyError> for Failure<R> {
    fn from(error: KeyError) -> Failure<R> {
        Failure::Fault(error.into())
    }
}

/// Too many passwords at once; try again in some seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being checked")]
pub struct Busy;

/// No token could be signed. It does not happen while a key is loaded.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("no access token could be signed")]
pub struct SigningFailed;

/// Why signing keys cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum KeyError {
    /// The file and the database do not belong together.
    #[error(
        "secret_file: it is not the secret that this database was made with (signing key {kid} does not open); restore the right one"
    )]
    WrongSecret {
        /// Which key.
        kid: String,
    },
    /// The key is damaged.
    #[error("signing key {kid} in the database is damaged; restore the database from a backup")]
    Unusable {
        /// Which key.
        kid: String,
    },
    /// The library made no key.
    #[error("a signing key could not be made")]
    Generation,
    /// The database failed.
    #[error("{0}")]
    Store(#[from] store::Error),
}
