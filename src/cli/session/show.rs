//! `doorward session show`

use serde_json::json;

use super::shown::{state, to_json};
use crate::cli::terminal::{Failure, Format, print_json, print_line, print_table};
use crate::desk::Desk;
use crate::desk::session::life;
use crate::domain::id::SessionId;
use crate::domain::record::event_export::name;
use crate::domain::record::{EventRow, Names};
use crate::domain::search::{Edge, Position};

/// How many events are read at a time.
const PAGE: usize = 500;

/// Prints a session and all that is recorded about it, the oldest first.
pub async fn run(desk: &Desk, id: SessionId, format: Format) -> Result<(), Failure> {
    let now = desk.clock().now();
    let (mut events, mut names, mut edge) = (Vec::new(), Names::new(), Edge::Last);
    let session = loop {
        let life = life::find(desk, id.clone(), edge, PAGE).await?;
        let life = life.ok_or("there is no such session, or it was over for more than 30 days")?;
        names.extend(life.names);
        events.extend(life.events.rows.into_iter().rev());
        match events.last() {
            Some(EventRow { id, .. }) if life.events.has_previous => {
                edge = Edge::Before(Position { value: String::new(), id: id.to_string() });
            }
            _ => break life.session,
        }
    };
    let by = |event: &EventRow| name(&event.actor_id, &names).map(str::to_owned);
    if format.json {
        let event = |event: &EventRow| {
            json!({
                "id": event.id,
                "at": event.at.to_rfc3339(),
                "kind": event.kind.as_str(),
                "by": by(event),
                "ip": event.ip,
                "user_agent": event.user_agent,
                "request_id": event.request_id,
                "detail": event.detail,
            })
        };
        let mut value = to_json(&session, now);
        value["events"] = events.iter().map(event).collect();
        return print_json(&value);
    }
    print_line(format_args!(
        "{} of {}: {}, {} at {}, signed in {}, last seen {}, ends at the latest {} (UTC)",
        session.id,
        session.username,
        state(&session, now).as_str(),
        session.device,
        session.ip,
        session.signed_in_at.to_minutes(),
        session.last_seen_at.to_minutes(),
        session.absolute_expires_at.to_minutes(),
    ))?;
    let row = |event: &EventRow| {
        vec![
            event.at.to_minutes(),
            event.kind.as_str().to_owned(),
            by(event).unwrap_or_default(),
            event.ip.clone().unwrap_or_default(),
            event.detail.clone().unwrap_or_default(),
        ]
    };
    print_table(&["WHEN (UTC)", "WHAT", "BY", "ADDRESS", "DETAIL"], &events.iter().map(row).collect::<Vec<_>>())
}
