//! Makes invented data: which rows, and in which order.

#![allow(clippy::disallowed_methods, reason = "it opens connections of its own, to write as fast as can be")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "shares of what fits into memory"
)]

mod calendar;
mod chance;
mod devices;
mod events;
mod load;
mod people;
mod places;
mod progress;
mod sessions;
mod tables;

use std::time::Instant;

use calendar::Calendar;
use devices::Devices;
use events::Events;
use load::Database;
use people::People;
use progress::{grouped, timed};
use sessions::Sessions;

/// The numbers of rows to make, and the database.
pub struct Order {
    pub database_url: String,
    pub users: u64,
    pub sessions: u64,
    pub events: u64,
    /// Another seed makes other people.
    pub seed: u64,
    /// The present of these data, in milliseconds since the Unix epoch.
    pub until: i64,
    /// Everybody's password, as Argon2id writes it. Without it, nobody knows the passwords.
    pub password_hash: Option<String>,
    /// Keeps the indexes of empty tables while these are filled.
    pub keep_indexes: bool,
}

/// Makes all rows. Returns one line that says how long it took.
pub fn make(order: &Order) -> Result<String, Box<dyn std::error::Error>> {
    let began = Instant::now();
    let mut database = Database::open(&order.database_url)?;
    let taken = database.names().map_err(|error| format!("{error}; run doorward migrate first"))?;
    // The ids differ from those of an earlier run with the same seed.
    let seed = order.seed.wrapping_add((taken.len() as u64) << 32);
    let (calendar, devices) = (Calendar::new(order.until), Devices::new());
    let people = People::new(seed, &calendar, order.users, &taken, order.password_hash.clone());
    let count = order.sessions;
    let sessions = Sessions { seed, count, calendar: &calendar, people: &people, devices: &devices };

    let mut last_signed_in = vec![0; order.users as usize];
    let mut revoked = Vec::new();
    timed("thought of everybody's lives", || {
        for number in 0..count {
            let life = sessions.life(number);
            last_signed_in[life.user as usize] = life.signed_in_at;
            revoked.extend(life.revoked.map(|(at, _)| (at, number)));
        }
        revoked.sort_unstable();
    });

    let last = |user: u64| Some(last_signed_in[user as usize]).filter(|at| *at > 0);
    database.fill(order.users, order.keep_indexes, (0..order.users).map(|user| people.row(user, last(user))))?;
    database.fill(count, order.keep_indexes, (0..count).map(|number| sessions.row(number)))?;
    database.fill(order.events, order.keep_indexes, Events::new(&sessions, order.events, &revoked))?;
    timed("analysed", || database.settle())?;
    let seconds = began.elapsed().as_secs_f64();
    Ok(format!(
        "{} users, {} sessions and {} events in {seconds:.0} s: {} sessions a minute",
        grouped(order.users),
        grouped(count),
        grouped(order.events),
        grouped((count as f64 / seconds * 60.0) as u64)
    ))
}
