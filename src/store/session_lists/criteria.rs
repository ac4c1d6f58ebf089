//! What a filter means to queries.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::count::{COUNTED, Count};
use super::sketch::Sketch;
use crate::domain::account::username::Username;
use crate::domain::id::SessionId;
use crate::domain::search::session_filter::{SessionFilter, SortColumn, TimeFilter};
use crate::domain::search::user_search::{UserSearch, end_of_prefix};
use crate::domain::session::session_state::SessionState;
use crate::domain::time::Timestamp;
use crate::schema::{sessions, users};
use crate::store::{Connection, Error};

/// Up to how many sessions are gathered to be sorted.
const FEW: i64 = 1000;
/// Of how many users with a fitting e-mail address sessions are looked for.
const MOST_USERS: usize = 50;

pub(super) type Backend = <Connection as diesel::Connection>::Backend;
pub(super) type Query<'a> = sessions::BoxedQuery<'a, Backend>;

/// One thing that a session must be, other than its state.
#[derive(Clone, Debug)]
pub(super) enum Criterion {
    Names(Vec<Username>),
    NamePrefix(String),
    Network { first: String, last: String },
    Devices(Vec<String>),
    SignedIn { is_since: bool, moment: Timestamp },
    LastSeen { is_since: bool, moment: Timestamp },
}

impl Criterion {
    /// The column that an index finds it by.
    pub(super) const fn column(&self) -> SortColumn {
        match self {
            Criterion::Names(_) | Criterion::NamePrefix(_) => SortColumn::User,
            Criterion::Network { .. } => SortColumn::Address,
            Criterion::Devices(_) => SortColumn::Device,
            Criterion::SignedIn { .. } => SortColumn::SignedIn,
            Criterion::LastSeen { .. } => SortColumn::LastSeen,
        }
    }

    /// Whether what it lets through lies together in its column's index.
    pub(super) const fn is_range(&self) -> bool {
        !matches!(self, Criterion::Names(names) if names.len() > 1)
    }

    /// The same as [`Criterion::narrow`], for a row that was read.
    pub(super) fn admits(&self, sketch: &Sketch) -> bool {
        let is_within = |at: Timestamp, is_since: bool, moment: Timestamp| (at >= moment) == is_since;
        match self {
            Criterion::Names(names) => names.iter().any(|name| name.as_str() == sketch.username),
            Criterion::NamePrefix(prefix) => sketch.username.starts_with(prefix.as_str()),
            Criterion::Network { first, last } => (first..=last).contains(&&sketch.ip_sortable),
            Criterion::Devices(labels) => labels.contains(&sketch.device),
            Criterion::SignedIn { is_since, moment } => is_within(sketch.signed_in_at, *is_since, *moment),
            Criterion::LastSeen { is_since, moment } => is_within(sketch.last_seen_at, *is_since, *moment),
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
        }
    }
}

/// A filter, as far as queries care.
pub(super) struct Criteria {
    pub(super) states: Vec<SessionState>,
    pub(super) all: Vec<Criterion>,
    /// Whether there are more users with a fitting e-mail address than are looked for.
    pub(super) is_cut: bool,
    now: Timestamp,
}

impl Criteria {
    /// `None` when nothing can match.
    pub(super) fn of(
        connection: &mut Connection,
        filter: &SessionFilter,
        now: Timestamp,
    ) -> Result<Option<Criteria>, Error> {
        let (mut all, mut is_cut) = (Vec::new(), false);
        match &filter.user {
            Some(UserSearch::Name(name)) => all.push(Criterion::Names(vec![name.clone()])),
            Some(UserSearch::NamePrefix(prefix)) => all.push(Criterion::NamePrefix(prefix.clone())),
            Some(search @ (UserSearch::Email(_) | UserSearch::EmailPrefix(_))) => {
                let mut names = names_by_email(connection, search)?;
                if names.is_empty() {
                    return Ok(None);
                }
                is_cut = names.len() > MOST_USERS;
                names.truncate(MOST_USERS);
                all.push(Criterion::Names(names));
            }
            None => {}
        }
        all.extend(filter.network.as_ref().map(|searched| Criterion::Network {
            first: searched.meaning.first.clone(),
            last: searched.meaning.last.clone(),
        }));
        all.extend(filter.device.as_ref().map(|searched| Criterion::Devices(searched.meaning.clone())));
        let fixed = |filter: Option<TimeFilter>| match filter?.fixed_at(now) {
            TimeFilter::Since(moment) => Some((true, moment)),
            TimeFilter::Until(moment) => Some((false, moment)),
            TimeFilter::Within(_) | TimeFilter::Beyond(_) => None,
        };
        all.extend(fixed(filter.signed_in).map(|(is_since, moment)| Criterion::SignedIn { is_since, moment }));
        all.extend(fixed(filter.last_seen).map(|(is_since, moment)| Criterion::LastSeen { is_since, moment }));
        Ok(Some(Criteria { states: filter.state.states(), all, is_cut, now }))
    }

    /// Whether a walk along the index of this column meets nothing that does not match.
    pub(super) fn is_served_by(&self, column: SortColumn) -> bool {
        self.all.iter().all(|criterion| criterion.column() == column && criterion.is_range())
    }

