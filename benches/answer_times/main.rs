//! Tells whether the time of an answer, or its length, gives away which names exist.
//!
//! ```sh
//! cargo bench --bench answer_times
//! cargo bench --bench answer_times -- --postgres postgres://USER@HOST
//! ```
//!
//! The benchmark starts the released program, asks 200 times for each kind of name in random order, and compares the times
//! of each two kinds by the test of Mann and Whitney. Looked at are wrong passwords, and the right one of suspended
//! accounts, for which the answer is the same; and *Forgot your password?*, with and without an account and an address to
//! which mail goes. Names that are locked are compared with a name that nobody has and that is
//! locked as well: a refusal without a look at the password is quicker for everybody.
//!
//! A small `p` says that the two differ. By chance one comparison in a hundred is below 0.01, so the bound for each is 0.01
//! divided by the number of comparisons, and whatever is below it is measured once more. If it is below it again, the
//! benchmark fails.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a benchmark that fails should say where")]
#![allow(clippy::disallowed_methods, reason = "it opens a connection of its own, to make a database")]

mod answer;
mod mann_whitney;
#[path = "../program.rs"]
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use answer::{Answer, ask_for_reset, sign_in};
use clap::{Arg, ArgAction, Command};
use program::{PASSWORD, Program};

/// How often each kind of name is asked for.
const ROUNDS: usize = 200;
/// The chance that names which do not differ are found to.
const CHANCE: f64 = 0.01;

/// Names for which the answers must not differ from those for others.
#[derive(Clone)]
struct Kind {
    words: &'static str,
    names: Vec<String>,
    /// What is sent with the name; `None` where a reset is asked for.
    password: Option<&'static str>,
}

impl Kind {
    /// The names begin with a letter of this kind's own. All are equally long, so that the pages that repeat them are.
    fn new(words: &'static str, letter: char, password: &'static str) -> Kind {
        Kind {
            words,
            names: (0..ROUNDS).map(|number| format!("{letter}{number:05}")).collect(),
            password: Some(password),
        }
    }

    fn forgotten(words: &'static str, letter: char) -> Kind {
        Kind { password: None, ..Kind::new(words, letter, "") }
    }

    fn locked(words: &'static str, name: &str) -> Kind {
        Kind { words, names: vec![name.to_owned(); ROUNDS], password: Some("one more") }
    }
}

