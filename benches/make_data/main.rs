//! Fills a database with people who do not exist, for tests and benchmarks.
//!
//! ```sh
//! cargo run --release --example make_data -- --database-url URL --users 1000000 --sessions 10000000 --events 20000000
//! ```
//!
//! The database must have been migrated (`doorward migrate`). Existing rows stay, and names do not collide. The same
//! seed on the same database with the same `--until` makes the same rows.

#[path = "mod.rs"]
mod make_data;

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use doorward::Clock;
use make_data::{Order, make};

fn main() -> ExitCode {
    let made = order(&command().get_matches()).and_then(|order| make(&order));
    match made {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("make_data: {error}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Command {
    let number = |name: &'static str, default: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name("N").default_value(default).value_parser(value_parser!(u64)).help(help)
    };
    Command::new("make_data")
        .about("Fills a migrated database with people who do not exist, their sessions and events")
        .arg(
            Arg::new("database-url")
                .long("database-url")
                .value_name("URL")
                .required(true)
                .help("sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME"),
        )
        .arg(number("users", "1000", "How many users").value_parser(value_parser!(u64).range(1..=100_000_000)))
        .arg(number("sessions", "10000", "How many sessions"))
        .arg(number("events", "20000", "How many events"))
        .arg(number("seed", "1", "Another seed makes other people"))
        .arg(
            Arg::new("until")
                .long("until")
                .value_name("TIME")
                .value_parser(value_parser!(jiff::Timestamp))
                .help("The present of these data, such as 2026-11-23T19:05:01Z; now by default"),
        )
        .arg(
            Arg::new("password-hash")
                .long("password-hash")
                .value_name("HASH")
                .help("Everybody's password, as Argon2id writes it; without it one that nobody knows"),
        )
        .arg(
            Arg::new("keep-indexes")
                .long("keep-indexes")
                .action(ArgAction::SetTrue)
                .help("Does not take indexes away from empty tables while they are filled"),
        )
}

fn order(matches: &ArgMatches) -> Result<Order, Box<dyn std::error::Error>> {
    let number = |name: &str| matches.get_one::<u64>(name).copied().unwrap_or(0);
    Ok(Order {
        database_url: matches.get_one::<String>("database-url").ok_or("--database-url is needed")?.clone(),
        users: number("users"),
        sessions: number("sessions"),
        events: number("events"),
        seed: number("seed"),
        until: matches
            .get_one::<jiff::Timestamp>("until")
            .map_or_else(|| Clock::system().now().milliseconds(), |until| until.as_millisecond()),
        password_hash: matches.get_one::<String>("password-hash").cloned(),
        keep_indexes: matches.get_flag("keep-indexes"),
    })
}
