//! Brings the schema up to date. The scripts of the two databases come in pairs with the same name and the same
//! meaning.

use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{AnyConnection, Exclusive, lock};
use super::error::{Error, one_line};
use super::pool::Store;
use super::schema_check::{self, Difference};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Applies all missing scripts, or none of them. Instances that start at the same time wait for each other. Before a
/// script is applied, the schema is compared with the result of the scripts that were applied so far.
///
/// # Errors
/// Fails if a script fails, a newer Doorward has migrated the database, or the schema was altered.
pub fn run(store: &Store) -> Result<Vec<String>, Error> {
    store.write_blocking(|connection| {
        begin(connection)?;
        if !missing_in(connection)?.is_empty() {
            schema_check::refuse(&differences_in(connection)?)?;
        }
        apply_missing(connection)
    })
}

/// Works as [`run`], but compares the schema even if no script is missing.
pub fn run_and_compare(store: &Store) -> Result<Vec<String>, Error> {
    store.write_blocking(|connection| {
        begin(connection)?;
        schema_check::refuse(&differences_in(connection)?)?;
        apply_missing(connection)
    })
}

/// Returns the differences between the schema and the result of the applied scripts. Changes nothing.
///
/// # Errors
/// Fails if a newer Doorward has migrated the database, or if the schema cannot be compared.
pub fn differences(store: &Store) -> Result<Vec<Difference>, Error> {
    store.rehearse_blocking(|connection| {
        stand(connection)?;
        differences_in(connection)
    })
}

fn begin(connection: &mut AnyConnection) -> Result<(), Error> {
    connection.be_patient()?;
    stand(connection)?;
    lock(connection, Exclusive::Migration)
}

/// Diesel creates its own table as soon as it is asked anything. So the place where it would create that table must be
/// checked before.
fn stand(connection: &mut AnyConnection) -> Result<(), Error> {
    match connection {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(inner) => schema_check::footing::refuse(inner),
    }
}

fn differences_in(connection: &mut AnyConnection) -> Result<Vec<Difference>, Error> {
    match connection {
        AnyConnection::Sqlite(inner) => {
            refuse_newer(inner, &SQLITE)?;
            let scripts = applied::<_, Sqlite>(inner, &SQLITE)?;
            schema_check::sqlite::differences(inner, &scripts)
        }
        AnyConnection::Postgres(inner) => {
            refuse_newer(inner, &POSTGRES)?;
            let scripts = applied::<_, Pg>(inner, &POSTGRES)?;
            schema_check::postgres::differences(inner, &scripts)
        }
    }
}

/// Returns the applied scripts, oldest first.
fn applied<C, DB>(connection: &mut C, source: &EmbeddedMigrations) -> Result<Vec<Box<dyn Migration<DB>>>, Error>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let applied = connection.applied_migrations().map_err(refused)?;
    let mut scripts: Vec<Box<dyn Migration<DB>>> = source.migrations().map_err(refused)?;
    scripts.retain(|script| applied.contains(&script.name().version().as_owned()));
    scripts.sort_by_key(|script| script.name().version().as_owned());
    Ok(scripts)
}

fn apply_missing(connection: &mut AnyConnection) -> Result<Vec<String>, Error> {
    match connection {
        AnyConnection::Sqlite(inner) => apply(inner, SQLITE),
        AnyConnection::Postgres(inner) => apply(inner, POSTGRES),
    }
}

/// Returns the names of the missing scripts, oldest first. Changes nothing.
///
/// # Errors
/// Fails if a newer Doorward has migrated the database.
pub fn pending(store: &Store) -> Result<Vec<String>, Error> {
    // This question makes Diesel create its own table if it does not exist; the rollback removes that table.
    store.rehearse_blocking(|connection| {
        stand(connection)?;
        missing_in(connection)
    })
}

fn missing_in(connection: &mut AnyConnection) -> Result<Vec<String>, Error> {
    match connection {
        AnyConnection::Sqlite(inner) => missing(inner, SQLITE),
        AnyConnection::Postgres(inner) => missing(inner, POSTGRES),
    }
}

