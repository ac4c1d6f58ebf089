//! `doorward user …`

mod add;
mod change;
mod list;
mod password;
mod show;

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use self::add::Add;
use self::change::{Delete, RemoveTwoFactor, Rename, SetEmail, SetRole};
use self::list::List;
use crate::cli::terminal::{Failure, Format};
use crate::desk::Desk;
use crate::domain::account::{Email, User, Username};

/// Makes, lists and changes accounts.
#[derive(Subcommand)]
pub enum UserCommand {
    Add(Add),
    /// Prints another invitation link for somebody who has not chosen a password yet
    Invite(Named),
    /// Prints a link by which somebody chooses a new password, good once within an hour
    Reset(Named),
    List(List),
    /// Shows an account and its live sessions
    Show(Named),
    Rename(Rename),
    Role(SetRole),
    /// Keeps somebody from signing in and ends all their sessions
    Suspend(Named),
    /// Lets a suspended person sign in again
    Reactivate(Named),
    /// Ends all sessions of somebody; takes effect at once
    SignOut(Named),
    RemoveTwoFactor(RemoveTwoFactor),
    Email(SetEmail),
    Delete(Delete),
}

/// Whose account a verb is about, and for whom it prints.
#[derive(Args)]
pub struct Named {
    /// The username
    #[arg(value_parser = Username::parse)]
    name: Username,
    #[command(flatten)]
    format: Format,
}

impl UserCommand {
    pub async fn run(self, desk: &Desk) -> Result<ExitCode, Failure> {
        match self {
            UserCommand::Add(add) => add.run(desk).await?,
            UserCommand::Invite(named) => add::invite_again(desk, named).await?,
            UserCommand::Reset(named) => add::reset(desk, named).await?,
            UserCommand::List(list) => list.run(desk).await?,
            UserCommand::Show(named) => show::run(desk, named).await?,
            UserCommand::Rename(rename) => rename.run(desk).await?,
            UserCommand::Role(set) => set.run(desk).await?,
            UserCommand::Suspend(named) => change::suspend(desk, named).await?,
            UserCommand::Reactivate(named) => change::reactivate(desk, named).await?,
            UserCommand::SignOut(named) => change::sign_out(desk, named).await?,
            UserCommand::RemoveTwoFactor(remove) => remove.run(desk).await?,
            UserCommand::Email(set) => set.run(desk).await?,
            UserCommand::Delete(delete) => delete.run(desk).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
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
