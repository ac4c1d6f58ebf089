//! The search parameters of a list of events.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use clap::Args;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa::openapi::schema::Object;

use super::value::{as_text, one_of, words};
use super::when::{End, InZone, Start};
use crate::domain::account::Username;
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::{EventKind, EventRow};
use crate::domain::text::{Unreadable, trimmed};
use crate::domain::time::Zone;
use crate::language::say;

/// Which events somebody asks for: those that fit all of it. People may be named, and so have to be looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams, Args)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EventSearch {
    /// What happened.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(schema_with = kinds, required = false)]
    #[arg(long, value_name = "KIND", value_parser = words::<Kind>(EventKind::ALL.iter().map(|kind| kind.as_str())), hide_possible_values = true)]
    pub kind: Option<Kind>,
    /// Whom it is about: the whole name, or the id, which also finds accounts that are gone.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "ada")]
    #[arg(long, value_name = "NAME")]
    pub user: Option<Person>,
    /// Who did it, in the same way.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "grace")]
    #[arg(long, value_name = "NAME")]
    pub actor: Option<Person>,
    /// In which session, or to which: its id.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "c0ffee00c0ffee00c0ffee00c0ffee00")]
    #[arg(long, value_name = "ID")]
    pub session: Option<SessionId>,
    /// From which address; local is the command line or Doorward itself.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "192.0.2.7")]
    #[arg(long, value_name = "ADDRESS")]
    pub ip: Option<EventAddress>,
    /// From this day (2026-11-23, in UTC) or moment (of RFC 3339, or a NumericDate) on.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "1767225600")]
    #[arg(long = "since", value_name = "DAY")]
    pub from: Option<Start>,
    /// Up to this day, itself included, or before this moment.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "2026-01-31")]
    #[arg(long, value_name = "DAY")]
    pub until: Option<End>,
}

impl InZone for EventSearch {
    /// A day in UTC stays a day, as people write it.
    fn in_zone(self, zone: &Zone) -> EventSearch {
        if zone.is_utc() {
            return self;
        }
        let (from, until) = (self.from.map(|from| from.in_zone(zone)), self.until.map(|until| until.in_zone(zone)));
        EventSearch { from, until, ..self }
    }
}

pub(super) fn kinds() -> Object {
    one_of(EventKind::ALL.iter().map(|kind| kind.as_str()))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(pub EventKind);

impl FromStr for Kind {
    type Err = Unreadable;

    fn from_str(word: &str) -> Result<Kind, Unreadable> {
        let kind = EventKind::parse(trimmed(word)).map(Kind);
        kind.ok_or(Unreadable(say("unreadable-event-kind")))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

/// A name or an id. A text of 32 digits could be either, so the name is looked for first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: Option<Username>,
    /// The id, which stays the same when the account is gone.
    pub id: Option<UserId>,
}

impl FromStr for Person {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Person, Unreadable> {
        let text = trimmed(text);
        let (name, id) = (Username::parse(text).ok(), UserId::parse(text));
        match name.is_some() || id.is_some() {
            true => Ok(Person { name, id }),
            false => Err(Unreadable(say("unreadable-user"))),
        }
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.name, &self.id) {
            (Some(name), _) => write!(f, "{name}"),
            (None, Some(id)) => write!(f, "{id}"),
            (None, None) => Ok(()),
        }
    }
}

/// An address as it is recorded. `local` stands for the command line, `unknown` for a connection without an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventAddress(String);

impl FromStr for EventAddress {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<EventAddress, Unreadable> {
        match trimmed(text) {
            word @ ("local" | "unknown") => Ok(EventAddress(word.to_owned())),
            text => text
                .parse::<IpAddr>()
                .map(|address| EventAddress(address.to_canonical().to_string()))
                .map_err(|_| Unreadable(say("unreadable-address"))),
        }
    }
}

impl fmt::Display for EventAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A search whose people have been looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    pub search: EventSearch,
    /// The user whom the event is about.
    pub user: Option<UserId>,
    /// The user who did it.
    pub actor: Option<UserId>,
    /// The user whose own activity it is.
    pub owner: Option<UserId>,
    /// The sessions that stand for one: it, and those that it has replaced.
    pub sessions: Option<BTreeSet<SessionId>>,
    /// Events with this id or a lower one.
    pub last: Option<i64>,
}

