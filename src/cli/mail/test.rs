//! `doorward mail test`: one mail past the outbox, so that the answer of the mail server comes back to whoever asks.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use crate::cli::terminal::{Failure, Format, note, print_outcome};
use crate::clock::Clock;
use crate::config::Settings;
use crate::domain::account::Email;
use crate::domain::mail::Attempt;
use crate::mail::{Envelope, Transport, test_letter};
use crate::random;

/// Sends a test mail at once, and prints what the mail server says
///
/// It uses the same settings as the server. What it prints is the answer to this mail alone: nothing of it goes through
/// the outbox, and no database is needed.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Test {
    /// Where to send it
    #[arg(value_name = "ADDRESS", value_parser = Email::parse)]
    address: Email,
    #[command(flatten)]
    format: Format,
}

impl Test {
    pub async fn run(self, settings: Settings) -> Result<ExitCode, Failure> {
        let language = settings.default_language;
        let message_id = format!("{:032x}", u128::from_be_bytes(random::bytes()));
        let envelope = Envelope {
            message_id: &message_id,
            to: self.address.as_str(),
            written_at: Clock::system().now(),
            language,
        };
        let mut transport = Transport::default();
        let attempt = transport.send(&envelope, &test_letter(language, &settings), &settings).await;
        transport.rest().await;
        let address = self.address.as_str();
        let (outcome, answer, line) = match &attempt {
            Attempt::Sent(answer) => {
                ("sent", Some(answer), format!("The mail server took the mail to {address}: {answer}"))
            }
            Attempt::Filed(file) => {
                let file = file.display();
                ("filed", None, format!("smtp_url is not set, so the mail was written to {file}, and nobody gets it."))
            }
            Attempt::Deferred(why) | Attempt::Refused(why) | Attempt::NotTried(why) => {
                note(format_args!("doorward: the mail to {address} was not sent: {why}\n"));
                return Ok(ExitCode::FAILURE);
            }
        };
        print_outcome(self.format, &json!({ "outcome": outcome, "answer": answer }), line)?;
        Ok(ExitCode::SUCCESS)
    }
}