/// Two kinds, and how likely times as different as theirs are if the kinds do not differ.
struct Comparison {
    kinds: [&'static str; 2],
    p: f64,
}

fn main() -> ExitCode {
    let matches = Command::new("answer_times")
        .arg(Arg::new("postgres").long("postgres").value_name("URL").help("A server where a database may be made"))
        .arg(Arg::new("bench").long("bench").action(ArgAction::SetTrue).hide(true))
        .get_matches();
    let server = matches.get_one::<String>("postgres").map(String::as_str);
    let settings = ["--sign-in-tries-per-address", "100000", "--trusted-proxies", "127.0.0.1"];
    // Nobody answers there, so mail waits.
    let mail = ["--smtp-url", "smtp://127.0.0.1:9?tls=none", "--mail-from", "login@example.org"];
    let program = Program::start(server, &[&settings[..], &mail].concat());
    let groups = groups(&program);
    let first = measure_all(&program, &groups, 1);
    let bound = CHANCE / first.len() as f64;
    let suspect: Vec<_> = first.iter().filter(|comparison| comparison.p < bound).collect();
    if suspect.is_empty() {
        println!("No p is below {bound:.5}: nothing tells these names apart.");
        return ExitCode::SUCCESS;
    }
    println!("Below {bound:.5}, measured once more:\n");
    let is_suspect = |words| suspect.iter().any(|comparison| comparison.kinds.contains(&words));
    let again = groups.iter().map(|kinds| kinds.iter().filter(|kind| is_suspect(kind.words)).cloned().collect());
    let second = measure_all(&program, &again.collect::<Vec<_>>(), 2);
    let differ = |one: &Comparison| suspect.iter().any(|other| other.kinds == one.kinds) && one.p < bound;
    let found: Vec<_> = second.iter().filter(|comparison| differ(comparison)).collect();
    for Comparison { kinds: [one, other], p } in &found {
        eprintln!("{one} and {other} differ: p is {p:.6}, and was below {bound:.5} before");
    }
    if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Makes the accounts, and returns the kinds of names. Within a group all answers must be the same.
fn groups(program: &Program) -> [Vec<Kind>; 3] {
    const WRONG: &str = "a wrong password";
    let looked_at = vec![
        Kind::new("unknown", 'u', WRONG),
        Kind::new("known", 'k', WRONG),
        Kind::new("suspended", 's', WRONG),
        Kind::new("suspended, the right password", 'r', PASSWORD),
        Kind::new("invited, without a password", 'i', WRONG),
    ];
    let [_, known, suspended, right, invited] = looked_at.as_slice() else { unreachable!("five kinds") };
    for name in [known, suspended, right].into_iter().flat_map(|kind| &kind.names) {
        program.command(&["user", "add", name, "--password-file", "password"]);
    }
    for name in [suspended, right].into_iter().flat_map(|kind| &kind.names) {
        program.command(&["user", "suspend", name]);
    }
    for name in &invited.names {
        program.command(&["user", "add", name, "--invite"]);
    }
    program.command(&["user", "add", "locked", "--password-file", "password"]);
    let forgotten = vec![
        Kind::forgotten("reset, unknown", 'n'),
        Kind::forgotten("reset, without an address", 'w'),
        Kind::forgotten("reset, with a verified address", 'v'),
    ];
    for name in forgotten.iter().skip(1).flat_map(|kind| &kind.names) {
        program.command(&["user", "add", name, "--password-file", "password"]);
    }
    program
        .execute("UPDATE users SET email = username || '@example.org', email_verified_at = 1 WHERE username LIKE 'v%'");
    let locked = vec![Kind::locked("locked, known", "locked"), Kind::locked("locked, unknown", "nobody")];
    [looked_at, locked, forgotten]
}

/// Measures all kinds, and compares each two of a group. `run` numbers the runs, which must not guess the same.
fn measure_all(program: &Program, groups: &[Vec<Kind>], run: u32) -> Vec<Comparison> {
    println!("| answers | median, ms | bytes |\n|---|---:|---:|");
    let mut all = Vec::new();
    for kinds in groups {
        // Ten different wrong passwords are looked at, and none in the minute after them.
        for kind in kinds.iter().filter(|kind| kind.words.starts_with("locked")) {
            for number in 0..11 {
                sign_in(program, &kind.names[0], &format!("guess {run} {number}"));
            }
            assert_eq!(sign_in(program, &kind.names[0], "one more").status, 429, "{}", kind.words);
        }
        all.extend(compare(&measure(program, kinds)));
    }
    println!("\n| compared | p |\n|---|---:|");
    for Comparison { kinds: [one, other], p } in &all {
        println!("| {one} and {other} | {p:.5} |");
    }
    println!();
    all
}

/// Asks for all names in random order.
fn measure(program: &Program, kinds: &[Kind]) -> BTreeMap<&'static str, Vec<Answer>> {
    let mut all: Vec<_> = kinds.iter().flat_map(|kind| kind.names.iter().map(move |name| (kind, name))).collect();
    let mut seed: u64 = 7;
    for index in (1..all.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all.swap(index, usize::try_from(seed >> 33).expect("31 bits") % (index + 1));
    }
    let mut answers: BTreeMap<&str, Vec<Answer>> = BTreeMap::new();
    for (number, (kind, name)) in (0..).zip(all) {
        let answer = match kind.password {
            Some(password) => sign_in(program, name, password),
            None => ask_for_reset(program, name, number),
        };
        answers.entry(kind.words).or_default().push(answer);
    }
    for (words, answers) in &answers {
        let mut times: Vec<f64> = answers.iter().map(|answer| answer.milliseconds).collect();
        times.sort_by(f64::total_cmp);
        println!("| {words}: {} | {:.2} | {} |", answers[0].status, times[times.len() / 2], answers[0].bytes);
    }
    answers
}

/// Compares each two kinds.
fn compare(answers: &BTreeMap<&'static str, Vec<Answer>>) -> Vec<Comparison> {
    let kinds: Vec<_> = answers.iter().collect();
    let all = || kinds.iter().flat_map(|(_, answers)| answers.iter());
    let statuses: BTreeSet<_> = all().map(|answer| answer.status).collect();
    assert_eq!(statuses.len(), 1, "answers that differ in status: {statuses:?}");
    // What is left of a pause is told in more or fewer letters as it passes.
    let lengths: BTreeSet<_> = all().map(|answer| (&answer.retry_after, answer.bytes)).collect();
    let waits: BTreeSet<_> = lengths.iter().map(|(retry_after, _)| retry_after).collect();
    assert_eq!(lengths.len(), waits.len(), "answers that differ in length: {lengths:?}");
    let times = |answers: &[Answer]| answers.iter().map(|answer| answer.milliseconds).collect::<Vec<_>>();
    let mut comparisons = Vec::new();
    for (index, (one, a)) in kinds.iter().enumerate() {
        for (other, b) in &kinds[index + 1..] {
            comparisons.push(Comparison { kinds: [one, other], p: mann_whitney::p(&times(a), &times(b)) });
        }
    }
    comparisons
}
