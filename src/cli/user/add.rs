//! Making accounts.

use std::path::PathBuf;

use clap::Args;

use super::account::to_json;
use super::links::{CoverArgs, Links, print_mailed};
use super::password;
use crate::cli::terminal::{Failure, Format, print_outcome};
use crate::desk::account::{self, links};
use crate::desk::by::By;
use crate::domain::account::{Email, Role, Username};

/// Makes an account; asks for its password, or prints a link by which its owner chooses one.
#[derive(Args)]
pub struct Add {
    /// The username
    #[arg(value_parser = Username::parse)]
    name: Username,
    /// Asks for no password and prints an invitation link, good once within 7 days
    #[arg(long)]
    invite: bool,
    /// Notes where to reach them
    #[arg(long, value_name = "ADDRESS", value_parser = Email::parse, requires = "invite")]
    email: Option<Email>,
    /// Sends the invitation to that address instead of printing the link
    #[arg(long, requires = "email")]
    mail: bool,
    #[command(flatten)]
    cover: CoverArgs,
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
        match self.email {
            Some(email) if self.mail => {
                let cover = self.cover.read(desk)?;
                let mailed = links::invite_by_mail(desk, (self.name, role, email), cover, By::operator()).await?;
                return print_mailed(&mailed, desk.settings().smtp_url.is_some(), self.format);
            }
            email if self.invite => {
                let link = links::invite(desk, self.name, role, email, By::operator()).await?;
                return links.print(&link, self.format);
            }
            _ => {}
        }
        let password = password::read_new(self.password_file.as_deref())?;
        let user = account::add(desk, self.name, role, password).await?;
        let line = format!("{} was made; role {}.", user.username, user.role);
        print_outcome(self.format, &to_json(&user), line)
    }
}
