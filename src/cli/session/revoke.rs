//! `doorward session revoke`

use std::fmt::Display;
use std::io::IsTerminal;
use std::time::Duration;

use clap::ArgMatches;
use serde::Serialize;
use serde_json::json;

use super::{parse_id, search};
use crate::cli::Failure;
use crate::cli::output::{note, print_outcome};
use crate::desk::by::By;
use crate::desk::session::bulk_revocation::{self, Which};
use crate::desk::session::revocation;
use crate::desk::{Desk, account};
use crate::domain::search::session::SessionSearch;
use crate::domain::search::who::Who;
use crate::store::{bulk_revocations, session_lists};

/// How often the progress is looked at.
const GLANCE: Duration = Duration::from_millis(500);

/// Ends what the arguments name.
pub async fn run(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    if matches.contains_id("id") {
        return one(desk, matches).await;
    }
    if matches.get_flag("everybody") {
        return many(desk, Which::Everybodys, &SessionSearch::default(), matches).await;
    }
    let search = search(matches)?;
    if search.state.is_some() {
        return Err("--state: only live sessions can be ended".into());
    }
    // One person's sessions, all of them: few, and what operators want most.
    if let Some(Who::Name(name)) = search.only_name() {
        let user = account::find(desk, name.clone()).await?;
        let ended = account::sign_out_everywhere(desk, user.id, By::operator()).await?;
        return tell(matches, ended, format_args!("{ended} sessions of {} were ended.", user.username));
    }
    if !search.can_end() {
        return Err("--user: to end sessions by an e-mail address, type the whole of it, without *".into());
    }
    match search.is_narrow() {
        true => many(desk, Which::Matching(Box::new(search.clone())), &search, matches).await,
        false => Err("say which: an ID, a search, or --everybody; see doorward session revoke --help".into()),
    }
}

async fn one(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let ids = vec![parse_id(matches)?];
    if revocation::revoke_these(desk, ids, By::operator()).await? == 0 {
        return Err("there is no such session, or it was ended before".into());
    }
    tell(matches, 1_u8, "The session was ended.")
}

fn tell(matches: &ArgMatches, ended: impl Serialize, line: impl Display) -> Result<(), Failure> {
    print_outcome(matches.get_flag("json"), &json!({ "ended": ended }), line)
}

/// Writes down what is to be ended and does it, together with the server if one runs; an interruption loses nothing, the
/// next server or command goes on with it.
async fn many(desk: &Desk, which: Which, search: &SessionSearch, matches: &ArgMatches) -> Result<(), Failure> {
    // What must be ended now is not kept waiting by a count that takes long.
    let matched = bulk_revocation::count(desk, search).await?;
    let number = matched.map_or_else(|| format!("more than {}", session_lists::COUNTED), |number| number.to_string());
    if !matches.get_flag("yes") {
        return Err(format!("{number} live sessions match; nothing was ended: say --yes to end them").into());
    }
    let id = bulk_revocation::begin(desk, which, matched, By::operator()).await?;
    let is_terminal = std::io::stderr().is_terminal();
    loop {
        let mut work = std::pin::pin!(bulk_revocation::work(desk));
        let is_done = loop {
            tokio::select! {
                done = &mut work => break done.map(|()| true)?,
                () = tokio::time::sleep(GLANCE) => if is_terminal { break false },
            }
        };
        let of_it = id.clone();
        let bulk = desk.store().read(move |connection| bulk_revocations::find(connection, &of_it)).await?;
        let bulk = bulk.ok_or("what was begun is gone; was the database restored?")?;
        if is_terminal {
            note(format_args!("\r{} of {number} are ended.", bulk.ended));
        }
        if bulk.finished_at.is_some() {
            if is_terminal {
                note("\n");
            }
            return tell(matches, bulk.ended, format_args!("{} sessions were ended.", bulk.ended));
        }
        if is_done {
            // The server is at it.
            tokio::time::sleep(GLANCE).await;
        }
    }
}
