//! What stands in front of a proxy: it passes connections on, and says by the PROXY protocol, version 1, that they come
//! from an address that this machine does not have.

use std::io::Write;
use std::net::{IpAddr, Shutdown, TcpListener, TcpStream};
use std::thread;

/// Passes connections on as long as the test runs.
pub struct Front {
    pub port: u16,
}

impl Front {
    /// Every connection to this front reaches the proxy as one of `client`.
    pub fn start(client: IpAddr, proxy: u16) -> Front {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (family, itself) = if client.is_ipv4() { ("TCP4", "127.0.0.1") } else { ("TCP6", "::1") };
        let introduction = format!("PROXY {family} {client} {itself} 40000 443\r\n");
        thread::spawn(move || {
            for here in listener.incoming().flatten() {
                let mut there = TcpStream::connect(("127.0.0.1", proxy)).expect("the proxy listens");
                there.write_all(introduction.as_bytes()).expect("written");
                pass_on(&here, &there);
                pass_on(&there, &here);
            }
        });
        Front { port }
    }
}

/// Passes on what comes from one end, until it ends.
fn pass_on(from: &TcpStream, to: &TcpStream) {
    let (mut from, mut to) = (from.try_clone().expect("a stream"), to.try_clone().expect("a stream"));
    thread::spawn(move || {
        drop(std::io::copy(&mut from, &mut to));
        drop(to.shutdown(Shutdown::Write));
    });
}
