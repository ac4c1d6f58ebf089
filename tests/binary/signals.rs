//! Signals: requests that are running when one arrives end well.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::support::program::Place;

#[test]
fn each_signal_that_stops_lets_a_request_under_way_end() {
    for signal in ["-TERM", "-INT", "-PWR"] {
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

#[test]
fn no_signal_kills_the_server_at_once() {
    let place = Place::new();
    let program = place.serve(&[]);
    let passed_over = ["HUP", "USR1", "USR2", "ALRM", "IO", "PIPE", "WINCH", "URG", "CHLD", "CONT"];
    for signal in passed_over {
        program.signal(&format!("-{signal}"));
        assert_eq!(program.visitor().get("/login").status, 200, "{signal}");
    }
    program.signal("-QUIT");
    let (code, log) = program.wait();
    assert_eq!(code, Some(0));
    for signal in &passed_over[..5] {
        assert!(
            log.iter().any(|line| line.contains("passed over") && line.contains(&format!("=SIG{signal}"))),
            "{log:?}"
        );
    }
    assert!(log.iter().any(|line| line.contains("shutting down") && line.contains("signal=SIGQUIT")), "{log:?}");
}

#[test]
fn a_terminal_that_is_gone_stops_the_server_in_good_order() {
    let place = Place::new();
    if Command::new("script").arg("--version").output().is_err() {
        println!("SKIPPED: script, which makes a terminal, is not here");
        return;
    }
    let inner = format!(
        "echo $$ > pid; exec {} --listen unix:socket --public-url http://localhost",
        env!("CARGO_BIN_EXE_doorward")
    );
    let mut terminal = Command::new("script")
        .args(["--quiet", "--return", "--command", &inner, "typescript"])
        .current_dir(place.folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("script runs");
    // An answer shows that it serves, because the socket exists before that.
    let is_up = || {
        let mut answer = String::new();
        let asked = UnixStream::connect(place.path("socket")).and_then(|mut stream| {
            stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")?;
            stream.read_to_string(&mut answer)
        });
        asked.is_ok() && answer.contains("alive")
    };
    let waited = |_| {
        sleep(Duration::from_millis(100));
        is_up()
    };
    assert!((0..200).any(waited), "it serves");
    let pid = std::fs::read_to_string(place.path("pid")).expect("written");
    assert!(Command::new("kill").args(["-HUP", pid.trim()]).status().expect("kill runs").success());
    assert_eq!(terminal.wait().expect("it ends").code(), Some(0));
    let said = std::fs::read_to_string(place.path("typescript")).expect("written");
    assert!(said.contains("signal=SIGHUP") && said.contains("shutting down"), "{said}");
}
