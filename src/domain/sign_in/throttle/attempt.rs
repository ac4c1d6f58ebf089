//! A person or program that gives a password or a link, and what the try counts for.

use super::guesser::Guesser;
use super::key::{Mark, Subject, ThrottleKey};
use super::ledger::NamesLimit;
use super::limits::{Budget, names};
use super::network;
use super::streak::Streak;
use crate::domain::account::{User, Username};
use crate::domain::id::{SessionId, UserId};
use crate::domain::session::{Acquaintance, KnownDevice, Meeting};
use crate::domain::sign_in::Door;

/// The person or program that gives a password.
#[derive(Clone, Debug)]
pub struct Caller {
    name: Username,
    /// The owner of the account; `None` if nobody has the name.
    user: Option<UserId>,
    standing: Standing,
}

#[derive(Clone, Debug)]
enum Standing {
    /// Somebody on a device that the account does not know.
    Stranger,
    /// A device with which somebody has signed in to the account.
    KnownDevice(UserId, Meeting),
    /// Somebody who is signed in and gives the password again to confirm it.
    Session(UserId, SessionId),
}

impl Caller {
    /// Returns the caller of a sign-in under a name; `user` is the owner of the name, if there is one.
    pub fn signing_in(name: &Username, user: Option<&User>, device: Option<&KnownDevice>) -> Caller {
        let met = |user: &User| {
            let meeting = device?.meeting(&Acquaintance::of(user))?;
            Some(Standing::KnownDevice(user.id.clone(), *meeting))
        };
        let standing = user.and_then(met).unwrap_or(Standing::Stranger);
        Caller { name: name.clone(), user: user.map(|user| user.id.clone()), standing }
    }

    pub fn confirming(user: &User, session: &SessionId) -> Caller {
        let standing = Standing::Session(user.id.clone(), session.clone());
        Caller { name: user.username.clone(), user: Some(user.id.clone()), standing }
    }

    pub fn is_stranger(&self) -> bool {
        matches!(self.standing, Standing::Stranger)
    }

    /// Returns the door at which the caller gives the code that follows the password.
    pub fn door(&self) -> Door {
        match self.standing {
            Standing::Stranger => Door::SignIn,
            Standing::KnownDevice(..) => Door::KnownDevice,
            Standing::Session(..) => Door::Session,
        }
    }
}

#[cfg(test)]
impl Caller {
    pub(super) fn stranger(name: &Username) -> Caller {
        Caller { name: name.clone(), user: None, standing: Standing::Stranger }
    }

    pub(super) fn known_device(name: &Username, user: UserId, meeting: Meeting) -> Caller {
        Caller { name: name.clone(), user: Some(user.clone()), standing: Standing::KnownDevice(user, meeting) }
    }

    pub(super) fn session(name: &Username, user: UserId, session: SessionId) -> Caller {
        Caller { name: name.clone(), user: Some(user.clone()), standing: Standing::Session(user, session) }
    }
}

/// The reason why a try is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A network has used up its tries.
    Network,
    /// Too many names failed from a network.
    Names,
    /// A known device or a session has used up its tries.
    Known,
    /// The known devices and sessions of the account together have used up theirs.
    Account,
    /// A link or a code has used up its tries.
    Link,
    /// There were too many different wrong passwords in a row.
    Streak(Guesser),
}

impl Obstacle {
    /// Returns the word for logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Obstacle::Network => "network",
            Obstacle::Names => "names",
            Obstacle::Known => "tries of somebody known",
            Obstacle::Account => "account",
            Obstacle::Link => "link",
            Obstacle::Streak(guesser) => guesser.as_str(),
        }
    }
}

/// A password or a link that somebody gives, with everything that it is counted for.
#[derive(Clone, Debug)]
pub struct Try {
    /// The owner of the account; `None` if there is no such account.
    pub user: Option<UserId>,
    /// The subjects of budgets, each of which the try uses.
    pub(super) budgets: Vec<Spend>,
    /// The networks that count different names; none for somebody known.
    pub names: Vec<NamesLimit>,
    /// `None` for a link, which nobody can guess.
    pub(super) guess: Option<Guess>,
    /// The same try as a stranger's, in case that the account has forgotten the device or session.
    otherwise: Option<Box<Try>>,
    /// The session that is forgotten, and that a right password makes known again. After a sign-in with a forgotten device
    /// its owner meets the account anew, and whoever has copied it stays forgotten.
    pub(super) forgotten: Option<Subject>,
}

#[derive(Clone, Debug)]
pub(super) struct Spend {
    pub(super) subject: Subject,
    pub(super) budget: Budget,
    pub(super) obstacle: Obstacle,
    /// Whether only a right password is counted.
    pub(super) is_for_right: bool,
}

impl Spend {
    fn new(subject: Subject, budget: Budget, obstacle: Obstacle) -> Spend {
        Spend { subject, budget, obstacle, is_for_right: false }
    }
}

/// A password that is given for a name.
#[derive(Clone, Debug)]
pub(super) struct Guess {
    /// The name as it is counted for networks; `None` if it is not, because somebody known gives it.
    pub(super) name: Option<Mark>,
    pub(super) streak: Streak,
}

