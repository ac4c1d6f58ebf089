//! `doorward user …`

mod add;
mod list;

use std::fmt::Display;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Args, Command};
use serde_json::{Value, json};

use super::output::{note, print_json, print_line, print_outcome};
use super::{Failure, json_flag, open};
use crate::config::Settings;
use crate::desk::by::By;
use crate::desk::{Desk, account, two_factor};
use crate::domain::account::email::Email;
use crate::domain::account::identity_check::IdentityCheck;
use crate::domain::account::user::{Role, User};
use crate::domain::account::username::Username;
use crate::domain::search::user::UserSearch;
use crate::store::{sessions, users};

/// Its words.
pub fn command() -> Command {
    let name = || Arg::new("name").value_name("NAME").required(true).help("The username");
    Command::new("user")
        .about("Makes, lists and changes accounts")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("add")
                .about("Makes an account; asks for its password, or prints a link by which its owner chooses one")
                .arg(name())
                .arg(
                    Arg::new("invite")
                        .long("invite")
                        .action(ArgAction::SetTrue)
                        .help("Asks for no password and prints an invitation link, good once within 7 days"),
                )
                .arg(
                    Arg::new("email")
                        .long("email")
                        .value_name("ADDRESS")
                        .requires("invite")
                        .help("Notes where to reach them; nothing is sent there"),
                )
                .arg(Arg::new("admin").long("admin").action(ArgAction::SetTrue).help("Makes it an administrator"))
                .arg(
                    Arg::new("password_file")
                        .long("password-file")
                        .value_name("FILE")
                        .value_parser(clap::value_parser!(PathBuf))
                        .conflicts_with("invite")
                        .help("Reads the password from a file, or from standard input if FILE is -"),
                )
                .arg(json_flag()),
        )
        .subcommand(
            Command::new("invite")
                .about("Prints another invitation link for somebody who has not chosen a password yet")
                .arg(name())
                .arg(json_flag()),
        )
        .subcommand(
            Command::new("reset")
                .about("Prints a link by which somebody chooses a new password, good once within an hour")
                .arg(name())
                .arg(json_flag()),
        )
        .subcommand(
            UserSearch::augment_args(Command::new("list"))
                .about("Lists accounts by name, all but the deleted ones")
                .arg(json_flag()),
        )
        .subcommand(Command::new("show").about("Shows an account and its live sessions").arg(name()).arg(json_flag()))
        .subcommand(
            Command::new("rename")
                .about("Changes the name that somebody signs in with; id and sessions stay")
                .arg(name())
                .arg(Arg::new("new_name").value_name("NEW").required(true).help("The new username"))
                .arg(json_flag()),
        )
        .subcommand(
            Command::new("role")
                .about("Changes what somebody may do; takes effect at once")
                .arg(name())
                .arg(
                    Arg::new("role")
                        .value_name("ROLE")
                        .required(true)
                        .value_parser(["user", "admin"])
                        .help("user or admin"),
                )
                .arg(json_flag()),
        )
        .subcommand(
            Command::new("suspend")
                .about("Keeps somebody from signing in and ends all their sessions")
                .arg(name())
                .arg(json_flag()),
        )
        .subcommand(
            Command::new("reactivate").about("Lets a suspended person sign in again").arg(name()).arg(json_flag()),
        )
        .subcommand(
            Command::new("sign-out")
                .about("Ends all sessions of somebody; takes effect at once")
                .arg(name())
                .arg(json_flag()),
        )
        .subcommand(
            Command::new("remove-two-factor")
                .about("Removes the second factor of somebody who has lost it, and ends all their sessions")
                .arg(name())
                .arg(
                    Arg::new("identity_check")
                        .long("identity-check")
                        .value_name("TEXT")
                        .required(true)
                        .help("How you made sure that it is them who ask, for the record: 10 to 200 characters"),
                )
                .arg(json_flag()),
        )
        .subcommand(
            Command::new("email")
                .about("Notes where to reach somebody; voids their pending links")
                .arg(name())
                .arg(
                    Arg::new("email")
                        .value_name("ADDRESS")
                        .help("The e-mail address")
                        .required_unless_present("remove"),
                )
                .arg(
                    Arg::new("remove")
                        .long("remove")
                        .action(ArgAction::SetTrue)
                        .conflicts_with("email")
                        .help("Takes the note away"),
                )
                .arg(json_flag()),
        )
        .subcommand(
            Command::new("delete")
                .about("Deletes an account and ends all its sessions; there is no way back")
                .arg(name())
                .arg(Arg::new("yes").long("yes").action(ArgAction::SetTrue).help("Says that this is meant"))
                .arg(json_flag()),
        )
}

