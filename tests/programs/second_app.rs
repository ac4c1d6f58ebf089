//! Another actix-web app with the guard crate, `guard/examples/notes.rs`, beside the built Doorward: they communicate
//! only by HTTP.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::program::Place;
use crate::support::{Answer, ApiClient, free_port};

struct Notes {
    child: Child,
    port: u16,
}

impl Notes {
    fn start(issuer: &str) -> Notes {
        let port = free_port();
        let address = format!("127.0.0.1:{port}");
        let mut command = Command::new(build());
        command.args([issuer, &address, &format!("http://{address}")]).stdout(Stdio::null());
        let notes = Notes { child: command.spawn().expect("the app starts"), port };
        let started = Instant::now();
        while TcpStream::connect(&address).is_err() {
            assert!(started.elapsed() < Duration::from_secs(20), "the app does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        notes
    }
}

impl Drop for Notes {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Builds the example with the same cargo.
fn build() -> PathBuf {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--package", "doorward-guard", "--example", "notes"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(built.expect("cargo runs").success());
    let beside = Path::new(env!("CARGO_BIN_EXE_doorward")).parent().expect("a folder");
    beside.join("examples/notes")
}

/// Asks until the answer has this status, and returns it with the time that it took.
fn ask_until(client: &ApiClient, path: &str, status: u16) -> (Answer, Duration) {
    let started = Instant::now();
    loop {
        let answer = client.get(path);
        if answer.status == status {
            return (answer, started.elapsed());
        }
        assert!(started.elapsed() < Duration::from_secs(6), "{path}: still {} {}", answer.status, answer.body);
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
#[ignore = "builds another app; scripts/test runs it"]
fn a_second_app_lets_in_refuses_within_seconds_and_lets_in_again() {
    let place = Place::new();
    let program = place.start(&["--listen", "127.0.0.1:0"]);
    place.add_user("ada");
    place.add_user("root");
    place.succeed(&["user", "role", "root", "admin"]);
    let notes = Notes::start(&format!("http://127.0.0.1:{}", program.port));
    let log_in = |name: &str| {
        let mut client = ApiClient::new(program.port);
        assert_eq!(client.log_in(name).status, 200);
        client
    };
    let mut ada = log_in("ada");
    let at_notes = |client: &ApiClient| client.with_token(&client.app_access).at(notes.port);
    assert_eq!(at_notes(&ada).get("/notes").status, 200);
    assert_eq!(at_notes(&ada).get("/admin").status, 403);
    assert_eq!(at_notes(&log_in("root")).get("/admin").status, 200);
    // A token that is for Doorward alone is refused here.
    assert_eq!(ada.at(notes.port).get("/notes").status, 401);
    // A browser on the same host sends the access token for apps as a cookie.
    let browser =
        ApiClient::new(notes.port).with_header("sec-fetch-dest", "document").with_header("accept", "text/html");
    let cookie = browser.with_header("cookie", &format!("app-access={}", ada.app_access));
    assert_eq!(cookie.get("/notes").status, 200);
    let nobody = browser.get("/notes");
    assert_eq!(nobody.status, 302);
    let login = format!("http://127.0.0.1:{}/login?next=", program.port);
    assert!(nobody.header("location").starts_with(&login), "{}", nobody.header("location"));

    // An ended session is refused as expired within seconds, and does not come back.
    ada.post("/api/tokens/revoke", &serde_json::json!({"refresh_token": ada.refresh}));
    let (refused, delay) = ask_until(&at_notes(&ada), "/notes", 419);
    println!("the second app refused after {delay:?}");
    assert_eq!(refused.body, r#"{"code":419,"message":"The token has expired"}"#);
    assert_eq!(cookie.get("/notes").status, 302);
    assert_eq!(ada.renew().status, 401);
    let ada = log_in("ada");
    assert_eq!(at_notes(&ada).get("/notes").status, 200);

    // A token with an old role is refused until it is refreshed, and then has the new role.
    let mut ada = ada;
    place.succeed(&["user", "role", "ada", "admin"]);
    ask_until(&at_notes(&ada), "/notes", 419);
    assert_eq!(ada.renew().status, 200);
    assert_eq!(at_notes(&ada).get("/admin").status, 200);

    // Doorward has stopped. The app goes on with the recall list that it has until the list expires.
    drop(program);
    assert_eq!(at_notes(&ada).get("/notes").status, 200);
}
