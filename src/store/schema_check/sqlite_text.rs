//! Normalizes statements as SQLite keeps them, so that two with the same meaning have the same text.

use std::collections::BTreeSet;

/// Operators of several characters, which would be other operators if they were split.
const OPERATORS: [&str; 10] = ["->>", "->", "||", "<<", "<=", "<>", ">>", ">=", "==", "!="];

/// Removes the parts of a statement that have no meaning: comments, spaces, and quotes around these names, which SQLite
/// adds and drops when something is renamed.
///
/// It removes quotes only around these names: if the migrations name a column, that column exists, with or without
/// quotes. Any other word in quotes may be one that SQLite finds nowhere and takes for a text, or a keyword that is a
/// plain word when it is quoted.
pub(super) fn normal(sql: &str, names: &BTreeSet<String>) -> String {
    // SQLite does not read beyond a NUL.
    let mut rest = sql.split('\0').next().unwrap_or_default();
    let mut tokens = Vec::new();
    while let Some(c) = rest.chars().next() {
        let token = token_at(rest, c);
        rest = &rest[token.len()..];
        if !is_blank(c) && !token.starts_with("--") && !token.starts_with("/*") {
            tokens.push(unquoted(token, names));
        }
    }
    tokens.join(" ")
}

fn token_at(rest: &str, c: char) -> &str {
    let until = |end: &str| rest[2..].find(end).map_or(rest.len(), |at| 2 + at + end.len());
    let length = match c {
        '-' if rest.starts_with("--") => until("\n"),
        '/' if rest.starts_with("/*") => until("*/"),
        '\'' | '"' | '`' => quoted_length(rest, c),
        '[' => rest.find(']').map_or(rest.len(), |at| at + 1),
        // This is a blob, and not a name with a text after it.
        'x' | 'X' if rest[1..].starts_with('\'') => 1 + quoted_length(&rest[1..], '\''),
        c if is_word(c) => rest.find(|other| !is_word(other)).unwrap_or(rest.len()),
        c => OPERATORS.iter().find(|known| rest.starts_with(**known)).map_or(c.len_utf8(), |known| known.len()),
    };
    &rest[..length]
}

/// Returns the length of the quoted text at the beginning. Two quotation marks inside stand for one.
fn quoted_length(rest: &str, quote: char) -> usize {
    let mut length = 1;
    while let Some(at) = rest[length..].find(quote) {
        length += at + 1;
        if !rest[length..].starts_with(quote) {
            return length;
        }
        length += 1;
    }
    rest.len()
}

fn unquoted<'a>(token: &'a str, names: &BTreeSet<String>) -> &'a str {
    let bare = match token.as_bytes() {
        [b'"', .., b'"'] | [b'`', .., b'`'] | [b'[', .., b']'] => &token[1..token.len() - 1],
        _ => return token,
    };
    let is_plain = bare.chars().all(is_word) && !bare.starts_with(|c: char| c.is_ascii_digit());
    if is_plain && names.contains(bare) { bare } else { token }
}

/// To SQLite every other white space, such as a no-break space, is part of a name.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\x0c' | '\r')
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$' || !c.is_ascii()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    fn normal(sql: &str) -> String {
        let names: BTreeSet<String> = ["users", "name"].map(str::to_owned).into();
        super::normal(sql, &names)
    }

    #[test]
    fn statements_that_mean_the_same_are_the_same() {
        let one = "CREATE TABLE \"users\" (\n    id TEXT NOT NULL, -- the browser's\n  name  TEXT /* \"it */ )";
        assert_eq!(normal(one), "CREATE TABLE users ( id TEXT NOT NULL , name TEXT )");
        assert_eq!(normal(one), normal("CREATE\tTABLE\x0c[users](id TEXT NOT NULL, `name` TEXT)"));
        for other in [
            "CREATE TABLE users(id TEXT NOT NULL,name TEXT CHECK (name <> ' '))",
            "CREATE TABLE users(id TEXT NOT NULL,name TEXT CHECK (name <> '  '))",
            "CREATE TABLE users(id TEXT NOT NULL,\"na me\" TEXT)",
            "CREATE TABLE users(id TEXT NOT NULL,na me TEXT)",
            "CREATE TABLE users(id TEXT NOT NULL,\"na\"\"me\" TEXT)",
            "CREATE TABLE users(id TEXT NOT NULL,\"na\"\"\"\"me\" TEXT)",
            "CREATE TABLE users(id TEXT \"NOT\" NULL,name TEXT)",
            "CREATE TABLE users(id TEXT NOT \"NULL\",name TEXT)",
            "CREATE TABLE users(id TEXT NOT NULL,'name' TEXT)",
            "CREATE TABLE users\u{a0}(id TEXT NOT NULL,name TEXT)",
            "CREATE TABLE\u{2003}users(id TEXT NOT NULL,name TEXT)",
            "CREATE TABLE\x0busers(id TEXT NOT NULL,name TEXT)",
            "CREATE TABLE users(id TEXT NOT NULL,name TEXT,'--')",
            "CREATE TABLE users(id TEXT NOT NULL,name TEXT,'unended",
            "CREATE TABLE users(id TEXT NOT NULL,name --\0\n TEXT)",
        ] {
            assert_ne!(normal(one), normal(other), "{other}");
        }
        for (one, other) in [
            ("'a  b'", "'a b'"),
            ("a'--'b", "a b"),
            ("'it''s'", "'it' 's'"),
            ("\"a\"\"b\"", "\"a\" \"b\""),
            ("x'00'", "x '00'"),
            ("a <= b", "a < = b"),
            ("\"1\"", "1"),
            ("$a", "$ a"),
        ] {
            assert_ne!(normal(one), normal(other));
        }
    }
}
