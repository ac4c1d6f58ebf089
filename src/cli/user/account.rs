//! The account that a command is about: how people name it, and how it is shown to programs.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::terminal::Format;
use crate::domain::account::{Email, User, Username};

/// Whose account a verb is about, and for whom it prints.
#[derive(Args)]
pub struct Named {
    /// The username
    #[arg(value_parser = Username::parse)]
    pub name: Username,
    #[command(flatten)]
    pub format: Format,
}

pub fn to_json(user: &User) -> Value {
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
