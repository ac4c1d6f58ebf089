//! Asking for a password: at the terminal without showing it, or from a file or pipe.

use std::io::IsTerminal;
use std::path::Path;

use crate::cli::terminal::Failure;
use crate::config::names_file;
use crate::domain::account::Password;
use crate::small_file;

/// Reads a new password from `file` (`-` for standard input), or asks for it twice.
pub fn read_new(file: Option<&Path>) -> Result<Password, Failure> {
    let typed = match file {
        Some(path) if path == Path::new("-") => from_pipe()?,
        Some(path) => from_file(path)?,
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
    Ok(Password::new(line)?)
}

fn from_file(path: &Path) -> Result<String, Failure> {
    let shown = path.display().to_string();
    if !names_file(&shown) {
        return Err("--password-file: there is no file of the name that was given".into());
    }
    let text = small_file::read(path, small_file::SECRET)
        .map_err(|error| format!("--password-file: {shown} cannot be read: {error}"))?;
    Ok(without_mark(text))
}

fn from_pipe() -> Result<String, Failure> {
    let text = small_file::read_from(std::io::stdin(), small_file::SECRET)
        .map_err(|error| format!("the password cannot be read from standard input: {error}"))?;
    Ok(without_mark(text))
}

/// Removes the byte order mark by which some Windows programs mark a text as UTF-8. Nobody typed it.
fn without_mark(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}
