//! The recall list makes it possible to refuse a stateless token at once.
//!
//! Every instance keeps in memory which sessions were revoked, and whose authorisation version was raised, within the
//! longest life that an access token can have. A hit means *treat the access token as expired*: the renewal then asks
//! the database. The tables are the log; each second the whole window is read again, so that nothing committed late is
//! missed.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;

use crate::desk::Desk;
use crate::domain::id::{SessionId, UserId};
use crate::domain::time::Timestamp;
use crate::domain::token::Claims;
use crate::domain::token::access_token::{CLOCK_SKEW_SECONDS, MAX_LIFE_SECONDS};
use crate::store::{self, bulk_revocations, sessions, users};

/// The time between two readings of the window.
pub const INTERVAL: Duration = Duration::from_secs(1);
/// A snapshot older than this is not relied on.
const MAX_AGE: Duration = Duration::from_secs(5);
/// Each reading looks back this far: as long as any access token may be accepted, here or by programs that check tokens
/// without knowing our settings, plus 180 s for clocks that differ.
const WINDOW: Duration = Duration::from_secs(MAX_LIFE_SECONDS + 180);
/// The most entries of each kind. If there are more, everybody renews once instead.
const MAX_ENTRIES: usize = 100_000;

/// The recall list of this instance. At first it is empty, and must not be relied on before the first [`refresh`].
#[derive(Default)]
pub struct Recall {
    snapshot: ArcSwap<Snapshot>,
    /// Revocations by this instance that are not known to be included in a reading of the database yet.
    local: Mutex<Local>,
}

/// The tokens that are no longer accepted.
#[derive(Clone, Default)]
pub(in crate::desk) struct Recalled {
    pub(in crate::desk) sessions: HashSet<SessionId>,
    /// Tokens of these users below this version are recalled.
    pub(in crate::desk) minimum_versions: HashMap<UserId, i64>,
    /// Tokens issued at or before this NumericDate are recalled, whosever they are.
    pub(in crate::desk) issued_after: Option<i64>,
}

#[derive(Clone, Default)]
struct Snapshot {
    read: Arc<Reading>,
    /// What this instance has recalled since `read`.
    own: Recalled,
}

#[derive(Default)]
struct Reading {
    recalled: Recalled,
    /// The time at which the reading began; `None` before the first one.
    read_at: Option<Instant>,
}

/// The state of the list at a moment. Two of them are equal if nothing was read or added between them.
#[derive(Clone)]
pub(in crate::desk) struct Knowledge(Arc<Snapshot>);

impl PartialEq for Knowledge {
    fn eq(&self, other: &Knowledge) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Knowledge {
    pub(in crate::desk) fn everything(&self) -> Recalled {
        let Snapshot { read, own } = &*self.0;
        let mut all = read.recalled.clone();
        all.sessions.extend(own.sessions.iter().cloned());
        own.minimum_versions.iter().for_each(|(id, version)| all.raise(id, *version));
        all.issued_after = self.0.issued_after();
        all
    }
}

impl Recalled {
    fn raise(&mut self, id: &UserId, version: i64) {
        let minimum = self.minimum_versions.entry(id.clone()).or_insert(version);
        *minimum = (*minimum).max(version);
    }

    fn includes(&self, claims: &Claims) -> bool {
        self.sessions.contains(&claims.sid)
            || self.minimum_versions.get(&claims.sub).is_some_and(|minimum| claims.version < *minimum)
            || self.issued_after.is_some_and(|limit| claims.iat <= limit)
    }
}

pub(in crate::desk) struct State {
    pub(in crate::desk) sessions: usize,
    pub(in crate::desk) users: usize,
    /// Tells whether a date recalls all older tokens of everybody.
    pub(in crate::desk) is_everybody: bool,
    /// The time since the last reading; `None` before the first one.
    pub(in crate::desk) age: Option<Duration>,
}

#[derive(Default)]
struct Local {
    /// The number of readings, by which an entry can tell whether a reading began after it was committed.
    readings: u64,
    sessions: Vec<(u64, SessionId)>,
    versions: Vec<(u64, UserId, i64)>,
    issued_after: Option<(u64, i64)>,
}

impl Recall {
    /// Tells whether this authentic token must be treated as expired. Takes no lock.
    pub fn is_recalled(&self, claims: &Claims) -> bool {
        let snapshot = self.snapshot.load();
        snapshot.own.includes(claims) || snapshot.read.recalled.includes(claims)
    }