/// Tells whether a newer Doorward has migrated the database while this one runs.
pub fn is_newer(connection: &mut AnyConnection) -> Result<bool, Error> {
    let known = known()?;
    Ok(noted(connection)?.iter().any(|version| !known.contains(version)))
}

/// Tells whether scripts of this program are missing. The scripts that a newer Doorward has added do not count: while
/// instances are replaced one after the other, the old ones go on with the schema of the new ones.
pub fn is_behind(connection: &mut AnyConnection) -> Result<bool, Error> {
    let noted = noted(connection)?;
    Ok(known()?.iter().any(|version| !noted.contains(version)))
}

/// Returns the versions of this program's scripts, which are the same for both databases.
fn known() -> Result<Vec<String>, Error> {
    let scripts: Vec<Box<dyn Migration<Sqlite>>> = SQLITE.migrations().map_err(refused)?;
    Ok(scripts.iter().map(|script| script.name().version().to_string()).collect())
}

/// Returns the versions that are recorded as applied. Unlike Diesel's own function, it does not create the table if it
/// is missing.
fn noted(connection: &mut AnyConnection) -> Result<Vec<String>, Error> {
    #[derive(QueryableByName)]
    struct Noted {
        #[diesel(sql_type = Text)]
        version: String,
    }
    let question = sql_query("SELECT version FROM __diesel_schema_migrations");
    let noted: Vec<Noted> = match connection {
        AnyConnection::Sqlite(inner) => question.load(inner)?,
        AnyConnection::Postgres(inner) => question.load(inner)?,
    };
    Ok(noted.into_iter().map(|noted| noted.version).collect())
}

/// Reverts all scripts, newest first. It is for tests, because it deletes all data.
#[doc(hidden)]
pub fn revert_all(store: &Store) -> Result<(), Error> {
    store.write_blocking(|connection| {
        match connection {
            AnyConnection::Sqlite(inner) => inner.revert_all_migrations(SQLITE).map(drop),
            AnyConnection::Postgres(inner) => inner.revert_all_migrations(POSTGRES).map(drop),
        }
        .map_err(refused)
    })
}

fn apply<C, DB>(connection: &mut C, source: EmbeddedMigrations) -> Result<Vec<String>, Error>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    refuse_newer(connection, &source)?;
    let applied = connection.run_pending_migrations(source).map_err(refused)?;
    Ok(applied.iter().map(ToString::to_string).collect())
}

fn missing<C, DB>(connection: &mut C, source: EmbeddedMigrations) -> Result<Vec<String>, Error>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    refuse_newer(connection, &source)?;
    let missing = connection.pending_migrations(source).map_err(refused)?;
    Ok(missing.iter().map(|migration| migration.name().to_string()).collect())
}

/// An older program would misread a newer schema, in which some columns may have another meaning.
fn refuse_newer<C, DB>(connection: &mut C, source: &EmbeddedMigrations) -> Result<(), Error>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let known: Vec<Box<dyn Migration<DB>>> = source.migrations().map_err(refused)?;
    let applied = connection.applied_migrations().map_err(refused)?;
    let unknown = applied.iter().find(|version| !known.iter().any(|one| one.name().version() == **version));
    let Some(version) = unknown else { return Ok(()) };
    let is_older = known.iter().all(|one| *version < one.name().version());
    Err(Error::Refused(match is_older {
        true => format!("it is from before the first release ({version} is unknown here); begin with a new database"),
        false => format!("it was migrated by a newer Doorward ({version} is unknown here); start that one"),
    }))
}

fn refused(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    let reason = one_line(&error.to_string());
    // Diesel passes on the message of PostgreSQL, but no error code.
    let hint = match reason.contains("permission denied for schema") {
        true => "; grant this role USAGE and CREATE on that schema, or make it the owner of the database",
        false => "",
    };
    Error::Refused(format!("{reason}{hint}"))
}
