//! Lists of everybody's sessions: filtered, sorted, a page at a time, in a time that does not grow with the table.
//!
//! Each column that lists are sorted by has an index that begins with the state, so that a page is read off one walk
//! along it for each state that is wanted. Criteria of other columns than the sorted one are applied here, to sketches
//! of rows, so that no planner can choose a way that takes long: if one criterion lets through few sessions, these are
//! gathered and sorted; if all let through many, a walk along the sorted column finds some soon, gives up after
//! [`STRIDE`] rows, and tells where to go on.

use std::cmp::Ordering;

use diesel::dsl::sql;
use diesel::expression::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use super::{Connection, Error, measurements};
use crate::domain::id::SessionId;
use crate::domain::paging::{Edge, Page, Position};
use crate::domain::session::Session;
use crate::domain::session_filter::{Order, SessionFilter, SortColumn, TimeFilter};
use crate::domain::session_state::SessionState;
use crate::domain::time::Timestamp;
use crate::domain::user_search::{UserSearch, end_of_prefix};
use crate::domain::username::Username;
use crate::schema::{sessions, users};

/// Up to how many sessions are counted.
pub const COUNTED: i64 = 1000;
/// Up to how many are gathered to be sorted.
const FEW: i64 = 1000;
/// How many rows of one state a walk looks at for a page.
const STRIDE: i64 = 2000;
/// Of how many users with a fitting e-mail address sessions are looked for.
const MOST_USERS: i64 = 50;

/// A page of a list, and what is known about the rest.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The page.
    pub page: Page<Session>,
    /// How many there are in all.
    pub count: Count,
    /// Where to look further, if the walk gave up before the page was full.
    pub look_further: Option<Edge>,
}

/// How many sessions match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Exactly(i64),
    /// More than this.
    MoreThan(i64),
    /// Counting them would take long.
    Unknown,
}

/// Reads the page at `edge`, at most `limit` rows.
pub fn list(
    connection: &mut Connection,
    filter: &SessionFilter,
    order: Order,
    edge: &Edge,
    limit: i64,
    now: Timestamp,
) -> Result<Listing, Error> {
    let Some(criteria) = Criteria::of(connection, filter, now)? else {
        return Ok(Listing { page: Page::of(edge, Vec::new(), 0), count: Count::Exactly(0), look_further: None });
    };
    let walk = Walk { criteria: &criteria, order, edge, limit };
    let size = usize::try_from(limit).unwrap_or(0);
    if criteria.is_served_by(order.column) {
        let page = Page::of(edge, walk.along_the_index(connection)?, size);
        let count = match page.has_previous || page.has_next {
            true => criteria.count(connection)?,
            false => Count::Exactly(i64::try_from(page.rows.len()).unwrap_or(i64::MAX)),
        };
        return Ok(Listing { page, count, look_further: None });
    }
    if let Some(mut few) = criteria.few(connection)? {
        let count = Count::Exactly(i64::try_from(few.len()).unwrap_or(i64::MAX));
        few.retain(|sketch| walk.is_beyond_the_edge(sketch));
        let page = Page::of(edge, walk.load(connection, few)?, size);
        return Ok(Listing { page, count, look_further: None });
    }
    let (sketches, given_up_at) = walk.for_a_stride(connection)?;
    let look_further = given_up_at.filter(|_| sketches.len() <= size).map(|position| match edge.is_backwards() {
        true => Edge::Before(position),
        false => Edge::After(position),
    });
    let page = Page::of(edge, walk.load(connection, sketches)?, size);
    Ok(Listing { page, count: Count::Unknown, look_further })
}

/// Counts all sessions that match, however long it takes.
pub fn count_all(connection: &mut Connection, filter: &SessionFilter, now: Timestamp) -> Result<i64, Error> {
    let Some(criteria) = Criteria::of(connection, filter, now)? else { return Ok(0) };
    if criteria.all.is_empty() && criteria.states == [SessionState::Live] {
        return measurements::count_live_sessions(connection, now);
    }
    Ok(criteria.matching(&criteria.states).count().get_result(connection)?)
}

