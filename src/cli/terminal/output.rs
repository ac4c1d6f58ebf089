//! What commands print: all of it goes to standard output through [`to_stdout`], and to standard error through [`note`].
//! Lines, texts, cells and notes do not repeat a password that was given in the wrong place.

use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::time::{Duration, Instant};

use clap::Args;
use unicode_width::UnicodeWidthStr;

use super::masking::masked;
use crate::domain::text::is_invisible;

/// An error that ends a command. Its text is for the person who typed the command.
pub type Failure = Box<dyn std::error::Error>;

const PROGRESS_INTERVAL: Duration = Duration::from_millis(200);

/// Whether people or programs read what a command prints.
#[derive(Args, Clone, Copy)]
pub struct Format {
    /// Prints one JSON value, for programs
    #[arg(long)]
    pub json: bool,
}

/// Writes to standard output and flushes it. `false` when the reader has gone, as with `head`: that is no failure, and
/// what a command has done stays done.
pub fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<bool, Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) => {
            // Otherwise the drop would try to write the rest of the buffer once more, in vain.
            drop(out.into_parts());
            match error.kind() {
                ErrorKind::BrokenPipe => Ok(false),
                _ => Err(format!("standard output cannot be written: {error}").into()),
            }
        }
    }
}

pub fn print_line(line: impl Display) -> Result<(), Failure> {
    print_text(&format!("{line}\n"))
}

/// For a text that has its line ends already.
pub fn print_text(text: &str) -> Result<(), Failure> {
    let text = masked(text.to_owned());
    to_stdout(|out| out.write_all(text.as_bytes())).map(drop)
}

/// Prints one JSON value for programs, or the line that says the same to people.
pub fn print_outcome(format: Format, value: &serde_json::Value, line: impl Display) -> Result<(), Failure> {
    if format.json { print_json(value) } else { print_line(line) }
}

pub fn write_row<'a>(
    out: &mut (impl Write + ?Sized),
    cells: impl Iterator<Item = &'a str>,
    widths: &[usize],
) -> io::Result<()> {
    // As terminals count: Korean, Chinese and Japanese letters are two columns wide, combining accents none.
    let fill = |cell: &str, width: usize| " ".repeat(width.saturating_sub(cell.width()));
    let line: Vec<String> = cells.zip(widths).map(|(cell, width)| format!("{cell}{}", fill(cell, *width))).collect();
    writeln!(out, "{}", line.join("  ").trim_end())
}

/// Makes invisible characters visible, so that the terminal does not obey them.
pub fn visible(text: &str) -> String {
    text.chars().map(|c| if is_invisible(c) { '\u{fffd}' } else { c }).collect()
}

pub fn print_json(value: &serde_json::Value) -> Result<(), Failure> {
    print_line(value)
}

/// Writes to standard error. A failure is ignored, since there is nowhere else to report it.
pub fn note(text: impl Display) {
    let text = masked(text.to_string());
    let mut stderr = io::stderr().lock();
    write!(stderr, "{text}").and_then(|()| stderr.flush()).unwrap_or_default();
}

/// One line on a terminal that shows how far a long command is. It is overwritten each time, and removed at the end.
/// Without a terminal nothing is shown.
pub struct Progress {
    is_terminal: bool,
    shown: Option<Instant>,
}

impl Progress {
    pub fn start() -> Progress {
        Progress { is_terminal: io::stderr().is_terminal(), shown: None }
    }

    pub fn is_seen(&self) -> bool {
        self.is_terminal
    }

    /// Shows the words, a few times a second at most.
    pub fn show(&mut self, words: impl FnOnce() -> String) {
        let is_due = self.shown.is_none_or(|shown| shown.elapsed() >= PROGRESS_INTERVAL);
        if self.is_terminal && is_due {
            self.shown = Some(Instant::now());
            note(format_args!("\r{}\x1b[K", words()));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            note("\r\x1b[K");
        }
    }
}

/// Quoted for a shell; a plain word stays as it is.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::{quoted, write_row};

    #[test]
    fn columns_line_up_whatever_letters_are_in_them() {
        let mut out = Vec::new();
        for cell in ["Firefox", "김철수의", "e\u{301}te\u{301}", "名前"] {
            write_row(&mut out, [cell, "|"].into_iter(), &[8, 1]).expect("written");
        }
        let text = String::from_utf8(out).expect("text");
        assert_eq!(text, "Firefox   |\n김철수의  |\ne\u{301}te\u{301}       |\n名前      |\n");
    }

    #[test]
    fn a_word_is_quoted_so_that_a_shell_reads_it_as_one() {
        assert_eq!(quoted("/backups/door.db"), "/backups/door.db");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's $(x)"), "'it'\\''s $(x)'");
        assert_eq!(quoted(""), "''");
    }
}
