//! `doorward user …`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;

use super::output::{print_json, print_table};
use super::{Failure, json_flag, open, password};
use crate::auth::actor::Actor;
use crate::auth::{Desk, accounts};
use crate::config::Settings;
use crate::domain::request_context::RequestContext;
use crate::domain::user::{Role, User};
use crate::domain::username::Username;
use crate::store::{sessions, users};

/// How many users are read at a time.
const PAGE: i64 = 500;

/// Its words.
pub fn command() -> Command {
    let name = || Arg::new("name").value_name("NAME").required(true).help("The username");
    Command::new("user")
        .about("Makes, lists and changes accounts")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("add")
                .about("Makes an account; asks for its password")
                .arg(name())
                .arg(Arg::new("admin").long("admin").action(ArgAction::SetTrue).help("Makes it an administrator"))
                .arg(
                    Arg::new("password_file")
                        .long("password-file")
                        .value_name("FILE")
                        .value_parser(clap::value_parser!(PathBuf))
                        .help("Reads the password from a file, or from standard input if FILE is -"),
                ),
        )
        .subcommand(Command::new("list").about("Lists all accounts").arg(json_flag()))
        .subcommand(Command::new("show").about("Shows an account and its live sessions").arg(name()).arg(json_flag()))
        .subcommand(Command::new("role").about("Changes what somebody may do; takes effect at once").arg(name()).arg(
            Arg::new("role").value_name("ROLE").required(true).value_parser(["user", "admin"]).help("user or admin"),
        ))
        .subcommand(
            Command::new("suspend").about("Keeps somebody from signing in and ends all their sessions").arg(name()),
        )
        .subcommand(Command::new("reactivate").about("Lets a suspended person sign in again").arg(name()))
}

/// Runs one of them.
pub async fn run(matches: ArgMatches, settings: Settings) -> Result<ExitCode, Failure> {
    let desk = open::desk(settings)?;
    match matches.subcommand() {
        Some(("add", matches)) => add(&desk, matches).await?,
        Some(("list", matches)) => list(&desk, matches).await?,
        Some(("show", matches)) => show(&desk, matches).await?,
        Some(("role", matches)) => set_role(&desk, matches).await?,
        Some(("suspend", matches)) => suspend(&desk, matches).await?,
        Some(("reactivate", matches)) => reactivate(&desk, matches).await?,
        _ => return Err("say what to do: doorward user --help".into()),
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let username = name(matches)?;
    let password = password::read_new(matches.get_one::<PathBuf>("password_file").map(PathBuf::as_path))?;
    let role = if matches.get_flag("admin") { Role::Admin } else { Role::User };
    let user = accounts::add(desk, username, role, password, RequestContext::command_line()).await?;
    println!("{} was made; role {}.", user.username, user.role);
    Ok(())
}

async fn list(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let (mut all, mut after): (Vec<User>, Option<Username>) = (Vec::new(), None);
    loop {
        let page = desk.store().read(move |connection| users::list(connection, after.as_ref(), PAGE)).await?;
        after = page.last().map(|user| user.username.clone());
        all.extend(page);
        if after.is_none() {
            break;
        }
    }
    if matches.get_flag("json") {
        print_json(&all.iter().map(to_json).collect());
    } else {
        let row = |user: &User| {
            vec![
                user.username.to_string(),
                user.role.to_string(),
                user.status.as_str().to_owned(),
                user.created_at.to_minutes(),
                user.last_signed_in_at.map_or_else(|| "never".to_owned(), |at| at.to_minutes()),
            ]
        };
        print_table(&["NAME", "ROLE", "STATUS", "CREATED", "SIGNED IN"], &all.iter().map(row).collect::<Vec<_>>());
    }
    Ok(())
}

async fn show(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let (name, now) = (name(matches)?, desk.clock().now());
    let read = move |connection: &mut crate::store::Connection| {
        let Some(user) = users::find_by_name(connection, &name)? else { return Ok(None) };
        let live = sessions::list_live(connection, &user.id, now)?;
        Ok(Some((user, live)))
    };
    let (user, live) = desk.store().read(read).await?.ok_or("there is no such user")?;
    if matches.get_flag("json") {
        let mut value = to_json(&user);
        value["sessions"] = live.iter().map(super::session::to_json).collect();
        print_json(&value);
    } else {
        println!(
            "{}: {}, {}, id {}, since {}",
            user.username,
            user.role,
            user.status.as_str(),
            user.id,
            user.created_at.to_minutes()
        );
        super::session::print_sessions(&live.iter().map(|session| (session, &user)).collect::<Vec<_>>());
    }
    Ok(())
}

async fn set_role(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let name = name(matches)?;
    let role =
        matches.get_one::<String>("role").and_then(|word| Role::parse(word)).ok_or("the role is user or admin")?;
    let user = accounts::find(desk, name.clone()).await?;
    let is_changed = accounts::set_role(desk, user.id, role, Actor::Operator, RequestContext::command_line()).await?;
    println!("{name} {} {role}.", if is_changed { "is now" } else { "already was" });
    Ok(())
}

async fn suspend(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let name = name(matches)?;
    let user = accounts::find(desk, name.clone()).await?;
    let is_changed = accounts::suspend(desk, user.id, Actor::Operator, RequestContext::command_line()).await?;
    println!(
        "{name} {}",
        if is_changed { "is suspended and signed out everywhere." } else { "was suspended already." }
    );
    Ok(())
}

async fn reactivate(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let name = name(matches)?;
    let user = accounts::find(desk, name.clone()).await?;
    let is_changed = accounts::reactivate(desk, user.id, Actor::Operator, RequestContext::command_line()).await?;
    println!("{name} {}", if is_changed { "can sign in again." } else { "was active already." });
    Ok(())
}

fn name(matches: &ArgMatches) -> Result<Username, Failure> {
    let text = matches.get_one::<String>("name").map(String::as_str).unwrap_or_default();
    Username::parse(text).ok_or_else(|| {
        format!("{text:?} cannot be a username: use 1 to 32 letters a-z, digits, dots, hyphens and underscores, with a letter or digit at both ends").into()
    })
}

fn to_json(user: &User) -> serde_json::Value {
    json!({
        "id": user.id.as_str(),
        "username": user.username.as_str(),
        "role": user.role.as_str(),
        "status": user.status.as_str(),
        "created_at": user.created_at.to_rfc3339(),
        "last_signed_in_at": user.last_signed_in_at.map(|at| at.to_rfc3339()),
    })
}
