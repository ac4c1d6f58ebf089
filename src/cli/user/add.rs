//! Making accounts, the links by which people choose a password themselves, and those that make a browser known.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::account::{Named, to_json};
use super::password;
use crate::cli::terminal::{Failure, Format, print_json, print_line, print_outcome};
use crate::desk::Desk;
use crate::desk::account::{self, NewLink, links};
use crate::desk::by::By;
use crate::domain::account::{Email, LinkPurpose, Role, Username};
use crate::web::paths;

/// Makes an account; asks for its password, or prints a link by which its owner chooses one.
#[derive(Args)]
pub struct Add {
    /// The username
    #[arg(value_parser = Username::parse)]
    name: Username,
    /// Asks for no password and prints an invitation link, good once within 7 days
    #[arg(long)]
    invite: bool,
    /// Notes where to reach them; nothing is sent there
    #[arg(long, value_name = "ADDRESS", value_parser = Email::parse, requires = "invite")]
    email: Option<Email>,
    /// Makes it an administrator
    #[arg(long)]
    admin: bool,
    /// Reads the password from a file, or from standard input if FILE is -
    #[arg(long, value_name = "FILE", conflicts_with = "invite")]
    password_file: Option<PathBuf>,
    #[command(flatten)]
    format: Format,
}

impl Add {
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let role = if self.admin { Role::Admin } else { Role::User };
        if self.invite {
            let link = links::invite(desk, self.name, role, self.email, By::operator()).await?;
            return print_link(desk, &link, self.format);
        }
        let password = password::read_new(self.password_file.as_deref())?;
        let user = account::add(desk, self.name, role, password).await?;
        let line = format!("{} was made; role {}.", user.username, user.role);
        print_outcome(self.format, &to_json(&user), line)
    }
}

/// `user invite`
pub async fn invite_again(desk: &Desk, named: Named) -> Result<(), Failure> {
    let user = account::find(desk, named.name).await?;
    let link = links::invite_again(desk, user.id, By::operator()).await?;
    print_link(desk, &link, named.format)
}

/// `user reset`
pub async fn reset(desk: &Desk, named: Named) -> Result<(), Failure> {
    let user = account::find(desk, named.name).await?;
    let link = links::start_password_reset(desk, user.id, By::operator()).await?;
    print_link(desk, &link, named.format)
}

/// `user device-link`
pub async fn make_device_link(desk: &Desk, named: Named) -> Result<(), Failure> {
    let user = account::find(desk, named.name).await?;
    let link = links::make_device_link(desk, user.id, By::operator()).await?;
    print_link(desk, &link, named.format)
}

/// The link goes to standard output, where the caller expects it; it is stored nowhere.
fn print_link(desk: &Desk, link: &NewLink, format: Format) -> Result<(), Failure> {
    let url = format!("{}{}", desk.settings().public_url().origin(), paths::account_link(link));
    if format.json {
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
        LinkPurpose::Device => {
            print_line(format_args!(
                "Hand over this link to {user}, to be opened in the browser to sign in with; it works once, until {until} UTC, and signs nobody in:"
            ))?;
        }
    }
    print_line(url)
}
