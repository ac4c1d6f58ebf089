//! The way that mails go: to the mail server, or into files.

use crate::config::Settings;
use crate::domain::mail::Attempt;
use crate::mail::files;
use crate::mail::message::{self, Envelope};
use crate::mail::smtp::Connection;
use crate::mail::wording::Words;

/// The folder for mails inside the data folder.
const FOLDER: &str = "mail";

/// Hands mails over, and keeps the connection to the mail server between them.
#[derive(Default)]
pub struct Transport {
    connection: Option<Connection>,
}

impl Transport {
    /// Hands a mail over.
    pub async fn send(&mut self, envelope: &Envelope<'_>, words: &Words, settings: &Settings) -> Attempt {
        let message = match message::compose(envelope, words, settings) {
            Ok(message) => message,
            Err(error) => return Attempt::Refused(error.to_string()),
        };
        let Some(url) = &settings.smtp_url else { return file(envelope, &message.formatted(), settings) };
        let kept = match self.connection.take() {
            Some(mut connection) => connection.is_alive().await.then_some(connection),
            None => None,
        };
        let mut connection = match kept {
            Some(connection) => connection,
            None => match Connection::open(url, settings).await {
                Ok(connection) => connection,
                Err(error) => return Attempt::NotTried(error.to_string()),
            },
        };
        let attempt = connection.send(&message).await;
        if matches!(attempt, Attempt::Sent(_)) {
            self.connection = Some(connection);
        }
        attempt
    }

    /// Ends the conversation with the mail server, if there is one.
    pub async fn rest(&mut self) {
        if let Some(connection) = self.connection.take() {
            connection.close().await;
        }
    }
}

fn file(envelope: &Envelope<'_>, mail: &[u8], settings: &Settings) -> Attempt {
    let folder = settings.data_dir.join(FOLDER);
    match files::write(&folder, envelope.message_id, mail) {
        Ok(path) => {
            log::warn!(file:% = path.display(); "smtp_url is not set: a mail was written to a file, and nobody gets it");
            Attempt::Filed(path)
        }
        Err(error) => Attempt::NotTried(format!("{}: {error}", folder.display())),
    }
}
