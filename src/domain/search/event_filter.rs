//! What a list of events is narrowed down to: read from the parameters of an address or the flags of a command.

use std::net::IpAddr;

use super::user_search::UserSearch;
use crate::domain::account::username::Username;
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::kind::EventKind;
use crate::domain::record::row::EventRow;
use crate::domain::text::trimmed;
use crate::domain::time::Timestamp;

/// The parameters, as typed. An empty one is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventParameters {
    /// The word of an [`EventKind`].
    pub kind: String,
    /// The name or id of whom it is about.
    pub user: String,
    /// The name or id of who did it.
    pub actor: String,
    /// The id of a session.
    pub session: String,
    /// An address.
    pub ip: String,
    /// A day or moment; events from then on.
    pub from: String,
    /// A day or moment; events up to then, on that day included.
    pub until: String,
}

/// One of the parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventField {
    /// `kind`
    Kind,
    /// `user`
    User,
    /// `actor`
    Actor,
    /// `session`
    Session,
    /// `ip`
    Ip,
    /// `from`
    From,
    /// `until`
    Until,
}

/// What somebody asks for; people may be named, and so have to be looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventSearch {
    /// Whom it is about.
    pub user: Option<Person>,
    /// Who did it.
    pub actor: Option<Person>,
    /// Everything else.
    pub filter: EventFilter,
}

/// A name or an id. A name of 32 digits could be either, so a name is looked for first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// As a name.
    pub name: Option<Username>,
    /// As an id, which goes on when the account is gone.
    pub id: Option<UserId>,
}

/// Which events a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// What happened.
    pub kind: Option<EventKind>,
    /// Whom it is about.
    pub user: Option<UserId>,
    /// Who did it.
    pub actor: Option<UserId>,
    /// In which session, or to which.
    pub session: Option<SessionId>,
    /// From which address, exactly as it is recorded.
    pub ip: Option<String>,
    /// At this moment or later.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// With this id or a lower one.
    pub last: Option<i64>,
}

impl EventSearch {
    /// Reads parameters.
    ///
    /// # Errors
    /// The first that cannot be understood.
    pub fn parse(parameters: &EventParameters) -> Result<EventSearch, EventField> {
        fn read<T>(text: &str, field: EventField, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, EventField> {
            match trimmed(text) {
                "" => Ok(None),
                text => parse(text).map(Some).ok_or(field),
            }
        }
        let filter = EventFilter {
            kind: read(&parameters.kind, EventField::Kind, EventKind::parse)?,
            user: None,
            actor: None,
            session: read(&parameters.session, EventField::Session, SessionId::parse)?,
            ip: read(&parameters.ip, EventField::Ip, parse_address)?,
            from: read(&parameters.from, EventField::From, |text| Timestamp::parse(text).map(|span| span.start))?,
            until: read(&parameters.until, EventField::Until, |text| Timestamp::parse(text).map(|span| span.end))?,
            last: None,
        };
        let user = read(&parameters.user, EventField::User, Person::parse)?;
        let actor = read(&parameters.actor, EventField::Actor, Person::parse)?;
        Ok(EventSearch { user, actor, filter })
    }
}

/// An address as it is recorded; `local` is the command line, `unknown` a connection that has none.
fn parse_address(text: &str) -> Option<String> {
    match text {
        "local" | "unknown" => Some(text.to_owned()),
        _ => text.parse::<IpAddr>().ok().map(|address| address.to_canonical().to_string()),
    }
}

impl Person {
    fn parse(text: &str) -> Option<Person> {
        let name = match UserSearch::parse(text) {
            Some(UserSearch::Name(name)) => Some(name),
            _ => None,
        };
        let id = UserId::parse(text);
        (name.is_some() || id.is_some()).then_some(Person { name, id })
    }
}

impl EventParameters {
    /// Names and values, for addresses.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        vec![
            ("kind", self.kind.clone()),
            ("user", self.user.clone()),
            ("actor", self.actor.clone()),
            ("session", self.session.clone()),
            ("ip", self.ip.clone()),
            ("from", self.from.clone()),
            ("until", self.until.clone()),
        ]
    }

    /// As one text, for the record: a query without what is empty.
    pub fn encode(&self) -> String {
        let pairs = self.pairs().into_iter().filter(|(_, value)| !value.is_empty());
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }
}

