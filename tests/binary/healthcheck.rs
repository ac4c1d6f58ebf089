//! The health check of containers, and the doctor through a Unix socket.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::process::Child;
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use crate::support::free_port;
use crate::support::program::{Place, stderr};

/// A server that is killed when it is dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Starts a server, and waits until the check says that it can do its work.
fn serve(place: &Place, settings: &[&str]) -> Server {
    let server = Server(place.spawn(settings));
    let check = [&["healthcheck", "--ready"], settings].concat();
    let is_ready = || place.run(&check).status.success();
    assert!(
        (0..200).any(|_| is_ready() || {
            sleep(Duration::from_millis(100));
            false
        }),
        "{}",
        stderr(&place.run(&check))
    );
    server
}

const URL: [&str; 2] = ["--public-url", "https://login.example.org"];

#[test]
fn it_works_wherever_the_server_listens() {
    let port = free_port();
    let listens = ["127.0.0.1", "0.0.0.0", "127.0.0.2", "[::1]", "[::]"].map(|host| format!("{host}:{port}"));
    let place = Place::on_tested_database();
    let socket = format!("unix:{}", place.path("absolute").display());
    for listen in listens.iter().map(String::as_str).chain(["unix:socket", &socket]) {
        let settings = ["--listen", listen, URL[0], URL[1], "--trusted-proxies", "192.0.2.1"];
        let with = |more: &[&str]| place.run(&[&["healthcheck"], more, &settings[..]].concat());
        let refused = with(&[]);
        assert_eq!(refused.status.code(), Some(1), "{listen}");
        assert!(stderr(&refused).contains("does not answer") && stderr(&refused).lines().count() == 1, "{listen}");
        let server = serve(&place, &settings);
        for (more, expected) in [
            (&[][..], "alive\n"),
            (&["--ready"], "ready\n"),
            (&["--json"], "{\"status\":\"alive\"}\n"),
            (&["--ready", "--json"], "{\"status\":\"ready\"}\n"),
        ] {
            let output = with(more);
            assert_eq!(
                (output.status.code(), String::from_utf8_lossy(&output.stdout).as_ref()),
                (Some(0), expected),
                "{listen}"
            );
        }
        drop(server);
        assert_eq!(with(&[]).status.code(), Some(1), "{listen}");
    }
}

#[test]
fn what_is_not_doorward_or_cannot_be_found_is_not_healthy() {
    let place = Place::new();
    for answer in [
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\ncontent-length: 6\r\n\r\nalive\n",
        "HTTP/1.1 503 Busy\r\ncontent-length: 9\r\n\r\ndatabase\n",
        "nonsense\r\n\r\n",
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
        let listen = listener.local_addr().expect("bound").to_string();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                drop(stream.read(&mut [0; 4096]));
                drop(stream.write_all(answer.as_bytes()));
            }
        });
        for more in [&[][..], &["--ready"]] {
            let output = place.run(&[&["healthcheck", "--listen", &listen], more].concat());
            assert_eq!(output.status.code(), Some(1), "{answer}");
            assert!(output.stdout.is_empty() && stderr(&output).lines().count() == 1, "{answer}: {}", stderr(&output));
        }
    }
    let output = place.run(&["healthcheck", "--listen", "127.0.0.1:0"]);
    assert!(stderr(&output).contains("the system chose the port"), "{}", stderr(&output));
    assert_eq!(place.entries(), Vec::<String>::new());
}

#[test]
fn a_setting_says_who_may_connect_to_the_socket() {
    for (mode, expected) in [("660", 0o660), ("0600", 0o600), ("777", 0o777), ("666", 0o666)] {
        let place = Place::new();
        let settings = ["--listen", "unix:socket", URL[0], URL[1], "--socket-mode", mode];
        let _server = serve(&place, &settings);
        let metadata = std::fs::metadata(place.path("socket")).expect("a socket");
        assert_eq!(metadata.permissions().mode() & 0o777, expected, "{mode}");
        // The modes of all other files stay as they always are.
        let mode_of = |name| std::fs::metadata(place.path(name)).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode_of("data"), mode_of("data/secret"), mode_of("data/doorward.db")), (0o700, 0o600, 0o600));
    }
}