/// The ids of sessions that match, any of them, at most `limit`. Only those that began before `signed_in_before`.
pub fn some(
    connection: &mut Connection,
    filter: &SessionFilter,
    signed_in_before: Timestamp,
    limit: i64,
) -> Result<Vec<SessionId>, Error> {
    let Some(criteria) = Criteria::of(connection, filter, signed_in_before)? else { return Ok(Vec::new()) };
    Ok(criteria
        .matching(&criteria.states)
        .filter(sessions::signed_in_at.le(signed_in_before))
        .limit(limit)
        .select(sessions::id)
        .load(connection)?)
}

/// The place of a session in a list that is sorted so.
pub fn position_of(session: &Session, column: SortColumn) -> Position {
    Sketch::of(session).position(column)
}

type Backend = <Connection as diesel::Connection>::Backend;
type Query<'a> = sessions::BoxedQuery<'a, Backend>;
type Condition<'a> = Box<dyn BoxableExpression<sessions::table, Backend, SqlType = Bool> + 'a>;

/// As much of a session as is sorted and searched.
#[derive(Clone, Debug, Queryable)]
struct Sketch {
    id: SessionId,
    username: String,
    device: String,
    ip_sortable: String,
    signed_in_at: Timestamp,
    last_seen_at: Timestamp,
}

type SketchColumns = (
    sessions::id,
    sessions::username,
    sessions::device,
    sessions::ip_sortable,
    sessions::signed_in_at,
    sessions::last_seen_at,
);

const SKETCH: SketchColumns = (
    sessions::id,
    sessions::username,
    sessions::device,
    sessions::ip_sortable,
    sessions::signed_in_at,
    sessions::last_seen_at,
);

impl Sketch {
    fn of(session: &Session) -> Sketch {
        Sketch {
            id: session.id.clone(),
            username: session.username.to_string(),
            device: session.device.clone(),
            ip_sortable: session.ip_sortable.clone(),
            signed_in_at: session.signed_in_at,
            last_seen_at: session.last_seen_at,
        }
    }

    fn value(&self, column: SortColumn) -> Value<'_> {
        match column {
            SortColumn::User => Value::Text(&self.username),
            SortColumn::Device => Value::Text(&self.device),
            SortColumn::Address => Value::Text(&self.ip_sortable),
            SortColumn::SignedIn => Value::Number(self.signed_in_at.milliseconds()),
            SortColumn::LastSeen => Value::Number(self.last_seen_at.milliseconds()),
        }
    }

    fn position(&self, column: SortColumn) -> Position {
        let value = match self.value(column) {
            Value::Text(text) => text.to_owned(),
            Value::Number(number) => number.to_string(),
        };
        Position { value, id: self.id.to_string() }
    }
}

/// What a list is sorted by: all of one kind in one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value<'a> {
    Number(i64),
    Text(&'a str),
}

impl<'a> Value<'a> {
    /// The value of a position in a list that is sorted so. What should be a number and is none lies before all.
    fn of(position: &'a Position, column: SortColumn) -> Value<'a> {
        match column {
            SortColumn::User | SortColumn::Device | SortColumn::Address => Value::Text(&position.value),
            SortColumn::SignedIn | SortColumn::LastSeen => Value::Number(position.value.parse().unwrap_or(i64::MIN)),
        }
    }
}

/// One thing that a session must be, other than its state.
#[derive(Clone, Debug)]
enum Criterion {
    Names(Vec<Username>),
    NamePrefix(String),
    Network { first: String, last: String },
    Devices(Vec<String>),
    SignedIn { is_since: bool, moment: Timestamp },
    LastSeen { is_since: bool, moment: Timestamp },
}

impl Criterion {
    /// The column that an index finds it by.
    const fn column(&self) -> SortColumn {
        match self {
            Criterion::Names(_) | Criterion::NamePrefix(_) => SortColumn::User,
            Criterion::Network { .. } => SortColumn::Address,
            Criterion::Devices(_) => SortColumn::Device,
            Criterion::SignedIn { .. } => SortColumn::SignedIn,
            Criterion::LastSeen { .. } => SortColumn::LastSeen,
        }
    }

    /// Whether what it lets through lies together in its column's index.
    const fn is_range(&self) -> bool {
        !matches!(self, Criterion::Names(names) if names.len() > 1)
    }

