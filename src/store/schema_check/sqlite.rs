//! Compares the schema of an SQLite file with the one that the scripts make in memory.

use std::collections::BTreeSet;

use diesel::migration::{Migration, MigrationConnection};
use diesel::sqlite::Sqlite;
use diesel::{RunQueryDsl, SqliteConnection, sql_query};

use super::sqlite_text::normal;
use super::{Difference, Listing, Row, compare, listing};
use crate::store::connection::open_in_memory;
use crate::store::error::{Error, one_line};

/// The query leaves out the indexes that SQLite makes for constraints; only these have no statement. Anybody who writes
/// to the schema as to a table can give any other part a name that begins with `sqlite_`, and its kind in capitals.
///
/// An index with a collation from another program stops every write where that program is missing. And a virtual table,
/// which has no foreign keys, cannot be queried without its module.
const PARTS: &str = "
    WITH tables AS (
        SELECT t.name AS name FROM pragma_table_list AS t WHERE t.schema = 'main' AND t.type IN ('table', 'shadow')
    )
    SELECT lower(m.type) AS kind, m.tbl_name AS owner, m.name AS name, coalesce(m.sql, '') AS definition,
        lower(m.type) = 'index'
            AND EXISTS (
                SELECT 1 FROM pragma_index_list(m.tbl_name) AS l
                WHERE l.name = m.name AND NOT l.\"unique\" AND NOT l.partial
            )
            AND NOT EXISTS (
                SELECT 1 FROM pragma_index_xinfo(m.name) AS x
                WHERE x.cid = -2 OR upper(x.coll) NOT IN ('BINARY', 'NOCASE', 'RTRIM')
            ) AS is_plain_index
    FROM sqlite_master AS m
    WHERE lower(m.type) IN ('table', 'index', 'trigger') AND NOT (lower(m.type) = 'index' AND m.sql IS NULL)
    UNION ALL
    SELECT 'column', t.name, c.name,
        c.type || ' ' || c.\"notnull\" || ' ' || coalesce(c.dflt_value, '') || ' ' || c.pk || ' ' || c.hidden, 0
    FROM tables AS t JOIN pragma_table_xinfo(t.name) AS c
    UNION ALL
    SELECT 'foreign key', f.\"table\", t.name, '', 0
    FROM tables AS t JOIN pragma_foreign_key_list(t.name) AS f";

/// Returns the differences from the schema that these scripts make.
pub(in crate::store) fn differences(
    connection: &mut SqliteConnection,
    scripts: &[Box<dyn Migration<Sqlite>>],
) -> Result<Vec<Difference>, Error> {
    let mut memory = open_in_memory().map_err(|error| Error::Unavailable(error.to_string()))?;
    MigrationConnection::setup(&mut memory)?;
    for script in scripts {
        script.run(&mut memory).map_err(|error| Error::Refused(one_line(&error.to_string())))?;
    }
    let made = rows(&mut memory)?;
    let names: BTreeSet<String> = made.iter().flat_map(|row| [row.owner.clone(), row.name.clone()]).collect();
    Ok(compare(&list(made, &names), &list(rows(connection)?, &names)))
}

fn rows(connection: &mut SqliteConnection) -> Result<Vec<Row>, Error> {
    Ok(sql_query(PARTS).load(connection)?)
}

fn list(rows: Vec<Row>, names: &BTreeSet<String>) -> Listing {
    // SQLite ignores case when it finds a table, and keeps each name as its statement writes it.
    let alike =
        |row: Row| Row { owner: row.owner.to_ascii_lowercase(), definition: normal(&row.definition, names), ..row };
    listing(rows.into_iter().map(alike).collect())
}
