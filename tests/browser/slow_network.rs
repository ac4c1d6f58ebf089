//! A slow network between a browser and the server.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

/// A proxy that passes on at once what a browser says, and after some time what the server answers.
pub struct SlowNetwork {
    listener: TcpListener,
    latency: Duration,
    /// The address for browsers.
    pub url: String,
    /// The number of forms that were sent to the server.
    pub forms: Arc<AtomicU32>,
}

impl SlowNetwork {
    pub fn new(latency: Duration) -> SlowNetwork {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://127.0.0.1:{}", listener.local_addr().expect("an address").port());
        SlowNetwork { listener, latency, url, forms: Arc::default() }
    }

    /// Begins to pass on what browsers say to the server at this port.
    pub fn lead_to(self, port: u16) {
        thread::spawn(move || {
            for browser in self.listener.incoming().map_while(Result::ok) {
                // After the end of the test, nobody answers.
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else { continue };
                let ends = (browser.try_clone().expect("a handle"), server.try_clone().expect("a handle"));
                let forms = self.forms.clone();
                thread::spawn(move || {
                    pass(&ends.0, &ends.1, |request| {
                        forms.fetch_add(u32::from(request.starts_with(b"POST ")), Ordering::Relaxed);
                    });
                });
                thread::spawn(move || pass(&server, &browser, |_| thread::sleep(self.latency)));
            }
        });
    }
}

/// Passes on the bytes of one side, and first does something at each piece. When the side leaves, so does the other, as
/// it is without a proxy.
fn pass(mut from: &TcpStream, mut to: &TcpStream, first: impl Fn(&[u8])) {
    // A request and an answer are smaller than this, so each is one piece as a rule.
    let mut piece = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut piece) {
        first(&piece[..length]);
        if to.write_all(&piece[..length]).is_err() {
            break;
        }
    }
    for end in [from, to] {
        drop(end.shutdown(Shutdown::Both));
    }
}
