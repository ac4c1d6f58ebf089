//! A stop takes eight seconds at most, whatever clients do, because container runtimes kill after ten.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::program::Place;

const LIMIT: Duration = Duration::from_secs(8);

const FORM: &str = "POST /login HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\n\
                    content-type: application/x-www-form-urlencoded\r\n";

/// Returns unfinished texts that clients send before they do nothing more.
fn beginnings() -> Vec<String> {
    let page = "GET /login HTTP/1.1\r\nhost: x\r\n\r\n";
    vec![
        String::new(),
        "POST /lo".to_owned(),
        "GET /login HTTP/1.1\r\nhost: x\r\n".to_owned(),
        page.to_owned(),
        page.repeat(200),
        format!("{FORM}content-length: 60\r\n\r\nusername=ada"),
        format!("{FORM}content-length: 60\r\nexpect: 100-continue\r\n\r\n"),
        format!("{FORM}transfer-encoding: chunked\r\n\r\n5\r\nusern"),
        format!("{FORM}transfer-encoding: chunked\r\n\r\n5\r\nusern\r\n"),
        "POST /api/tokens HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 60\r\n\r\n{"
            .to_owned(),
        "POST /nothing HTTP/1.1\r\nhost: x\r\ncontent-length: 100000000\r\n\r\nx".to_owned(),
    ]
}

/// Sends a byte now and again for as long as the server allows.
fn trickle(mut stream: impl Write + Send + 'static) {
    std::thread::spawn(move || {
        let head = format!("{FORM}content-length: 100000\r\n\r\nusername=");
        let mut sent = stream.write_all(head.as_bytes());
        while sent.is_ok() {
            sleep(Duration::from_millis(50));
            sent = stream.write_all(b"a");
        }
    });
}

/// Sends the beginning of every kind of request, and returns the open connections.
fn begin<S: Read + Write>(connect: impl Fn() -> S) -> Vec<S> {
    let begin = |text: String| {
        let mut stream = connect();
        stream.write_all(text.as_bytes()).expect("sent");
        stream
    };
    beginnings().into_iter().map(begin).collect()
}

#[test]
fn whatever_clients_do_a_stop_takes_eight_seconds_at_most() {
    for signal in ["-TERM", "-QUIT"] {
        let place = Place::new();
        let program = place.serve(&["--metrics-listen", "127.0.0.1:0"]);
        let (port, private) = (program.port, program.metrics_port());
        let held = [port, private].map(|port| begin(|| TcpStream::connect(("127.0.0.1", port)).expect("connects")));
        trickle(TcpStream::connect(("127.0.0.1", port)).expect("connects"));
        // An answer to the last client shows that the server has received what the others sent.
        assert_eq!(program.visitor().get("/login").status, 200);
        let started = Instant::now();
        program.signal(signal);
        let (code, _) = program.wait_for_exit();
        assert!(started.elapsed() < LIMIT, "{signal}: {:?}", started.elapsed());
        assert_eq!(code, Some(0), "{signal}");
        drop(held);
    }
}

#[test]
fn the_same_is_so_on_a_unix_socket() {
    let place = Place::new();
    let mut child = place.spawn(&["--listen", "unix:socket", "--public-url", "http://localhost"]);
    let connect = || UnixStream::connect(place.path("socket"));
    assert!(
        (0..200).any(|_| connect().is_ok() || {
            sleep(Duration::from_millis(100));
            false
        }),
        "it serves"
    );
    let held = begin(|| connect().expect("connects"));
    trickle(connect().expect("connects"));
    let mut last = connect().expect("connects");
    last.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").expect("sent");
    last.read_to_string(&mut String::new()).expect("answered");
    let started = Instant::now();
    let killed = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(killed.expect("kill runs").success());
    let status = child.wait().expect("it ends");
    assert!(started.elapsed() < LIMIT, "{:?}", started.elapsed());
    assert_eq!(status.code(), Some(0));
    drop(held);
}
