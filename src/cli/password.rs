//! Asking for a password: at the terminal without showing it, or from a file or pipe.

use std::io::{IsTerminal, Read};
use std::path::Path;

use super::Failure;
use crate::domain::account::password::Password;

/// Reads a new password from `file` (`-` for standard input), or asks for it twice.
pub fn read_new(file: Option<&Path>) -> Result<Password, Failure> {
    let typed = match file {
        Some(path) if path == Path::new("-") => from_pipe()?,
        Some(path) => {
            without_mark(std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?)
        }
        None if !std::io::stdin().is_terminal() => from_pipe()?,
        None => {
            let first = rpassword::prompt_password("New password: ")?;
            if rpassword::prompt_password("The same again: ")? != first {
                return Err("the two passwords differ; nothing was changed".into());
            }
            first
        }
    };
    let line = typed.trim_end_matches(['\r', '\n']).to_owned();
    if line.chars().any(|c| c.is_control() && c != '\t') {
        return Err("the password has line breaks or other control characters in it, which no form could send".into());
    }
    Password::new(line).ok_or_else(|| format!("the password is longer than {} characters", Password::MAX_LENGTH).into())
}

fn from_pipe() -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(without_mark(text))
}

/// Without the mark by which some programs of Windows say that a text is UTF-8. It is no part of what somebody typed.
fn without_mark(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}