/// Runs one of them.
pub async fn run(matches: ArgMatches, settings: Settings) -> Result<ExitCode, Failure> {
    let desk = open::desk(settings)?;
    match matches.subcommand() {
        Some(("add", matches)) => add::run(&desk, matches).await?,
        Some(("invite", matches)) => add::invite_again(&desk, matches).await?,
        Some(("reset", matches)) => add::reset(&desk, matches).await?,
        Some(("list", matches)) => list::run(&desk, matches).await?,
        Some(("show", matches)) => show(&desk, matches).await?,
        Some(("rename", matches)) => rename(&desk, matches).await?,
        Some(("role", matches)) => set_role(&desk, matches).await?,
        Some(("suspend", matches)) => suspend(&desk, matches).await?,
        Some(("reactivate", matches)) => reactivate(&desk, matches).await?,
        Some(("sign-out", matches)) => sign_out(&desk, matches).await?,
        Some(("remove-two-factor", matches)) => remove_two_factor(&desk, matches).await?,
        Some(("email", matches)) => set_email(&desk, matches).await?,
        Some(("delete", matches)) => delete(&desk, matches).await?,
        _ => return Err("say what to do: doorward user --help".into()),
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let (name, now) = (name(matches)?, desk.clock().now());
    let read = move |connection: &mut crate::store::Connection| {
        let Some(user) = users::find_by_name(connection, &name)? else { return Ok(None) };
        let live = sessions::list_live(connection, &user.id, now)?;
        let factor = two_factor::status_in(connection, &user.id)?;
        Ok(Some((user, live, factor)))
    };
    let (user, live, factor) = desk.store().read(read).await?.ok_or("there is no such user")?;
    if matches.get_flag("json") {
        let mut value = to_json(&user);
        value["sessions"] = live.iter().map(|session| super::session::to_json(session, now)).collect();
        value["two_factor"] = factor.map_or(
            Value::Null,
            |factor| json!({"enabled_at": factor.enabled_at.to_rfc3339(), "recovery_codes": factor.recovery_codes}),
        );
        print_json(&value)
    } else {
        print_line(format_args!(
            "{}: {}, {}, id {}, since {} UTC{}, {}",
            user.username,
            user.role,
            user.state().as_str(),
            user.id,
            user.created_at.to_minutes(),
            user.email.as_ref().map(|email| format!(", e-mail {}", email.as_str())).unwrap_or_default(),
            factor.map_or_else(
                || "no second factor".to_owned(),
                |factor| format!("second factor with {} recovery codes left", factor.recovery_codes),
            ),
        ))?;
        super::session::print_sessions(&live, now)
    }
}

/// Says what came of a change: `more` is what this verb has to tell besides whose account it was and whether it changed.
fn tell(
    matches: &ArgMatches,
    user: &User,
    is_changed: bool,
    more: &[(&str, Value)],
    line: impl Display,
) -> Result<(), Failure> {
    let mut value = json!({ "id": user.id.as_str(), "username": user.username.as_str(), "changed": is_changed });
    for (name, member) in more {
        value[*name] = member.clone();
    }
    print_outcome(matches.get_flag("json"), &value, line)
}

async fn rename(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let (old, new) = (name(matches)?, name_from(matches, "new_name")?);
    let user = account::find(desk, old.clone()).await?;
    let is_changed = account::rename(desk, user.id.clone(), new.clone(), By::operator()).await?;
    let line = match is_changed {
        true => format!("{old} is now {new}."),
        false => format!("{old} was the name already."),
    };
    let rules = &desk.settings().access_rules;
    if is_changed {
        for rule in rules.naming(&old) {
            note(format_args!(
                "doorward: warning: access_rules: \"{rule}\" lets {new} in no more, but the next {old}\n"
            ));
        }
        for rule in rules.naming(&new) {
            note(format_args!("doorward: warning: access_rules: \"{rule}\" lets {new} in from now on\n"));
        }
    }
    tell(matches, &User { username: new, ..user }, is_changed, &[("old_username", old.as_str().into())], line)
}

async fn set_role(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let name = name(matches)?;
    let role =
        matches.get_one::<String>("role").and_then(|word| Role::parse(word)).ok_or("the role is user or admin")?;
    let user = account::find(desk, name.clone()).await?;
    let is_changed = account::set_role(desk, user.id.clone(), role, By::operator()).await?;
    let line = format!("{name} {} {role}.", if is_changed { "is now" } else { "already was" });
    tell(matches, &user, is_changed, &[("role", role.as_str().into())], line)
}

async fn suspend(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let name = name(matches)?;
    let user = account::find(desk, name.clone()).await?;
    let is_changed = account::suspend(desk, user.id.clone(), By::operator()).await?;
    let outcome = if is_changed { "is suspended and signed out everywhere." } else { "was suspended already." };
    tell(matches, &user, is_changed, &[], format_args!("{name} {outcome}"))
}

async fn reactivate(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let name = name(matches)?;
    let user = account::find(desk, name.clone()).await?;
    let is_changed = account::reactivate(desk, user.id.clone(), By::operator()).await?;
    let outcome = if is_changed { "can sign in again." } else { "was active already." };
    tell(matches, &user, is_changed, &[], format_args!("{name} {outcome}"))
}

async fn sign_out(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let user = account::find(desk, name(matches)?).await?;
    let ended = account::sign_out_everywhere(desk, user.id.clone(), By::operator()).await?;
    let line = format!("{ended} sessions of {} were ended.", user.username);
    tell(matches, &user, ended > 0, &[("ended", ended.into())], line)
}

async fn remove_two_factor(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let text = matches.get_one::<String>("identity_check").map(String::as_str).unwrap_or_default();
    let check = IdentityCheck::parse(text).map_err(|error| format!("--identity-check: {error}"))?;
    let user = account::find(desk, name(matches)?).await?;
    let is_removed = account::remove_two_factor(desk, user.id.clone(), check, By::operator()).await?;
    let outcome = match is_removed {
        true => "has no second factor any more and is signed out everywhere.",
        false => "had no second factor.",
    };
    tell(matches, &user, is_removed, &[], format_args!("{} {outcome}", user.username))
}

async fn set_email(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let email = email(matches)?;
    let user = account::find(desk, name(matches)?).await?;
    let is_removed = email.is_none();
    let shown = email.as_ref().map(Email::as_str).into();
    let is_changed = account::set_email(desk, user.id.clone(), email, By::operator()).await?;
    let outcome = match (is_changed, is_removed) {
        (true, false) => "is noted",
        (true, true) => "is removed",
        (false, _) => "was so already",
    };
    let line = format!("The e-mail address of {} {outcome}.", user.username);
    tell(matches, &user, is_changed, &[("email", shown)], line)
}

async fn delete(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let user = account::find(desk, name(matches)?).await?;
    if !matches.get_flag("yes") {
        return Err(format!("there is no way back from deleting {}; add --yes if you mean it", user.username).into());
    }
    account::delete(desk, user.id.clone(), By::operator()).await?;
    tell(matches, &user, true, &[], format_args!("{} is deleted and signed out everywhere.", user.username))
}

fn email(matches: &ArgMatches) -> Result<Option<Email>, Failure> {
    let Some(text) = matches.get_one::<String>("email") else { return Ok(None) };
    Ok(Some(Email::parse(text).map_err(|error| format!("{text:?}: {error}"))?))
}

fn name(matches: &ArgMatches) -> Result<Username, Failure> {
    name_from(matches, "name")
}

fn name_from(matches: &ArgMatches, argument: &str) -> Result<Username, Failure> {
    let text = matches.get_one::<String>(argument).map(String::as_str).unwrap_or_default();
    Ok(Username::parse(text).map_err(|error| format!("{text:?} cannot be a username: {error}"))?)
}

fn to_json(user: &User) -> Value {
    json!({
        "id": user.id.as_str(),
        "username": user.username.as_str(),
        "role": user.role.as_str(),
        "status": user.state().as_str(),
        "email": user.email.as_ref().map(Email::as_str),
        "created_at": user.created_at.to_rfc3339(),
        "last_signed_in_at": user.last_signed_in_at.map(|at| at.to_rfc3339()),
        "deleted_at": user.deleted_at.map(|at| at.to_rfc3339()),
    })
}
