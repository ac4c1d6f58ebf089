//! One filter of a search, in SQL and for rows that were read; and a sketch of a session, with only the columns that
//! this needs. A new filter is a variant here, and a column of the sketch.

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::super::keyset::{Place, Sorted, SortedTable, Value};
use crate::domain::account::Username;
use crate::domain::id::SessionId;
use crate::domain::net::NetworkRange;
use crate::domain::search::who::end_of_prefix;
use crate::domain::search::{SessionColumn, SessionSearch, TimeFilter, Who};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::schema::{sessions, users};
use crate::store::users::called;
use crate::store::{Backend, Connection, Error};

pub(super) type Query<'a> = sessions::BoxedQuery<'a, Backend>;

/// The largest number of users with a matching e-mail address whose sessions are looked for.
const MOST_USERS: usize = 50;

/// A filter by something other than the state.
#[derive(Clone, Debug)]
pub(super) enum Filter {
    Names(Vec<Username>),
    NamePrefix(String),
    Network { first: String, last: String },
    Devices(Vec<String>),
    SignedIn { is_since: bool, moment: Timestamp },
    LastSeen { is_since: bool, moment: Timestamp },
    Remembered(bool),
}

impl Filter {
    /// Returns the filters of a search, and tells whether more users have a matching e-mail address than are looked
    /// for.
    pub(super) fn all_of(
        connection: &mut Connection,
        search: &SessionSearch,
        now: Timestamp,
    ) -> Result<(Vec<Filter>, bool), Error> {
        // Each field is named here, so that no new one is forgotten: a filter that is passed over ends too many sessions.
        let SessionSearch { user, address, device, state: _, signed_in, last_seen, remembered } = search;
        let (mut all, mut is_cut) = (Vec::new(), false);
        match user {
            Some(Who::Name(name)) => all.push(Filter::Names(vec![name.clone()])),
            Some(Who::NamePrefix(prefix)) => all.push(Filter::NamePrefix(prefix.clone())),
            Some(who @ (Who::Email(_) | Who::EmailPrefix(_))) => {
                let most = i64::try_from(MOST_USERS + 1).unwrap_or(i64::MAX);
                let found =
                    called(users::table.into_boxed(), who).order(users::email).limit(most).select(users::username);
                let mut names: Vec<Username> = found.load(connection)?;
                is_cut = names.len() > MOST_USERS;
                names.truncate(MOST_USERS);
                all.push(Filter::Names(names));
            }
            None => {}
        }
        let network = |network: &NetworkRange| Filter::Network { first: network.first(), last: network.last() };
        all.extend(address.as_ref().map(network));
        if let Some(device) = device {
            let mut labels = device.labels().to_vec();
            labels.sort();
            all.push(Filter::Devices(labels));
        }
        let bound = |filter: Option<TimeFilter>| filter.map(|filter| filter.bound_at(now));
        all.extend(bound(*signed_in).map(|(is_since, moment)| Filter::SignedIn { is_since, moment }));
        all.extend(bound(*last_seen).map(|(is_since, moment)| Filter::LastSeen { is_since, moment }));
        all.extend(remembered.map(|answer| Filter::Remembered(answer.is_yes())));
        Ok((all, is_cut))
    }

    pub(super) const fn is_impossible(&self) -> bool {
        match self {
            Filter::Names(names) => names.is_empty(),
            Filter::Devices(labels) => labels.is_empty(),
            _ => false,
        }
    }

    /// Returns the column whose index finds matching rows. A filter that no index serves is applied to the rows of a walk.
    pub(super) const fn column(&self) -> Option<SessionColumn> {
        Some(match self {
            Filter::Names(_) | Filter::NamePrefix(_) => SessionColumn::User,
            Filter::Network { .. } => SessionColumn::Address,
            Filter::Devices(_) => SessionColumn::Device,
            Filter::SignedIn { .. } => SessionColumn::SignedIn,
            Filter::LastSeen { .. } => SessionColumn::LastSeen,
            // It lets through a large part of all sessions, or they are few.
            Filter::Remembered(_) => return None,
        })
    }