    /// The same as [`Criterion::narrow`], for a row that was read.
    fn admits(&self, sketch: &Sketch) -> bool {
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

    fn narrow<'a>(&'a self, query: Query<'a>) -> Query<'a> {
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
struct Criteria {
    states: Vec<SessionState>,
    all: Vec<Criterion>,
    now: Timestamp,
}

impl Criteria {
    /// `None` when nothing can match.
    fn of(connection: &mut Connection, filter: &SessionFilter, now: Timestamp) -> Result<Option<Criteria>, Error> {
        let mut all = Vec::new();
        match &filter.user {
            Some(UserSearch::Name(name)) => all.push(Criterion::Names(vec![name.clone()])),
            Some(UserSearch::NamePrefix(prefix)) => all.push(Criterion::NamePrefix(prefix.clone())),
            Some(search @ (UserSearch::Email(_) | UserSearch::EmailPrefix(_))) => {
                let names = names_by_email(connection, search)?;
                if names.is_empty() {
                    return Ok(None);
                }
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
        Ok(Some(Criteria { states: filter.state.states(), all, now }))
    }

    /// Whether a walk along the index of this column meets nothing that does not match.
    fn is_served_by(&self, column: SortColumn) -> bool {
        self.all.iter().all(|criterion| criterion.column() == column && criterion.is_range())
    }

    /// Sessions in these states; of the live ones only those whose time is not over.
    fn in_states<'a>(&self, states: &[SessionState]) -> Query<'a> {
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
    fn matching<'a>(&'a self, states: &[SessionState]) -> Query<'a> {
        self.all.iter().fold(self.in_states(states), |query, criterion| criterion.narrow(query))
    }

    /// What matches, if one criterion lets through so few that they can be gathered.
    fn few(&self, connection: &mut Connection) -> Result<Option<Vec<Sketch>>, Error> {
        for criterion in &self.all {
            if self.count_up_to(connection, std::slice::from_ref(criterion), FEW)? <= FEW {
                let query = criterion.narrow(self.in_states(&self.states));
                let mut found: Vec<Sketch> = query.select(SKETCH).load(connection)?;
                found.retain(|sketch| self.all.iter().all(|criterion| criterion.admits(sketch)));
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Counts what matches, but not to the end of a long list.
    fn count(&self, connection: &mut Connection) -> Result<Count, Error> {
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

fn in_order(query: Query<'_>, column: SortColumn, is_downwards: bool) -> Query<'_> {
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

/// One page to be read.
struct Walk<'a> {
    criteria: &'a Criteria,
    order: Order,
    edge: &'a Edge,
    limit: i64,
}

impl<'a> Walk<'a> {
    /// Whether rows are read from the largest to the smallest.
    fn is_downwards(&self) -> bool {
        self.order.is_descending != self.edge.is_backwards()
    }

    /// The page, if the walk meets nothing that does not match.
    fn along_the_index(&self, connection: &mut Connection) -> Result<Vec<Session>, Error> {
        let groups = match self.criteria.all.as_slice() {
            // Each device lies together; one after the other, in the order of the list, until the page is full.
            [Criterion::Devices(labels)] => self.devices_in_order(labels),
            _ => vec![None],
        };
        let mut rows = Vec::new();
        for device in groups {
            let mut found = Vec::new();
            for state in &self.criteria.states {
                let query = match &device {
                    Some(label) => self.criteria.in_states(&[*state]).filter(sessions::device.eq(label.clone())),
                    None => self.criteria.matching(&[*state]),
                };
                found.extend(self.sorted(self.beside_the_edge(query)).select(Session::as_select()).load(connection)?);
            }
            found.sort_by(|one, other| self.compare(&Sketch::of(one), &Sketch::of(other)));
            rows.extend(found);
            if rows.len() >= self.size_and_one() {
                break;
            }
        }
        rows.truncate(self.size_and_one());
        Ok(rows)
    }

    fn devices_in_order(&self, labels: &[String]) -> Vec<Option<String>> {
        let is_ahead = |label: &&String| {
            self.edge.position().is_none_or(|position| match self.is_downwards() {
                true => **label <= position.value,
                false => **label >= position.value,
            })
        };
        let mut labels: Vec<_> = labels.iter().filter(is_ahead).cloned().map(Some).collect();
        labels.sort();
        if self.is_downwards() {
            labels.reverse();
        }
        labels
    }

    /// What a walk of one stride in each state finds, and the nearest row at which one of them gave up.
    fn for_a_stride(&self, connection: &mut Connection) -> Result<(Vec<Sketch>, Option<Position>), Error> {
        let column = self.order.column;
        let (mut found, mut given_up_at) = (Vec::new(), None::<Sketch>);
        for state in &self.criteria.states {
            let own = self.criteria.all.iter().filter(|criterion| criterion.column() == column && criterion.is_range());
            let query = own.fold(self.criteria.in_states(&[*state]), |query, criterion| criterion.narrow(query));
            let query = self.in_order(self.beside_the_edge(query)).limit(STRIDE);
            let mut read: Vec<Sketch> = query.select(SKETCH).load(connection)?;
            if let Some(last) = read.get(usize::try_from(STRIDE - 1).unwrap_or(0))
                && given_up_at.as_ref().is_none_or(|nearest| self.compare(last, nearest).is_lt())
            {
                given_up_at = Some(last.clone());
            }
            read.retain(|sketch| self.criteria.all.iter().all(|criterion| criterion.admits(sketch)));
            found.extend(read);
        }
        // Behind that row only some of the states have been looked at.
        if let Some(last) = &given_up_at {
            found.retain(|sketch| self.compare(sketch, last).is_le());
        }
        Ok((found, given_up_at.map(|sketch| sketch.position(column))))
    }

    /// The sessions of these sketches in the order of reading, as many as make a page and tell that there is another.
    fn load(&self, connection: &mut Connection, mut sketches: Vec<Sketch>) -> Result<Vec<Session>, Error> {
        sketches.sort_by(|one, other| self.compare(one, other));
        sketches.truncate(self.size_and_one());
        let ids: Vec<SessionId> = sketches.into_iter().map(|sketch| sketch.id).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut rows: Vec<Session> =
            sessions::table.filter(sessions::id.eq_any(&ids)).select(Session::as_select()).load(connection)?;
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
        Ok(rows)
    }

    fn size_and_one(&self) -> usize {
        usize::try_from(self.limit + 1).unwrap_or(0)
    }

    fn compare(&self, one: &Sketch, other: &Sketch) -> Ordering {
        let column = self.order.column;
        let upwards = one.value(column).cmp(&other.value(column)).then_with(|| one.id.cmp(&other.id));
        if self.is_downwards() { upwards.reverse() } else { upwards }
    }

    fn is_beyond_the_edge(&self, sketch: &Sketch) -> bool {
        let Some(position) = self.edge.position() else { return true };
        let column = self.order.column;
        let upwards = sketch.value(column).cmp(&Value::of(position, column));
        let upwards = upwards.then_with(|| sketch.id.as_str().cmp(&position.id));
        if self.is_downwards() { upwards.is_lt() } else { upwards.is_gt() }
    }

    fn sorted<'q>(&self, query: Query<'q>) -> Query<'q> {
        self.in_order(query).limit(self.limit + 1)
    }

    fn in_order<'q>(&self, query: Query<'q>) -> Query<'q> {
        in_order(query, self.order.column, self.is_downwards())
    }

    fn beside_the_edge<'q>(&self, query: Query<'q>) -> Query<'q> {
        match self.edge.position() {
            Some(position) => query.filter(self.beyond(position)),
            None => query,
        }
    }

    /// What comes after this position in the order of reading. A comparison of rows is one range of an index on both
    /// databases; the same with `AND` and `OR` is not.
    fn beyond<'q>(&self, position: &Position) -> Condition<'q> {
        let sign = if self.is_downwards() { "<" } else { ">" };
        let columns = match self.order.column {
            SortColumn::User => "sessions.username",
            SortColumn::Device => "sessions.device",
            SortColumn::Address => "sessions.ip_sortable",
            SortColumn::SignedIn => "sessions.signed_in_at",
            SortColumn::LastSeen => "sessions.last_seen_at",
        };
        let condition = sql::<Bool>(&format!("({columns}, sessions.id) {sign} ("));
        let id = position.id.clone();
        match Value::of(position, self.order.column) {
            Value::Text(value) => {
                Box::new(condition.bind::<Text, _>(value.to_owned()).sql(", ").bind::<Text, _>(id).sql(")"))
            }
            Value::Number(value) => Box::new(condition.bind::<BigInt, _>(value).sql(", ").bind::<Text, _>(id).sql(")")),
        }
    }
}

fn names_by_email(connection: &mut Connection, search: &UserSearch) -> Result<Vec<Username>, Error> {
    let query = users::table.select(users::username).order(users::email).limit(MOST_USERS).into_boxed();
    let query = match search {
        UserSearch::Email(email) => query.filter(users::email.eq(email.clone())),
        UserSearch::EmailPrefix(prefix) => query
            .filter(users::email.ge(prefix.clone().into_sql::<Nullable<Text>>()))
            .filter(users::email.lt(end_of_prefix(prefix).into_sql::<Nullable<Text>>())),
        UserSearch::Name(_) | UserSearch::NamePrefix(_) => return Ok(Vec::new()),
    };
    Ok(query.load(connection)?)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use diesel::connection::{Connection as _, InstrumentationEvent};
    use diesel::sql_query;

    use super::*;
    use crate::config::DatabaseUrl;
    use crate::domain::session_filter::SessionParameters;
    use crate::store::{Store, migrations};

    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = Text)]
        detail: String,
    }

    /// What SQLite does for each query of a page.
    fn steps(change: impl Fn(&mut SessionParameters), order: Option<Order>, edge: &Edge) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let url = DatabaseUrl::parse(&format!("sqlite://{}/a.db", folder.path().display())).expect("a URL");
        migrations::run(&Store::create(&url).expect("opens")).expect("migrates");
        let mut connection = crate::store::connection::open(&url).expect("opens");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let listener = asked.clone();
        connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event {
                listener.lock().expect("not poisoned").push(query.to_string());
            }
        });
        let mut parameters = SessionParameters::default();
        change(&mut parameters);
        let filter = SessionFilter::parse(&parameters).expect("a filter");
        let order = order.unwrap_or_else(|| filter.default_order());
        list(&mut connection, &filter, order, edge, 50, Timestamp::from_milliseconds(0)).expect("lists");
        let asked = asked.lock().expect("not poisoned").clone();
        let plan = |query: &String| {
            let sql = query.split(" -- binds").next().expect("a query");
            let steps: Vec<Step> =
                sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(&mut connection).expect("a plan");
            steps.into_iter().map(|step| step.detail)
        };
        asked.iter().flat_map(plan).collect()
    }

    #[test]
    fn every_filter_and_every_order_walks_along_an_index() {
        let changes: [fn(&mut SessionParameters); 12] = [
            |_| {},
            |p| p.state = "any".into(),
            |p| p.state = "reused".into(),
            |p| p.state = "expired".into(),
            |p| p.user = "ada".into(),
            |p| p.user = "ad*".into(),
            |p| p.user = "a@b".into(),
            |p| p.address = "192.0.2.0/24".into(),
            |p| p.device = "firefox".into(),
            |p| p.signed_in = "within-24h".into(),
            |p| p.last_seen = "beyond-24h".into(),
            |p| {
                p.user = "ad*".into();
                p.device = "linux".into();
                p.last_seen = "within-1h".into();
            },
        ];
        let middle = Edge::Before(Position { value: "5".into(), id: "7".into() });
        for change in changes {
            let orders = SortColumn::ALL.into_iter().map(|column| Some(Order { column, is_descending: true }));
            for order in orders.chain([None]) {
                for edge in [&Edge::First, &Edge::Last, &middle] {
                    let steps = steps(change, order, edge);
                    let scans: Vec<_> = steps.iter().filter(|step| step.starts_with("SCAN ")).collect();
                    assert!(!steps.is_empty() && scans.is_empty(), "{order:?} {edge:?}: {steps:#?}");
                }
            }
        }
    }

    #[test]
    fn a_page_that_one_index_serves_is_not_sorted() {
        for column in SortColumn::ALL {
            let steps = steps(|_| {}, Some(Order { column, is_descending: false }), &Edge::First);
            assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{column:?}: {steps:#?}");
        }
    }
}
