//! An account with its present sessions, links, second factor and latest events, as pages, API and command line
//! show it.

use crate::desk::Desk;
use crate::desk::session::life::as_last_used;
use crate::desk::two_factor::{Status, status_in};
use crate::domain::account::{AccountLink, LinkPurpose, User, Username};
use crate::domain::id::UserId;
use crate::domain::record::EventRow;
use crate::domain::session::Session;
use crate::domain::sign_in::CodeLock;
use crate::domain::sign_in::throttle::Lock;
use crate::domain::time::Timestamp;
use crate::store::{self, Connection, account_links, code_failures, events, sessions, throttle, users};

/// The number of events that are read.
const RECENT: i64 = 20;

pub struct UserLife {
    /// A deleted account is found too, until its row is deleted.
    pub user: User,
    /// The session that was used last comes first.
    pub live: Vec<Session>,
    pub factor: Option<Status>,
    /// The newest event comes first.
    pub recent: Vec<EventRow>,
    /// The longest streak of wrong passwords comes first.
    pub locks: Vec<Lock>,
    /// The longest row of wrong codes comes first.
    pub code_locks: Vec<CodeLock>,
    links: Vec<AccountLink>,
}

impl UserLife {
    /// Returns `None` if no link for this purpose works.
    pub fn link_expires_at(&self, purpose: LinkPurpose) -> Option<Timestamp> {
        self.links.iter().find(|link| link.purpose == purpose).map(|link| link.expires_at)
    }
}

pub async fn find(desk: &Desk, id: UserId) -> Result<Option<UserLife>, store::Error> {
    read(desk, move |connection| users::find(connection, &id)).await
}

pub async fn find_by_name(desk: &Desk, name: Username) -> Result<Option<UserLife>, store::Error> {
    read(desk, move |connection| users::find_by_name(connection, &name)).await
}

async fn read(
    desk: &Desk,
    find: impl Fn(&mut Connection) -> Result<Option<User>, store::Error> + Send + Sync + 'static,
) -> Result<Option<UserLife>, store::Error> {
    let now = desk.clock().now();
    let read = move |connection: &mut Connection| {
        let Some(user) = find(connection)? else { return Ok(None) };
        let live = sessions::list_live(connection, &user.id, now)?;
        let links = account_links::list_open(connection, &user.id, now)?;
        let factor = status_in(connection, &user.id)?;
        let recent = events::list_recent(connection, &user.id, RECENT)?;
        let locks = throttle::list_locks_of(connection, &user.id, now)?;
        let code_locks = code_failures::list_locks_of(connection, &user.id, now)?;
        Ok(Some(UserLife { user, live, factor, recent, locks, code_locks, links }))
    };
    let life = desk.store().read(read).await?;
    let Some(life) = life else { return Ok(None) };
    let live = life.live.into_iter().map(|session| as_last_used(desk, session)).collect();
    Ok(Some(UserLife { live, ..life }))
}
