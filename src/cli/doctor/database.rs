//! The database: whether it is there, its version, schema, clock and keys.

use std::time::Duration;

use super::report::Report;
use crate::clock::Clock;
use crate::config::Settings;
use crate::desk::token::keys;
use crate::desk::{Desk, two_factor};
use crate::domain::time::Timestamp;
use crate::store::schema_check::{Difference, How};
use crate::store::{ServerFacts, Store, migrations, server_facts, signing_keys};

/// If the clocks of instances and database differ by no more than this, nobody notices.
const HARMLESS: Duration = Duration::from_secs(5);
/// If they differ by more than this, an instance refuses too late what another one has ended.
const HARMFUL: Duration = Duration::from_secs(60);

/// Returns the open database, if it can be used.
pub fn check(settings: &Settings, report: &mut Report) -> Option<Store> {
    let store = report.unless_failed("database", Store::open(settings.database_url()))?;
    let facts = report.unless_failed("database", store.read_blocking(server_facts))?;
    tell_version(settings, &facts, report);
    if let Some(there) = facts.now {
        tell_difference("clock", "the database's", there, report);
    }
    let pending = report.unless_failed("schema", migrations::pending(&store))?.len();
    if pending > 0 {
        report.problem(
            "schema",
            format!("{pending} migrations are pending"),
            "run \"doorward migrate\", or restart Doorward",
        );
        return None;
    }
    if let Some(differences) = report.unless_failed("schema", migrations::differences(&store)) {
        tell_differences(&differences, report);
    }
    Some(store)
}

/// Whether the schema is what the migrations make. Each difference has a line of its own.
fn tell_differences(differences: &[Difference], report: &mut Report) {
    for difference in differences {
        let next_step = match difference.how {
            How::Foreign if difference.is_harmless => {
                let next_step = "drop it if nobody needs it: it costs time at every write";
                report.warning("schema", difference.to_string(), next_step);
                continue;
            }
            How::Foreign => "find out who made it and what it has done, then drop it",
            How::Missing | How::Changed => "find out who changed it, then make it as the scripts in migrations do",
        };
        let next_step = format!("{next_step}: see \"A schema that was changed\" in docs/operations.md");
        report.problem("schema", difference.to_string(), next_step);
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

/// Compares a clock with that of this machine.
pub fn tell_difference(check: &'static str, whose: &str, there: Timestamp, report: &mut Report) {
    let here = Clock::system().now();
    let difference = here.since(there).max(there.since(here));
    let what = format!("{whose} clock and this machine's differ by {} s", difference.as_secs());
    let next_step = "set both by a time server (NTP)";
    if difference <= HARMLESS {
        report.fine(check, format!("{whose} clock and this machine's agree"));
    } else if difference <= HARMFUL {
        report.warning(check, what, next_step);
    } else {
        report.problem(check, what, next_step);
    }
}

/// Whether the secret opens the signing keys, and each of them works.
pub async fn check_keys(settings: &Settings, report: &mut Report) {
    // Another check reports that the secret cannot be used.
    let Ok(desk) = Desk::open_existing(settings.clone(), Clock::system()) else { return };
    if report.unless_failed("keys", keys::reload(&desk).await).is_none() {
        return;
    }
    let algorithm = settings.jwt_algorithm;
    if let Some(stored) = report.unless_failed("keys", desk.store().read(signing_keys::list).await) {
        match stored.iter().any(|key| key.algorithm == algorithm) {
            true => report.fine("keys", "the secret opens them, and they sign and verify"),
            false => {
                report.warning("keys", format!("there is none for {algorithm} yet"), "start Doorward, which makes one");
            }
        }
    }
    let holder = desk.clone();
    let count = desk.store().read(move |connection| two_factor::count_unreadable_in(connection, &holder)).await;
    let count = report.unless_failed("second factors", count).unwrap_or(0);
    if count > 0 {
        report.problem(
            "second factors",
            format!("the secret does not open the authenticator seeds of {count} accounts"),
            "put the secret that they were made with back into secret_file, or remove these second factors: see \"If the \
             secret is lost\" in docs/operations.md",
        );
    }
}
