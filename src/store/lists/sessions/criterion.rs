//! One condition on a session, for queries and for rows that were read; and a sketch of a session, with only the
//! columns that this needs. A new filter is a column of the sketch and a criterion.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use crate::domain::account::Username;
use crate::domain::id::SessionId;
use crate::domain::net::NetworkRange;
use crate::domain::search::who::end_of_prefix;
use crate::domain::search::{Position, SessionColumn, SessionSearch, TimeFilter, Who};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::schema::{sessions, users};
use crate::store::{Connection, Error};

pub(super) type Backend = <Connection as diesel::Connection>::Backend;
pub(super) type Query<'a> = sessions::BoxedQuery<'a, Backend>;

/// The largest number of users with a matching e-mail address whose sessions are looked for.
const MOST_USERS: usize = 50;

/// One condition on a session, other than its state.
#[derive(Clone, Debug)]
pub(super) enum Criterion {
    Names(Vec<Username>),
    NamePrefix(String),
    Network { first: String, last: String },
    Devices(Vec<String>),
    SignedIn { is_since: bool, moment: Timestamp },
    LastSeen { is_since: bool, moment: Timestamp },
    Remembered(bool),
}

pub(super) struct Found {
    pub(super) criteria: Vec<Criterion>,
    /// Tells whether more users have a matching e-mail address than are looked for.
    pub(super) is_cut: bool,
}

impl Criterion {
    /// Returns the criteria of a search, without its state. Returns `None` if nothing can match.
    pub(super) fn all_of(
        connection: &mut Connection,
        search: &SessionSearch,
        now: Timestamp,
    ) -> Result<Option<Found>, Error> {
        let (mut all, mut is_cut) = (Vec::new(), false);
        match &search.user {
            Some(Who::Name(name)) => all.push(Criterion::Names(vec![name.clone()])),
            Some(Who::NamePrefix(prefix)) => all.push(Criterion::NamePrefix(prefix.clone())),
            Some(who @ (Who::Email(_) | Who::EmailPrefix(_))) => {
                let mut names = names_by_email(connection, who)?;
                is_cut = names.len() > MOST_USERS;
                names.truncate(MOST_USERS);
                all.push(Criterion::Names(names));
            }
            None => {}
        }
        let network = |network: &NetworkRange| Criterion::Network { first: network.first(), last: network.last() };
        all.extend(search.address.as_ref().map(network));
        all.extend(search.device.as_ref().map(|device| Criterion::Devices(device.labels().to_vec())));
        let fixed = |filter: Option<TimeFilter>| match filter?.fixed_at(now) {
            TimeFilter::Since(moment) => Some((true, moment)),
            TimeFilter::Until(moment) => Some((false, moment)),
            TimeFilter::Within(_) | TimeFilter::Beyond(_) => None,
        };
        all.extend(fixed(search.signed_in).map(|(is_since, moment)| Criterion::SignedIn { is_since, moment }));
        all.extend(fixed(search.last_seen).map(|(is_since, moment)| Criterion::LastSeen { is_since, moment }));
        all.extend(search.remembered.map(|answer| Criterion::Remembered(answer.is_yes())));
        let is_impossible = all.iter().any(|criterion| match criterion {
            Criterion::Names(names) => names.is_empty(),
            Criterion::Devices(labels) => labels.is_empty(),
            _ => false,
        });
        Ok((!is_impossible).then_some(Found { criteria: all, is_cut }))
    }

    /// Returns the column whose index finds matching rows. A criterion that no index serves is applied to the rows of a
    /// walk.
    pub(super) const fn column(&self) -> Option<SessionColumn> {
        Some(match self {
            Criterion::Names(_) | Criterion::NamePrefix(_) => SessionColumn::User,
            Criterion::Network { .. } => SessionColumn::Address,
            Criterion::Devices(_) => SessionColumn::Device,
            Criterion::SignedIn { .. } => SessionColumn::SignedIn,
            Criterion::LastSeen { .. } => SessionColumn::LastSeen,
            // It lets through a large part of all sessions, or they are few.
            Criterion::Remembered(_) => return None,
        })
    }

    /// Tells whether the rows that it accepts lie together in the index of its column.
    pub(super) const fn is_range(&self) -> bool {
        self.column().is_some() && !matches!(self, Criterion::Names(names) if names.len() > 1)
    }

    /// Applies the condition of [`Criterion::narrow`] to a row that was read.
    pub(super) fn admits(&self, sketch: &Sketch) -> bool {
        let is_within = |at: Timestamp, is_since: bool, moment: Timestamp| (at >= moment) == is_since;
        match self {
            Criterion::Names(names) => names.iter().any(|name| name.as_str() == sketch.username),
            Criterion::NamePrefix(prefix) => sketch.username.starts_with(prefix.as_str()),
            Criterion::Network { first, last } => (first..=last).contains(&&sketch.ip_sortable),
            Criterion::Devices(labels) => labels.contains(&sketch.device),
            Criterion::SignedIn { is_since, moment } => is_within(sketch.signed_in_at, *is_since, *moment),
            Criterion::LastSeen { is_since, moment } => is_within(sketch.last_seen_at, *is_since, *moment),
            Criterion::Remembered(remembered) => sketch.remembered == *remembered,
        }
    }

