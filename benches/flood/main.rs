//! Tells how much longer known people wait while strangers flood the login: a page, a sign-in from a known device, and a
//! confirmation of the password, beside the same on the quiet server of the same run.
//!
//! ```sh
//! cargo bench --bench flood
//! cargo bench --bench flood -- --postgres postgres://USER@HOST
//! ```
//!
//! The strangers are 500 connections of [wrk](https://github.com/wg/wrk) (Debian's package has this name), from one /48 and
//! then from 10,000 addresses, for a minute each. The benchmark fails if somebody known is not answered as on a quiet
//! server or waits more than twice as long in the median, and if a refusal does not say when to come again.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a benchmark that fails should say where")]
#![allow(clippy::disallowed_methods, reason = "it opens a connection of its own, to make a database")]

mod person;
#[path = "../program.rs"]
mod program;

use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use clap::{Arg, ArgAction, value_parser};
use person::{Answer, Person};
use program::Program;

/// The most that a median may grow in a flood.
const BOUND: f64 = 2.0;
/// The time in which the flood has filled all queues.
const RISE: Duration = Duration::from_secs(4);

/// Something that known people do.
struct Act {
    words: &'static str,
    status: u16,
    pause: Duration,
    /// People take turns, since the acts of each have a budget.
    people: Vec<Person>,
    act: fn(&mut Person) -> Answer,
}

impl Act {
    /// Lets people act until then, and returns the times in milliseconds, sorted.
    fn run(&mut self, until: Instant) -> Vec<f64> {
        let mut times = Vec::new();
        for turn in 0.. {
            if Instant::now() >= until {
                break;
            }
            let whose = turn % self.people.len();
            let answer = (self.act)(&mut self.people[whose]);
            assert_eq!(answer.status, self.status, "{}", self.words);
            times.push(answer.milliseconds);
            thread::sleep(self.pause);
        }
        times.sort_by(f64::total_cmp);
        times
    }
}

fn main() -> ExitCode {
    let matches = clap::Command::new("flood")
        .arg(Arg::new("postgres").long("postgres").value_name("URL").help("A server where databases may be made"))
        .arg(Arg::new("seconds").long("seconds").default_value("60").value_parser(value_parser!(u64)))
        .arg(Arg::new("bench").long("bench").action(ArgAction::SetTrue).hide(true))
        .get_matches();
    let server = matches.get_one::<String>("postgres").map(String::as_str);
    let duration = Duration::from_secs(*matches.get_one("seconds").expect("it has a default"));
    println!("| flood from | what | quiet, ms | in the flood, ms | ratio | answered |\n|---|---|---:|---:|---:|---:|");
    let mut is_good = true;
    let mut notes = Vec::new();
    for from in ["one /48", "10,000 addresses"] {
        let program = Program::start(server, &["--trusted-proxies", "127.0.0.1"]);
        let mut acts = acts(&program);
        let quiet = run_all(&mut acts, duration / 2);
        let flood = Command::new("wrk")
            .args(["--threads", "2", "--connections", "500", "--timeout", "30s"])
            .arg(format!("--duration={}s", (duration + 2 * RISE).as_secs()))
            .args(["--script", concat!(env!("CARGO_MANIFEST_DIR"), "/benches/flood/flood.lua"), &program.url])
            .env("FLOOD_FROM", from)
            .stdout(Stdio::piped())
            .spawn()
            .expect("wrk is installed");
        thread::sleep(RISE);
        let flooded = run_all(&mut acts, duration);
        let said = flood.wait_with_output().expect("wrk ends").stdout;
        let said = String::from_utf8(said).expect("text");
        for ((act, quiet), flooded) in acts.iter().zip(&quiet).zip(&flooded) {
            let [before, during] = [quiet, flooded].map(|times| times[times.len() / 2]);
            let (words, answered) = (act.words, flooded.len());
            println!("| {from} | {words} | {before:.2} | {during:.2} | {:.2} | {answered} |", during / before);
            is_good &= during / before < BOUND;
        }
        let strangers = said.lines().find(|line| line.contains("looked at")).expect("what became of the strangers");
        notes.push(format!("Strangers from {from}: {strangers}."));
        is_good &= said.lines().any(|line| line == "without-retry-after 0");
    }
    println!("\n{}", notes.join("\n"));
    if is_good {
        return ExitCode::SUCCESS;
    }
    eprintln!("Somebody known waits more than {BOUND} times as long, or a refusal does not say when to come again.");
    ExitCode::FAILURE
}

fn acts(program: &Program) -> Vec<Act> {
    let mut numbers = 1..;
    let mut people = |count: usize| numbers.by_ref().take(count).map(|number| Person::new(program, number)).collect();
    vec![
        Act {
            words: "a page of one's own",
            status: 200,
            pause: Duration::from_millis(100),
            people: people(1),
            act: |person| person.open("/account"),
        },
        Act {
            words: "a sign-in",
            status: 303,
            pause: Duration::from_millis(500),
            people: people(20),
            act: Person::sign_in,
        },
        Act {
            words: "a confirmation",
            status: 200,
            pause: Duration::from_secs(1),
            people: people(10),
            act: Person::confirm,
        },
    ]
}

/// Lets all act beside each other.
fn run_all(acts: &mut [Act], duration: Duration) -> Vec<Vec<f64>> {
    let until = Instant::now() + duration;
    thread::scope(|scope| {
        let threads: Vec<_> = acts.iter_mut().map(|act| scope.spawn(move || act.run(until))).collect();
        threads.into_iter().map(|thread| thread.join().expect("answered")).collect()
    })
}
