//! Too many tries to sign in: which tries count against whom, and that strangers can lock nobody out.
//! Each file has one subject.

mod accounts;
mod answers;
mod counts;
mod known;
mod networks;
mod overview;

use std::collections::BTreeMap;
use std::thread;

use doorward::config::Settings;

use crate::support::{Answer, Visitor};
use crate::world::World;

const LOCKS: &str = "SELECT COUNT(*) FROM events WHERE kind = 'sign_in_locked'";

/// Uses the limit of the default settings, behind a proxy on this machine.
fn as_it_comes(settings: &mut Settings) {
    settings.sign_in_tries_per_address = 30;
    settings.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
}

fn world() -> World {
    World::with(1, as_it_comes)
}

/// Returns a new browser at an address.
fn at(world: &World, address: &str) -> Visitor {
    world.visitor().with_header("x-forwarded-for", address)
}

/// Returns a new browser at an address that no other number has.
fn stranger(world: &World, number: usize) -> Visitor {
    at(world, &format!("198.51.{}.{}", number / 200, number % 200 + 1))
}

fn log_in(visitor: &mut Visitor, name: &str, password: &str) -> Answer {
    visitor.post("/login", &[("username", name), ("password", password)])
}

/// Tries different wrong passwords for a name, each from another address, and returns the statuses.
fn guess(world: &World, name: &str, guesses: std::ops::Range<usize>) -> Vec<u16> {
    guesses.map(|number| log_in(&mut stranger(world, number), name, &format!("guess {number}")).status).collect()
}

/// Tells whether an answer asks to wait for about this number of seconds. The test itself has taken some of them.
fn waits(answer: &Answer, seconds: i64) -> bool {
    let told: i64 = answer.header("retry-after").parse().unwrap_or(-1);
    answer.status == 429 && (seconds - 30..=seconds).contains(&told) && told > 0
}

/// Makes many tries at once, half of them at each instance, and counts their statuses.
fn at_once(world: &World, tries: impl Fn(usize) -> (String, String, String)) -> BTreeMap<u16, usize> {
    let ports = [world.app().port, world.other_app().port];
    let tries: Vec<_> = (0..100)
        .map(|number| {
            let (address, name, password) = tries(number);
            let mut visitor = at(world, &address).at(ports[number % 2]);
            thread::spawn(move || log_in(&mut visitor, &name, &password).status)
        })
        .collect();
    let mut statuses = BTreeMap::new();
    for one in tries {
        *statuses.entry(one.join().expect("answered")).or_default() += 1;
    }
    statuses
}