impl Try {
    /// Makes a try of a password; `tries_per_address` is the number of tries that an address has in five minutes.
    pub fn of_password(key: &ThrottleKey, caller: &Caller, password: &[u8], ip: &str, tries_per_address: u32) -> Try {
        let name = caller.name.as_str();
        let password = key.password(name, password);
        let stranger = || {
            let streak = Streak::new(Guesser::UnknownDevices, key.account(name), password.clone());
            let right = Spend::new(key.by_day(&streak.subject), Budget::ACCOUNT_IN_A_DAY, Obstacle::Account);
            let guess = Guess { name: Some(key.name(name)), streak };
            let mut attempt = Try::from_networks(key, ip, tries_per_address);
            attempt.budgets.push(Spend { is_for_right: true, ..right });
            Try { user: caller.user.clone(), guess: Some(guess), ..attempt }
        };
        let known = |user: &UserId, guesser, subject: Subject| {
            let forgotten = (guesser == Guesser::Session).then(|| subject.clone());
            let (all, own) = (key.known_of(&user.to_bytes()), key.tries_of(&subject));
            let (all_by_day, own_by_day) = (key.by_day(&all), key.by_day(&own));
            let tries = tries_per_address;
            let budgets = vec![
                Spend::new(all, Budget::of_account(tries), Obstacle::Account),
                Spend::new(own, Budget::of_device(tries), Obstacle::Known),
                Spend::new(all_by_day, Budget::ACCOUNT_IN_A_DAY, Obstacle::Account),
                Spend::new(own_by_day, Budget::DEVICE_IN_A_DAY, Obstacle::Known),
            ];
            Try {
                user: Some(user.clone()),
                budgets,
                names: Vec::new(),
                guess: Some(Guess { name: None, streak: Streak::new(guesser, subject, password.clone()) }),
                otherwise: Some(Box::new(Try { forgotten, ..stranger() })),
                forgotten: None,
            }
        };
        match &caller.standing {
            Standing::Stranger => stranger(),
            Standing::KnownDevice(user, meeting) => {
                known(user, Guesser::KnownDevice, key.device(&user.to_bytes(), meeting))
            }
            Standing::Session(user, id) => known(user, Guesser::Session, key.session(&user.to_bytes(), &id.to_bytes())),
        }
    }

    /// Makes a try of a link or of a setup code. It costs work, so it uses tries like a password, and each link has some
    /// of its own.
    pub fn of_link(key: &ThrottleKey, link: &[u8], ip: &str, tries_per_address: u32) -> Try {
        let mut attempt = Try::from_networks(key, ip, tries_per_address);
        attempt.names.clear();
        attempt.budgets.push(Spend::new(key.link(link), Budget::LINK, Obstacle::Link));
        attempt
    }

    fn from_networks(key: &ThrottleKey, ip: &str, tries_per_address: u32) -> Try {
        // The widest comes first, which is the order in which transactions queue.
        let networks = network::of(ip).into_iter().rev();
        let (budgets, names) = networks
            .map(|network| {
                let budget = Budget::of_network(tries_per_address, network.factor);
                let spend = Spend::new(key.network_tries(&network.bytes()), budget, Obstacle::Network);
                let most = names(tries_per_address, network.factor);
                (spend, NamesLimit { subject: key.network_names(&network.bytes()), most })
            })
            .unzip();
        Try { user: None, budgets, names, guess: None, otherwise: None, forgotten: None }
    }

    /// Returns the same try as a stranger's, if it is somebody's who is known.
    pub fn otherwise(&self) -> Option<&Try> {
        self.otherwise.as_deref()
    }

    /// Tells whether a known device or a session makes it.
    pub const fn is_known(&self) -> bool {
        self.otherwise.is_some()
    }

    /// Returns for whom a try queues in the memory of an instance: a stranger for the widest network, somebody known for the
    /// device or session.
    pub fn turn(&self) -> Option<&Subject> {
        match self.is_known() {
            true => self.streak().map(|streak| &streak.subject),
            false => self.budgets.first().map(|spend| &spend.subject),
        }
    }

    /// Returns the subjects for which counts are kept.
    pub fn subjects(&self) -> Vec<&Subject> {
        let budgets = self.budgets.iter().map(|spend| &spend.subject);
        budgets.chain(self.streak().map(|streak| &streak.subject)).collect()
    }

    /// Returns the streak of wrong passwords that the try may lengthen; `None` for a link.
    pub fn streak(&self) -> Option<&Streak> {
        self.guess.as_ref().map(|guess| &guess.streak)
    }

    /// Returns the name as it is counted for [`Try::names`].
    pub fn name(&self) -> Option<&Mark> {
        self.guess.as_ref()?.name.as_ref()
    }

    /// Returns the subjects for which transactions queue, in the order in which they do. A transaction that is alone for
    /// these is alone for everything that the try counts for: a wider network covers the narrower ones, and the account
    /// of somebody known covers its devices.
    pub fn queues(&self) -> Vec<&Subject> {
        let first = self.budgets.first().map(|spend| &spend.subject);
        let of_link = self.budgets.last().filter(|spend| spend.obstacle == Obstacle::Link).map(|spend| &spend.subject);
        let account = self.streak().filter(|_| self.otherwise.is_none()).map(|streak| &streak.subject);
        first.into_iter().chain(of_link).chain(account).collect()
    }
}