/// The column whose index serves a filter: the one that leaves the fewest rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leading<'a> {
    /// `session_id`
    Session(&'a SessionId),
    /// `user_id`
    User(&'a UserId),
    /// `actor_id`
    Actor(&'a UserId),
    /// `ip`
    Ip(&'a str),
    /// `kind`
    Kind(EventKind),
    /// None of them: events as they come.
    Nothing,
}

impl EventFilter {
    /// The column that leads.
    pub fn leading(&self) -> Leading<'_> {
        match self {
            EventFilter { session: Some(session), .. } => Leading::Session(session),
            EventFilter { user: Some(user), .. } => Leading::User(user),
            EventFilter { actor: Some(actor), .. } => Leading::Actor(actor),
            EventFilter { ip: Some(ip), .. } => Leading::Ip(ip),
            EventFilter { kind: Some(kind), .. } => Leading::Kind(*kind),
            _ => Leading::Nothing,
        }
    }

    /// Whether the leading column is all there is, beside times.
    pub fn is_simple(&self) -> bool {
        let is_given =
            [self.kind.is_some(), self.user.is_some(), self.actor.is_some(), self.session.is_some(), self.ip.is_some()];
        is_given.into_iter().filter(|is_given| *is_given).count() <= 1
    }

    /// Whether an event is one of those.
    pub fn lets_through(&self, event: &EventRow) -> bool {
        fn is(wanted: Option<&str>, found: Option<&str>) -> bool {
            wanted.is_none() || wanted == found
        }
        is(self.kind.map(EventKind::as_str), Some(&event.kind))
            && is(self.user.as_ref().map(UserId::as_str), event.user_id.as_deref())
            && is(self.actor.as_ref().map(UserId::as_str), event.actor_id.as_deref())
            && is(self.session.as_ref().map(SessionId::as_str), event.session_id.as_deref())
            && is(self.ip.as_deref(), event.ip.as_deref())
            && self.from.is_none_or(|from| event.at >= from)
            && self.until.is_none_or(|until| event.at < until)
            && self.last.is_none_or(|last| event.id <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_and_what_cannot_be_is_named() {
        let parameters = EventParameters {
            kind: "signed_in".into(),
            user: "ada".into(),
            actor: "0".repeat(32),
            session: "a".repeat(32),
            ip: "::ffff:192.0.2.7".into(),
            from: "2026-11-23".into(),
            until: "2026-11-23".into(),
        };
        let search = EventSearch::parse(&parameters).expect("a search");
        assert_eq!(search.filter.ip.as_deref(), Some("192.0.2.7"));
        assert_eq!(search.user, Some(Person { name: Username::parse("ada").ok(), id: None }));
        assert!(search.actor.is_some_and(|actor| actor.id.is_some() && actor.name.is_some()));
        let (from, until) = (search.filter.from.expect("from"), search.filter.until.expect("until"));
        assert_eq!(until.milliseconds() - from.milliseconds(), 86_400_000);
        assert_eq!(EventSearch::parse(&EventParameters::default()), Ok(EventSearch::default()));
        let cases = [
            (EventParameters { kind: "dead".into(), ..Default::default() }, EventField::Kind),
            (EventParameters { user: "ad*".into(), ..Default::default() }, EventField::User),
            (EventParameters { actor: "a b".into(), ..Default::default() }, EventField::Actor),
            (EventParameters { session: "xyz".into(), ..Default::default() }, EventField::Session),
            (EventParameters { ip: "192.0.2".into(), ..Default::default() }, EventField::Ip),
            (EventParameters { from: "yesterday".into(), ..Default::default() }, EventField::From),
            (EventParameters { until: "2026-02-30".into(), ..Default::default() }, EventField::Until),
        ];
        for (parameters, field) in cases {
            assert_eq!(EventSearch::parse(&parameters), Err(field));
        }
    }

    #[test]
    fn the_column_that_leaves_the_fewest_rows_leads() {
        let (kind, ip) = (Some(EventKind::SignedIn), Some("192.0.2.7".to_owned()));
        let filter = EventFilter { kind, ip, ..Default::default() };
        assert_eq!((filter.leading(), filter.is_simple()), (Leading::Ip("192.0.2.7"), false));
        let filter = EventFilter { kind, from: Some(Timestamp::from_milliseconds(1)), ..Default::default() };
        assert_eq!((filter.leading(), filter.is_simple()), (Leading::Kind(EventKind::SignedIn), true));
    }
}
