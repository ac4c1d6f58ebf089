//! Clients in Python and Node log in, are refused after a revocation, and come back after a refresh.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
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
    fn start(command: Command, script: &str, url: &str) -> Caller {
        Caller::with(command, script, &[url, "ada"])
    }

    fn with(mut command: Command, script: &str, arguments: &[&str]) -> Caller {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(script);
        command.arg(script).args(arguments);
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

#[test]
#[ignore = "needs Python and Node; scripts/test runs it"]
fn clients_that_keep_their_device_token_are_let_in_while_strangers_are_locked_out() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    place.add_user("ada");
    let url = format!("http://127.0.0.1:{}", program.port);
    let clients = ["python/client.py", "node/client.mjs"];
    let command = |script: &str| if script.ends_with(".py") { python() } else { Command::new("node") };
    let kept = clients.map(|script| {
        let file = place.path(&script.replace('/', "-")).display().to_string();
        let mut caller = Caller::with(command(script), script, &[&url, "ada", &file]);
        assert!(caller.get("/api/me").starts_with("200 "), "{script}");
        let mode = std::fs::metadata(&file).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{script}");
        file
    });
    for number in 0..10 {
        let fields = [("username", "ada"), ("password", &*format!("guess {number}"))];
        assert_eq!(program.visitor().post("/login", &fields).status, 422);
    }
    for (script, file) in clients.into_iter().zip(kept) {
        let mut stranger = Caller::start(command(script), script, &url);
        assert_eq!(stranger.get("/api/me"), "", "{script}");
        assert!(stranger.aside().starts_with("Too many attempts"), "{script}");
        let before = std::fs::read_to_string(&file).expect("a token");
        let mut known = Caller::with(command(script), script, &[&url, "ada", &file]);
        assert!(known.get("/api/me").starts_with("200 "), "{script}");
        assert_eq!(known.aside(), "logged in", "{script}");
        assert_ne!(std::fs::read_to_string(&file).expect("a token"), before, "{script}: the newest one is kept");
    }
}
