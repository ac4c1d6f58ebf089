//! What follows a password that was right, or was chosen a moment ago: a session, or the second step.

use super::opening::{issue, open};
use super::second_step;
use crate::desk::Desk;
use crate::desk::change::Change;
use crate::desk::fault::{Failure, Refusal};
use crate::desk::session::Issued;
use crate::desk::two_factor;
use crate::domain::account::User;
use crate::domain::id::SessionId;
use crate::domain::request_context::RequestContext;
use crate::domain::secret::Secret;
use crate::domain::session::{Acquaintance, Channel, Session};
use crate::store::{self, Error};

/// How somebody goes on in a browser whose password is right.
#[derive(Clone, Debug)]
pub enum LoggedIn {
    /// The user is signed in.
    Session(Box<Issued>),
    /// The second step must follow. It needs this token.
    SecondStep(Secret<String>),
}

/// Somebody who has just chosen a password, by a link or in the set-up, and how they go on in the same browser.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub logged_in: LoggedIn,
    /// The record of the account that the browser is to keep, so that strangers cannot keep its owner from signing in
    /// there, even before the second step.
    pub acquaintance: Acquaintance,
}

/// The same, before the transaction is committed.
pub(in crate::desk) enum Entry {
    Opened(Box<(Session, User)>),
    Second(Secret<String>),
}

/// Opens a session in the place of `replaced`, or begins the second step for an account that has a second factor or must
/// have one. The caller holds the account, and knows that its owner knows the password.
pub(in crate::desk) fn enter(
    change: &mut Change<'_>,
    user: User,
    remembered: bool,
    replaced: Option<&SessionId>,
) -> Result<Entry, Error> {
    let has_factor = store::two_factor::find(change.connection, &user.id)?.is_some();
    if has_factor || two_factor::is_missing_in(change.connection, change.desk, &user)? {
        return Ok(Entry::Second(second_step::begin(change, &user.id, remembered)?));
    }
    let session = open(change, &user, remembered, replaced, None)?;
    Ok(Entry::Opened(Box::new((session, user))))
}

/// Issues the tokens after the commit.
pub(in crate::desk) fn let_in<R: Refusal>(
    desk: &Desk,
    entry: Entry,
    context: &RequestContext,
) -> Result<LoggedIn, Failure<R>> {
    match entry {
        Entry::Opened(opened) => issue(desk, &opened, Channel::Browser, context).map(Box::new).map(LoggedIn::Session),
        Entry::Second(token) => Ok(LoggedIn::SecondStep(token)),
    }
}

/// Does the same for somebody who has just chosen their password, and counts the sign-in.
pub(in crate::desk) fn arrive<R: Refusal>(
    desk: &Desk,
    entry: Entry,
    acquaintance: Acquaintance,
    context: &RequestContext,
) -> Result<Arrival, Failure<R>> {
    let logged_in = let_in(desk, entry, context)?;
    desk.metrics().sign_ins.count_arrival(&logged_in);
    Ok(Arrival { logged_in, acquaintance })
}
