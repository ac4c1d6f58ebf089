//! Shows the progress: a bar on a terminal, a line now and then elsewhere.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

const WIDTH: u64 = 30;

pub struct Progress {
    what: &'static str,
    total: u64,
    done: u64,
    began: Instant,
    shown: Instant,
    is_terminal: bool,
}

impl Progress {
    pub fn new(what: &'static str, total: u64) -> Progress {
        let is_terminal = std::io::stderr().is_terminal();
        let began = Instant::now();
        Progress { what, total, done: 0, began, shown: began, is_terminal }
    }

    pub fn advance(&mut self, by: u64) {
        self.done += by;
        let pause = Duration::from_millis(if self.is_terminal { 100 } else { 10_000 });
        if self.shown.elapsed() >= pause {
            self.shown = Instant::now();
            self.show();
        }
    }

    fn show(&self) {
        let seconds = self.began.elapsed().as_secs_f64().max(0.001);
        let rate = self.done as f64 / seconds;
        let left = (self.total - self.done.min(self.total)) as f64 / rate.max(1.0);
        let share = self.done.saturating_mul(100).checked_div(self.total).unwrap_or(100).min(100);
        let line = format!(
            "{:9} {share:3} % {} of {}, {} a second, {}:{:02} left",
            self.what,
            grouped(self.done),
            grouped(self.total),
            grouped(rate as u64),
            left as u64 / 60,
            left as u64 % 60
        );
        if self.is_terminal {
            let filled = (share * WIDTH / 100) as usize;
            let bar = "#".repeat(filled) + &".".repeat(WIDTH as usize - filled);
            eprint!("\r[{bar}] {line}\x1b[K");
            std::io::stderr().flush().unwrap_or_default();
        } else {
            eprintln!("{line}");
        }
    }

    /// Prints the last line, with the total time.
    pub fn finish(self) {
        let seconds = self.began.elapsed().as_secs_f64();
        let end = if self.is_terminal { "\x1b[K" } else { "" };
        let start = if self.is_terminal { "\r" } else { "" };
        eprintln!("{start}{:9} {} in {seconds:.1} s{end}", self.what, grouped(self.done));
    }
}

/// Runs `work`, and prints how long it took.
pub fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = work();
    eprintln!("{what} in {:.1} s", began.elapsed().as_secs_f64());
    done
}

/// Groups the digits, as in `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