    /// The column along whose index a walk meets the fewest others, as far as that can be told.
    pub(super) fn leading_column(&self) -> SortColumn {
        self.all.iter().find(|criterion| criterion.is_range()).map_or(SortColumn::SignedIn, Criterion::column)
    }

    /// Sessions in these states; of the live ones only those whose time is not over.
    pub(super) fn in_states<'a>(&self, states: &[SessionState]) -> Query<'a> {
        let table = sessions::table.into_boxed();
        // The idle end is never after the absolute end. As a sum it is no column that an index could be chosen for, one
        // that has nothing to do with the order or the criteria.
        let is_alive = || (sessions::idle_expires_at + 0_i64).gt(*self.now.as_milliseconds());
        match states {
            [SessionState::Live] => table.filter(sessions::state.eq(SessionState::Live)).filter(is_alive()),
            [state] => table.filter(sessions::state.eq(*state)),
            states if !states.contains(&SessionState::Live) => table.filter(sessions::state.eq_any(states.to_vec())),
            states => table
                .filter(sessions::state.eq_any(states.to_vec()))
                .filter(sessions::state.ne(SessionState::Live).or(is_alive())),
        }
    }

    /// Everything that matches.
    pub(super) fn matching<'a>(&'a self, states: &[SessionState]) -> Query<'a> {
        self.all.iter().fold(self.in_states(states), |query, criterion| criterion.narrow(query))
    }

    /// What matches, if one criterion lets through so few that they can be gathered.
    pub(super) fn few(&self, connection: &mut Connection) -> Result<Option<Vec<Sketch>>, Error> {
        for criterion in &self.all {
            if self.count_up_to(connection, std::slice::from_ref(criterion), FEW)? <= FEW {
                let query = criterion.narrow(self.in_states(&self.states));
                let mut found: Vec<Sketch> = query.select(Sketch::as_select()).load(connection)?;
                found.retain(|sketch| self.all.iter().all(|criterion| criterion.admits(sketch)));
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Counts what matches, but not to the end of a long list.
    pub(super) fn count(&self, connection: &mut Connection) -> Result<Count, Error> {
        let counted = self.count_up_to(connection, &self.all, COUNTED)?;
        Ok(if counted > COUNTED { Count::MoreThan(COUNTED) } else { Count::Exactly(counted) })
    }

    /// Counts along the index of criteria that are all of one column, up to one more than `most`. Sessions whose time is
    /// just over count among the live ones until the janitor has been round: so the index alone can tell.
    fn count_up_to(&self, connection: &mut Connection, criteria: &[Criterion], most: i64) -> Result<i64, Error> {
        let mut counted = 0;
        for state in &self.states {
            for lane in lanes(criteria) {
                let query = sessions::table.into_boxed().filter(sessions::state.eq(*state));
                let query = lane.iter().fold(query, |query, criterion| criterion.narrow(query));
                let query = match lane.first() {
                    // In its order, so that no planner reads the table itself, hoping to find many soon.
                    Some(criterion) if !criterion.is_range() => query,
                    criterion => in_order(query, criterion.map_or(SortColumn::LastSeen, Criterion::column), false),
                };
                let ids: Vec<SessionId> = query.select(sessions::id).limit(most + 1 - counted).load(connection)?;
                counted += i64::try_from(ids.len()).unwrap_or(i64::MAX);
                if counted > most {
                    return Ok(counted);
                }
            }
        }
        Ok(counted)
    }
}

/// Criteria of one column, taken apart so that what each lets through lies together in the column's index.
fn lanes(criteria: &[Criterion]) -> Vec<Vec<Criterion>> {
    match criteria {
        [Criterion::Devices(labels)] => {
            labels.iter().map(|label| vec![Criterion::Devices(vec![label.clone()])]).collect()
        }
        [Criterion::Names(names)] => names.iter().map(|name| vec![Criterion::Names(vec![name.clone()])]).collect(),
        criteria => vec![criteria.to_vec()],
    }
}

pub(super) fn in_order(query: Query<'_>, column: SortColumn, is_downwards: bool) -> Query<'_> {
    macro_rules! by {
        ($column:expr) => {
            match is_downwards {
                true => query.order(($column.desc(), sessions::id.desc())),
                false => query.order(($column.asc(), sessions::id.asc())),
            }
        };
    }
    match column {
        SortColumn::User => by!(sessions::username),
        SortColumn::Device => by!(sessions::device),
        SortColumn::Address => by!(sessions::ip_sortable),
        SortColumn::SignedIn => by!(sessions::signed_in_at),
        SortColumn::LastSeen => by!(sessions::last_seen_at),
    }
}

fn names_by_email(connection: &mut Connection, search: &UserSearch) -> Result<Vec<Username>, Error> {
    let query = users::table
        .select(users::username)
        .order(users::email)
        .limit(i64::try_from(MOST_USERS + 1).unwrap_or(i64::MAX))
        .into_boxed();
    let query = match search {
        UserSearch::Email(email) => query.filter(users::email.eq(email.clone())),
        UserSearch::EmailPrefix(prefix) => query
            .filter(users::email.ge(prefix.clone().into_sql::<Nullable<Text>>()))
            .filter(users::email.lt(end_of_prefix(prefix).into_sql::<Nullable<Text>>())),
        UserSearch::Name(_) | UserSearch::NamePrefix(_) => return Ok(Vec::new()),
    };
    Ok(query.load(connection)?)
}