    /// Returns the present state, for programs that check tokens themselves.
    pub(in crate::desk) fn knowledge(&self) -> Knowledge {
        Knowledge(self.snapshot.load_full())
    }

    pub(in crate::desk) fn state(&self) -> State {
        let snapshot = self.snapshot.load();
        let (read, own) = (&snapshot.read.recalled, &snapshot.own);
        let more_sessions = own.sessions.difference(&read.sessions).count();
        let more_users = own.minimum_versions.keys().filter(|id| !read.minimum_versions.contains_key(*id)).count();
        State {
            sessions: read.sessions.len() + more_sessions,
            users: read.minimum_versions.len() + more_users,
            is_everybody: snapshot.issued_after().is_some(),
            age: snapshot.read.read_at.map(|read_at| read_at.elapsed()),
        }
    }

    /// Returns the NumericDate up to which everybody's tokens are recalled, if there is one.
    pub(in crate::desk) fn issued_after(&self) -> Option<i64> {
        self.snapshot.load().issued_after()
    }

    /// Tells whether this session is known to be revoked.
    pub fn is_session_recalled(&self, id: &SessionId) -> bool {
        self.snapshot.load().has(id)
    }

    /// Tells whether the list is recent enough to be relied on.
    pub fn is_fresh(&self) -> bool {
        self.snapshot.load().read.read_at.is_some_and(|read_at| read_at.elapsed() <= MAX_AGE)
    }

    /// Recalls sessions in this process at once. Call it after the commit, before the answer.
    pub fn sessions(&self, ids: &[SessionId]) {
        if ids.is_empty() {
            return;
        }
        let mut local = self.local();
        let reading = local.readings;
        local.sessions.extend(ids.iter().map(|id| (reading, id.clone())));
        self.publish(self.snapshot.load().read.clone(), &local);
    }

    /// Recalls a user's tokens below `version` in this process at once. Call it after the commit, before the answer.
    pub fn user(&self, id: &UserId, version: i64) {
        let mut local = self.local();
        let reading = local.readings;
        local.versions.push((reading, id.clone(), version));
        self.publish(self.snapshot.load().read.clone(), &local);
    }

    /// Recalls everybody's tokens issued by this moment in this process at once. Call it after the commit, before the
    /// answer.
    pub fn everybody(&self, moment: Timestamp) {
        let mut local = self.local();
        local.issued_after = Some((local.readings, date_beyond(moment)));
        self.publish(self.snapshot.load().read.clone(), &local);
    }

    fn local(&self) -> MutexGuard<'_, Local> {
        self.local.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Publishes a new snapshot. The caller holds the lock on `local`, so that no two publishers overwrite each other.
    fn publish(&self, read: Arc<Reading>, local: &Local) {
        let sessions = local.sessions.iter().map(|(_, id)| id.clone()).collect();
        let issued_after = local.issued_after.map(|(_, limit)| limit);
        let mut own = Recalled { sessions, issued_after, ..Recalled::default() };
        local.versions.iter().for_each(|(_, id, version)| own.raise(id, *version));
        self.snapshot.store(Arc::new(Snapshot { read, own }));
    }
}

impl Snapshot {
    fn has(&self, id: &SessionId) -> bool {
        self.own.sessions.contains(id) || self.read.recalled.sessions.contains(id)
    }

