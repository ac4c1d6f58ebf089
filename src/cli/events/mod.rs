//! `doorward events …`

mod export;
mod list;
mod verify;

use std::process::ExitCode;

use clap::Subcommand;

use self::export::Export;
use self::list::List;
use self::verify::Verify;
use crate::cli::terminal::Failure;
use crate::desk::Desk;
use crate::desk::record::NoSuchPerson;
use crate::desk::record::event_export::resolve_in;
use crate::domain::search::{EventFilter, EventSearch};

/// Lists, exports and verifies the record of what happened.
#[derive(Subcommand)]
pub enum EventsCommand {
    List(List),
    Export(Export),
    Verify(Verify),
}

impl EventsCommand {
    pub async fn run(self, desk: &Desk) -> Result<ExitCode, Failure> {
        match self {
            EventsCommand::List(list) => list.run(desk).await?,
            EventsCommand::Export(export) => export.run(desk).await?,
            EventsCommand::Verify(verify) => return verify.run(desk).await,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Turns a search into a filter: names of people become identifiers.
async fn resolve(desk: &Desk, search: EventSearch) -> Result<EventFilter, Failure> {
    let resolved = desk.store().read(move |connection| resolve_in(connection, &search)).await?;
    Ok(resolved.map_err(|nobody| match nobody {
        NoSuchPerson::User => "--user: there is no such user",
        NoSuchPerson::Actor => "--actor: there is no such user",
    })?)
}
