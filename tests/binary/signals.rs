//! Signals: what is under way ends well.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::Duration;

use crate::support::program::Place;

#[test]
fn both_signals_let_a_request_under_way_end() {
    for signal in ["-TERM", "-INT"] {
        let place = Place::new();
        let program = place.serve(&[]);
        place.add_user("ada");
        let body = "username=ada&password=lamp+otter+violet+sugar";
        let mut slow = TcpStream::connect(("127.0.0.1", program.port)).expect("connects");
        let head = format!(
            "POST /login HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ncontent-length: {}\r\n\
             content-type: application/x-www-form-urlencoded\r\n\r\n",
            body.len()
        );
        slow.write_all(head.as_bytes()).expect("sent");
        slow.write_all(&body.as_bytes()[..10]).expect("sent");
        sleep(Duration::from_millis(200));
        program.signal(signal);
        sleep(Duration::from_millis(500));
        slow.write_all(&body.as_bytes()[10..]).expect("sent");
        let mut answer = String::new();
        slow.read_to_string(&mut answer).expect("answered");
        assert!(answer.starts_with("HTTP/1.1 303"), "{signal}: {answer}");
        let (code, log) = program.wait();
        assert_eq!(code, Some(0), "{signal}");
        assert!(log.iter().any(|line| line.contains("shutting down")), "{log:?}");
    }
}
