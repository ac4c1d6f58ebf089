//! Checks that a schema is what the migrations make of an empty database.
//!
//! A trigger, a rule or a function that somebody added runs with everything that Doorward writes, and without
//! Doorward's own triggers the record can be rewritten. No code here knows what the schema looks like. The same scripts
//! that made the schema make it once more, beside it or in memory, and the same queries on the same server list both.
//! Parts that belong to other tables do not matter here: backups and replication keep tables of their own beside
//! Doorward's. But a foreign key of such a table to one of Doorward's does matter: it refuses what Doorward deletes, or
//! deletes rows of its own along with it, and runs the triggers on them.

pub(super) mod footing;
pub(super) mod postgres;
pub(super) mod sqlite;
mod sqlite_text;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use diesel::QueryableByName;
use diesel::sql_types::{Bool, Text};

use super::error::Error;

/// A part of a schema. The order of the ranks puts the parts that do the most harm first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    rank: usize,
    kind: String,
    /// The table that the part belongs to, or that a foreign key points at; empty if there is none.
    owner: String,
    /// The name of the part; for a foreign key, the table that has it.
    name: String,
}

#[derive(Debug, PartialEq, Eq)]
struct Definition {
    text: String,
    /// Tells whether this is an index of plain columns and all rows, in an order that the database itself knows, which
    /// refuses no row.
    is_plain_index: bool,
}

type Listing = BTreeMap<Part, Definition>;

const FOREIGN_KEY: &str = "foreign key";
const RANKS: [&str; 11] = [
    "trigger",
    "rule",
    "policy",
    FOREIGN_KEY,
    "function",
    "table",
    "column",
    "constraint",
    "sequence",
    "index",
    "statistics object",
];
/// The number of differences that an error message names.
const NAMED: usize = 5;

/// A row of the query that lists the parts, on either database.
#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    owner: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    definition: String,
    #[diesel(sql_type = Bool)]
    is_plain_index: bool,
}

fn listing(rows: Vec<Row>) -> Listing {
    let part = |row: Row| {
        let Row { kind, owner, name, definition: text, is_plain_index } = row;
        let rank = RANKS.iter().position(|known| *known == kind).unwrap_or(RANKS.len());
        (Part { rank, kind, owner, name }, Definition { text, is_plain_index })
    };
    rows.into_iter().map(part).collect()
}

/// The kind of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The migrations make this part, and it is not there.
    Missing,
    /// The part is there, with another definition.
    Changed,
    /// The part is there, and the migrations do not make it.
    Foreign,
}

/// One difference from the schema that the migrations make. It prints as a sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The kind of the difference.
    pub how: How,
    /// Tells whether it costs only time and space: an index that somebody added to make a search of their own quick.
    pub is_harmless: bool,
    kind: String,
    owner: String,
    name: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Anybody who can add a trigger can give it any name.
        let (kind, name, owner) = (&self.kind, self.name.escape_debug(), self.owner.escape_debug());
        match &**kind {
            FOREIGN_KEY => write!(f, "the {kind} of {name} to {owner}")?,
            kind if kind == "table" || self.owner.is_empty() => write!(f, "the {kind} {name}")?,
            _ => write!(f, "the {kind} {name} of {owner}")?,
        }
        f.write_str(match self.how {
            How::Missing => " is missing",
            How::Changed => " is not as Doorward makes it",
            How::Foreign => " is not Doorward's",
        })
    }
}

/// Refuses a schema with harmful differences.
///
/// # Errors
/// Fails with [`Error::Altered`], which names the first differences.
pub fn refuse(differences: &[Difference]) -> Result<(), Error> {
    let harmful: Vec<_> = differences.iter().filter(|difference| !difference.is_harmless).collect();
    if harmful.is_empty() {
        return Ok(());
    }
    let named: Vec<_> = harmful.iter().take(NAMED).map(ToString::to_string).collect();
    let rest = match harmful.len().saturating_sub(NAMED) {
        0 => String::new(),
        rest => format!("; and {rest} more"),
    };
    Err(Error::Altered(format!(
        "its schema is not what the migrations make: {}{rest}; nothing was changed: see \"A schema that was changed\" in \
         docs/operations.md",
        named.join("; ")
    )))
}

