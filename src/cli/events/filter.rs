//! The flags by which events are filtered.

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::cli::Failure;
use crate::desk::Desk;
use crate::desk::record::event_export::{NoSuchPerson, resolve_in};
use crate::domain::record::event::EventKind;
use crate::domain::search::event_filter::{EventField, EventFilter, EventParameters, EventSearch};

/// Which events are meant.
#[derive(Args)]
pub struct Filter {
    /// Only this kind
    #[arg(long, value_parser = PossibleValuesParser::new(EventKind::ALL.iter().map(|kind| kind.as_str())), hide_possible_values = true)]
    kind: Option<String>,
    /// Only about this user, by name or id
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Only what this user did, by name or id
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// Only in or to this session
    #[arg(long, value_name = "ID")]
    session: Option<String>,
    /// Only from this address; local is the command line
    #[arg(long, value_name = "ADDRESS")]
    ip: Option<String>,
    /// From this day (2026-11-23, UTC) or moment (RFC 3339) on
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Up to this day, itself included, or before this moment
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
}

impl Filter {
    pub fn parameters(self) -> EventParameters {
        EventParameters {
            kind: self.kind.unwrap_or_default(),
            user: self.user.unwrap_or_default(),
            actor: self.actor.unwrap_or_default(),
            session: self.session.unwrap_or_default(),
            ip: self.ip.unwrap_or_default(),
            from: self.since.unwrap_or_default(),
            until: self.until.unwrap_or_default(),
        }
    }
}

/// The filter that the parameters mean, with the ids of the people whom they name.
pub async fn resolve(desk: &Desk, parameters: &EventParameters) -> Result<EventFilter, Failure> {
    let search = EventSearch::parse(parameters).map_err(|field| match field {
        EventField::Kind => "--kind: there is no such kind of event",
        EventField::User => "--user: this cannot be a username, nor an id",
        EventField::Actor => "--actor: this cannot be a username, nor an id",
        EventField::Session => "--session: this is not a session id: those have 32 digits",
        EventField::Ip => "--ip: this is not an address",
        EventField::From => "--since: write a day as 2026-11-23, or a moment as 2026-11-23T19:05:00Z",
        EventField::Until => "--until: write a day as 2026-11-23, or a moment as 2026-11-23T19:05:00Z",
    })?;
    let resolved = desk.store().read(move |connection| resolve_in(connection, &search)).await?;
    Ok(resolved.map_err(|nobody| match nobody {
        NoSuchPerson::User => "--user: there is no such user",
        NoSuchPerson::Actor => "--actor: there is no such user",
    })?)
}
