//! Changes of accounts: name, role, status, second factor, e-mail address, and their end.

use std::fmt::Display;

use clap::Args;
use serde_json::{Value, json};

use super::account::Named;
use crate::cli::terminal::usage::one_of;
use crate::cli::terminal::{Failure, Format, note, print_outcome};
use crate::desk::by::By;
use crate::desk::{Desk, account};
use crate::domain::account::{Email, IdentityCheck, Role, User, Username};

/// Changes the name that somebody signs in with; id and sessions stay.
#[derive(Args)]
pub struct Rename {
    /// The username
    #[arg(value_parser = Username::parse)]
    name: Username,
    /// The new username
    #[arg(value_name = "NEW", value_parser = Username::parse)]
    new_name: Username,
    #[command(flatten)]
    format: Format,
}

impl Rename {
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let Rename { name: old, new_name: new, format } = self;
        let user = account::find(desk, old.clone()).await?;
        let is_changed = account::rename(desk, user.id.clone(), new.clone(), By::operator()).await?;
        let line = match is_changed {
            true => format!("{old} is now {new}."),
            false => format!("{old} was the name already."),
        };
        if is_changed {
            warn_of_rules(desk, &old, &new);
        }
        tell(format, &User { username: new, ..user }, is_changed, json!({ "old_username": old.as_str() }), line)
    }
}

/// Access rules go by usernames: a new name changes whom they let in.
fn warn_of_rules(desk: &Desk, old: &Username, new: &Username) {
    let rules = &desk.settings().access_rules;
    for rule in rules.naming(old) {
        note(format_args!("doorward: warning: access_rules: \"{rule}\" lets {new} in no more, but the next {old}\n"));
    }
    for rule in rules.naming(new) {
        note(format_args!("doorward: warning: access_rules: \"{rule}\" lets {new} in from now on\n"));
    }
}

/// Changes what somebody may do; takes effect at once.
#[derive(Args)]
pub struct SetRole {
    /// The username
    #[arg(value_parser = Username::parse)]
    name: Username,
    /// user or admin
    #[arg(value_parser = one_of(Role::ALL.map(Role::as_str), Role::parse))]
    role: Role,
    #[command(flatten)]
    format: Format,
}

impl SetRole {
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (user, role) = (account::find(desk, self.name).await?, self.role);
        let is_changed = account::set_role(desk, user.id.clone(), role, By::operator()).await?;
        let line = format!("{} {} {role}.", user.username, if is_changed { "is now" } else { "already was" });
        tell(self.format, &user, is_changed, json!({ "role": role.as_str() }), line)
    }
}

pub async fn suspend(desk: &Desk, named: Named) -> Result<(), Failure> {
    let user = account::find(desk, named.name).await?;
    let is_changed = account::suspend(desk, user.id.clone(), By::operator()).await?;
    let outcome = if is_changed { "is suspended and signed out everywhere." } else { "was suspended already." };
    tell(named.format, &user, is_changed, json!({}), format_args!("{} {outcome}", user.username))
}

pub async fn reactivate(desk: &Desk, named: Named) -> Result<(), Failure> {
    let user = account::find(desk, named.name).await?;
    let is_changed = account::reactivate(desk, user.id.clone(), By::operator()).await?;
    let outcome = if is_changed { "can sign in again." } else { "was active already." };
    tell(named.format, &user, is_changed, json!({}), format_args!("{} {outcome}", user.username))
}

pub async fn reopen(desk: &Desk, named: Named) -> Result<(), Failure> {
    let user = account::find(desk, named.name).await?;
    let is_changed = account::reopen_sign_in(desk, user.id.clone(), By::operator()).await?;
    let line = match is_changed {
        true => {
            format!("Wrong passwords and wrong codes for {} are forgotten; new attempts are possible.", user.username)
        }
        false => format!("Nobody was locked out of the account of {}.", user.username),
    };
    tell(named.format, &user, is_changed, json!({}), line)
}

pub async fn sign_out(desk: &Desk, named: Named) -> Result<(), Failure> {
    let user = account::find(desk, named.name).await?;
    let ended = account::sign_out_everywhere(desk, user.id.clone(), By::operator()).await?;
    let line = format!("{ended} sessions of {} were ended.", user.username);
    tell(named.format, &user, ended > 0, json!({ "ended": ended }), line)
}

/// Removes the second factor of somebody who has lost it, and ends all their sessions.
#[derive(Args)]
pub struct RemoveTwoFactor {
    /// The username
    #[arg(value_parser = Username::parse)]
    name: Username,
    /// How you made sure that it is them who ask, for the record: 10 to 200 characters
    #[arg(long, value_name = "TEXT", value_parser = IdentityCheck::parse)]
    identity_check: IdentityCheck,
    #[command(flatten)]
    format: Format,
}

impl RemoveTwoFactor {
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let user = account::find(desk, self.name).await?;
        let removed = account::remove_two_factor(desk, user.id.clone(), self.identity_check, By::operator());
        let is_removed = removed.await?;
        let outcome = match is_removed {
            true => "has no second factor any more and is signed out everywhere.",
            false => "had no second factor.",
        };
        tell(self.format, &user, is_removed, json!({}), format_args!("{} {outcome}", user.username))
    }
}

/// Notes where to reach somebody; voids their pending links.
#[derive(Args)]
pub struct SetEmail {
    /// The username
    #[arg(value_parser = Username::parse)]
    name: Username,
    /// The e-mail address
    #[arg(value_name = "ADDRESS", value_parser = Email::parse, required_unless_present = "remove")]
    email: Option<Email>,
    /// Takes the note away
    #[arg(long, conflicts_with = "email")]
    remove: bool,
    #[command(flatten)]
    format: Format,
}

impl SetEmail {
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let user = account::find(desk, self.name).await?;
        let more = json!({ "email": self.email.as_ref().map(Email::as_str) });
        let is_changed = account::set_email(desk, user.id.clone(), self.email, By::operator()).await?;
        let outcome = match (is_changed, self.remove) {
            (true, false) => "is noted",
            (true, true) => "is removed",
            (false, _) => "was so already",
        };
        let line = format!("The e-mail address of {} {outcome}.", user.username);
        tell(self.format, &user, is_changed, more, line)
    }
}

/// Deletes an account and ends all its sessions; there is no way back.
#[derive(Args)]
pub struct Delete {
    /// The username
    #[arg(value_parser = Username::parse)]
    name: Username,
    /// Says that this is meant
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    format: Format,
}

impl Delete {
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let user = account::find(desk, self.name).await?;
        if !self.yes {
            return Err(
                format!("there is no way back from deleting {}; add --yes if you mean it", user.username).into()
            );
        }
        account::delete(desk, user.id.clone(), By::operator()).await?;
        let line = format!("{} is deleted and signed out everywhere.", user.username);
        tell(self.format, &user, true, json!({}), line)
    }
}

/// Prints what a change did. `more` holds what this verb tells besides the account and whether it changed.
fn tell(format: Format, user: &User, is_changed: bool, more: Value, line: impl Display) -> Result<(), Failure> {
    let mut value = json!({ "id": user.id.as_str(), "username": user.username.as_str(), "changed": is_changed });
    if let (Value::Object(all), Value::Object(more)) = (&mut value, more) {
        all.extend(more);
    }
    print_outcome(format, &value, line)
}
