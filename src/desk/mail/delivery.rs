//! Takes mails out of the outbox, one at a time, and notes what became of each.

use std::time::Duration;

use super::posting::label;
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::change::Change;
use crate::desk::fault::Fault;
use crate::domain::mail::schedule::{self, PATIENCE};
use crate::domain::mail::{Attempt, Failing, Letter, Mail, MailState, Next};
use crate::domain::record::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::text::is_invisible;
use crate::store::{Connection, Error, mails};

/// How long a mail is in the hand of an instance that does not say that it still has it.
const HELD_FOR: Duration = Duration::from_secs(60);
/// How often an instance says so.
pub const HOLD_AGAIN_EVERY: Duration = Duration::from_secs(15);
/// How many mails one transaction gives up.
const BATCH: i64 = 100;
/// The longest answer of a mail server that is kept, in characters.
const MAX_ANSWER: usize = 200;

/// A mail that this instance has in hand.
pub struct Claimed {
    pub mail: Mail,
    pub letter: Letter,
}

/// Takes the next mail in hand. Returns `None` if there is none to be tried now.
///
/// # Errors
/// Fails if the database is unreachable.
pub async fn claim(desk: &Desk) -> Result<Option<Claimed>, Fault> {
    let now = desk.clock().now();
    // Most of the time there is nothing to do, and then nobody waits for the writer.
    let due = move |connection: &mut Connection| mails::find_due(connection, now);
    if desk.store().read_in_background(due).await?.is_none() {
        return Ok(None);
    }
    let desk_of_letter = desk.clone();
    let write = move |change: &mut Change<'_>| {
        let Some(mail) = mails::find_due(change.connection, change.now)? else { return Ok(None) };
        let until = change.now.plus(HELD_FOR);
        if !mails::hold(change.connection, &mail, until)? {
            return Ok(None);
        }
        let mail = Mail { held_until: until, ..mail };
        match open(&desk_of_letter, &mail) {
            Some(letter) => Ok(Some(Claimed { mail, letter })),
            None => fail(change, &mail, Failing::Unreadable, None).map(|()| None),
        }
    };
    desk.write(by(), write).await
}

/// Keeps a mail in hand for longer, and returns it as it is now. Returns `None` if another instance has it by now.
///
/// # Errors
/// Fails if the database is unreachable.
pub async fn hold_again(desk: &Desk, mail: &Mail) -> Result<Option<Mail>, Fault> {
    let mail = mail.clone();
    let write = move |change: &mut Change<'_>| {
        let until = change.now.plus(HELD_FOR);
        let is_held = mails::hold(change.connection, &mail, until)?;
        Ok(is_held.then(|| Mail { held_until: until, ..mail.clone() }))
    };
    desk.write(by(), write).await
}

/// Notes how a try ended.
///
/// # Errors
/// Fails if the database is unreachable. Then it must be called again: nobody else knows what became of the mail.
pub async fn settle(desk: &Desk, mail: &Mail, attempt: &Attempt) -> Result<(), Fault> {
    let (noted, ended) = (mail.clone(), attempt.clone());
    let write = move |change: &mut Change<'_>| {
        let (mail, now) = (&noted, change.now);
        match (schedule::after(mail, &ended, now), &ended) {
            (Next::Done, Attempt::Filed(_)) => {
                mails::finish(change.connection, mail, MailState::Filed, None, now).map(drop)
            }
            (Next::Done, ended) => {
                let answer = ended.answer().map(clean);
                mails::finish(change.connection, mail, MailState::Sent, answer.as_deref(), now).map(drop)
            }
            (Next::At(at), ended) => {
                let tries = mail.tries + i64::from(matches!(ended, Attempt::Deferred(_)));
                let answer = ended.answer().map(clean).unwrap_or_default();
                mails::put_back(change.connection, mail, tries, at, &answer, now).map(drop)
            }
            (Next::Failed(failing), ended) => fail(change, mail, failing, ended.answer().map(clean)),
        }
    };
    desk.write(by(), write).await?;
    desk.metrics().mails.count(attempt);
    Ok(())
}

/// Gives up the mails that were tried for two days, or that are of no use any more.
///
/// # Errors
/// Fails if the database is unreachable.
pub async fn give_up(desk: &Desk) -> Result<(), Fault> {
    let now = desk.clock().now();
    let overdue = move |connection: &mut Connection| mails::list_overdue(connection, now.minus(PATIENCE), now, 1);
    if desk.store().read_in_background(overdue).await?.is_empty() {
        return Ok(());
    }
    let write = |change: &mut Change<'_>| {
        let now = change.now;
        for mail in mails::list_overdue(change.connection, now.minus(PATIENCE), now, BATCH)? {
            if let Some(failing) = schedule::given_up(&mail, now) {
                let answer = mail.answer.clone();
                fail(change, &mail, failing, answer)?;
            }
        }
        Ok(())
    };
    desk.write(by(), write).await
}

fn fail(change: &mut Change<'_>, mail: &Mail, why: Failing, answer: Option<String>) -> Result<(), Error> {
    let now = change.now;
    if mails::give_up(change.connection, mail, answer.as_deref(), now)? {
        let event = change.event(Event::MailFailed { kind: mail.kind, why });
        let event = match &mail.user_id {
            Some(user) => event.about(user),
            None => event,
        };
        change.record(event)?;
    }
    Ok(())
}

fn open(desk: &Desk, mail: &Mail) -> Option<Letter> {
    let text = desk.secret().open(&label(&mail.message_id), mail.sealed_letter.as_deref()?)?;
    serde_json::from_slice(&text).ok()
}

fn by() -> By {
    By::doorward(RequestContext::background())
}

impl Attempt {
    fn answer(&self) -> Option<&str> {
        match self {
            Attempt::Filed(_) => None,
            Attempt::Sent(answer)
            | Attempt::Deferred(answer)
            | Attempt::Refused(answer)
            | Attempt::NotTried(answer) => Some(answer),
        }
    }
}

/// What a server says may be anything.
fn clean(answer: &str) -> String {
    answer.trim().chars().take(MAX_ANSWER).map(|c| if is_invisible(c) { ' ' } else { c }).collect()
}
