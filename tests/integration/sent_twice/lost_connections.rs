//! Browsers that close the connection while their form is being sent.

use std::io::Write;
use std::net::TcpStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::limits::{FORM, ask, body, login_form};
use crate::support::{ORIGIN, PASSWORD};
use crate::world::World;

/// Sends a form and resets the connection a moment later.
fn send_and_reset(port: u16, path: &str, fields: &[(String, String)], moment: Duration) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("connects");
    let (body, origin) = (body(fields), ORIGIN);
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: {origin}\r\nContent-Type: {FORM}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("sent");
    sleep(moment);
    rustix::net::sockopt::set_socket_linger(&stream, Some(Duration::ZERO)).expect("set");
}

#[test]
fn a_form_whose_connection_is_reset_while_it_is_claimed_is_dealt_with_and_keeps_nobody_waiting() {
    let world = World::new();
    let (mut visitor, fields) = login_form(&world, PASSWORD);
    world.database.while_locked("form_answers", || {
        send_and_reset(world.app().port, "/login", &fields, Duration::from_millis(300));
        sleep(Duration::from_millis(300));
    });
    let began = Instant::now();
    let answer = ask(&visitor, "/login", &fields);
    assert!(
        answer.status == 303 && began.elapsed() < Duration::from_secs(15),
        "{} {:?}",
        answer.status,
        began.elapsed()
    );
    visitor.keep(&answer);
    assert!(visitor.is_signed_in());
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions"), 1);
}

#[test]
fn whenever_a_connection_is_reset_no_claim_is_left_behind() {
    let world = World::new();
    for milliseconds in [0, 1, 2, 4, 8, 16] {
        let (_, fields) = login_form(&world, PASSWORD);
        send_and_reset(world.app().port, "/login", &fields, Duration::from_millis(milliseconds));
    }
    let deadline = Instant::now() + Duration::from_secs(15);
    while world.database.number("SELECT COUNT(*) FROM form_answers WHERE sealed_answer IS NULL") > 0 {
        assert!(Instant::now() < deadline, "a claim is left in the database");
        sleep(Duration::from_millis(50));
    }
}
