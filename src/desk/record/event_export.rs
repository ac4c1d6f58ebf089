//! Exports the events, however many there are. The export is recorded, and read batch by batch.

use serde_json::Value;

use crate::desk::Desk;
use crate::desk::by::{Actor, By, NotAllowed};
use crate::desk::fault::Failure;
use crate::domain::id::UserId;
use crate::domain::record::event_export::{self, to_json};
use crate::domain::record::{Event, EventRow, ExportFormat, Names, own};
use crate::domain::search::{EventFilter, EventSearch, Person};
use crate::store::{Connection, Error, events, users};

/// The number of events that are read at a time.
const BATCH: i64 = 1000;

/// A search names a person who does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSuchPerson {
    /// The person whom the events are about.
    User,
    /// The person who caused the events.
    Actor,
}

/// Looks up the people that a search names.
pub fn resolve_in(
    connection: &mut Connection,
    search: &EventSearch,
) -> Result<Result<EventFilter, NoSuchPerson>, Error> {
    let mut find = |person: &Option<Person>, missing| match person {
        Some(person) => find_person(connection, person).map(|found| found.map(Some).ok_or(missing)),
        None => Ok(Ok(None)),
    };
    let (user, actor) = (find(&search.user, NoSuchPerson::User)?, find(&search.actor, NoSuchPerson::Actor)?);
    Ok(user.and_then(|user| Ok(EventFilter { search: search.clone(), user, actor: actor?, ..EventFilter::default() })))
}

fn find_person(connection: &mut Connection, person: &Person) -> Result<Option<UserId>, Error> {
    let named = match &person.name {
        Some(name) => users::find_by_name(connection, name)?.map(|user| user.id),
        None => None,
    };
    // Events are kept longer than accounts, so an id needs no account.
    Ok(named.or_else(|| person.id.clone()))
}

/// Returns the names of all users and actors of these events.
pub fn names_in(connection: &mut Connection, rows: &[EventRow]) -> Result<Names, Error> {
    let mut ids: Vec<String> = rows.iter().flat_map(|row| [&row.user_id, &row.actor_id]).flatten().cloned().collect();
    ids.sort();
    ids.dedup();
    users::names(connection, ids)
}

/// A running export of the events that existed when it began, oldest first.
pub struct Export {
    desk: Desk,
    by: By,
    format: ExportFormat,
    filter: EventFilter,
    left: events::Ids,
    is_begun: bool,
}

/// Tells whether the export still has to be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recording {
    New,
    /// The export was recorded when the same form arrived the first time.
    Done,
}

/// Records an export and begins it. `description` is the search, as a query. Everybody may export what the filter of their
/// own events accepts; all else is for admins.
pub async fn begin(
    desk: &Desk,
    format: ExportFormat,
    filter: EventFilter,
    description: &str,
    by: By,
    recording: Recording,
) -> Result<Export, Failure<NotAllowed>> {
    let exported = Event::EventsExported { format, filter: description.to_owned() };
    let wanted = filter.clone();
    let left = desk.change(by.clone(), move |change| {
        let mut exported = change.event(exported.clone());
        match (&wanted.owner, &change.by().actor) {
            (None, _) => change.demand_admin::<NotAllowed>()?,
            (Some(owner), Actor::SignedIn(session)) if session.user_id == *owner => {
                exported = exported.about(owner).session(&session.id);
                change.demand_session::<NotAllowed>()?;
            }
            (Some(_), _) => return Err(NotAllowed::NotAdmin.into()),
        }
        let ids = events::ids_within(change.connection, &wanted)?;
        let last = events::last_id(change.connection)?.unwrap_or(0);
        if recording == Recording::New {
            change.record(exported)?;
        }
        Ok(events::Ids { last: ids.last.min(last), ..ids })
    });
    Ok(Export { desk: desk.clone(), by, format, filter, left: left.await?, is_begun: false })
}

impl Export {
    fn columns(&self) -> &'static [&'static str] {
        if self.filter.owner.is_some() { &own::COLUMNS } else { &event_export::COLUMNS }
    }

    /// Returns the next part of the text; `None` at the end. After an error the copy is incomplete.
    pub async fn next(&mut self) -> Result<Option<String>, Failure<NotAllowed>> {
        if !self.is_begun {
            self.is_begun = true;
            let head = self.format.head(self.columns());
            if !head.is_empty() {
                return Ok(Some(head));
            }
        }
        while self.left.first <= self.left.last {
            let (by, filter, ids) = (self.by.clone(), self.filter.clone(), self.left);
            let read = move |connection: &mut Connection| {
                if let Err(refusal) = by.may_read_on(connection, filter.owner.as_ref())? {
                    return Ok(Err(refusal));
                }
                let mut rows = events::list(connection, filter.leading(), ids, false, BATCH)?;
                let last = rows.last().map(|row| row.id);
                rows.retain(|row| filter.lets_through(row));
                let rows = match filter.owner {
                    Some(_) => rows.into_iter().map(|row| row.for_owner().to_json()).collect(),
                    None => {
                        let names = names_in(connection, &rows)?;
                        rows.iter().map(|row| to_json(row, &names)).collect()
                    }
                };
                Ok(Ok((rows, last)))
            };
            let (rows, last): (Vec<Value>, _) = self.desk.store().read(read).await??;
            let Some(last) = last else { break };
            self.left.first = last.saturating_add(1);
            if !rows.is_empty() {
                return Ok(Some(rows.iter().map(|row| self.format.line(row, self.columns())).collect()));
            }
        }
        self.left.first = i64::MAX;
        self.left.last = i64::MIN;
        Ok(None)
    }
}
