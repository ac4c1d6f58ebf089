//! Reads the command line: words as values, and error messages that do not repeat a password.

use clap::Parser;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Parses one of these words. Help, completions and error messages list the words.
pub fn one_of<T: Clone + Send + Sync + 'static>(
    words: impl IntoIterator<Item = &'static str>,
    parse: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words).try_map(move |word| parse(&word).ok_or("this word has no meaning here"))
}

/// Ends the program if the command line is not understood, or asks for help.
pub fn read<C: Parser>() -> C {
    let arguments: Vec<String> = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let parsed = C::try_parse();
    let asks_for_help = parsed.as_ref().is_err_and(|error| !error.use_stderr());
    if is_url_in_pieces(&arguments) && !asks_for_help {
        clap::Error::raw(
            ErrorKind::InvalidValue,
            "what follows the URL of the database looks like the rest of it: write %20 for a blank in its password, and \
             quotation marks around the URL; if it is an argument of its own, put --database-url at the end\n",
        )
        .exit()
    }
    parsed.unwrap_or_else(|error| {
        let is_url_given = arguments.iter().any(|argument| argument.starts_with("--database-url"));
        masked(error, is_url_given).exit()
    })
}

/// Whether a shell may have split a server's URL at a blank in its password: `postgres://ada:12 s3cret@h/d`. The first
/// part can often be read as a URL, with a host and a port, and the rest is then taken for a file or a name.
fn is_url_in_pieces(arguments: &[String]) -> bool {
    arguments.iter().enumerate().any(|(index, argument)| {
        let Some(url) = server_url(argument) else { return false };
        let words = arguments[index + 1..].iter().take_while(|word| !word.starts_with("--"));
        let mut words = words.enumerate().filter(|(_, word)| word.contains('@'));
        words.next().is_some_and(|(place, word)| is_rest(url, place, word))
    })
}

/// The part after the scheme of a server's URL, if an argument is one or sets one.
fn server_url(argument: &str) -> Option<&str> {
    let value = argument.strip_prefix("--").and_then(|flag| flag.split_once('=')).map_or(argument, |(_, value)| value);
    let (scheme, rest) = value.split_once("://")?;
    ["postgres", "postgresql"].iter().any(|known| scheme.trim().eq_ignore_ascii_case(known)).then_some(rest)
}

/// Whether a word with an `@` may be the end of a URL with this beginning. An e-mail address has no slash, and may
/// follow a complete URL or a username.
fn is_rest(url: &str, place: usize, word: &str) -> bool {
    let is_whole = url.split_once('@').is_some_and(|(_, host)| host.contains('/'));
    let has_path = word.split_once('@').is_some_and(|(_, host)| host.contains(['/', '?', ':', '@']));
    has_path || (place == 0 && !is_whole)
}

/// A blank in a database's URL makes its second half a separate argument; and a URL may be given in the wrong place.
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
    use super::is_url_in_pieces;

    #[test]
    fn a_url_that_a_shell_took_apart_is_told_from_one_before_other_arguments() {
        let is_in_pieces = |line: &str| is_url_in_pieces(&line.split(' ').map(str::to_owned).collect::<Vec<_>>());
        for line in [
            "backup --database-url postgres://ada:12 s3cret@h/d",
            "backup --database-url=postgres://ada:12 s3cret@h",
            "backup --database-url PostgreSQL://ada: s3cret@h",
            "restore --yes --database-url postgres://ada:12/1 s3cret@h/d",
            "restore --database-url postgres://ada:p@1 s3cret@h --yes",
            "restore --database-url postgres://ada:12 -s3cret@h/d",
            "user rename --database-url postgres://ada:12 s 3cret@h:5432/d",
            "user show --database-url postgres://ada:p@1/2 s3cret@h/d",
        ] {
            assert!(is_in_pieces(line), "{line}");
        }
        for line in [
            "backup --database-url postgres://ada:12@h/d copy",
            "backup ada@home/copy --database-url postgres://ada:12@h/d",
            "user email --database-url postgres://h:5432/d ada ada@example.org",
            "user email ada --database-url postgres://ada:12@h/d ada@example.org",
            "--database-url postgres://h:5432/d user email ada ada@example.org",
            "user add ada --database-url postgres://h/d --email ada@example.org",
            "doctor --database-url postgres://h/d https://login.example.org",
            "backup --database-url sqlite://some.db ada@home/copy",
        ] {
            assert!(!is_in_pieces(line), "{line}");
        }
    }
}
