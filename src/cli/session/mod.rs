//! `doorward session …`

mod list;
mod revoke;
mod show;

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use serde_json::json;

use super::output::print_table;
use super::{Failure, json_flag, open};
use crate::config::Settings;
use crate::domain::id::SessionId;
use crate::domain::search::session::{DeviceWords, SessionSearch};
use crate::domain::session::Session;
use crate::domain::session::session_state::SessionState;
use crate::domain::text::trimmed;
use crate::domain::time::Timestamp;

/// Its words.
pub fn command() -> Command {
    let id = || Arg::new("id").value_name("ID").help("The session: 32 digits, as the list shows them");
    Command::new("session")
        .about("Lists, shows and ends sessions")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            SessionSearch::augment_args(Command::new("list"))
                .about("Lists sessions: those that are alive, last used first, unless told otherwise")
                .arg(
                    Arg::new("sort")
                        .long("sort")
                        .value_name("COLUMN")
                        .allow_hyphen_values(true)
                        .help("user, device, address, signed_in or last_seen; with - before it the largest first"),
                )
                .arg(
                    Arg::new("limit")
                        .long("limit")
                        .value_name("N")
                        .value_parser(clap::value_parser!(u64).range(1..))
                        .help("At most so many; all of them without this"),
                )
                .arg(json_flag()),
        )
        .subcommand(
            Command::new("show").about("Shows the whole life of a session").arg(id().required(true)).arg(json_flag()),
        )
        .subcommand(
            SessionSearch::augment_args(Command::new("revoke"))
                .about("Ends a session, all of a user's, all that match, or everybody's; takes effect at once")
                .long_about(
                    "Ends a session, all of a user's, all that match, or everybody's; takes effect at once.\n\n\
                     Give an ID, or say which: with --user NAME alone all of this user's sessions end without further \
                     question. Any other search, and --everybody, needs --yes; without it the number is printed and \
                     nothing is ended.",
                )
                // Only live ones can be ended.
                .mut_arg("state", |arg| arg.hide(true))
                .arg(id().conflicts_with("SessionSearch"))
                .arg(
                    Arg::new("everybody")
                        .long("everybody")
                        .action(ArgAction::SetTrue)
                        .conflicts_with_all(["id", "SessionSearch"])
                        .help("Everybody's sessions"),
                )
                .arg(
                    Arg::new("yes")
                        .long("yes")
                        .action(ArgAction::SetTrue)
                        .help("Does it, after you have seen the number"),
                )
                .arg(json_flag()),
        )
}

/// Runs one of them.
pub async fn run(matches: ArgMatches, settings: Settings) -> Result<ExitCode, Failure> {
    let desk = open::desk(settings)?;
    match matches.subcommand() {
        Some(("list", matches)) => list::run(&desk, matches).await?,
        Some(("show", matches)) => show::run(&desk, matches).await?,
        Some(("revoke", matches)) => revoke::run(&desk, matches).await?,
        _ => return Err("say what to do: doorward session --help".into()),
    }
    Ok(ExitCode::SUCCESS)
}

fn search(matches: &ArgMatches) -> Result<SessionSearch, Failure> {
    let search = SessionSearch::from_arg_matches(matches)?;
    match search.device.as_ref().map(DeviceWords::known) {
        Some(Err(reason)) => Err(format!("--device: {reason}").into()),
        _ => Ok(search),
    }
}

fn parse_id(matches: &ArgMatches) -> Result<SessionId, Failure> {
    let text = matches.get_one::<String>("id").map(String::as_str).unwrap_or_default();
    SessionId::parse(trimmed(text)).ok_or_else(|| {
        format!("{text:?} is not a session id: \"doorward session list\" shows them, 32 digits long").into()
    })
}

const HEAD: [&str; 7] = ["ID", "NAME", "ADDRESS", "SIGNED IN (UTC)", "LAST SEEN (UTC)", "STATE", "DEVICE"];

fn cells(session: &Session, now: Timestamp) -> Vec<String> {
    vec![
        session.id.to_string(),
        session.username.to_string(),
        session.ip.clone(),
        session.signed_in_at.to_minutes(),
        session.last_seen_at.to_minutes(),
        state(session, now).as_str().to_owned(),
        session.label.clone().unwrap_or_else(|| session.device.clone()),
    ]
}

fn state(session: &Session, now: Timestamp) -> SessionState {
    SessionState::of_end(session.end(now)).unwrap_or(session.state)
}

/// Sessions as a table.
pub fn print_sessions(sessions: &[Session], now: Timestamp) -> Result<(), Failure> {
    print_table(&HEAD, &sessions.iter().map(|session| cells(session, now)).collect::<Vec<_>>())
}

/// A session for programs: nothing in it could be used to sign in.
pub fn to_json(session: &Session, now: Timestamp) -> serde_json::Value {
    json!({
        "id": session.id.as_str(),
        "user_id": session.user_id.as_str(),
        "username": session.username.as_str(),
        "state": state(session, now).as_str(),
        "ip": session.ip,
        "device": session.device,
        "user_agent": session.user_agent,
        "label": session.label,
        "signed_in_at": session.signed_in_at.to_rfc3339(),
        "last_seen_at": session.last_seen_at.to_rfc3339(),
        "idle_expires_at": session.idle_expires_at.to_rfc3339(),
        "absolute_expires_at": session.absolute_expires_at.to_rfc3339(),
        "revoked_at": session.revoked_at.map(|at| at.to_rfc3339()),
        "remembered": session.remembered,
        "generation": session.generation,
    })
}
