//! A person or program that gives a password, the subjects for which the try is counted, and what may be in its way.

use super::key::{AddressSubjects, Mark, Subject, ThrottleKey};
use super::limits::{Budget, names_per_address};
use crate::domain::account::{User, Username};
use crate::domain::id::{SessionId, UserId};
use crate::domain::session::{Acquaintance, KnownDevice};

/// The person or program that gives a password.
#[derive(Clone, Debug)]
pub enum Caller {
    /// Somebody on a device that the account does not know. The name may belong to no account; then there is no user.
    Stranger(Username, Option<UserId>),
    /// A device with which somebody has signed in to the account.
    KnownDevice(UserId, [u8; 16]),
    /// Somebody who is signed in and gives the password again to confirm it.
    Session(UserId, SessionId),
}

impl Caller {
    /// Returns the caller of a sign-in under a name; `user` is the owner of the name, if there is one.
    pub fn signing_in(name: &Username, user: Option<&User>, device: Option<&KnownDevice>) -> Caller {
        match (user, device) {
            (Some(user), Some(device)) if device.is_known_to(&Acquaintance::of(user)) => {
                Caller::KnownDevice(user.id.clone(), *device.id())
            }
            _ => Caller::Stranger(name.clone(), user.map(|user| user.id.clone())),
        }
    }

    pub fn confirming(user: &User, session: &SessionId) -> Caller {
        Caller::Session(user.id.clone(), session.clone())
    }
}

/// A password that somebody gives, with the subjects for which it is counted.
#[derive(Clone, Debug)]
pub struct Try {
    /// The owner of the account; `None` if there is no such account.
    pub user: Option<UserId>,
    pub address: AddressSubjects,
    /// For a stranger, the account, even if there is none by this name; otherwise the known device or the session.
    pub own: Subject,
    /// `None` for a known device or a session. Only strangers count for the address: the others have tries of their
    /// own, which no neighbour can use up.
    pub stranger: Option<Stranger>,
    pub(super) own_obstacle: Obstacle,
    tries_per_address: u32,
}

/// The name and the password that a stranger gives.
#[derive(Clone, Debug)]
pub struct Stranger {
    pub name: Mark,
    pub(super) password: Mark,
}

impl Try {
    /// Makes a try; `tries_per_address` is the number of tries that its address has in five minutes.
    pub fn new(key: &ThrottleKey, caller: Caller, password: &[u8], ip: &str, tries_per_address: u32) -> Try {
        let (user, own, own_obstacle, stranger) = match caller {
            Caller::Stranger(name, user) => {
                let name = name.as_str();
                let stranger = Stranger { name: key.name(name), password: key.password(name, password) };
                (user, key.account(name), Obstacle::UnknownDevices, Some(stranger))
            }
            Caller::KnownDevice(user, id) => {
                let own = key.device(&user.to_bytes(), &id);
                (Some(user), own, Obstacle::KnownDevice, None)
            }
            Caller::Session(user, id) => {
                let own = key.session(&user.to_bytes(), &id.to_bytes());
                (Some(user), own, Obstacle::Session, None)
            }
        };
        Try { user, address: key.address(ip), own, stranger, own_obstacle, tries_per_address }
    }

    /// Returns the subject whose tries are limited, and its budget.
    pub(super) fn budget(&self) -> (&Subject, Budget) {
        match self.stranger {
            Some(_) => (&self.address.tries, Budget::of_address(self.tries_per_address)),
            None => (&self.own, Budget::DEVICE),
        }
    }

    /// Returns the number of different names that may fail from the address.
    pub(super) fn names(&self) -> i64 {
        names_per_address(self.tries_per_address)
    }

    /// Returns the subject that an obstacle stops.
    pub(super) fn subject(&self, obstacle: Obstacle) -> &Subject {
        match obstacle {
            Obstacle::AddressTries => &self.address.tries,
            Obstacle::AddressNames => &self.address.names,
            Obstacle::UnknownDevices | Obstacle::KnownDevice | Obstacle::Session => &self.own,
        }
    }
}

/// The reason why a try is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The address has used up its tries.
    AddressTries,
    /// Too many names failed from the address.
    AddressNames,
    /// The account is locked for devices that it does not know.
    UnknownDevices,
    /// The device has used up its tries.
    KnownDevice,
    /// The session has used up its tries.
    Session,
}

impl Obstacle {
    /// Tells whether the obstacle concerns one account, and not an address.
    pub const fn is_of_account(self) -> bool {
        !matches!(self, Obstacle::AddressTries | Obstacle::AddressNames)
    }
}
