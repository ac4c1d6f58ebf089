//! What an administrator adds to an invitation.

use crate::domain::text::{is_invisible, trimmed};

/// A short text of one or more lines. It is shown as text, never as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note(String);

impl Note {
    /// The longest note, in characters.
    pub const MAX_LENGTH: usize = 1000;

    /// Parses what somebody typed. Returns `None` for nothing but blanks.
    ///
    /// # Errors
    /// Fails if it is too long.
    pub fn parse(text: &str) -> Result<Option<Note>, NoteError> {
        // Forms end lines with two characters (WHATWG HTML, *constructing the entry list*).
        let text: String =
            trimmed(text).replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !is_invisible(*c)).collect();
        match text.chars().count() {
            0 => Ok(None),
            1..=Note::MAX_LENGTH => Ok(Some(Note(text))),
            _ => Err(NoteError),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The note is longer than [`Note::MAX_LENGTH`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a message has at most 1000 characters")]
pub struct NoteError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_keeps_its_lines_and_nothing_that_cannot_be_seen() {
        let note = |text: &str| Note::parse(text).map(|note| note.map(|note| note.as_str().to_owned()));
        assert_eq!(note(" Welcome!\r\nSee you\u{202e} on Monday. \n"), Ok(Some("Welcome!\nSee you on Monday.".into())));
        assert_eq!(note(" \r\n\u{200b} "), Ok(None));
        assert!(note(&"가".repeat(1000)).is_ok() && note(&"가".repeat(1001)) == Err(NoteError));
    }
}
