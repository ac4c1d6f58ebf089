//! The tokens of known devices: a browser keeps its token in a cookie, a program sends it with its next login.
//!
//! A token gives no access. It only says that somebody has signed in with this device before, or was let to by a link,
//! so that strangers who guess at the account's password cannot lock it out.

use crate::desk::Desk;
use crate::domain::record::{Allowance, Subject};
use crate::domain::session::{Acquaintance, KnownDevice};
use crate::domain::time::Timestamp;
use crate::random;

/// Returns the device that a token names. Any text that is no token of ours, or one that is too old, is nobody's device.
pub fn read(desk: &Desk, token: &str) -> Option<KnownDevice> {
    KnownDevice::parse(token, desk.secret().device.all(), desk.clock().now())
}

/// Returns the desk for somebody who shows nothing but a device, or not even that. A device is good for a year, also
/// when its accounts are suspended or deleted. So it is worth a number of requests only, and each of its accounts has a
/// number for all its devices together. Beyond these, its sender is a stranger.
///
/// Call it once for each request.
pub fn desk_for(desk: &Desk, device: Option<&KnownDevice>) -> Desk {
    let vouches = |device: &KnownDevice| {
        let own = (Subject::device(device.id()), Allowance::Person);
        let accounts = device.accounts().map(|account| (Subject::account(&account), Allowance::Administrator));
        desk.outside_budgets().devices.take_with(own, accounts, desk.clock().now()).is_ok()
    };
    if device.is_some_and(vouches) { desk.clone() } else { desk.for_strangers() }
}

/// Returns the next token of a device with which an account has signed in at `now`, or to which a link has introduced it.
pub fn signed_in(desk: &Desk, device: Option<KnownDevice>, user: &Acquaintance, now: Timestamp) -> String {
    let id = random::bytes();
    let device = match device {
        Some(device) => device.after_sign_in(user, id),
        None => KnownDevice::new(user, id),
    };
    desk.secret().device.newest().sign(&device, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn all_devices_of_an_account_together_vouch_for_so_many_requests_and_one_alone_for_a_tenth() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::sample(folder.path()).await;
        let device = |number: u8, account: u8| KnownDevice::new(&Acquaintance::sample(account), [number; 16]);
        let is_vouched_for = |device: Option<&KnownDevice>| !desk_for(&desk, device).store().is_for_strangers();
        let vouched_for = |device: &KnownDevice| (0..200).filter(|_| is_vouched_for(Some(device))).count();
        assert!(!is_vouched_for(None));
        // Some are earned meanwhile.
        let first = vouched_for(&device(1, 1));
        assert!((120..150).contains(&first), "{first}");
        let all: usize = (1..=20).map(|number| vouched_for(&device(number, 1))).sum();
        assert!((1080..1500).contains(&(first + all)), "{first} {all}");
        let two_accounts = device(21, 1).after_sign_in(&Acquaintance::sample(2), [21; 16]);
        assert!(vouched_for(&two_accounts) < 50, "one of its accounts has nothing left");
        assert!(vouched_for(&device(22, 2)) >= 120, "the other one has");
        // Whoever stands at the desk of strangers stays there.
        assert!(desk_for(&desk.for_strangers(), Some(&device(23, 3))).store().is_for_strangers());
    }
}