/// The column whose index serves a filter: the one that leaves the fewest rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leading<'a> {
    Session(&'a SessionId),
    User(&'a UserId),
    Actor(&'a UserId),
    /// The activity of a user: what is about them, and what they did that is about nobody.
    Owner(&'a UserId),
    Ip(&'a str),
    Kind(EventKind),
    /// The filter names none of these columns.
    Nothing,
}

impl EventFilter {
    pub fn leading(&self) -> Leading<'_> {
        self.given().next().unwrap_or(Leading::Nothing)
    }

    /// Tells whether the filter has no other condition than the leading column and times.
    pub fn is_simple(&self) -> bool {
        self.given().count() <= 1 && self.sessions.is_none()
    }

    /// Returns the columns that the filter names, first the one that leaves the fewest rows.
    fn given(&self) -> impl Iterator<Item = Leading<'_>> {
        let EventSearch { kind, session, ip, .. } = &self.search;
        let all = [
            session.as_ref().map(Leading::Session),
            self.user.as_ref().map(Leading::User),
            self.actor.as_ref().map(Leading::Actor),
            self.owner.as_ref().map(Leading::Owner),
            ip.as_ref().map(|ip| Leading::Ip(&ip.0)),
            kind.map(|kind| Leading::Kind(kind.0)),
        ];
        all.into_iter().flatten()
    }

    pub fn lets_through(&self, event: &EventRow) -> bool {
        fn is(wanted: Option<&str>, found: Option<&str>) -> bool {
            wanted.is_none() || wanted == found
        }
        // Each field is named here, so that no new one is forgotten.
        let EventSearch { kind, user: _, actor: _, session, ip, from, until } = &self.search;
        is(kind.map(|kind| kind.0.as_str()), Some(&event.kind))
            && is(self.user.as_ref().map(UserId::as_str), event.user_id.as_deref())
            && is(self.actor.as_ref().map(UserId::as_str), event.actor_id.as_deref())
            && is(session.as_ref().map(SessionId::as_str), event.session_id.as_deref())
            && is(ip.as_ref().map(|ip| &*ip.0), event.ip.as_deref())
            && is(self.owner.as_ref().map(UserId::as_str), event.owner())
            && self.sessions.as_ref().is_none_or(|sessions| event.is_of_one(sessions))
            && from.is_none_or(|from| event.at >= from.moment())
            && until.is_none_or(|until| event.at < until.moment())
            && self.last.is_none_or(|last| event.id <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::search::value::{names, read, write};

    #[test]
    fn a_search_is_read_or_told_what_is_wrong() {
        let session = "a".repeat(32);
        let id = "0".repeat(32);
        let pairs = [
            ("kind", "signed_in"),
            ("user", "ada"),
            ("actor", &id),
            ("session", &session),
            ("ip", "::ffff:192.0.2.7"),
            ("from", "2026-11-23"),
            ("until", "2026-11-23"),
        ];
        let search: EventSearch = read(pairs).expect("a search");
        assert_eq!(search.user, Some(Person { name: Username::parse("ada").ok(), id: None }));
        assert!(search.actor.as_ref().is_some_and(|actor| actor.id.is_some() && actor.name.is_some()));
        let ip = search.ip.as_ref().map(ToString::to_string);
        assert_eq!((search.kind, ip.as_deref()), (Some(Kind(EventKind::SignedIn)), Some("192.0.2.7")));
        assert_eq!(serde_urlencoded::from_str(&write(&search)), Ok(search));
        assert_eq!(names::<EventSearch>(), pairs.map(|(name, _)| name));
        for (name, text, reason) in [
            ("kind", "dead", "unreadable-event-kind"),
            ("user", "ad*", "unreadable-user"),
            ("actor", "a b", "unreadable-user"),
            ("session", "xyz", "unreadable-session-id"),
            ("ip", "192.0.2", "unreadable-address"),
            ("from", "yesterday", "unreadable-day"),
            ("until", "2026-02-30", "unreadable-day"),
        ] {
            let error = read::<EventSearch>([(name, text)]).expect_err(text);
            assert!(error.to_string().starts_with(reason), "{name}={text}: {error}");
        }
    }

    #[test]
    fn the_column_that_leaves_the_fewest_rows_leads() {
        let filter = |pairs: &[(&str, &str)]| {
            let search = read(pairs.iter().copied()).expect("a search");
            EventFilter { search, ..EventFilter::default() }
        };
        let of_address = filter(&[("kind", "signed_in"), ("ip", "192.0.2.7")]);
        assert_eq!((of_address.leading(), of_address.is_simple()), (Leading::Ip("192.0.2.7"), false));
        let of_kind = filter(&[("kind", "signed_in"), ("from", "2026-11-23")]);
        assert_eq!((of_kind.leading(), of_kind.is_simple()), (Leading::Kind(EventKind::SignedIn), true));
    }
}
