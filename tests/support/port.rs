//! Ports for programs that cannot take one by themselves and say which it is.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};

/// Systems take the ports of outgoing connections from above this range, so no connection takes one of these by chance.
const FIRST: u32 = 20_000;
const COUNT: u32 = 12_000;

/// The number of ports that were taken so far: no port is given twice by one process.
static TAKEN: AtomicU32 = AtomicU32::new(0);

/// Returns a port that is free at both addresses of this machine, and that no other test gets.
pub fn free_port() -> u16 {
    // Two processes at once begin at different places.
    let start = std::process::id().wrapping_mul(997);
    for _ in 0..COUNT {
        let number = start.wrapping_add(TAKEN.fetch_add(1, Ordering::Relaxed)) % COUNT;
        let port = u16::try_from(FIRST + number).expect("below 65,536");
        if ["127.0.0.1", "::1"].iter().all(|address| is_free(address, port)) {
            return port;
        }
    }
    panic!("no port is free");
}

/// Tells whether a program could listen here. Nothing can take a port at an address that this machine does not have.
fn is_free(address: &str, port: u16) -> bool {
    match TcpListener::bind((address, port)) {
        Ok(_) => true,
        Err(error) => error.kind() == ErrorKind::AddrNotAvailable,
    }
}
