//! The database: whether it is there, its version, schema, clock and keys.

use std::time::Duration;

use super::report::Report;
use crate::clock::Clock;
use crate::config::Settings;
use crate::desk::token::keys;
use crate::desk::{Desk, two_factor};
use crate::store::schema_check::How;
use crate::store::{ServerFacts, Store, migrations, server_facts, signing_keys};

/// If the clocks of instances and database differ by no more than this, nobody notices.
const HARMLESS: Duration = Duration::from_secs(5);
/// If they differ by more than this, an instance refuses too late what another one has ended.
const HARMFUL: Duration = Duration::from_secs(60);

/// Returns the open database, if it can be used.
pub fn check(settings: &Settings, report: &mut Report) -> Option<Store> {
    let store = match Store::open(settings.database_url()) {
        Ok(store) => store,
        Err(error) => {
            report.failure("database", error);
            return None;
        }
    };
    match store.write_blocking(server_facts) {
        Ok(facts) => {
            tell_version(settings, &facts, report);
            tell_clock(&facts, report);
        }
        Err(error) => {
            report.failure("database", error);
            return None;
        }
    }
    match migrations::pending(&store) {
        Ok(pending) if pending.is_empty() => compare_schema(&store, report),
        Ok(pending) => {
            let count = pending.len();
            report.problem(
                "schema",
                format!("{count} migrations are pending"),
                "run \"doorward migrate\", or restart Doorward",
            );
            return None;
        }
        Err(error) => {
            report.failure("schema", error);
            return None;
        }
    }
    Some(store)
}

/// Whether the schema is what the migrations make. Each difference has a line of its own.
fn compare_schema(store: &Store, report: &mut Report) {
    let differences = match migrations::differences(store) {
        Ok(differences) => differences,
        Err(error) => {
            report.failure("schema", error);
            return;
        }
    };
    for difference in &differences {
        match difference.how {
            How::Foreign if difference.is_harmless => {
                report.warning("schema", difference.to_string(), "drop it if nobody needs it: it costs time at every write");
            }
            How::Foreign => report.problem(
                "schema",
                difference.to_string(),
                "find out who made it and what it has done, then drop it: see \"A schema that was changed\" in \
                 docs/operations.md",
            ),
            How::Missing | How::Changed => report.problem(
                "schema",
                difference.to_string(),
                "find out who changed it, then make it as the scripts in migrations do: see \"A schema that was changed\" in \
                 docs/operations.md",
            ),
        }
    }
    if differences.iter().all(|difference| difference.is_harmless) {
        report.fine("schema", "up to date, and what the migrations make");
    }
}

fn tell_version(settings: &Settings, facts: &ServerFacts, report: &mut Report) {
    let what = format!("{}, at {}", facts.version, settings.database_url());
    if facts.is_supported {
        report.fine("database", what);
    } else {
        report.problem("database", what, "use PostgreSQL 13 or newer");
    }
}

fn tell_clock(facts: &ServerFacts, report: &mut Report) {
    let Some(there) = facts.now else { return };
    let here = Clock::system().now();
    tell_difference("clock", "the database's", here.since(there).max(there.since(here)), report);
}

pub fn tell_difference(check: &'static str, whose: &str, difference: Duration, report: &mut Report) {
    let seconds = difference.as_secs();
    let next_step = "set both by a time server (NTP)";
    if difference <= HARMLESS {
        report.fine(check, format!("{whose} clock and this machine's agree"));
    } else if difference <= HARMFUL {
        report.warning(check, format!("{whose} clock and this machine's differ by {seconds} s"), next_step);
    } else {
        report.problem(check, format!("{whose} clock and this machine's differ by {seconds} s"), next_step);
    }
}

/// Whether the secret opens the signing keys, and each of them works.
pub async fn check_keys(settings: &Settings, report: &mut Report) {
    let desk = match Desk::open_existing(settings.clone(), Clock::system()) {
        Ok(desk) => desk,
        // Another check reports that the secret cannot be used.
        Err(_) => return,
    };
    if let Err(error) = keys::reload(&desk).await {
        report.failure("keys", error);
        return;
    }
    let algorithm = settings.jwt_algorithm;
    match desk.store().read(signing_keys::list).await {
        Ok(stored) if stored.iter().any(|key| key.algorithm == algorithm) => {
            report.fine("keys", "the secret opens them, and they sign and verify");
        }
        Ok(_) => {
            report.warning("keys", format!("there is none for {algorithm} yet"), "start Doorward, which makes one");
        }
        Err(error) => report.failure("keys", error),
    }
    let holder = desk.clone();
    match desk.store().read(move |connection| two_factor::count_unreadable_in(connection, &holder)).await {
        Ok(0) => {}
        Ok(count) => report.problem(
            "second factors",
            format!("the secret does not open the authenticator seeds of {count} accounts"),
            "put the secret that they were made with back into secret_file, or remove these second factors: see \"If the \
             secret is lost\" in docs/operations.md",
        ),
        Err(error) => report.failure("second factors", error),
    }
}
