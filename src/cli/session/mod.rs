//! `doorward session …`

mod list;
mod revoke;
mod show;

use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;

use self::list::List;
use self::revoke::Revoke;
use crate::cli::terminal::{Failure, Format, print_table};
use crate::desk::Desk;
use crate::domain::id::SessionId;
use crate::domain::search::{DeviceWords, SessionSearch};
use crate::domain::session::{Session, SessionState};
use crate::domain::text::trimmed;
use crate::domain::time::Timestamp;

/// Lists, shows and ends sessions.
#[derive(Subcommand)]
pub enum SessionCommand {
    List(List),
    /// Shows the whole life of a session
    Show {
        /// The session: 32 digits, as the list shows them
        #[arg(value_parser = parse_id)]
        id: SessionId,
        #[command(flatten)]
        format: Format,
    },
    Revoke(Revoke),
}

impl SessionCommand {
    pub async fn run(self, desk: &Desk) -> Result<ExitCode, Failure> {
        match self {
            SessionCommand::List(list) => list.run(desk).await?,
            SessionCommand::Show { id, format } => show::run(desk, id, format).await?,
            SessionCommand::Revoke(revoke) => revoke.run(desk).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Refuses words that match no known device: a list that is empty for that reason would mislead.
fn search_of(search: SessionSearch) -> Result<SessionSearch, Failure> {
    match search.device.as_ref().map(DeviceWords::known) {
        Some(Err(reason)) => Err(format!("--device: {reason}").into()),
        _ => Ok(search),
    }
}

fn parse_id(text: &str) -> Result<SessionId, &'static str> {
    SessionId::parse(trimmed(text)).ok_or("the id of a session has 32 digits; \"doorward session list\" shows them")
}

const HEAD: [&str; 7] = ["ID", "NAME", "ADDRESS", "SIGNED IN (UTC)", "LAST SEEN (UTC)", "STATE", "DEVICE"];

fn cells(session: &Session, now: Timestamp) -> Vec<String> {
    vec![
        session.id.to_string(),
        session.username.to_string(),
        session.ip.clone(),
        session.signed_in_at.to_minutes(),
        session.last_seen_at.to_minutes(),
        state(session, now).as_str().to_owned(),
        session.label.clone().unwrap_or_else(|| session.device.clone()),
    ]
}

fn state(session: &Session, now: Timestamp) -> SessionState {
    SessionState::of_end(session.end(now)).unwrap_or(session.state)
}

pub fn print_sessions(sessions: &[Session], now: Timestamp) -> Result<(), Failure> {
    print_table(&HEAD, &sessions.iter().map(|session| cells(session, now)).collect::<Vec<_>>())
}

/// Contains nothing that could be used to sign in.
pub fn to_json(session: &Session, now: Timestamp) -> serde_json::Value {
    json!({
        "id": session.id.as_str(),
        "user_id": session.user_id.as_str(),
        "username": session.username.as_str(),
        "state": state(session, now).as_str(),
        "ip": session.ip,
        "device": session.device,
        "user_agent": session.user_agent,
        "label": session.label,
        "signed_in_at": session.signed_in_at.to_rfc3339(),
        "last_seen_at": session.last_seen_at.to_rfc3339(),
        "idle_expires_at": session.idle_expires_at.to_rfc3339(),
        "absolute_expires_at": session.absolute_expires_at.to_rfc3339(),
        "revoked_at": session.revoked_at.map(|at| at.to_rfc3339()),
        "remembered": session.remembered,
        "generation": session.generation,
    })
}
