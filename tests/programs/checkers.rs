//! Independent libraries check live tokens with nothing but the public keys and the recall list: PyJWT, and jose on
//! Node.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::python;
use crate::support::ApiClient;
use crate::support::program::{Place, Program};

/// A checker that reads tokens and prints its result for each.
struct Checker {
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl Checker {
    fn start(mut command: Command, script: &str, issuer: &str) -> Checker {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(script);
        let child = command.arg(script).arg(issuer).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.expect("the checker starts");
        let answers = BufReader::new(child.stdout.take().expect("piped"));
        Checker { child, answers }
    }

    fn both(issuer: &str) -> [(&'static str, Checker); 2] {
        [
            ("Python", Checker::start(python(), "python/check_token.py", issuer)),
            ("Node", Checker::start(Command::new("node"), "node/check-token.mjs", issuer)),
        ]
    }

    fn ask(&mut self, token: &str) -> String {
        writeln!(self.child.stdin.as_mut().expect("piped"), "{token}").expect("written");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("an answer");
        answer.trim_end().to_owned()
    }

    /// Asks until the answer begins like this, and returns the time that it took.
    fn ask_until(&mut self, token: &str, beginning: &str) -> Duration {
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(6) {
            if self.ask(token).starts_with(beginning) {
                return started.elapsed();
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("it still says {:?} and not {beginning}", self.ask(token));
    }
}

impl Drop for Checker {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Starts a server whose issuer is the address at which it listens.
fn serve(place: &Place, more: &[&str]) -> (Program, String) {
    let program = place.start(&[&["--listen", "127.0.0.1:0"], more].concat());
    place.add_user("ada");
    let url = format!("http://127.0.0.1:{}", program.port);
    (program, url)
}

fn logged_in(program: &Program) -> ApiClient {
    let mut client = ApiClient::new(program.port);
    assert_eq!(client.log_in("ada").status, 200);
    client
}

#[test]
#[ignore = "needs Python with PyJWT, and Node with jose; scripts/test runs it"]
fn a_live_token_is_verified_a_revoked_one_found_out_within_seconds_and_a_new_one_believed() {
    for algorithm in ["ES256", "EdDSA", "RS256"] {
        let place = Place::new();
        let (program, url) = serve(&place, &["--jwt-algorithm", algorithm]);
        for (name, mut checker) in Checker::both(&url) {
            let (mut client, other) = (logged_in(&program), logged_in(&program));
            let id = client.get("/api/me").json()["id"].as_str().expect("an id").to_owned();
            assert_eq!(checker.ask(&client.app_access), format!("ok {id} ada"), "{name} {algorithm}");
            let ended = client.clone();
            let body = serde_json::json!({"refresh_token": client.refresh});
            assert_eq!(client.post("/api/tokens/revoke", &body).status, 204);
            let delay = checker.ask_until(&ended.app_access, "recalled");
            println!("{name}, {algorithm}: a revocation was found out after {delay:?}");
            assert!(checker.ask(&other.app_access).starts_with("ok "), "{name} {algorithm}");
            assert_eq!(client.log_in("ada").status, 200);
            assert!(checker.ask(&client.app_access).starts_with("ok "), "{name} {algorithm}");
        }
    }
}

#[test]
#[ignore = "needs Python with PyJWT, and Node with jose; scripts/test runs it"]
fn a_rotation_is_followed_and_a_retired_key_found_out() {
    let place = Place::new();
    let (program, url) = serve(&place, &[]);
    for (name, mut checker) in Checker::both(&url) {
        let before = logged_in(&program);
        assert!(checker.ask(&before.app_access).starts_with("ok "), "{name}");
        let keys: serde_json::Value = serde_json::from_str(&place.succeed(&["key", "list", "--json"])).expect("JSON");
        let signing = keys.as_array().expect("keys").iter().find(|key| key["state"] == "signing").expect("one signs");
        let kid = signing["kid"].as_str().expect("an id");
        place.succeed(&["key", "retire", kid, "--yes"]);
        let delay = checker.ask_until(&before.app_access, "refused");
        println!("{name}: an emergency was found out after {delay:?}");
        // The new key was not known to anybody before, and signs at once.
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(3) && logged_in(&program).get("/api/me").status != 200 {}
        let after = logged_in(&program);
        checker.ask_until(&after.app_access, "ok ");
    }
}

#[test]
#[ignore = "needs Python with PyJWT, and Node with jose; scripts/test runs it"]
fn hostile_tokens_are_refused_and_an_expired_one_is_called_so() {
    let place = Place::new();
    let (program, url) = serve(&place, &["--access-token-ttl", "2s"]);
    for (name, mut checker) in Checker::both(&url) {
        let mut client = logged_in(&program);
        let mut browser = program.visitor();
        browser.log_in("ada");
        let token = client.app_access.clone();
        let parts: Vec<_> = token.split('.').collect();
        let (header, claims, signature) = (parts[0], parts[1], parts[2]);
        let encode = |text: &str| {
            use base64::Engine;
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
        };
        let hostile = [
            String::from("x"),
            format!("{header}.{claims}."),
            format!("{}.{claims}.", encode(r#"{"alg":"none","typ":"at+jwt"}"#)),
            format!("{}.{claims}.{signature}", encode(r#"{"alg":"none","typ":"at+jwt","kid":"x"}"#)),
            format!("{header}.{claims}.{}", "A".repeat(signature.len())),
            client.get("/recall-list.jwt").body,
            // These tokens are for Doorward's API and pages.
            client.token().to_owned(),
            browser.access_cookie(),
        ];
        for token in hostile {
            let answer = checker.ask(&token);
            assert!(answer.starts_with("refused: "), "{name}: {answer}");
        }
        checker.ask_until(&token, "expired");
        assert_eq!(client.renew().status, 200);
        assert!(checker.ask(&client.app_access).starts_with("ok "), "{name}");
    }
}
