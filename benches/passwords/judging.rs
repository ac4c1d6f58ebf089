//! Compares the time to judge a password with the time of a hash with the usual settings.

use std::time::{Duration, Instant};

use doorward::account::Password;
use doorward::config::{Sources, load};
use doorward::internals::{Hasher, Lane, check_new};

/// The number of times that each password is judged. The fastest counts, so other work of the machine does not.
const ROUNDS: usize = 7;
/// The number of steps in the search for slow passwords.
const STEPS: usize = 400;

/// All characters that zxcvbn reads as one or two letters.
const LOOK_ALIKES: &str = "4@8({[<3691!|70$5+%2";
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz ";

pub fn run() {
    let settings = load(&Sources::default()).expect("defaults").settings;
    let hasher = Hasher::start(&settings).expect("starts");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let hash = fastest(|| {
        runtime.block_on(hasher.hash(Lane::Known, password("lamp otter violet sugar"))).expect("hashed");
    });
    let all: String = ('!'..='~').collect();
    let mut chance = Chance(11);
    let mut cases = vec![
        ("a passphrase of 23 characters".to_owned(), "lamp otter violet sugar".to_owned()),
        ("100 letters".to_owned(), chance.text(LETTERS, 100)),
        ("100 digits".to_owned(), chance.text("0123456789", 100)),
        ("100 of all characters".to_owned(), chance.text(&all, 100)),
        ("20 look-alikes five times".to_owned(), chance.text(LOOK_ALIKES, 20).repeat(5)),
        ("the same character 256 times".to_owned(), "1".repeat(256)),
    ];
    for length in [28, 29, 56, 100, 256] {
        cases.push((format!("{length} look-alikes"), chance.text(LOOK_ALIKES, length)));
    }
    // A word that is said again makes another text, without it, which is judged too.
    cases.push(("56 look-alikes and a word twice".to_owned(), format!("abcd {} abcd", chance.text(LOOK_ALIKES, 56))));
    for length in [28, 100] {
        cases.push((format!("{length} characters, the slowest found"), slowest(length, &mut chance)));
    }
    println!("| password | to judge, ms | of a hash |\n|---|---:|---:|");
    let mut worst: f64 = 0.0;
    for (name, text) in cases {
        let taken = fastest(|| judge(&text));
        worst = worst.max(milliseconds(taken));
        let ratio = taken.as_secs_f64() / hash.as_secs_f64();
        println!("| {name} | {:.2} | {ratio:.2} |", milliseconds(taken));
    }
    println!("| *a hash with the usual settings* | {:.2} | 1.00 |\n\nthe slowest: {worst:.1} ms\n", milliseconds(hash));
}

fn password(text: &str) -> Password {
    Password::new(text.into()).expect("short")
}

fn judge(text: &str) {
    let _verdict = check_new(&password(text), 15, &["Doorward", "login.example.org", "doorward", "ada"]);
}

fn fastest(mut work: impl FnMut()) -> Duration {
    let mut once = || {
        let started = Instant::now();
        work();
        started.elapsed()
    };
    (0..ROUNDS).map(|_| once()).min().unwrap_or_default()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Changes some characters of a password again and again, and keeps the change if the result is slower.
fn slowest(length: usize, chance: &mut Chance) -> String {
    let words = ["p@$5w0rd", "l0v3", "7h3", "m0n|{3y", "13+m31n", "1!|7+", "{[<(", "4@", "a", "4$5", "9!r1", "0"];
    let mut current: Vec<char> = chance.text(LOOK_ALIKES, length).chars().collect();
    let time = |text: &[char]| {
        let text: String = text.iter().collect();
        (0..2).map(|_| time_once(&text)).min().unwrap_or_default()
    };
    let mut best = time(&current);
    for _ in 0..STEPS {
        let mut other = current.clone();
        let (place, word) = (chance.below(length), words[chance.below(words.len())]);
        for (offset, character) in word.chars().enumerate() {
            if let Some(one) = other.get_mut(place + offset) {
                *one = character;
            }
        }
        let taken = time(&other);
        if taken > best {
            (current, best) = (other, taken);
        }
    }
    current.iter().collect()
}

fn time_once(text: &str) -> Duration {
    let started = Instant::now();
    judge(text);
    started.elapsed()
}

/// A random number generator that always gives the same numbers.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn text(&mut self, alphabet: &str, length: usize) -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| alphabet[self.below(alphabet.len())]).collect()
    }
}