    pub(super) fn narrow<'a>(&'a self, query: Query<'a>) -> Query<'a> {
        match self {
            Criterion::Names(names) if names.len() == 1 => query.filter(sessions::username.eq(&names[0])),
            Criterion::Names(names) => query.filter(sessions::username.eq_any(names)),
            Criterion::NamePrefix(prefix) => query
                .filter(sessions::username.ge(prefix.as_str().into_sql::<Text>()))
                .filter(sessions::username.lt(end_of_prefix(prefix).into_sql::<Text>())),
            Criterion::Network { first, last } => {
                query.filter(sessions::ip_sortable.ge(first)).filter(sessions::ip_sortable.le(last))
            }
            Criterion::Devices(labels) if labels.len() == 1 => query.filter(sessions::device.eq(&labels[0])),
            Criterion::Devices(labels) => query.filter(sessions::device.eq_any(labels)),
            Criterion::SignedIn { is_since: true, moment } => query.filter(sessions::signed_in_at.ge(*moment)),
            Criterion::SignedIn { moment, .. } => query.filter(sessions::signed_in_at.lt(*moment)),
            Criterion::LastSeen { is_since: true, moment } => query.filter(sessions::last_seen_at.ge(*moment)),
            Criterion::LastSeen { moment, .. } => query.filter(sessions::last_seen_at.lt(*moment)),
            Criterion::Remembered(remembered) => query.filter(sessions::remembered.eq(*remembered)),
        }
    }
}

fn names_by_email(connection: &mut Connection, who: &Who) -> Result<Vec<Username>, Error> {
    let query = users::table
        .select(users::username)
        .order(users::email)
        .limit(i64::try_from(MOST_USERS + 1).unwrap_or(i64::MAX))
        .into_boxed();
    let query = match who {
        Who::Email(email) => query.filter(users::email.eq(email.clone())),
        Who::EmailPrefix(prefix) => query
            .filter(users::email.ge(prefix.clone().into_sql::<Nullable<Text>>()))
            .filter(users::email.lt(end_of_prefix(prefix).into_sql::<Nullable<Text>>())),
        Who::Name(_) | Who::NamePrefix(_) => return Ok(Vec::new()),
    };
    Ok(query.load(connection)?)
}

/// The columns of a session that lists are sorted by or searched by.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub(super) struct Sketch {
    pub(super) id: SessionId,
    pub(super) username: String,
    pub(super) device: String,
    pub(super) ip_sortable: String,
    pub(super) signed_in_at: Timestamp,
    pub(super) last_seen_at: Timestamp,
    pub(super) remembered: bool,
}

impl Sketch {
    pub(super) fn of(session: &Session) -> Sketch {
        Sketch {
            id: session.id.clone(),
            username: session.username.to_string(),
            device: session.device.clone(),
            ip_sortable: session.ip_sortable.clone(),
            signed_in_at: session.signed_in_at,
            last_seen_at: session.last_seen_at,
            remembered: session.remembered,
        }
    }

    pub(super) fn value(&self, column: SessionColumn) -> Value<'_> {
        match column {
            SessionColumn::User => Value::Text(&self.username),
            SessionColumn::Device => Value::Text(&self.device),
            SessionColumn::Address => Value::Text(&self.ip_sortable),
            SessionColumn::SignedIn => Value::Number(self.signed_in_at.milliseconds()),
            SessionColumn::LastSeen => Value::Number(self.last_seen_at.milliseconds()),
        }
    }

    pub(super) fn position(&self, column: SessionColumn) -> Position {
        let value = match self.value(column) {
            Value::Text(text) => text.to_owned(),
            Value::Number(number) => number.to_string(),
        };
        Position { value, id: self.id.to_string() }
    }
}

/// A value that a list is sorted by. All values in one list are of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value<'a> {
    Number(i64),
    Text(&'a str),
}

impl<'a> Value<'a> {
    /// Returns the value of a position in a list that is sorted by this column. If it should be a number and is not, it
    /// comes before all others.
    pub(super) fn of(position: &'a Position, column: SessionColumn) -> Value<'a> {
        match column {
            SessionColumn::User | SessionColumn::Device | SessionColumn::Address => Value::Text(&position.value),
            SessionColumn::SignedIn | SessionColumn::LastSeen => {
                Value::Number(position.value.parse().unwrap_or(i64::MIN))
            }
        }
    }
}
