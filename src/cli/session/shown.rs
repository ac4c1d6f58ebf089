//! How a session is shown: as a line of a table to people, as JSON to programs.

use serde_json::json;

use crate::cli::terminal::{Failure, print_table};
use crate::domain::session::{Session, SessionState};
use crate::domain::time::Timestamp;

pub const HEAD: [&str; 7] = ["ID", "NAME", "ADDRESS", "SIGNED IN (UTC)", "LAST SEEN (UTC)", "STATE", "DEVICE"];

pub fn cells(session: &Session, now: Timestamp) -> Vec<String> {
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

pub fn state(session: &Session, now: Timestamp) -> SessionState {
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
