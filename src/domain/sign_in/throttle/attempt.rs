//! Somebody who gives a password, and whom and what that is counted for.

use super::budget::Budget;
use super::key::{AddressSubjects, Mark, Subject, ThrottleKey};
use super::limits::names_per_address;
use super::obstacle::Obstacle;
use crate::domain::account::user::User;
use crate::domain::account::username::Username;
use crate::domain::id::{SessionId, UserId};
use crate::domain::session::known_device::{Acquaintance, KnownDevice};

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

/// A password that is given, without the password.
#[derive(Clone, Debug)]
pub struct Try {
    /// Whose account is meant, if anybody's.
    pub user: Option<UserId>,
    /// Where it comes from.
    pub address: AddressSubjects,
    /// What it is counted for with the account.
    pub counted: Counted,
    tries_per_address: u32,
}

/// What a try is counted for with the account.
#[derive(Clone, Debug)]
pub enum Counted {
    /// A stranger's password and name. Only these count for the address, too: whoever is known has tries of their own,
    /// which no neighbour can use up.
    Stranger {
        /// The account, whether there is one or not.
        account: Subject,
        /// Its name, among those that are tried from the address.
        name: Mark,
        /// What was given, among the passwords that are tried for the account.
        password: Mark,
    },
    /// A try of this device.
    KnownDevice(Subject),
    /// A try of this session.
    Session(Subject),
}

impl Try {
    /// A try from an address that has so many in five minutes.
    pub fn new(key: &ThrottleKey, caller: Caller, password: &[u8], ip: &str, tries_per_address: u32) -> Try {
        let (user, counted) = match caller {
            Caller::Stranger(name, user) => {
                let name = name.as_str();
                let (account, password) = (key.account(name), key.password(name, password));
                (user, Counted::Stranger { account, name: key.name(name), password })
            }
            Caller::KnownDevice(user, id) => {
                let device = key.device(&user.to_bytes(), &id);
                (Some(user), Counted::KnownDevice(device))
            }
            Caller::Session(user, id) => {
                let session = key.session(&user.to_bytes(), &id.to_bytes());
                (Some(user), Counted::Session(session))
            }
        };
        Try { user, address: key.address(ip), counted, tries_per_address }
    }

    /// The account, the device or the session.
    pub fn own(&self) -> &Subject {
        match &self.counted {
            Counted::Stranger { account: own, .. } | Counted::KnownDevice(own) | Counted::Session(own) => own,
        }
    }

    /// Whose tries are limited by which budget.
    pub(super) fn budget(&self) -> (&Subject, Budget) {
        match &self.counted {
            Counted::Stranger { .. } => (&self.address.tries, Budget::of_address(self.tries_per_address)),
            Counted::KnownDevice(own) | Counted::Session(own) => (own, Budget::DEVICE),
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
            Obstacle::UnknownDevices | Obstacle::KnownDevice | Obstacle::Session => self.own(),
        }
    }
}
