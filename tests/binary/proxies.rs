//! Warnings of the log and the doctor about proxies that name nobody, and the limit of open files.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::program::Place;

/// This is long enough for notes to be saved on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

#[test]
fn the_log_tells_of_a_proxy_that_names_nobody_once() {
    let place = Place::new();
    let program = place.serve(&["--trusted-proxies", "127.0.0.1"]);
    let visitor = program.visitor();
    for _ in 0..20 {
        visitor.ask("GET", "/login", None);
        visitor.ask("GET", "/healthz", None);
        visitor.with_header("x-forwarded-for", "192.0.2.7, unknown").ask("GET", "/login", None);
        visitor.with_header("x-forwarded-for", "192.0.2.7:49152").ask("GET", "/login", None);
    }
    program.signal("-TERM");
    let (_, log) = program.wait();
    for words in ["sends no X-Forwarded-For", "sends an X-Forwarded-For that is no list of addresses"] {
        let lines: Vec<_> = log.iter().filter(|line| line.contains(words)).collect();
        assert_eq!(lines.len(), 1, "{words}: {lines:?}");
        assert!(lines[0].contains("WARN") && lines[0].contains("127.0.0.1"), "{lines:?}");
    }
}

#[test]
fn the_doctor_tells_of_a_proxy_that_names_nobody() {
    let place = Place::on_tested_database();
    let program = place.serve(&["--trusted-proxies", "127.0.0.1"]);
    let report = || {
        let output =
            place.run(&["doctor", "--trusted-proxies", "127.0.0.1", &format!("http://127.0.0.1:{}", program.port)]);
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    program.visitor().with_header("x-forwarded-for", "not-an-address").ask("GET", "/login", None);
    let began = Instant::now();
    let told = "a trusted proxy sent an X-Forwarded-For that cannot be read";
    while !report().contains(told) {
        assert!(began.elapsed() < PATIENCE, "{}", report());
        std::thread::sleep(Duration::from_millis(500));
    }
}

#[test]
fn the_doctor_itself_is_no_proxy_that_names_nobody() {
    let place = Place::on_tested_database();
    let program = place.serve(&["--trusted-proxies", "127.0.0.1"]);
    let url = format!("http://127.0.0.1:{}", program.port);
    let output = place.run(&["doctor", "--trusted-proxies", "127.0.0.1", &url]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("Doorward answers at"), "{output:?}");
    program.signal("-TERM");
    let (_, log) = program.wait();
    let told: Vec<_> = log.iter().filter(|line| line.contains("X-Forwarded-For")).collect();
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn the_limit_of_open_files_is_raised_as_far_as_it_goes() {
    let place = Place::new();
    let data = place.path("data").display().to_string();
    let mut child = Command::new("sh")
        .args(["-c", "ulimit -Sn 256 && ulimit -Hn 4000 && exec \"$0\" --listen 127.0.0.1:0 --data-dir \"$1\""])
        .args([env!("CARGO_BIN_EXE_doorward"), &data])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("a shell runs");
    let began = Instant::now();
    let limits = format!("/proc/{}/limits", child.id());
    let raised = loop {
        let text = std::fs::read_to_string(&limits).expect("limits");
        let line = text.lines().find(|line| line.starts_with("Max open files")).expect("a line");
        let numbers: Vec<_> = line.split_whitespace().filter_map(|word| word.parse::<u64>().ok()).collect();
        if numbers == [4000, 4000] || began.elapsed() > PATIENCE {
            break numbers;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    assert_eq!(raised, [4000, 4000]);
}
