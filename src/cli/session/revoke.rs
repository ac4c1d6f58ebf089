//! `doorward session revoke`

use std::fmt::Display;
use std::time::Duration;

use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::list::search_of;
use crate::cli::terminal::{Failure, Format, Progress, print_outcome};
use crate::desk::by::By;
use crate::desk::session::{Which, bulk_revocation, revocation};
use crate::desk::{Desk, account};
use crate::domain::id::SessionId;
use crate::domain::search::{SessionSearch, StateFilter, Who};
use crate::domain::text::trimmed;
use crate::store::bulk_revocations;
use crate::store::lists::COUNTED;

/// How often the progress is checked.
const GLANCE: Duration = Duration::from_millis(500);

/// Ends a session, all of a user's, all that match, or everybody's; takes effect at once.
///
/// Give an ID, or say which: with --user NAME alone all of this user's sessions end without further question. Any other
/// search, and --everybody, needs --yes; without it the number is printed and nothing is ended.
#[derive(Args)]
// Only live sessions can be ended.
#[command(mut_arg("state", |arg| arg.hide(true)))]
pub struct Revoke {
    /// The session: 32 digits, as the list shows them
    #[arg(value_parser = parse_id, conflicts_with_all = ["SessionSearch", "everybody"])]
    id: Option<SessionId>,
    #[command(flatten)]
    search: SessionSearch,
    /// Everybody's sessions
    #[arg(long, conflicts_with = "SessionSearch")]
    everybody: bool,
    /// Does it, after you have seen the number
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    format: Format,
}

pub fn parse_id(text: &str) -> Result<SessionId, &'static str> {
    SessionId::parse(trimmed(text)).ok_or("the id of a session has 32 digits; \"doorward session list\" shows them")
}

impl Revoke {
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (is_agreed, format) = (self.yes, self.format);
        if let Some(id) = self.id {
            return one(desk, id, format).await;
        }
        if self.everybody {
            return many(desk, Which::Everybodys, &SessionSearch::default(), is_agreed, format).await;
        }
        let search = search_of(self.search)?;
        if search.state() != StateFilter::Live {
            return Err("--state: only live sessions can be ended".into());
        }
        // All sessions of one person: they are few, and this is what operators want most.
        if let Some(Who::Name(name)) = search.only_name() {
            let user = account::find(desk, name.clone()).await?;
            let ended = account::sign_out_everywhere(desk, user.id, By::operator()).await?;
            return tell(format, ended, format_args!("{ended} sessions of {} were ended.", user.username));
        }
        if !search.can_end() {
            return Err("--user: to end sessions by an e-mail address, type the whole of it, without *".into());
        }
        match search.is_narrow() {
            true => many(desk, Which::Matching(Box::new(search.clone())), &search, is_agreed, format).await,
            false => Err("say which: an ID, a search, or --everybody; see doorward session revoke --help".into()),
        }
    }
}

async fn one(desk: &Desk, id: SessionId, format: Format) -> Result<(), Failure> {
    if revocation::revoke_these(desk, vec![id], By::operator()).await? == 0 {
        return Err("there is no such session, or it was ended before".into());
    }
    tell(format, 1_u8, "The session was ended.")
}

fn tell(format: Format, ended: impl Serialize, line: impl Display) -> Result<(), Failure> {
    print_outcome(format, &json!({ "ended": ended }), line)
}

/// Records which sessions are to be ended, then ends them, together with the server if one runs. An interruption loses
/// nothing: the next server or command continues.
async fn many(
    desk: &Desk,
    which: Which,
    search: &SessionSearch,
    is_agreed: bool,
    format: Format,
) -> Result<(), Failure> {
    // The count gives up if it takes long, so that sessions that must end now do not wait for it.
    let matched = bulk_revocation::count(desk, search).await?;
    let number = matched.map_or_else(|| format!("more than {COUNTED}"), |number| number.to_string());
    if !is_agreed {
        return Err(format!("{number} live sessions match; nothing was ended: say --yes to end them").into());
    }
    let id = bulk_revocation::begin(desk, which, matched, By::operator()).await?;
    let mut progress = Progress::start();
    loop {
        let mut work = std::pin::pin!(bulk_revocation::work(desk));
        let is_done = loop {
            tokio::select! {
                done = &mut work => break done.map(|()| true)?,
                () = tokio::time::sleep(GLANCE) => if progress.is_seen() { break false },
            }
        };
        let of_it = id.clone();
        let bulk = desk.store().read(move |connection| bulk_revocations::find(connection, &of_it)).await?;
        let bulk = bulk.ok_or("what was begun is gone; was the database restored?")?;
        if bulk.finished_at.is_some() {
            drop(progress);
            return tell(format, bulk.ended, format_args!("{} sessions were ended.", bulk.ended));
        }
        progress.show(|| format!("ended {} of {number} sessions", bulk.ended));
        if is_done {
            // The server is working on it.
            tokio::time::sleep(GLANCE).await;
        }
    }
}
