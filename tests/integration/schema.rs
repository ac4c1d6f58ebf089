//! Compares `src/schema.rs`, from which Diesel knows the tables, with the tables that the migrations make.

use std::collections::BTreeMap;
use std::path::Path;

use doorward::config::DatabaseUrl;
use doorward::internals::{Store, migrations};
use regex::Regex;

use crate::support::database::{Database, is_postgres};

/// The columns of each table in their order, each with its type and whether it may be null; then the primary key.
type Tables = BTreeMap<String, (Vec<String>, Vec<String>)>;

/// Returns the tables as the sources declare them.
fn declared() -> Tables {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/schema.rs");
    let source = std::fs::read_to_string(path).expect("the schema");
    let table = Regex::new(r"(?s)diesel::table! \{.*?(\w+) \(([^)]*)\) \{(.*?)\n    \}").expect("a pattern");
    let column = Regex::new(r"(\w+) -> (\S+),").expect("a pattern");
    let tables: Tables = table
        .captures_iter(&source)
        .map(|table| {
            let columns = column.captures_iter(&table[3]).map(|column| format!("{} {}", &column[1], &column[2]));
            let key = table[2].split(", ").map(str::to_owned);
            (table[1].to_owned(), (columns.collect(), key.collect()))
        })
        .collect();
    assert_eq!(tables.len(), source.matches("diesel::table!").count(), "every table is found");
    tables
}

/// Returns the tables as the catalog of a migrated database describes them, with the words of `src/schema.rs`.
fn made(database: &Database, declared: &Tables) -> Tables {
    let (columns, keys) = match is_postgres() {
        true => (
            "SELECT table_name || ' ' || column_name || ' '
                    || CASE is_generated WHEN 'ALWAYS' THEN 'GENERATED' ELSE is_nullable END
                    || ' ' || data_type AS value
             FROM information_schema.columns WHERE table_schema = current_schema()
             ORDER BY table_name, ordinal_position",
            "SELECT table_name || ' ' || column_name AS value
             FROM information_schema.key_column_usage JOIN information_schema.table_constraints
             USING (constraint_schema, constraint_name, table_name)
             WHERE constraint_type = 'PRIMARY KEY' AND constraint_schema = current_schema()
             ORDER BY table_name, key_column_usage.ordinal_position",
        ),
        false => (
            // A primary key of integers is the row's own id, which is never null.
            "SELECT m.name || ' ' || c.name || ' '
                    || CASE WHEN c.hidden > 1 THEN 'GENERATED' WHEN c.\"notnull\" OR (c.pk AND c.type = 'INTEGER') THEN 'NO' ELSE 'YES' END
                    || ' ' || c.type AS value
             FROM sqlite_master m, pragma_table_xinfo(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid",
            "SELECT m.name || ' ' || c.name AS value FROM sqlite_master m, pragma_table_xinfo(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND c.pk > 0 ORDER BY m.name, c.pk",
        ),
    };
    let mut tables = Tables::new();
    for line in database.texts(columns) {
        let words: Vec<_> = line.splitn(4, ' ').collect();
        let [table, column, nullable, kind] = words[..] else { panic!("four words: {line}") };
        let said = declared
            .get(table)
            .and_then(|(columns, _)| columns.iter().find_map(|said| said.strip_prefix(&format!("{column} "))));
        let kind = match kind {
            "text" | "TEXT" => "Text",
            "bytea" | "BLOB" => "Binary",
            "boolean" => "Bool",
            "bigint" => "BigInt",
            // SQLite has one type for all integers and for booleans.
            "INTEGER" if said.is_some_and(|said| said.contains("Bool")) => "Bool",
            "INTEGER" => "BigInt",
            other => other,
        };
        // The catalog does not know that generated columns are never null.
        let is_nullable =
            nullable == "YES" || nullable == "GENERATED" && said.is_some_and(|said| said.contains("Null"));
        let kind = if is_nullable { format!("Nullable<{kind}>") } else { kind.to_owned() };
        tables.entry(table.to_owned()).or_default().0.push(format!("{column} {kind}"));
    }
    for line in database.texts(keys) {
        let (table, column) = line.split_once(' ').expect("two words");
        tables.entry(table.to_owned()).or_default().1.push(column.to_owned());
    }
    // This table belongs to Diesel.
    assert!(tables.remove("__diesel_schema_migrations").is_some(), "the migrations have run");
    tables
}

#[test]
fn the_schema_in_the_sources_is_what_the_migrations_make() {
    let database = Database::new();
    let store = Store::create(&DatabaseUrl::parse(&database.url).expect("a URL")).expect("opens");
    migrations::run(&store).expect("up");
    let declared = declared();
    let made = made(&database, &declared);
    assert_eq!(declared.keys().collect::<Vec<_>>(), made.keys().collect::<Vec<_>>(), "both have the same tables");
    for (table, said) in &declared {
        assert_eq!(said, &made[table], "{table}");
    }
}

#[test]
fn the_diesel_command_line_finds_the_migrations() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("diesel.toml")).expect("a file");
    let file: toml::Table = text.parse().expect("TOML");
    let folder = file["migrations_directory"]["dir"].as_str().expect("a folder");
    assert_eq!(folder, "migrations/postgres");
    for entry in std::fs::read_dir(root.join(folder)).expect("the folder").flatten() {
        for script in ["up.sql", "down.sql"] {
            assert!(entry.path().join(script).exists(), "{}", entry.path().display());
        }
    }
    assert!(file["print_schema"].get("file").is_none(), "running a migration overwrites no source");
}