    fn issued_after(&self) -> Option<i64> {
        self.read.recalled.issued_after.max(self.own.issued_after)
    }
}

/// Tells whether an access token may still be alive that was issued before this moment.
pub(in crate::desk) fn reaches(moment: Timestamp, now: Timestamp) -> bool {
    moment > now.minus(WINDOW)
}

/// Reads the window from the database.
///
/// # Errors
/// Fails if the database is unreachable; the list then stays as it is, and gets older.
pub async fn refresh(desk: &Desk) -> Result<(), store::Error> {
    let recall = desk.recall();
    let began = Instant::now();
    let reading = {
        let mut local = recall.local();
        local.readings += 1;
        local.readings
    };
    let since = desk.clock().now().minus(WINDOW);
    let limit = i64::try_from(MAX_ENTRIES + 1).unwrap_or(i64::MAX);
    let (revoked, raised, everybody) = desk
        .store()
        .read_in_background(move |connection| {
            let revoked = sessions::revoked_since(connection, since, limit)?;
            let raised = users::versions_raised_since(connection, since, limit)?;
            Ok((revoked, raised, bulk_revocations::everybody_ended_at(connection, since)?))
        })
        .await?;
    let read = Arc::new(Reading::of(revoked, raised, everybody, began));
    let mut local = recall.local();
    // This reading includes everything that was committed before it began.
    local.sessions.retain(|(at, _)| *at >= reading);
    local.versions.retain(|(at, _, _)| *at >= reading);
    local.issued_after = local.issued_after.filter(|(at, _)| *at >= reading);
    recall.publish(read, &local);
    Ok(())
}

/// Returns the latest NumericDate that the clocks of other instances may have put on a token before this moment.
fn date_beyond(moment: Timestamp) -> i64 {
    moment.numeric_date() + CLOCK_SKEW_SECONDS
}

impl Reading {
    /// Keeps the newest entries one by one. Entries beyond the limit are older than the oldest kept one, so their
    /// tokens were issued before it, and one date recalls them all. So every instance comes to the same date on its
    /// own.
    fn of(
        mut revoked: Vec<(SessionId, Timestamp)>,
        mut raised: Vec<(UserId, i64, Timestamp)>,
        everybody: Option<Timestamp>,
        began: Instant,
    ) -> Reading {
        let limits = [
            revoked.split_off(revoked.len().min(MAX_ENTRIES)).first().map(|(_, at)| date_beyond(*at)),
            raised.split_off(raised.len().min(MAX_ENTRIES)).first().map(|(_, _, at)| date_beyond(*at)),
            everybody.map(date_beyond),
        ];
        let recalled = Recalled {
            sessions: revoked.into_iter().map(|(id, _)| id).collect(),
            minimum_versions: raised.into_iter().map(|(id, version, _)| (id, version)).collect(),
            issued_after: limits.into_iter().flatten().max(),
        };
        Reading { recalled, read_at: Some(began) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_recalled_here_is_refused_at_once() {
        let (recall, ended, raised, other) = (Recall::default(), Claims::sample(), Claims::sample(), Claims::sample());
        recall.sessions(std::slice::from_ref(&ended.sid));
        recall.user(&raised.sub, 2);
        assert!(recall.is_recalled(&ended) && recall.is_recalled(&raised) && !recall.is_recalled(&other));
        assert!(!recall.is_recalled(&Claims { version: 2, ..raised }));
    }

    #[test]
    fn a_reading_that_began_before_a_revocation_does_not_undo_it() {
        let (recall, ended) = (Recall::default(), Claims::sample());
        let reading = {
            let mut local = recall.local();
            local.readings += 1;
            local.readings
        };
        recall.sessions(std::slice::from_ref(&ended.sid));
        let mut local = recall.local();
        local.sessions.retain(|(at, _)| *at >= reading);
        recall.publish(Arc::new(Reading::of(vec![], vec![], None, Instant::now())), &local);
        assert!(recall.is_recalled(&ended));
    }

    #[test]
    fn beyond_the_limit_one_date_recalls_the_rest() {
        let at = |seconds: i64| Timestamp::from_milliseconds(seconds * 1000);
        let revoked = (0..=MAX_ENTRIES).map(|n| (SessionId::generate(), at(200_000 - n as i64))).collect();
        let snapshot = Reading::of(revoked, vec![], None, Instant::now());
        assert_eq!(snapshot.recalled.sessions.len(), MAX_ENTRIES);
        assert_eq!(snapshot.recalled.issued_after, Some(100_000 + 5));
    }

    #[test]
    fn a_list_that_was_never_read_is_not_relied_on() {
        assert!(!Recall::default().is_fresh());
    }
}
