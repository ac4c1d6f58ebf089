//! Tables for people, and what programs read.

use std::io::{ErrorKind, IsTerminal, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use super::Failure;
use crate::domain::text::is_invisible;

/// Prints rows in columns as wide as their widest cell. Cells come from users: what cannot be seen is shown, not obeyed.
pub fn print_table(head: &[&str], rows: &[Vec<String>]) {
    let clean = |cell: &String| cell.chars().map(|c| if is_invisible(c) { '\u{fffd}' } else { c }).collect::<String>();
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(clean).collect()).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain(head.get(column).map(|name| name.len())).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let print = |cells: &mut dyn Iterator<Item = &str>| {
        let line: Vec<String> = cells.zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        println!("{}", line.join("  ").trim_end());
    };
    print(&mut head.iter().copied());
    for row in &rows {
        print(&mut row.iter().map(String::as_str));
    }
}

/// Prints one JSON value.
pub fn print_json(value: &serde_json::Value) {
    println!("{value}");
}

/// Prints what another program is to read. A reader that has had enough is no failure.
pub fn print_bytes(bytes: &[u8]) -> Result<ExitCode, Failure> {
    let mut stdout = std::io::stdout();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// How far something long is, on one line of a terminal that is written over. Says nothing elsewhere.
pub struct Counter {
    what: &'static str,
    unit: &'static str,
    shown: Option<Instant>,
    is_terminal: bool,
}

impl Counter {
    /// Nothing is shown yet. `ended 2000 sessions`: what is being done comes first, what is counted last.
    pub fn new(what: &'static str, unit: &'static str) -> Counter {
        Counter { what, unit, shown: None, is_terminal: std::io::stderr().is_terminal() }
    }

    /// Shows so many, a few times a second at most.
    pub fn show(&mut self, done: u64, all: Option<u64>) {
        let is_due = self.shown.is_none_or(|shown| shown.elapsed() >= Duration::from_millis(200));
        if self.is_terminal && is_due {
            self.shown = Some(Instant::now());
            let all = all.map(|all| format!(" of {all}")).unwrap_or_default();
            eprint!("\r{} {done}{all} {}\x1b[K", self.what, self.unit);
        }
    }

    /// Clears the line.
    pub fn finish(self) {
        if self.shown.is_some() {
            eprint!("\r\x1b[K");
        }
    }
}

/// A word as a shell reads it.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_word_is_quoted_so_that_a_shell_reads_it_as_one() {
        assert_eq!(quoted("/backups/door.db"), "/backups/door.db");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's $(x)"), "'it'\\''s $(x)'");
        assert_eq!(quoted(""), "''");
    }
}