fn compare(made: &Listing, found: &Listing) -> Vec<Difference> {
    let tables: BTreeSet<&str> = made.keys().filter(|part| part.kind == "table").map(|part| &*part.name).collect();
    let is_there = |table: &str| found.keys().any(|part| part.kind == "table" && part.name == table);
    let difference = |part: &Part, how, is_harmless| {
        let Part { kind, owner, name, .. } = part.clone();
        Difference { how, is_harmless, kind, owner, name }
    };
    let mut differences: Vec<(&Part, Difference)> = Vec::new();
    // Doorward's own foreign keys are compared with the tables that have them.
    let is_own_key = |part: &Part| part.kind == FOREIGN_KEY && tables.contains(&*part.name);
    for (part, definition) in made.iter().filter(|(part, _)| !is_own_key(part)) {
        match found.get(part) {
            Some(other) if other.text == definition.text => {}
            Some(_) => differences.push((part, difference(part, How::Changed, false))),
            // If a table is missing, all its parts are missing too.
            None if part.kind != "table" && tables.contains(&*part.owner) && !is_there(&part.owner) => {}
            None => differences.push((part, difference(part, How::Missing, false))),
        }
    }
    for (part, definition) in found {
        if tables.contains(&*part.owner) && !made.contains_key(part) && !is_own_key(part) {
            differences.push((part, difference(part, How::Foreign, definition.is_plain_index)));
        }
    }
    differences.sort_by_key(|(part, _)| *part);
    let named: BTreeSet<String> =
        differences.iter().filter(|(part, _)| part.kind == "column").map(|(part, _)| part.owner.clone()).collect();
    // SQLite describes a table by one text. A changed column changes that text too, but the column tells more.
    let says_less = |difference: &Difference| {
        difference.kind == "table" && difference.how == How::Changed && named.contains(&difference.name)
    };
    differences.into_iter().map(|(_, difference)| difference).filter(|difference| !says_less(difference)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(parts: &[(&str, &str, &str, &str)]) -> Listing {
        let row = |(kind, owner, name, definition): &(&str, &str, &str, &str)| Row {
            kind: (*kind).to_owned(),
            owner: (*owner).to_owned(),
            name: (*name).to_owned(),
            definition: (*definition).to_owned(),
            is_plain_index: *definition == "plain",
        };
        listing(parts.iter().map(row).collect())
    }

    #[test]
    fn what_differs_is_named_the_most_harmful_first() {
        let made = schema(&[
            ("table", "events", "events", ""),
            ("column", "events", "at", "BIGINT"),
            ("index", "events", "events_by_time", "plain"),
            ("trigger", "events", "events_are_kept", "BEFORE DELETE"),
            ("table", "users", "users", ""),
            ("column", "users", "id", "TEXT"),
        ]);
        let found = schema(&[
            ("table", "events", "events", "changed"),
            ("column", "events", "at", "TEXT"),
            ("index", "events", "events_by_mood", "plain"),
            ("index", "events", "events_once", "unique"),
            ("trigger", "events", "a\n\u{1b}[2J", "AFTER INSERT"),
            ("table", "_litestream_seq", "_litestream_seq", ""),
            ("trigger", "_litestream_seq", "theirs", ""),
            ("foreign key", "events", "theirs", ""),
            ("foreign key", "_litestream_seq", "theirs", ""),
            // A foreign key has the name of its table.
            ("foreign key", "events", "users", ""),
        ]);
        let differences = compare(&made, &found);
        let sentences: Vec<_> = differences.iter().map(ToString::to_string).collect();
        assert_eq!(
            sentences,
            [
                "the trigger a\\n\\u{1b}[2J of events is not Doorward's",
                "the trigger events_are_kept of events is missing",
                "the foreign key of theirs to events is not Doorward's",
                "the table users is missing",
                "the column at of events is not as Doorward makes it",
                "the index events_by_mood of events is not Doorward's",
                "the index events_by_time of events is missing",
                "the index events_once of events is not Doorward's",
            ]
        );
        let harmless: Vec<_> = differences.iter().filter(|difference| difference.is_harmless).collect();
        assert_eq!(harmless, [&differences[5]]);
        assert!(refuse(&differences[5..6]).is_ok());
        assert!(refuse(&differences).is_err_and(|refusal| refusal.to_string().contains("; and 2 more")));
        assert!(compare(&made, &made).is_empty());
    }
}
