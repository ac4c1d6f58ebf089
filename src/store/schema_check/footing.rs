//! Checks the settings that all work on a PostgreSQL server depends on, whatever the schema is like: in which schema
//! tables are created, in which schemas functions and operators are found, and whether triggers run. A role, a database
//! or a server can be given settings for all of these.

use diesel::sql_types::{Array, Nullable, Text};
use diesel::{PgConnection, QueryableByName, RunQueryDsl, sql_query};

use crate::store::error::Error;
use crate::store::sqlite_file::TABLES;

/// Every name here says its schema, because the question is which functions and operators an unqualified name would
/// find.
const SETTINGS: &str = "
    SELECT pg_catalog.current_schema()::pg_catalog.text AS own,
        pg_catalog.current_schemas(true)::pg_catalog.text[] AS searched,
        pg_catalog.current_setting('session_replication_role') AS replication_role,
        (SELECT s.source FROM pg_catalog.pg_settings AS s WHERE s.name OPERATOR(pg_catalog.=) 'search_path') AS source";

/// Finds the schemas with Doorward's tables that this role can access.
const HOMES: &str = "
    SELECT n.nspname::text AS name FROM pg_namespace AS n
    WHERE has_schema_privilege(n.oid, 'USAGE') AND cardinality($1) = (
        SELECT count(*) FROM pg_class AS c
        WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p') AND c.relname::text = ANY ($1)
    )
    ORDER BY n.nspname";

#[derive(QueryableByName)]
struct Settings {
    /// The schema in which tables are created.
    #[diesel(sql_type = Nullable<Text>)]
    own: Option<String>,
    /// Every schema that is searched for names, including the implicit ones.
    #[diesel(sql_type = Array<Text>)]
    searched: Vec<String>,
    #[diesel(sql_type = Text)]
    replication_role: String,
    /// The place where the search path was set.
    #[diesel(sql_type = Text)]
    source: String,
}

#[derive(QueryableByName)]
struct Home {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Refuses to work if Doorward's triggers might not do what they say, or if tables would be created beside the existing
/// ones.
pub(in crate::store) fn refuse(connection: &mut PgConnection) -> Result<(), Error> {
    let settings: Settings = sql_query(SETTINGS).get_result(connection)?;
    if settings.replication_role == "replica" {
        return Err(refused(
            "session_replication_role is replica, which switches triggers and foreign keys off",
            "find out who set it, then take it back, as by ALTER ROLE … RESET session_replication_role",
        ));
    }
    // The schema of temporary tables is searched first for tables, but never for functions and operators.
    let mut searched = settings.searched.iter().filter(|name| !name.starts_with("pg_temp_"));
    if let Some(first) = searched.next().filter(|name| *name != "pg_catalog") {
        return Err(refused(
            &format!(
                "search_path has {} before pg_catalog, and what is there takes the place of PostgreSQL's functions and operators",
                first.escape_debug()
            ),
            "find out who set it, then leave pg_catalog out of it, as by ALTER ROLE … RESET search_path",
        ));
    }
    let Some(own) = &settings.own else { return Ok(()) };
    let homes: Vec<Home> = sql_query(HOMES).bind::<Array<Text>, _>(TABLES.as_slice()).load(connection)?;
    if homes.iter().any(|home| home.name == *own) {
        return Ok(());
    }
    // An operator who names schemas in the URL means these, and may have another Doorward in another schema.
    let is_said = settings.source == "client";
    let other = homes.iter().find(|home| !is_said || settings.searched.contains(&home.name));
    other.map_or(Ok(()), |other| {
        let (own, other) = (own.escape_debug(), other.name.escape_debug());
        Err(refused(
            &format!("Doorward's tables are in the schema {other}, and new ones would be made in the schema {own}"),
            &format!(
                "drop the schema {own} if nobody needs it, or end database_url with ?options=-csearch_path%3D and the name of \
                 the schema that is meant"
            ),
        ))
    })
}

fn refused(reason: &str, next_step: &str) -> Error {
    Error::Altered(format!("{reason}; nothing was changed: {next_step}: see \"PostgreSQL\" in docs/operations.md"))
}