    /// Tells whether the rows that it accepts lie together in the index of its column.
    pub(super) const fn is_range(&self) -> bool {
        self.column().is_some() && !matches!(self, Filter::Names(names) if names.len() > 1)
    }

    /// Applies the filter to a row that was read.
    pub(super) fn admits(&self, sketch: &Sketch) -> bool {
        let is_within = |at: Timestamp, is_since: bool, moment: Timestamp| (at >= moment) == is_since;
        match self {
            Filter::Names(names) => names.iter().any(|name| name.as_str() == sketch.username),
            Filter::NamePrefix(prefix) => sketch.username.starts_with(prefix.as_str()),
            Filter::Network { first, last } => (first..=last).contains(&&sketch.ip_sortable),
            Filter::Devices(labels) => labels.contains(&sketch.device),
            Filter::SignedIn { is_since, moment } => is_within(sketch.signed_in_at, *is_since, *moment),
            Filter::LastSeen { is_since, moment } => is_within(sketch.last_seen_at, *is_since, *moment),
            Filter::Remembered(remembered) => sketch.remembered == *remembered,
        }
    }

    /// Applies the filter in SQL.
    pub(super) fn narrow<'a>(&'a self, query: Query<'a>) -> Query<'a> {
        match self {
            Filter::Names(names) if names.len() == 1 => query.filter(sessions::username.eq(&names[0])),
            Filter::Names(names) => query.filter(sessions::username.eq_any(names)),
            Filter::NamePrefix(prefix) => query
                .filter(sessions::username.ge(prefix.as_str().into_sql::<Text>()))
                .filter(sessions::username.lt(end_of_prefix(prefix).into_sql::<Text>())),
            Filter::Network { first, last } => {
                query.filter(sessions::ip_sortable.ge(first)).filter(sessions::ip_sortable.le(last))
            }
            Filter::Devices(labels) if labels.len() == 1 => query.filter(sessions::device.eq(&labels[0])),
            Filter::Devices(labels) => query.filter(sessions::device.eq_any(labels)),
            Filter::SignedIn { is_since: true, moment } => query.filter(sessions::signed_in_at.ge(*moment)),
            Filter::SignedIn { moment, .. } => query.filter(sessions::signed_in_at.lt(*moment)),
            Filter::LastSeen { is_since: true, moment } => query.filter(sessions::last_seen_at.ge(*moment)),
            Filter::LastSeen { moment, .. } => query.filter(sessions::last_seen_at.lt(*moment)),
            Filter::Remembered(remembered) => query.filter(sessions::remembered.eq(*remembered)),
        }
    }
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

    pub(super) fn place(&self, column: SessionColumn) -> Place<'_> {
        let value = match column {
            SessionColumn::User => Value::Text(&self.username),
            SessionColumn::Device => Value::Text(&self.device),
            SessionColumn::Address => Value::Text(&self.ip_sortable),
            SessionColumn::SignedIn => Value::Number(self.signed_in_at.milliseconds()),
            SessionColumn::LastSeen => Value::Number(self.last_seen_at.milliseconds()),
        };
        Place { value, id: self.id.as_str() }
    }
}

impl SortedTable for SessionColumn {
    const ID: &'static str = "sessions.id";

    fn in_sql(self) -> Sorted {
        match self {
            SessionColumn::User => Sorted::Text("sessions.username"),
            SessionColumn::Device => Sorted::Text("sessions.device"),
            SessionColumn::Address => Sorted::Text("sessions.ip_sortable"),
            SessionColumn::SignedIn => Sorted::Number("sessions.signed_in_at"),
            SessionColumn::LastSeen => Sorted::Number("sessions.last_seen_at"),
        }
    }
}
