//! Measures the program's memory while many people sign in, and afterwards.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use doorward::config::{Sources, load};
use serde_json::json;

const CONNECTIONS: usize = 20;
const SPAN: Duration = Duration::from_secs(10);
/// The time between the last sign-in and the last measurement.
const REST: Duration = Duration::from_secs(5);
const PASSWORD: &str = "lamp otter violet sugar";
const PROGRAM: &str = env!("CARGO_BIN_EXE_doorward");

pub fn run() {
    let settings = load(&Sources::default()).expect("defaults").settings;
    let budget = settings.hash_permits() as f64 * f64::from(settings.argon2_memory_kib) / 1024.0;
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path());
    server.add_user(folder.path());
    // Memory that the first sign-in takes and keeps is not measured here.
    assert!(server.sign_in());
    let before = server.memory("VmRSS");
    server.forget_peak();
    let started = Instant::now();
    let sign_ins: usize = thread::scope(|scope| {
        let people: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                scope.spawn(|| {
                    let mut count = 0;
                    while started.elapsed() < SPAN {
                        count += usize::from(server.sign_in());
                    }
                    count
                })
            })
            .collect();
        people.into_iter().map(|person| person.join().expect("signed in")).sum()
    });
    let peak = server.memory("VmHWM");
    thread::sleep(REST);
    let settled = server.memory("VmRSS");
    println!("{sign_ins} sign-ins over {CONNECTIONS} connections in {} s\n", SPAN.as_secs());
    println!("| the process | MiB |\n|---|---:|");
    println!("| budget for hashes | {budget:.0} |");
    println!("| before, after one sign-in | {before:.0} |");
    println!("| at most | {peak:.0} |");
    println!("| {} s after the last | {settled:.0} |", REST.as_secs());
    println!("| at most, without the budget | {:.0} |\n", peak - budget);
}

struct Server {
    process: Child,
    /// This stays open, so that the program can go on writing to it.
    _output: BufReader<ChildStdout>,
    url: String,
    agent: ureq::Agent,
}

impl Server {
    fn start(folder: &Path) -> Server {
        let mut process = Command::new(PROGRAM)
            .args(["--listen", "127.0.0.1:0", "--sign-in-tries-per-address", "100000"])
            .current_dir(folder)
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        let mut line = String::new();
        let mut output = BufReader::new(process.stdout.take().expect("piped"));
        output.read_line(&mut line).expect("a line");
        let url = line.trim().rsplit(' ').next().expect("a URL").to_owned();
        let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(30)));
        let config = config.http_status_as_error(false).build();
        Server { process, _output: output, url, agent: config.into() }
    }

    fn add_user(&self, folder: &Path) {
        let file = folder.join("password");
        std::fs::write(&file, PASSWORD).expect("written");
        let made = Command::new(PROGRAM)
            .args(["user", "add", "ada", "--password-file", "password"])
            .current_dir(folder)
            .env_clear()
            .status();
        assert!(made.expect("runs").success());
    }

    /// Tells whether somebody is let in. On a slow machine some are told to come back.
    fn sign_in(&self) -> bool {
        let body = json!({ "username": "ada", "password": PASSWORD }).to_string();
        let request = self.agent.post(format!("{}/api/tokens", self.url)).header("content-type", "application/json");
        let answer = request.send(body).expect("an answer");
        let status = answer.status().as_u16();
        answer.into_body().read_to_vec().expect("read");
        assert!(matches!(status, 200 | 503), "{status}");
        status == 200
    }

    /// Returns a number that the system knows about the process, in MiB.
    fn memory(&self, what: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("it runs");
        let line = status.lines().find(|line| line.starts_with(what)).expect("told");
        line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).expect("a number") / 1024.0
    }

    fn forget_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5").expect("forgotten");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
