//! Clients in Python and Node log in, are refused after a revocation, and come back after a refresh.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::python;
use crate::support::PASSWORD;
use crate::support::program::Place;

struct Caller {
    child: Child,
    answers: BufReader<ChildStdout>,
    asides: BufReader<ChildStderr>,
}

impl Caller {
    fn start(mut command: Command, script: &str, url: &str) -> Caller {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(script);
        command.arg(script).args([url, "ada"]);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("the client starts");
        writeln!(child.stdin.as_mut().expect("piped"), "{PASSWORD}").expect("written");
        let answers = BufReader::new(child.stdout.take().expect("piped"));
        let asides = BufReader::new(child.stderr.take().expect("piped"));
        Caller { child, answers, asides }
    }

    /// Returns the status and the body, as the client prints them.
    fn get(&mut self, path: &str) -> String {
        writeln!(self.child.stdin.as_mut().expect("piped"), "{path}").expect("written");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("an answer");
        answer
    }

    /// Returns the next line that the client prints to standard error.
    fn aside(&mut self) -> String {
        let mut aside = String::new();
        self.asides.read_line(&mut aside).expect("an aside");
        aside.trim_end().to_owned()
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
#[ignore = "needs Python and Node; scripts/test runs it"]
fn clients_log_in_are_refused_after_a_revocation_and_come_back() {
    let place = Place::on_tested_database();
    let program = place.serve(&["--access-token-ttl", "6s"]);
    place.add_user("ada");
    let url = format!("http://127.0.0.1:{}", program.port);
    for (name, mut caller) in [
        ("Python", Caller::start(python(), "python/client.py", &url)),
        ("Node", Caller::start(Command::new("node"), "node/client.mjs", &url)),
    ] {
        let me = caller.get("/api/me");
        assert!(me.starts_with("200 ") && me.contains("ada"), "{name}: {me}");
        assert_eq!(caller.aside(), "logged in", "{name}");
        std::thread::sleep(Duration::from_millis(6200));
        assert!(caller.get("/api/me").starts_with("200 "), "{name}");
        assert_eq!(caller.aside(), "renewed", "{name}");
        // The server refuses the access token at most a second later, although it has not expired.
        place.succeed(&["user", "sign-out", "ada"]);
        std::thread::sleep(Duration::from_millis(2500));
        assert!(caller.get("/api/me").starts_with("200 "), "{name}");
        assert_eq!(caller.aside(), "logged in", "{name}: the refresh told the client that the session was over");
        assert!(caller.get("/api/nothing").starts_with("404 "), "{name}");
        // A client whose user is suspended is not let in again.
        place.succeed(&["user", "suspend", "ada"]);
        std::thread::sleep(Duration::from_millis(2500));
        assert!(!caller.get("/api/me").starts_with("200 "), "{name}");
        place.succeed(&["user", "reactivate", "ada"]);
    }
}
