//! `doorward session list`: pages one after the other, of any number.

use clap::Args;

use super::shown::{HEAD, cells, to_json};
use crate::cli::terminal::{Failure, Format, Streamed};
use crate::desk::Desk;
use crate::domain::search::{DeviceWords, Edge, Order, SessionColumn, SessionSearch};
use crate::store::lists;

/// How many sessions are read at a time.
const PAGE: usize = 500;

/// Lists sessions: those that are alive, last used first, unless told otherwise.
#[derive(Args)]
pub struct List {
    #[command(flatten)]
    search: SessionSearch,
    /// user, device, address, signed_in or last_seen; with - before it the largest first
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true, value_parser = parse_order)]
    sort: Option<Order<SessionColumn>>,
    /// At most so many; all of them without this
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,
    #[command(flatten)]
    format: Format,
}

fn parse_order(text: &str) -> Result<Order<SessionColumn>, &'static str> {
    text.parse().map_err(|_| "type user, device, address, signed_in or last_seen, with - before it to turn the order")
}

/// Refuses words that match no known device: a list that is empty for that reason would mislead.
pub fn search_of(search: SessionSearch) -> Result<SessionSearch, Failure> {
    match search.device.as_ref().map(DeviceWords::known) {
        Some(Err(reason)) => Err(format!("--device: {reason}").into()),
        _ => Ok(search),
    }
}

impl List {
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (search, now) = (search_of(self.search)?, desk.clock().now());
        let order = self.sort.unwrap_or_else(|| search.default_order());
        let mut left = self.limit.unwrap_or(u64::MAX);
        let mut list = Streamed::new(&HEAD, self.format);
        let mut edge = Edge::First;
        loop {
            let (search, from, size) = (search.clone(), edge.clone(), PAGE.min(usize::try_from(left).unwrap_or(PAGE)));
            let read = move |connection: &mut _| lists::sessions::list(connection, &search, order, &from, size, now);
            let listing = desk.store().read(read).await?;
            let rows = &listing.page.rows;
            left -= u64::try_from(rows.len()).unwrap_or(0).min(left);
            let is_read = list.print(rows, |row| cells(row, now), |row| to_json(row, now))?;
            if left == 0 || !is_read {
                break;
            }
            edge = match (listing.look_further, rows.last()) {
                (Some(further), _) => further,
                (None, Some(last)) if listing.page.has_next => {
                    Edge::After(lists::sessions::position_of(last, order.column))
                }
                _ => break,
            };
        }
        list.finish()
    }
}
