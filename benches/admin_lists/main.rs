//! Measures in one run how long the admins' pages take on a small and on a large database.
//!
//! ```sh
//! cargo bench --bench admin_lists                                             # a million sessions on SQLite
//! cargo bench --bench admin_lists -- --postgres postgres://USER@HOST          # ten million on PostgreSQL
//! ```
//!
//! The benchmark makes two databases (`--keep` keeps them for the next run), serves each as for people, asks for each
//! page in turn, and prints a table of medians and their ratio. On PostgreSQL it also prints how often a table was read
//! from end to end meanwhile, which must be never.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a benchmark that fails should say where")]
#![allow(
    clippy::disallowed_methods,
    reason = "it opens connections of its own, to make databases and to ask for numbers"
)]

#[path = "../make_data/mod.rs"]
mod make_data;
mod pages;
mod site;

use clap::{Arg, ArgAction, Command, value_parser};
use site::{Site, Where};

/// The number of requests for each page.
const ROUNDS: usize = 25;

fn main() {
    let number = |name: &'static str| Arg::new(name).long(name).value_name("N").value_parser(value_parser!(u64));
    let matches = Command::new("admin_lists")
        .arg(Arg::new("postgres").long("postgres").value_name("URL").help("A server where databases may be made"))
        .arg(number("sessions").help("Sessions of the large database"))
        .arg(number("users").help("Users of the large database; a tenth of its sessions by default"))
        .arg(number("small").default_value("10000").help("Sessions of the small database"))
        .arg(Arg::new("only").long("only").value_name("WORD").default_value("").help("Only pages whose name begins so"))
        .arg(Arg::new("keep").long("keep").action(ArgAction::SetTrue).help("Keeps the databases, and uses kept ones"))
        .arg(Arg::new("bench").long("bench").action(ArgAction::SetTrue).hide(true))
        .get_matches();
    let place = Where::of(matches.get_one::<String>("postgres").map(String::as_str), matches.get_flag("keep"));
    let default = if place.is_postgres() { 10_000_000 } else { 1_000_000 };
    let large = matches.get_one::<u64>("sessions").copied().unwrap_or(default);
    let small = matches.get_one::<u64>("small").copied().unwrap_or(10_000);
    let users = matches.get_one::<u64>("users").copied().unwrap_or(large / 10);

    let sites = [Site::open(&place, "small", small, small / 10), Site::open(&place, "large", large, users)];
    println!("\n{small} and {large} sessions on {}\n", place.name());
    println!("| page | rows, small | rows, large | small, ms | large, ms | ratio |\n|---|---:|---:|---:|---:|---:|");
    let before = sites.each_ref().map(Site::sequential_scans);
    let mut worst: (f64, &str) = (0.0, "");
    let only = matches.get_one::<String>("only").map(String::as_str).unwrap_or_default();
    for page in pages::all().into_iter().filter(|page| page.name.starts_with(only)) {
        let paths = sites.each_ref().map(|site| (page.path)(&site.samples));
        let (mut times, mut rows) = ([Vec::new(), Vec::new()], [0, 0]);
        // The first round does not count: cold caches are not measured here.
        for round in 0..=ROUNDS {
            for (((site, path), times), rows) in sites.iter().zip(&paths).zip(&mut times).zip(&mut rows) {
                let (taken, found) = site.time(path);
                *rows = found;
                if round > 0 {
                    times.push(taken.as_secs_f64() * 1000.0);
                }
            }
        }
        let [small, large] = times.map(median);
        // A page that the small database cannot fill is not compared, since it writes fewer rows.
        if rows[0] == rows[1] && large / small > worst.0 {
            worst = (large / small, page.name);
        }
        println!("| {} | {} | {} | {small:.1} | {large:.1} | {:.2} |", page.name, rows[0], rows[1], large / small);
    }
    println!("\nworst ratio of pages with as many rows: {:.2}, {}", worst.0, worst.1);
    if place.is_postgres() {
        // The server reports its reads some seconds late.
        std::thread::sleep(std::time::Duration::from_secs(12));
        let scans = sites[1].sequential_scans() - before[1];
        println!("tables of the large database read from end to end meanwhile: {scans}");
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
