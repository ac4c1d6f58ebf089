//! The schema of an SQLite file, and the one that scripts make in memory.

use diesel::migration::{Migration, MigrationConnection};
use diesel::sqlite::Sqlite;
use diesel::{RunQueryDsl, SqliteConnection, sql_query};

use super::{Difference, Listing, Row, compare, listing};
use crate::store::connection::open_in_memory;
use crate::store::error::{Error, one_line};

/// Not listed: the indexes that SQLite makes for constraints, which alone have no statement. Whoever writes to the schema as
/// to a table can give any other part a name that begins with `sqlite_`, and its kind in capitals.
const PARTS: &str = "
    SELECT lower(m.type) AS kind, m.tbl_name AS owner, m.name AS name, coalesce(m.sql, '') AS definition,
        lower(m.type) = 'index'
            AND EXISTS (
                SELECT 1 FROM pragma_index_list(m.tbl_name) AS l
                WHERE l.name = m.name AND NOT l.\"unique\" AND NOT l.partial
            )
            AND NOT EXISTS (SELECT 1 FROM pragma_index_xinfo(m.name) AS x WHERE x.cid = -2) AS is_plain_index
    FROM sqlite_master AS m
    WHERE lower(m.type) IN ('table', 'index', 'trigger') AND NOT (lower(m.type) = 'index' AND m.sql IS NULL)
    UNION ALL
    SELECT 'column', m.name, c.name,
        c.type || ' ' || c.\"notnull\" || ' ' || coalesce(c.dflt_value, '') || ' ' || c.pk || ' ' || c.hidden, 0
    FROM sqlite_master AS m JOIN pragma_table_xinfo(m.name) AS c
    WHERE lower(m.type) = 'table'
    UNION ALL
    SELECT 'foreign key', f.\"table\", m.name, '', 0
    FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f
    WHERE lower(m.type) = 'table'";

/// How it differs from what these scripts make.
pub(in crate::store) fn differences(
    connection: &mut SqliteConnection,
    scripts: &[Box<dyn Migration<Sqlite>>],
) -> Result<Vec<Difference>, Error> {
    let mut memory = open_in_memory().map_err(|error| Error::Unavailable(error.to_string()))?;
    MigrationConnection::setup(&mut memory)?;
    for script in scripts {
        script.run(&mut memory).map_err(|error| Error::Refused(one_line(&error.to_string())))?;
    }
    Ok(compare(&list(&mut memory)?, &list(connection)?))
}

fn list(connection: &mut SqliteConnection) -> Result<Listing, Error> {
    let rows: Vec<Row> = sql_query(PARTS).load(connection)?;
    // SQLite finds a table in any case, and keeps the name as each statement has it.
    let alike = |row: Row| Row { owner: row.owner.to_ascii_lowercase(), definition: normal(&row.definition), ..row };
    Ok(listing(rows.into_iter().map(alike).collect()))
}

/// A statement without what means nothing: comments, space, and quotes around plain names, which SQLite adds and drops as
/// its versions go.
fn normal(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql;
    let mut is_apart = false;
    while let Some(c) = rest.chars().next() {
        let token = token_at(rest, c);
        rest = &rest[token.len()..];
        if c.is_whitespace() || token.starts_with("--") || token.starts_with("/*") {
            is_apart = true;
            continue;
        }
        let token = unquoted(token);
        if is_apart && text.ends_with(is_word) && token.starts_with(is_word) {
            text.push(' ');
        }
        text.push_str(token);
        is_apart = false;
    }
    text
}

/// The token that begins with `c`.
fn token_at(rest: &str, c: char) -> &str {
    let until = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
    let length = match c {
        '-' if rest.starts_with("--") => until("\n", 2),
        '/' if rest.starts_with("/*") => until("*/", 2),
        '\'' => until("'", 1),
        '"' => until("\"", 1),
        '`' => until("`", 1),
        '[' => until("]", 1),
        c if is_word(c) => rest.find(|other| !is_word(other)).unwrap_or(rest.len()),
        c => c.len_utf8(),
    };
    &rest[..length]
}

fn unquoted(token: &str) -> &str {
    let bare = match token.as_bytes() {
        [b'"', .., b'"'] | [b'`', .., b'`'] | [b'[', .., b']'] => &token[1..token.len() - 1],
        _ => return token,
    };
    if !bare.is_empty() && bare.chars().all(is_word) { bare } else { token }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn statements_that_mean_the_same_are_the_same() {
        let one = "CREATE TABLE \"users\" (\n    id TEXT NOT NULL, -- the browser's\n  name  TEXT /* \"it */ )";
        assert_eq!(normal(one), "CREATE TABLE users(id TEXT NOT NULL,name TEXT)");
        assert_eq!(normal(one), normal("CREATE TABLE [users](id TEXT NOT NULL, `name` TEXT)"));
        for other in [
            "CREATE TABLE users(id TEXT NOT NULL,name TEXT CHECK (name <> ' '))",
            "CREATE TABLE users(id TEXT NOT NULL,name TEXT CHECK (name <> '  '))",
            "CREATE TABLE users(id TEXT NOT NULL,\"na me\" TEXT)",
            "CREATE TABLE users(id TEXT NOT NULL,na me TEXT)",
            "CREATE TABLE users(id TEXT NOT NULL,name TEXT,'--')",
            "CREATE TABLE users(id TEXT NOT NULL,name TEXT,'unended",
        ] {
            assert_ne!(normal(one), normal(other), "{other}");
        }
        assert_ne!(normal("'a  b'"), normal("'a b'"));
        assert_ne!(normal("a'--'b"), normal("a b"));
    }
}
