//! A command line that is not understood: what is wrong with it, without repeating a password.

use clap::error::{ContextKind, ContextValue};
use clap::{ArgMatches, Command};

/// Reads the command line. One that is not understood ends the program, as does a question for help.
pub fn read(command: Command) -> ArgMatches {
    command.try_get_matches().unwrap_or_else(|error| {
        let is_url_given = std::env::args_os().any(|arg| arg.to_string_lossy().starts_with("--database-url"));
        masked(error, is_url_given).exit()
    })
}

/// A blank in a database's URL makes its second half an argument of its own; and a URL may stand where none belongs.
fn masked(mut error: clap::Error, is_url_given: bool) -> clap::Error {
    for kind in [ContextKind::InvalidArg, ContextKind::InvalidSubcommand, ContextKind::InvalidValue] {
        let is_suspicious = |text: &str| is_url_given || crate::config::may_hold_password(text);
        if matches!(error.get(kind), Some(ContextValue::String(text)) if is_suspicious(text)) {
            error.insert(kind, ContextValue::String("***".to_owned()));
            // It repeats the argument.
            error.remove(ContextKind::Suggested);
        }
    }
    error
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_argument_that_may_be_part_of_a_database_url_is_not_repeated() {
        for arguments in [
            &["--database-url", "postgres://ada:s", "3cret@h/d"][..],
            &["--database-url", "postgres://ada:s", "-3cret@h/d"],
            &["--database-url", "postgres://ada:x", "s3cret"],
            &["--database-url=postgres://ada:x", "user", "s3cret"],
            &["postgres://ada:s3cret@h/d"],
            &["serve", "postgres://ada:s3cret@h/d"],
            &["database-url=postgres://ada:s3cret@h/d"],
            &["doctor", "postgres://ada:s3cret@h/d"],
            &["user", "ada:s3cret@h"],
            &["--databse-url=postgres://ada:s3cret@h/d"],
        ] {
            let all = ["doorward"].iter().chain(arguments);
            let error = crate::cli::command().try_get_matches_from(all).expect_err("not understood");
            let is_url_given = arguments.iter().any(|argument| argument.starts_with("--database-url"));
            let text = masked(error, is_url_given).to_string();
            assert!(!text.contains("3cret") && text.contains("error: "), "{arguments:?}: {text}");
        }
        let error = crate::cli::command().try_get_matches_from(["doorward", "usr"]).expect_err("not understood");
        assert!(masked(error, false).to_string().contains("'usr'"));
    }
}
