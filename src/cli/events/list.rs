//! `doorward events list`

use clap::Args;

use crate::cli::terminal::{Failure, Format, print_json, print_table};
use crate::desk::Desk;
use crate::desk::record::NoSuchPerson;
use crate::desk::record::event_export::{names_in, resolve_in};
use crate::domain::record::event_export::{name, to_json};
use crate::domain::record::{EventRow, Names};
use crate::domain::search::{Edge, EventFilter, EventSearch, Position};
use crate::store::{Connection, events};

/// The longest word of an event that a table shows, in characters.
const MAX_SHOWN: usize = 60;

/// Lists events, newest first.
#[derive(Args)]
pub struct List {
    #[command(flatten)]
    search: EventSearch,
    /// How many at most, 10000 at the very most
    #[arg(long, value_name = "NUMBER", default_value = "100", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    limit: u16,
    #[command(flatten)]
    format: Format,
}

impl List {
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (filter, limit) = (resolve(desk, self.search).await?, usize::from(self.limit));
        let (mut rows, mut edge): (Vec<EventRow>, Edge) = (Vec::new(), Edge::First);
        loop {
            let (wanted, place, left) = (filter.clone(), edge, limit - rows.len());
            let found = desk.store().read(move |connection| events::search(connection, &wanted, &place, left)).await?;
            rows.extend(found.page.rows);
            match found.stopped_at {
                Some(id) if rows.len() < limit => {
                    edge = Edge::After(Position { value: String::new(), id: id.to_string() });
                }
                _ => break,
            }
        }
        let read = move |connection: &mut Connection| Ok((names_in(connection, &rows)?, rows));
        let (names, rows) = desk.store().read(read).await?;
        if self.format.json {
            print_json(&rows.iter().map(|row| to_json(row, &names)).collect())
        } else {
            print_table(
                &["TIME (UTC)", "EVENT", "ABOUT", "BY", "ADDRESS", "SESSION", "DETAIL"],
                &rows.iter().map(|row| cells(row, &names)).collect::<Vec<_>>(),
            )
        }
    }
}

fn cells(row: &EventRow, names: &Names) -> Vec<String> {
    let person = |id: &Option<String>| name(id, names).or(id.as_deref()).unwrap_or_default().to_owned();
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().chars().take(MAX_SHOWN).collect();
    vec![
        row.at.to_seconds(),
        row.kind.clone(),
        person(&row.user_id),
        person(&row.actor_id),
        text(&row.ip),
        text(&row.session_id),
        text(&row.detail),
    ]
}

/// Turns a search into a filter: names of people become identifiers.
pub async fn resolve(desk: &Desk, search: EventSearch) -> Result<EventFilter, Failure> {
    let resolved = desk.store().read(move |connection| resolve_in(connection, &search)).await?;
    Ok(resolved.map_err(|nobody| match nobody {
        NoSuchPerson::User => "--user: there is no such user",
        NoSuchPerson::Actor => "--actor: there is no such user",
    })?)
}
