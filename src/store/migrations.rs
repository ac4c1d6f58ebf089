//! Brings the schema up to date. The scripts of the two databases come in pairs with the same name and the same
//! meaning.

use diesel::RunQueryDsl;
use diesel::backend::Backend;
use diesel::dsl::{select, sql};
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::sql_types::{Bool, Text};
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{AnyConnection, Exclusive, lock};
use super::error::{Error, one_line};
use super::pool::Store;
use super::schema_check::{self, Difference};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

type Version = MigrationVersion<'static>;

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
    let applied = applied(connection)?;
    match connection {
        AnyConnection::Sqlite(inner) => {
            schema_check::sqlite::differences(inner, &scripts(&SQLITE, |version| applied.contains(version))?)
        }
        AnyConnection::Postgres(inner) => {
            schema_check::postgres::differences(inner, &scripts(&POSTGRES, |version| applied.contains(version))?)
        }
    }
}

/// Returns the versions of the applied scripts.
///
/// # Errors
/// An older program would misread a newer schema, in which some columns may have another meaning. So it fails if a
/// newer Doorward has migrated the database.
fn applied(connection: &mut AnyConnection) -> Result<Vec<Version>, Error> {
    let applied = match connection {
        AnyConnection::Sqlite(inner) => inner.applied_migrations(),
        AnyConnection::Postgres(inner) => inner.applied_migrations(),
    };
    readable(applied.map_err(refused)?)
}

/// Fails if one of the versions is unknown to this program.
fn readable(applied: Vec<Version>) -> Result<Vec<Version>, Error> {
    let known = known()?;
    let Some(version) = applied.iter().find(|version| !known.contains(version)) else { return Ok(applied) };
    Err(Error::Refused(match known.iter().all(|known| version < known) {
        true => format!("it is from before the first release ({version} is unknown here); begin with a new database"),
        false => format!("it was migrated by a newer Doorward ({version} is unknown here); start that one"),
    }))
}

/// Returns the scripts whose version is wanted, oldest first.
fn scripts<DB: Backend>(
    source: &impl MigrationSource<DB>,
    is_wanted: impl Fn(&Version) -> bool,
) -> Result<Vec<Box<dyn Migration<DB>>>, Error> {
    let mut scripts = source.migrations().map_err(refused)?;
    scripts.retain(|script| is_wanted(&script.name().version().as_owned()));
    scripts.sort_by_key(|script| script.name().version().as_owned());
    Ok(scripts)
}

fn apply_missing(connection: &mut AnyConnection) -> Result<Vec<String>, Error> {
    applied(connection)?;
    let run = match connection {
        AnyConnection::Sqlite(inner) => inner.run_pending_migrations(SQLITE),
        AnyConnection::Postgres(inner) => inner.run_pending_migrations(POSTGRES),
    };
    Ok(run.map_err(refused)?.iter().map(ToString::to_string).collect())
}

/// Returns the names of the missing scripts, oldest first. Changes nothing.
///
/// # Errors
/// Fails if a newer Doorward has migrated the database.
pub fn pending(store: &Store) -> Result<Vec<String>, Error> {
    // Diesel's own question would create its table, so it would wait until nobody else writes.
    store.read_blocking(|connection| {
        stand(connection)?;
        let noted = if has_table(connection)? { noted(connection)? } else { Vec::new() };
        missing(&readable(noted)?)
    })
}

fn missing_in(connection: &mut AnyConnection) -> Result<Vec<String>, Error> {
    missing(&applied(connection)?)
}

fn missing(applied: &[Version]) -> Result<Vec<String>, Error> {
    let missing = scripts::<Sqlite>(&SQLITE, |version| !applied.contains(version))?;
    Ok(missing.iter().map(|script| script.name().to_string()).collect())
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
fn known() -> Result<Vec<Version>, Error> {
    Ok(scripts::<Sqlite>(&SQLITE, |_| true)?.iter().map(|script| script.name().version().as_owned()).collect())
}

/// Returns the versions that are recorded as applied. Unlike Diesel's own function, it does not create the table if it
/// is missing.
fn noted(connection: &mut AnyConnection) -> Result<Vec<Version>, Error> {
    let noted: Vec<String> = sql::<Text>("SELECT version FROM __diesel_schema_migrations").load(connection)?;
    Ok(noted.into_iter().map(Version::from).collect())
}

/// Tells whether Diesel's table exists.
fn has_table(connection: &mut AnyConnection) -> Result<bool, Error> {
    let question = match connection {
        AnyConnection::Sqlite(_) => "EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '__diesel_schema_migrations')",
        AnyConnection::Postgres(_) => "to_regclass('__diesel_schema_migrations') IS NOT NULL",
    };
    Ok(select(sql::<Bool>(question)).get_result(connection)?)
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

fn refused(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    let reason = one_line(&error.to_string());
    // Diesel passes on the message of PostgreSQL, but no error code.
    let hint = match reason.contains("permission denied for schema") {
        true => "; grant this role USAGE and CREATE on that schema, or make it the owner of the database",
        false => "",
    };
    Error::Refused(format!("{reason}{hint}"))
}
