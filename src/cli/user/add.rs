//! Making accounts, and the links by which people choose a password themselves.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::json;

use super::{email, name, to_json};
use crate::cli::output::{print_json, print_line, print_outcome};
use crate::cli::{Failure, password};
use crate::desk::account::links::{self, NewLink};
use crate::desk::by::By;
use crate::desk::{Desk, account};
use crate::domain::account::account_link::LinkPurpose;
use crate::domain::account::user::Role;
use crate::web::paths;

/// `user add`
pub async fn run(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let username = name(matches)?;
    let role = if matches.get_flag("admin") { Role::Admin } else { Role::User };
    if matches.get_flag("invite") {
        let link = links::invite(desk, username, role, email(matches)?, By::operator()).await?;
        return print_link(desk, &link, matches);
    }
    let password = password::read_new(matches.get_one::<PathBuf>("password_file").map(Path::new))?;
    let user = account::add(desk, username, role, password).await?;
    let line = format!("{} was made; role {}.", user.username, user.role);
    print_outcome(matches.get_flag("json"), &to_json(&user), line)
}

/// `user invite`
pub async fn invite_again(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let user = account::find(desk, name(matches)?).await?;
    let link = links::invite_again(desk, user.id, By::operator()).await?;
    print_link(desk, &link, matches)
}

/// `user reset`
pub async fn reset(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let user = account::find(desk, name(matches)?).await?;
    let link = links::start_password_reset(desk, user.id, By::operator()).await?;
    print_link(desk, &link, matches)
}

/// The link goes to standard output, where it is asked for; it is kept nowhere.
fn print_link(desk: &Desk, link: &NewLink, matches: &ArgMatches) -> Result<(), Failure> {
    let url = format!("{}{}", desk.settings().public_url().origin(), paths::account_link(link));
    if matches.get_flag("json") {
        let mut value = to_json(&link.user);
        value["link"] = url.into();
        value["link_expires_at"] = json!(link.expires_at.to_rfc3339());
        return print_json(&value);
    }
    let (user, until) = (&link.user.username, link.expires_at.to_minutes());
    match link.purpose {
        LinkPurpose::Invitation => {
            let role = link.user.role;
            print_line(format_args!(
                "{user} is invited; role {role}. Hand over this link, which works once, until {until} UTC:"
            ))?;
        }
        LinkPurpose::PasswordReset => {
            print_line(format_args!(
                "Hand over this link to {user}; it works once, until {until} UTC. Nothing changes before:"
            ))?;
        }
    }
    print_line(url)
}
