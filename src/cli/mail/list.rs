//! `doorward mail list`

use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::terminal::{Failure, Format, print_json, print_table, visible};
use crate::desk::Desk;
use crate::desk::mail::queue;
use crate::domain::mail::{Mail, MailState};

/// Lists the latest 200 mails, newest first, times in UTC: what waits, and what became of the others
///
/// What a mail says is not shown: links in it are keys. Mails that are done with are listed for 30 days.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct List {
    /// Only those in this state: waiting, sent, filed or failed
    #[arg(long, value_name = "STATE")]
    state: Option<MailState>,
    #[command(flatten)]
    format: Format,
}

impl List {
    pub async fn run(self, desk: &Desk) -> Result<ExitCode, Failure> {
        let state = self.state;
        let mails = desk.store().read(move |connection| queue::list(connection, state)).await?;
        if self.format.json {
            print_json(&mails.iter().map(to_json).collect())?;
        } else {
            const HEAD: [&str; 6] = ["WRITTEN (UTC)", "KIND", "TO", "STATE", "TRIES", "ANSWER"];
            print_table(&HEAD, &mails.iter().map(cells).collect::<Vec<_>>())?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn cells(mail: &Mail) -> Vec<String> {
    vec![
        mail.created_at.to_seconds(),
        mail.kind.as_str().replace('_', " "),
        mail.address.as_str().to_owned(),
        mail.state.as_str().to_owned(),
        mail.tries.to_string(),
        visible(mail.answer.as_deref().unwrap_or_default()),
    ]
}

fn to_json(mail: &Mail) -> Value {
    json!({
        "message_id": mail.message_id,
        "kind": mail.kind.as_str(),
        "address": mail.address.as_str(),
        "user_id": mail.user_id.as_ref().map(|user| user.as_str()),
        "language": mail.language,
        "state": mail.state.as_str(),
        "tries": mail.tries,
        "answer": mail.answer,
        "created_at": mail.created_at.to_rfc3339(),
        "next_try_at": (mail.state == MailState::Waiting).then(|| mail.next_try_at.to_rfc3339()),
        "finished_at": mail.finished_at.map(|at| at.to_rfc3339()),
    })
}
