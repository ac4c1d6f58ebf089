//! Links that people ask for themselves, without being signed in: for a new password, or to make a browser known.
//!
//! Whoever asks is told nothing of the account. What they typed is put away by one write that is the same for every text,
//! and looked at later: only then it is found out whether there is such an account, and whether mail is known to reach its
//! owner. So neither the answer nor its time tells anything.
//!
//! A stranger who asks for somebody else's link does that person no harm: nothing changes before a link is used, links
//! that are asked for leave those before them in force, and an account gets only a few mails in an hour.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::by_mail::letter;
use super::make_another;
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::change::Change;
use crate::desk::fault::{Failure, Fault};
use crate::desk::mail::{Recipient, post};
use crate::domain::account::{Email, LinkPurpose, User, Username};
use crate::domain::mail::LetterKind;
use crate::domain::request_context::RequestContext;
use crate::domain::sign_in::throttle::{self, Throttled};
use crate::domain::time::Timestamp;
use crate::language::Language;
use crate::store::{self, Connection, Error, Exclusive, mail_requests, mails, users};

/// The longest text that is looked at, in bytes: that of an e-mail address.
pub const MAX_LENGTH: usize = 254;
/// How often one network may ask in an hour, whatever for.
pub const PER_NETWORK: i64 = 20;
/// How many mails of a kind an account gets in an hour, and so how many of their links work at a time.
pub const PER_ACCOUNT: i64 = 3;
/// The time between two looks at what was asked.
pub const INTERVAL: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);
/// How many accounts of one e-mail address are told.
const OF_ADDRESS: i64 = 5;
/// How many requests are looked at in one go.
const BATCH: i64 = 50;

/// What somebody asked, and who.
#[derive(Serialize, Deserialize)]
struct Asked {
    /// A username, an e-mail address, or anything else.
    text: String,
    language: String,
    request_id: String,
    ip: String,
    user_agent: String,
}

/// Puts away that somebody asks for a link. `text` is what they typed for their name or e-mail address.
///
/// # Errors
/// Fails with [`Throttled`] if too many came from their network, or with a fault.
pub async fn ask(
    desk: &Desk,
    purpose: LinkPurpose,
    text: &str,
    language: Language,
    context: RequestContext,
) -> Result<(), Failure<Throttled>> {
    let network = throttle::widest(&context.ip);
    let asked = Asked {
        text: text.chars().take(MAX_LENGTH).collect(),
        language: language.code().to_owned(),
        request_id: context.request_id.clone(),
        ip: context.ip.clone(),
        user_agent: context.user_agent.clone(),
    };
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(&asked).unwrap_or_default());
    let sealed = desk.secret().seal(label(purpose), &plain);
    desk.for_strangers()
        .change(By::doorward(context), move |change| {
            let since = change.now.minus(HOUR);
            let times = mail_requests::list_times(change.connection, &network, since, PER_NETWORK)?;
            if let Some(oldest) = times.get(usize::try_from(PER_NETWORK - 1).unwrap_or_default()) {
                return Err(Throttled::For(wait(*oldest, change.now)).into());
            }
            Ok(mail_requests::insert(change.connection, purpose, &network, &sealed, change.now)?)
        })
        .await
}

/// Returns how many seconds it takes until a request of this time does not count any more.
fn wait(oldest: Timestamp, now: Timestamp) -> u32 {
    u32::try_from(oldest.plus(HOUR).since(now).as_secs().max(1)).unwrap_or(u32::MAX)
}

/// Looks at what was asked, and mails the links.
///
/// # Errors
/// Fails if the database is unreachable; what was not looked at is looked at the next time.
pub async fn answer(desk: &Desk) -> Result<(), Fault> {
    let open = |connection: &mut Connection| mail_requests::list_open(connection, BATCH);
    for (id, purpose, sealed) in desk.store().read_in_background(open).await? {
        let asked = desk.secret().open(label(purpose), &sealed);
        let asked: Option<Asked> = asked.and_then(|plain| serde_json::from_slice(&plain).ok());
        let context = asked.as_ref().map_or_else(RequestContext::background, Asked::context);
        let write = move |change: &mut Change<'_>| {
            // Another instance may have been quicker.
            if !mail_requests::close(change.connection, id)? {
                return Ok(());
            }
            let Some(asked) = &asked else { return Ok(()) };
            // Whatever suspends an account or changes its address voids its links, and waits for this.
            store::lock(change.connection, Exclusive::Administrators)?;
            let Some(name) = asked.name() else { return Ok(()) };
            for user in users::list_reachable(change.connection, &name, OF_ADDRESS)? {
                mail(change, user, purpose, asked)?;
            }
            Ok(())
        };
        desk.write(By::doorward(context), write).await?;
    }
    Ok(())
}

fn mail(change: &mut Change<'_>, user: User, purpose: LinkPurpose, asked: &Asked) -> Result<(), Error> {
    let Some(address) = user.verified_email().cloned() else { return Ok(()) };
    let since = change.now.minus(HOUR);
    let lately = mails::count_written(change.connection, &user.id, LetterKind::of(purpose), since)?;
    if lately >= PER_ACCOUNT {
        return Ok(());
    }
    let language = Language::parse(&asked.language).unwrap_or(Language::ENGLISH);
    let made = make_another(change, user, purpose, address.clone())?;
    let letter = letter(&made, None, None);
    post(change, Recipient::owner(&made.user, address, language), &letter)
}

impl Asked {
    /// The username or e-mail address in its one spelling; `None` if it can be neither.
    fn name(&self) -> Option<String> {
        let username = || Username::parse(&self.text).ok().map(|name| name.to_string());
        Email::parse(&self.text).ok().map(|email| email.as_str().to_owned()).or_else(username)
    }

    fn context(&self) -> RequestContext {
        RequestContext {
            request_id: self.request_id.clone(),
            ip: self.ip.clone(),
            user_agent: self.user_agent.clone(),
            language: None,
        }
    }
}

/// Binds a sealed request to what was asked for.
const fn label(purpose: LinkPurpose) -> &'static str {
    match purpose {
        LinkPurpose::Invitation => "asked for an invitation",
        LinkPurpose::PasswordReset => "asked for a password reset",
        LinkPurpose::Device => "asked for a device link",
    }
}
