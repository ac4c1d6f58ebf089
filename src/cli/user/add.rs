//! Making accounts, the links by which people choose a password themselves, and those that make a browser known.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::account::{Named, to_json};
use super::password;
use crate::cli::terminal::{Failure, Format, note, print_json, print_line, print_outcome};
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
    pub async fn run(self, links: &Links<'_>) -> Result<(), Failure> {
        let desk = links.desk;
        let role = if self.admin { Role::Admin } else { Role::User };
        if self.invite {
            let link = links::invite(desk, self.name, role, self.email, By::operator()).await?;
            return links.print(&link, self.format);
        }
        let password = password::read_new(self.password_file.as_deref())?;
        let user = account::add(desk, self.name, role, password).await?;
        let line = format!("{} was made; role {}.", user.username, user.role);
        print_outcome(self.format, &to_json(&user), line)
    }
}

/// `user invite`
pub async fn invite_again(links: &Links<'_>, named: Named) -> Result<(), Failure> {
    let desk = links.desk;
    let user = account::find(desk, named.name).await?;
    let link = links::invite_again(desk, user.id, By::operator()).await?;
    links.print(&link, named.format)
}

/// `user reset`
pub async fn reset(links: &Links<'_>, named: Named) -> Result<(), Failure> {
    let desk = links.desk;
    let user = account::find(desk, named.name).await?;
    let link = links::start_password_reset(desk, user.id, By::operator()).await?;
    links.print(&link, named.format)
}

/// `user device-link`
pub async fn make_device_link(links: &Links<'_>, named: Named) -> Result<(), Failure> {
    let desk = links.desk;
    let user = account::find(desk, named.name).await?;
    let link = links::make_device_link(desk, user.id, By::operator()).await?;
    links.print(&link, named.format)
}

/// What links are made from.
pub struct Links<'d> {
    pub desk: &'d Desk,
    /// Tells whether the settings do not say where people reach the server.
    pub is_url_assumed: bool,
}

impl Links<'_> {
    /// The link goes to standard output, where the caller expects it; it is stored nowhere.
    fn print(&self, link: &NewLink, format: Format) -> Result<(), Failure> {
        let settings = self.desk.settings();
        let origin = settings.public_url().origin();
        if self.is_url_assumed {
            // A server that runs may have been started with other flags, or in another environment.
            note(format_args!(
                "doorward: public_url is not set, so the link begins with {origin}, as listen = \"{}\" here; if the server \
                 listens elsewhere, give this command the same --listen, or set public_url\n",
                settings.listen
            ));
        }
        print_link(&origin, link, format)
    }
}

fn print_link(origin: &str, link: &NewLink, format: Format) -> Result<(), Failure> {
    let url = format!("{origin}{}", paths::account_link(link));
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
                "{user} is invited; role {role}. Send them this link, which works once, until {until} UTC:"
            ))?;
        }
        LinkPurpose::PasswordReset => {
            print_line(format_args!(
                "Send this link to {user}; it works once, until {until} UTC. Nothing changes before:"
            ))?;
        }
        LinkPurpose::Device => {
            print_line(format_args!(
                "Send this link to {user}, to be opened in the browser to sign in with; it works once, until {until} UTC, and signs nobody in:"
            ))?;
        }
    }
    print_line(url)
}
