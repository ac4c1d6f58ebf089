//! What happened in somebody's account, as its owner reads it: what is new since their last visit, and who signed out
//! which device; all of it as a list, and as a file.

pub mod export;
pub mod list;

use std::collections::BTreeSet;

use crate::domain::id::SessionId;
use crate::domain::record::{Event, EventRow, OwnEvent};
use crate::domain::session::visit::{Named, lineage};
use crate::domain::session::{RevocationReason, Session};
use crate::web::language::Value;
use crate::web::visit::visit::Visit;
use crate::web::words;

/// An event in words.
pub struct Happened {
    pub row: EventRow,
    pub what: String,
    pub device: String,
    /// What the event says besides its kind.
    pub detail: String,
    pub by: Option<String>,
    /// Whether it is new to the owner, who has not done it here.
    pub is_new: bool,
}

impl Happened {
    pub fn of(row: EventRow, by: Option<String>, visit: &Visit) -> Happened {
        Happened {
            what: words::event(&row, visit.language),
            device: words::device(row.user_agent.as_deref().unwrap_or_default(), visit.language),
            detail: words::detail(&row, visit.language),
            by,
            row,
            is_new: false,
        }
    }

    /// As the owner of the account reads it. If somebody else acted, device and address are not for them.
    pub fn for_owner(row: EventRow, visit: &Visit) -> Happened {
        let OwnEvent { row, by } = row.for_owner();
        let by = by.and_then(|by| words::acted_by(by, visit.language));
        Happened::of(row, by.map(str::to_owned), visit)
    }
}

/// The owner's view of some events.
#[derive(Default)]
pub struct Activity {
    pub events: Vec<Happened>,
    /// Says how many of them are new, if any are.
    pub news: Option<String>,
}

impl Activity {
    /// `current` is `None` if it was ended a moment ago; then nothing counts as new. `named` are the sessions that the
    /// events name, and those that were replaced lately.
    pub fn of(rows: Vec<EventRow>, current: Option<&Session>, named: &[Named], visit: &Visit) -> Activity {
        let own = current.map(|current| lineage(&current.id, current.signed_in_at, named)).unwrap_or_default();
        let last_visit_at = current.and_then(|current| current.last_visit_at);
        let is_new = |row: &EventRow| {
            let is_since = last_visit_at.is_some_and(|last| row.at >= last);
            is_since && current.is_some_and(|current| !was_done_here(row, current, &own))
        };
        let tell = |row: EventRow| {
            let (is_new, ending) = (is_new(&row), signed_out(&row, named, visit));
            let told = Happened { is_new, ..Happened::for_owner(row, visit) };
            match ending {
                // The sentence names the device where it was done.
                Some((what, true)) => Happened { what, device: String::new(), ..told },
                Some((what, false)) => Happened { what, ..told },
                None => told,
            }
        };
        let events: Vec<Happened> = rows.into_iter().map(tell).collect();
        let count = events.iter().filter(|event| event.is_new).count();
        let since = last_visit_at.filter(|_| count > 0);
        let news = since.map(|last| {
            let date = words::day(last, visit.desk.clock().now(), &visit.zone, visit.language);
            visit.language.with("activity-news", &[("count", Value::from(count)), ("date", date.into())])
        });
        Activity { events, news }
    }
}

/// Tells whether the owner did it in this session, or in one that it has replaced, or from the same address in the same
/// browser: as whoever signs in each morning at the same desk. An event that ended a session names that session and not
/// the one in which it was decided, so address and browser have to tell there too.
fn was_done_here(row: &EventRow, current: &Session, own: &BTreeSet<SessionId>) -> bool {
    if row.actor_id.is_some() && row.actor_id != row.user_id {
        return false;
    }
    let is_act = row.actor_id.is_some() || matches!(row.event(), Some(Event::SignedIn { .. }));
    let is_own_session = row.session_id.as_deref().and_then(SessionId::parse).is_some_and(|id| own.contains(&id));
    let is_same_browser =
        row.ip.as_deref() == Some(&current.ip) && row.user_agent.as_deref() == Some(&current.user_agent);
    is_own_session || is_act && is_same_browser
}

/// Says which device was signed out, and whether it also says from where, as it does if the owner did it on another one.
/// `None` for other events, and if the session is not known any more.
fn signed_out(row: &EventRow, named: &[Named], visit: &Visit) -> Option<(String, bool)> {
    let Some(Event::SessionRevoked(reason)) = row.event() else { return None };
    let id = row.session_id.as_deref().and_then(SessionId::parse)?;
    let session = named.iter().find(|one| one.id == id)?;
    let language = visit.language;
    let device = match &session.label {
        Some(label) => label.clone(),
        None => words::device(&session.user_agent, language),
    };
    let from = words::device(row.user_agent.as_deref().unwrap_or_default(), language);
    Some(match reason {
        RevocationReason::SignedOutElsewhere if row.actor_id == row.user_id => {
            (language.with("activity-you-signed-out-from", &[("device", device), ("from", from)]), true)
        }
        RevocationReason::SignedOut => (language.with("activity-you-signed-out", &[("device", device)]), false),
        _ => (language.with("activity-signed-out", &[("device", device)]), false),
    })
}
