//! `doorward key …`

use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;

use crate::cli::terminal::{Failure, Format, print_json, print_outcome, print_table};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::token::{Rotation, key_rotation};
use crate::domain::text::trimmed;
use crate::domain::time::Timestamp;
use crate::domain::token::signing_key::{is_kid, newest};
use crate::domain::token::{KeyLife, KeyState};
use crate::store::signing_keys;

/// Lists, rotates and retires signing keys.
#[derive(Subcommand)]
pub enum KeyCommand {
    /// Lists signing keys and when they live, times in UTC
    List {
        #[command(flatten)]
        format: Format,
    },
    /// Makes a new key, which takes over in a minute; signs nobody out
    Rotate {
        #[command(flatten)]
        format: Format,
    },
    /// Makes a key that may have leaked worthless at once; signs nobody out
    Retire {
        /// The key, as "doorward key list" shows it
        #[arg(value_parser = parse_kid)]
        kid: String,
        /// Really: it cannot be taken back
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        format: Format,
    },
}

impl KeyCommand {
    pub async fn run(self, desk: &Desk) -> Result<ExitCode, Failure> {
        match self {
            KeyCommand::List { format } => list(desk, format).await?,
            KeyCommand::Rotate { format } => rotate(desk, format).await?,
            KeyCommand::Retire { kid, yes, format } => retire(desk, &kid, yes, format).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn parse_kid(text: &str) -> Result<String, &'static str> {
    let kid = Some(trimmed(text)).filter(|kid| is_kid(kid)).map(str::to_owned);
    kid.ok_or("the id of a key has 16 digits; \"doorward key list\" shows them")
}

async fn list(desk: &Desk, format: Format) -> Result<(), Failure> {
    let now = desk.clock().now();
    let lives = desk.store().read(signing_keys::list_lives).await?;
    if format.json {
        return print_json(&lives.iter().map(|key| to_json(key, desk, now)).collect());
    }
    let or_open = |time: Option<Timestamp>| time.map_or_else(|| "-".to_owned(), Timestamp::to_seconds);
    let row = |key: &KeyLife| {
        vec![
            key.kid.clone(),
            key.algorithm.to_string(),
            key.state(now).as_str().to_owned(),
            key.created_at.to_minutes(),
            key.signs_from.to_seconds(),
            or_open(key.signs_until()),
            or_open(key.retires_at),
        ]
    };
    const HEAD: [&str; 7] =
        ["KID", "ALGORITHM", "STATE", "MADE (UTC)", "SIGNS FROM (UTC)", "SIGNS UNTIL (UTC)", "BELIEVED UNTIL (UTC)"];
    print_table(&HEAD, &lives.iter().map(row).collect::<Vec<_>>())
}

fn to_json(key: &KeyLife, desk: &Desk, now: Timestamp) -> serde_json::Value {
    let is_in_use = key.state(now) == KeyState::Signing && key.retires_at.is_none();
    let due = key.is_due_at(desk.settings().key_rotation).filter(|_| is_in_use);
    json!({
        "kid": key.kid,
        "algorithm": key.algorithm.as_str(),
        "state": key.state(now).as_str(),
        "created_at": key.created_at.to_rfc3339(),
        "signs_from": key.signs_from.to_rfc3339(),
        "signs_until": key.signs_until().map(Timestamp::to_rfc3339),
        "retires_at": key.retires_at.map(Timestamp::to_rfc3339),
        "rotation_due_at": due.map(Timestamp::to_rfc3339),
    })
}

async fn rotate(desk: &Desk, format: Format) -> Result<(), Failure> {
    let algorithm = desk.settings().jwt_algorithm;
    let lives = desk.store().read(signing_keys::list_lives).await?;
    // A key of another algorithm than the server's would replace none.
    if newest(&lives, algorithm).is_none()
        && let Some(other) = lives.first()
    {
        return Err(format!(
            "there is no {algorithm} key to rotate, but one of {}: give this command the settings that the server has \
             (jwt_algorithm)",
            other.algorithm
        )
        .into());
    }
    let (key, is_made) = match key_rotation::rotate(desk, By::operator()).await? {
        Rotation::Made(key) => (key, true),
        Rotation::OnItsWay(key) => (key, false),
    };
    let value = json!({
        "kid": key.kid,
        "algorithm": key.algorithm.as_str(),
        "signs_from": key.signs_from.to_rfc3339(),
        "changed": is_made,
    });
    let what = if is_made { "was made" } else { "is on its way already, so none was made" };
    let line =
        format!("The {} key {} {what}. It signs from {} UTC.", key.algorithm, key.kid, key.signs_from.to_seconds());
    print_outcome(format, &value, line)
}

async fn retire(desk: &Desk, kid: &str, is_agreed: bool, format: Format) -> Result<(), Failure> {
    if !is_agreed {
        let lives = desk.store().read(signing_keys::list_lives).await?;
        if !lives.iter().any(|key| key.kid == kid) {
            return Err(key_rotation::KeyRefusal::NotFound.into());
        }
        return Err(format!(
            "nothing was done: this deletes the key {kid} and refuses all that it signed; browsers get new tokens, so \
             nobody is signed out, but it cannot be taken back. Say --yes to do it"
        )
        .into());
    }
    let key = key_rotation::retire(desk, kid, By::operator()).await?;
    let line = format!("The {} key {} is gone. What it signed is refused within a second.", key.algorithm, key.kid);
    print_outcome(format, &json!({ "kid": key.kid }), line)
}
