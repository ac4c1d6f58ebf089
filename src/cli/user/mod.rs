//! `doorward user …`

mod account;
mod add;
mod change;
mod links;
mod list;
mod password;
mod show;

use std::process::ExitCode;

use clap::Subcommand;

use self::account::Named;
use self::add::Add;
use self::change::{Delete, RemoveTwoFactor, Rename, SetEmail, SetRole};
use self::links::{Links, Sent};
use self::list::List;
use crate::cli::terminal::Failure;
use crate::desk::Desk;
use crate::domain::account::LinkPurpose;

/// Makes, lists and changes accounts.
#[derive(Subcommand)]
pub enum UserCommand {
    Add(Add),
    /// Prints another invitation link for somebody who has not chosen a password yet
    Invite(Sent),
    /// Prints a link by which somebody chooses a new password, good once within an hour
    Reset(Sent),
    /// Prints a link that makes a browser known to an account, good once within an hour
    ///
    /// Its owner opens it in a browser and signs in there with name and password, whatever strangers have tried. The
    /// link signs nobody in.
    DeviceLink(Sent),
    List(List),
    /// Shows an account and its live sessions
    Show(Named),
    Rename(Rename),
    Role(SetRole),
    /// Keeps somebody from signing in and ends all their sessions
    Suspend(Named),
    /// Lets a suspended person sign in again
    Reactivate(Named),
    /// Forgets wrong passwords and codes, so that those who wait may try again
    Reopen(Named),
    /// Ends all sessions of somebody; takes effect at once
    SignOut(Named),
    RemoveTwoFactor(RemoveTwoFactor),
    Email(SetEmail),
    Delete(Delete),
}

impl UserCommand {
    /// `is_url_assumed` tells whether the settings do not say where people reach the server.
    pub async fn run(self, desk: &Desk, is_url_assumed: bool) -> Result<ExitCode, Failure> {
        let links = Links { desk, is_url_assumed };
        match self {
            UserCommand::Add(add) => add.run(&links).await?,
            UserCommand::Invite(sent) => links.make(LinkPurpose::Invitation, sent).await?,
            UserCommand::Reset(sent) => links.make(LinkPurpose::PasswordReset, sent).await?,
            UserCommand::DeviceLink(sent) => links.make(LinkPurpose::Device, sent).await?,
            UserCommand::List(list) => list.run(desk).await?,
            UserCommand::Show(named) => show::run(desk, named).await?,
            UserCommand::Rename(rename) => rename.run(desk).await?,
            UserCommand::Role(set) => set.run(desk).await?,
            UserCommand::Suspend(named) => change::suspend(desk, named).await?,
            UserCommand::Reactivate(named) => change::reactivate(desk, named).await?,
            UserCommand::Reopen(named) => change::reopen(desk, named).await?,
            UserCommand::SignOut(named) => change::sign_out(desk, named).await?,
            UserCommand::RemoveTwoFactor(remove) => remove.run(desk).await?,
            UserCommand::Email(set) => set.run(desk).await?,
            UserCommand::Delete(delete) => delete.run(desk).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
