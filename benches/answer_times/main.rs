//! Tells whether the time of an answer, or its length, gives away which names exist.
//!
//! ```sh
//! cargo bench --bench answer_times
//! cargo bench --bench answer_times -- --postgres postgres://USER@HOST
//! ```
//!
//! The benchmark starts the released program, asks 200 times for each kind of name with a wrong password, in random
//! order, and compares the times of each two kinds by the test of Mann and Whitney. A `p` below 0.01 says that the two
//! differ; one comparison in a hundred is below it by chance. Names that are locked are compared with a name that nobody
//! has and that is locked as well: a refusal without a look at the password is quicker for everybody.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a benchmark that fails should say where")]
#![allow(clippy::disallowed_methods, reason = "it opens a connection of its own, to make a database")]

mod mann_whitney;
mod program;

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, Command};
use program::{Answer, Program};

/// How often each kind of name is asked for.
const ROUNDS: usize = 200;

/// The names that are asked for. All are equally long, so that the pages that repeat them are.
fn names(kind: &str) -> Vec<String> {
    let first = kind.chars().next().expect("a word");
    (0..ROUNDS).map(|number| format!("{first}{number:05}")).collect()
}

fn main() {
    let matches = Command::new("answer_times")
        .arg(Arg::new("postgres").long("postgres").value_name("URL").help("A server where a database may be made"))
        .arg(Arg::new("bench").long("bench").action(ArgAction::SetTrue).hide(true))
        .get_matches();
    let program = Program::start(matches.get_one::<String>("postgres").map(String::as_str));
    for name in names("known").iter().chain(&names("suspended")) {
        program.command(&["user", "add", name, "--password-file", "password"]);
    }
    for name in names("suspended") {
        program.command(&["user", "suspend", &name]);
    }
    program.command(&["user", "add", "locked", "--password-file", "password"]);

    println!("| answers | median, ms | bytes |\n|---|---:|---:|");
    let looked_at = ["unknown", "known", "suspended"].map(|kind| (kind, names(kind)));
    compare(&measure(&program, &looked_at, "a wrong password"));
    // Ten different wrong passwords are looked at, and none in the minute after them.
    for name in ["locked", "nobody"] {
        for number in 0..10 {
            assert_eq!(program.sign_in(name, &format!("guess {number}")).status, 422, "{name}, {number}");
        }
    }
    let locked = [("locked, known", "locked"), ("locked, unknown", "nobody")];
    compare(&measure(&program, &locked.map(|(kind, name)| (kind, vec![name.to_owned(); ROUNDS])), "one more"));
}

/// Asks for all names in random order.
fn measure(
    program: &Program,
    kinds: &[(&'static str, Vec<String>)],
    password: &str,
) -> BTreeMap<&'static str, Vec<Answer>> {
    let mut all: Vec<_> = kinds.iter().flat_map(|(kind, names)| names.iter().map(move |name| (*kind, name))).collect();
    let mut seed: u64 = 7;
    for index in (1..all.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all.swap(index, usize::try_from(seed >> 33).expect("31 bits") % (index + 1));
    }
    let mut answers: BTreeMap<&str, Vec<Answer>> = BTreeMap::new();
    for (kind, name) in all {
        answers.entry(kind).or_default().push(program.sign_in(name, password));
    }
    for (kind, answers) in &answers {
        let mut times: Vec<f64> = answers.iter().map(|answer| answer.milliseconds).collect();
        times.sort_by(f64::total_cmp);
        println!("| {kind}: {} | {:.2} | {} |", answers[0].status, times[times.len() / 2], answers[0].bytes);
    }
    answers
}

/// Compares each two kinds.
fn compare(answers: &BTreeMap<&'static str, Vec<Answer>>) {
    let kinds: Vec<_> = answers.iter().collect();
    let same: Vec<_> =
        kinds.iter().flat_map(|(_, answers)| answers.iter().map(|answer| (answer.status, answer.bytes))).collect();
    assert!(same.iter().all(|one| one == &same[0]), "answers that differ in status or length: {same:?}");
    println!("\n| compared | p |\n|---|---:|");
    for (index, (one, a)) in kinds.iter().enumerate() {
        for (other, b) in &kinds[index + 1..] {
            let times = |answers: &[Answer]| answers.iter().map(|answer| answer.milliseconds).collect::<Vec<_>>();
            println!("| {one} and {other} | {:.3} |", mann_whitney::p(&times(a), &times(b)));
        }
    }
    println!();
}