fn outcomes(report: &Value) -> Vec<(&str, &str)> {
    let findings = report["findings"].as_array().expect("a list");
    let text = |finding: &'_ Value, name: &str| finding[name].as_str().map(str::to_owned).unwrap_or_default();
    let leak = |text: String| -> &'static str { text.leak() };
    findings.iter().map(|finding| (leak(text(finding, "check")), leak(text(finding, "outcome")))).collect()
}

#[test]
fn the_doctor_looks_through_a_unix_socket_too() {
    let place = Place::on_tested_database();
    for socket in ["unix:socket".to_owned(), format!("unix:{}", place.path("socket").display())] {
        let settings = ["--listen", "unix:socket", URL[0], URL[1]];
        let ask = |socket: &str| -> Value {
            let output = place.run(&[&["doctor", socket, "--json"], &settings[..]].concat());
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(&output)))
        };
        let server = serve(&place, &settings);
        let report = ask(&socket);
        assert_eq!(report["ok"], true, "{report}");
        let outcomes = outcomes(&report);
        for check in ["server", "https", "time", "address", "cookies", "forwarding"] {
            assert!(outcomes.contains(&(check, "ok")), "{check}: {report}");
        }
        assert!(!report.to_string().contains("certificate"), "{report}");
        drop(server);
        let report = ask(&socket);
        assert!(
            report["ok"] == false && report.to_string().contains("may this user connect to the socket"),
            "{report}"
        );
    }
    for bad in ["unix:", "unix", "unix:~/socket"] {
        assert_eq!(place.run(&["doctor", bad]).status.code(), Some(2), "{bad}");
    }
}

#[test]
fn the_doctor_leaves_nothing_in_the_record() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    place.add_user("ada");
    let before = place.succeed(&["events", "list", "--json"]);
    let url = format!("http://127.0.0.1:{}", program.port);
    let report = place.run(&["doctor", &url, "--json"]);
    let report: Value = serde_json::from_slice(&report.stdout).expect("JSON");
    let forwarding =
        report["findings"].as_array().expect("a list").iter().find(|finding| finding["check"] == "forwarding");
    assert_eq!(forwarding.expect("looked at")["outcome"], "ok", "{report}");
    assert_eq!(place.succeed(&["events", "list", "--json"]), before);
}

#[test]
fn only_whoever_holds_the_secret_is_told_what_the_doctor_is_told() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    let url = format!("http://127.0.0.1:{}", program.port);
    for proof in ["", "1.AAAA", "99999999999999999999.AAAA"] {
        let visitor = program.visitor().with_header("doorward-doctor", proof);
        assert_eq!(visitor.ask("GET", "/doctor", None).status, 404, "{proof}");
    }
    std::fs::write(place.path("other"), "A".repeat(43)).expect("written");
    std::fs::set_permissions(place.path("other"), std::fs::Permissions::from_mode(0o600)).expect("chmod");
    let told = |arguments: &[&str]| {
        let output = place.run(&[&["doctor", &url, "--json"], arguments].concat());
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let findings = report["findings"].as_array().expect("a list").clone();
        let finding = findings.into_iter().find(|finding| finding["check"] == "forwarding").expect("looked at");
        format!("{}: {}", finding["outcome"].as_str().unwrap_or_default(), finding["what"].as_str().unwrap_or_default())
    };
    assert_eq!(told(&["--secret-file", "other"]), "warning: the server that answered does not know this secret");
    // It has the right secret and another database, in which a second server made keys.
    let second = Place::new();
    std::fs::create_dir(second.path("data")).expect("made");
    std::fs::copy(place.path("data/secret"), second.path("data/secret")).expect("copied");
    drop(second.serve(&[]));
    let database = format!("sqlite://{}", second.path("data/doorward.db").display());
    assert_eq!(
        told(&["--database-url", &database]),
        "warning: the server that answered does not work on this database"
    );
}
