//! `doorward session …`

use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use serde_json::json;

use super::output::{print_json, print_table};
use super::{Failure, json_flag, open};
use crate::auth::actor::Actor;
use crate::auth::{Desk, revocation};
use crate::config::Settings;
use crate::domain::id::SessionId;
use crate::domain::request_context::RequestContext;
use crate::domain::session::Session;
use crate::domain::user::User;
use crate::domain::username::Username;
use crate::store::{sessions, users};

/// How many sessions are listed at most.
const LIMIT: i64 = 1000;

/// Its words.
pub fn command() -> Command {
    Command::new("session")
        .about("Lists and ends sessions")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("list")
                .about("Lists live sessions, last seen first (1000 at most)")
                .arg(Arg::new("user").long("user").value_name("NAME").help("Only this user's"))
                .arg(json_flag()),
        )
        .subcommand(
            Command::new("revoke")
                .about("Ends a session, or all of a user's; takes effect at once")
                .arg(Arg::new("id").value_name("ID").help("The session").required_unless_present("user"))
                .arg(
                    Arg::new("user")
                        .long("user")
                        .value_name("NAME")
                        .help("All of this user's sessions")
                        .conflicts_with("id"),
                ),
        )
}

/// Runs one of them.
pub async fn run(matches: ArgMatches, settings: Settings) -> Result<ExitCode, Failure> {
    let desk = open::desk(settings)?;
    match matches.subcommand() {
        Some(("list", matches)) => list(&desk, matches).await?,
        Some(("revoke", matches)) => revoke(&desk, matches).await?,
        _ => return Err("say what to do: doorward session --help".into()),
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let now = desk.clock().now();
    let rows = match matches.get_one::<String>("user") {
        Some(name) => {
            let user = find_user(desk, name).await?;
            let id = user.id.clone();
            let live = desk.store().read(move |connection| sessions::list_live(connection, &id, now)).await?;
            live.into_iter().map(|session| (session, user.clone())).collect()
        }
        None => desk.store().read(move |connection| sessions::list_all_live(connection, now, LIMIT)).await?,
    };
    if matches.get_flag("json") {
        let value = |(session, user): &(Session, User)| {
            let mut value = to_json(session);
            value["username"] = user.username.as_str().into();
            value
        };
        print_json(&rows.iter().map(value).collect());
    } else {
        print_sessions(&rows.iter().map(|(session, user)| (session, user)).collect::<Vec<_>>());
    }
    Ok(())
}

async fn revoke(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let context = RequestContext::command_line();
    if let Some(name) = matches.get_one::<String>("user") {
        let user = find_user(desk, name).await?;
        let ended = revocation::revoke_all_of(desk, &user.id, Actor::Operator, context).await?;
        println!("{ended} sessions of {} were ended.", user.username);
        return Ok(());
    }
    let text = matches.get_one::<String>("id").map(String::as_str).unwrap_or_default();
    let id = SessionId::parse(text)
        .ok_or_else(|| format!("{text:?} is not a session id: \"doorward session list\" shows them, 32 digits long"))?;
    if revocation::revoke_these(desk, vec![id], Actor::Operator, context).await? == 0 {
        return Err("there is no such session, or it was ended before".into());
    }
    println!("The session was ended.");
    Ok(())
}

async fn find_user(desk: &Desk, name: &str) -> Result<User, Failure> {
    let Some(username) = Username::parse(name) else { return Err("there is no such user".into()) };
    let found = desk.store().read(move |connection| users::find_by_name(connection, &username)).await?;
    found.ok_or_else(|| "there is no such user".into())
}

/// Sessions as a table.
pub fn print_sessions(rows: &[(&Session, &User)]) {
    let row = |(session, user): &(&Session, &User)| {
        vec![
            session.id.to_string(),
            user.username.to_string(),
            session.ip.clone(),
            session.signed_in_at.to_minutes(),
            session.last_seen_at.to_minutes(),
            session.label.clone().unwrap_or_else(|| session.user_agent.chars().take(40).collect()),
        ]
    };
    print_table(
        &["ID", "NAME", "ADDRESS", "SIGNED IN", "LAST SEEN", "DEVICE"],
        &rows.iter().map(row).collect::<Vec<_>>(),
    );
}

/// A session for programs: nothing in it could be used to sign in.
pub fn to_json(session: &Session) -> serde_json::Value {
    json!({
        "id": session.id.as_str(),
        "user_id": session.user_id.as_str(),
        "ip": session.ip,
        "user_agent": session.user_agent,
        "label": session.label,
        "signed_in_at": session.signed_in_at.to_rfc3339(),
        "last_seen_at": session.last_seen_at.to_rfc3339(),
        "idle_expires_at": session.idle_expires_at.to_rfc3339(),
        "absolute_expires_at": session.absolute_expires_at.to_rfc3339(),
        "remembered": session.remembered,
        "generation": session.generation,
    })
}
