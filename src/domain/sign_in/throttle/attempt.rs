//! Somebody who gives a password, and whom and what that is counted for.

use super::budget::Budget;
use super::key::{AddressSubjects, Mark, Subject, ThrottleKey};
use super::limits::names_per_address;
use super::obstacle::Obstacle;
use crate::domain::account::{User, Username};
use crate::domain::id::{SessionId, UserId};
use crate::domain::session::{Acquaintance, KnownDevice};

/// Somebody who gives a password.
#[derive(Clone, Debug)]
pub enum Caller {
    /// Somebody on a device that the account does not know, under the name of anybody or nobody.
    Stranger(Username, Option<UserId>),
    /// A device with which somebody has signed in to the account.
    KnownDevice(UserId, [u8; 16]),
    /// Somebody who is signed in, and confirms that.
    Session(UserId, SessionId),
}

impl Caller {
    /// Somebody who signs in under a name; `user` is whose it is, if anybody's.
    pub fn signing_in(name: &Username, user: Option<&User>, device: Option<&KnownDevice>) -> Caller {
        match (user, device) {
            (Some(user), Some(device)) if device.is_known_to(&Acquaintance::of(user)) => {
                Caller::KnownDevice(user.id.clone(), *device.id())
            }
            _ => Caller::Stranger(name.clone(), user.map(|user| user.id.clone())),
        }
    }

    /// Somebody who is signed in.
    pub fn confirming(user: &User, session: &SessionId) -> Caller {
        Caller::Session(user.id.clone(), session.clone())
    }
}

/// A password that somebody gives, as what it is counted for.
#[derive(Clone, Debug)]
pub struct Try {
    /// Whose account is meant, if anybody's.
    pub user: Option<UserId>,
    pub address: AddressSubjects,
    /// The account, whether there is one or not; for whoever is known their device or session.
    pub own: Subject,
    /// Only strangers count for the address: whoever is known has tries of their own, which no neighbour can use up.
    pub stranger: Option<Stranger>,
    pub(super) own_obstacle: Obstacle,
    tries_per_address: u32,
}

/// What a stranger gives.
#[derive(Clone, Debug)]
pub struct Stranger {
    pub name: Mark,
    pub(super) password: Mark,
}

impl Try {
    /// A try from an address that has so many in five minutes.
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

    /// Whose tries are limited by which budget.
    pub(super) fn budget(&self) -> (&Subject, Budget) {
        match self.stranger {
            Some(_) => (&self.address.tries, Budget::of_address(self.tries_per_address)),
            None => (&self.own, Budget::DEVICE),
        }
    }

    /// How many different names may fail from the address.
    pub(super) fn names(&self) -> i64 {
        names_per_address(self.tries_per_address)
    }

    /// Whom an obstacle is in the way of.
    pub(super) fn subject(&self, obstacle: Obstacle) -> &Subject {
        match obstacle {
            Obstacle::AddressTries => &self.address.tries,
            Obstacle::AddressNames => &self.address.names,
            Obstacle::UnknownDevices | Obstacle::KnownDevice | Obstacle::Session => &self.own,
        }
    }
}
