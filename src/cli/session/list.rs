//! `doorward session list`: pages one after the other, of any number.

use clap::ArgMatches;

use super::{HEAD, cells, search, to_json};
use crate::cli::Failure;
use crate::cli::streamed::Streamed;
use crate::desk::Desk;
use crate::domain::search::paging::Edge;
use crate::store::session_lists;

/// How many sessions are read at a time.
const PAGE: i64 = 500;

/// Prints what the search lets through.
pub async fn run(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let (search, now) = (search(matches)?, desk.clock().now());
    let order = match matches.get_one::<String>("sort") {
        Some(text) => text.parse().map_err(
            |_| "--sort: type user, device, address, signed_in or last_seen, with - before it to turn the order",
        )?,
        None => search.default_order(),
    };
    let mut left = matches.get_one::<u64>("limit").copied().unwrap_or(u64::MAX);
    let mut list = Streamed::new(&HEAD, matches.get_flag("json"));
    let mut edge = Edge::First;
    loop {
        let (search, from, size) = (search.clone(), edge.clone(), PAGE.min(i64::try_from(left).unwrap_or(PAGE)));
        let read = move |connection: &mut _| session_lists::list(connection, &search, order, &from, size, now);
        let listing = desk.store().read(read).await?;
        let rows = &listing.page.rows;
        left -= u64::try_from(rows.len()).unwrap_or(0).min(left);
        let is_read = list.print(rows, |row| cells(row, now), |row| to_json(row, now))?;
        if left == 0 || !is_read {
            break;
        }
        edge = match (listing.look_further, rows.last()) {
            (Some(further), _) => further,
            (None, Some(last)) if listing.page.has_next => Edge::After(session_lists::position_of(last, order.column)),
            _ => break,
        };
    }
    list.finish()?;
    Ok(())
}
