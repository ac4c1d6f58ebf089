//! The obstacles for which a try is refused.

use crate::domain::time::Timestamp;

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

/// There were too many tries, so the password was not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; the next in {seconds} s")]
pub struct Throttled {
    /// The number of seconds after which it makes sense to try again; at least one.
    pub seconds: u32,
}

impl Throttled {
    pub(super) fn until(moment: Timestamp, now: Timestamp) -> Throttled {
        let seconds = moment.since(now).as_millis().div_ceil(1000).max(1);
        Throttled { seconds: u32::try_from(seconds).unwrap_or(u32::MAX) }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn waiting_is_told_in_whole_seconds_and_never_as_none() {
        let start = Timestamp::from_milliseconds(1_800_000_000_000);
        let after = |milliseconds| start.plus(Duration::from_millis(milliseconds));
        assert_eq!(Throttled::until(after(60_000), start).seconds, 60);
        assert_eq!(Throttled::until(after(1), start).seconds, 1);
        assert_eq!(Throttled::until(start, after(5000)).seconds, 1);
    }
}
