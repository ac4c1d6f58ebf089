//! One conversation with the mail server (RFC 5321).
//!
//! Mails go over one connection, one after the other. What can be wrong with the server as a whole (it cannot be reached,
//! has no TLS or a wrong certificate, knows neither login nor sender) is told from what it says about one mail, since
//! nothing of the first kind is the fault of a mail.

use std::future::Future;
use std::time::Duration;

use lettre::message::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::config::{Settings, SmtpTls, SmtpUrl};
use crate::domain::mail::Attempt;
use crate::mail::bounded::Bounded;

/// The time for a connection with TLS and login.
const CONNECTING: Duration = Duration::from_secs(60);
/// The time for each command (RFC 5321 section 4.5.3.2 asks for five minutes at least; a server of one's own is near).
const COMMAND: Duration = Duration::from_secs(60);
/// The time for a mail itself, until the server has taken it: the ten minutes of RFC 5321 section 4.5.3.2.6, since a mail
/// that the server takes after we have given up arrives twice.
const CONTENTS: Duration = Duration::from_secs(600);

/// An open connection, on which a mail can follow the other.
pub struct Connection {
    inner: AsyncSmtpConnection,
}

/// Why there is no connection, in one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoConnection(pub String);

impl Connection {
    /// Connects, protects the connection as the settings demand, and logs in.
    pub async fn open(url: &SmtpUrl, settings: &Settings) -> Result<Connection, NoConnection> {
        match timeout(CONNECTING, connect(url, settings)).await {
            Ok(opened) => opened,
            Err(_) => Err(NoConnection(format!("{} does not answer", place(url)))),
        }
    }

    /// Tells whether the server still listens. Some close a connection after a number of mails.
    pub async fn is_alive(&mut self) -> bool {
        timeout(COMMAND, self.inner.test_connected()).await.unwrap_or(false)
    }

    /// Hands over a mail. The connection cannot be used any more unless the mail was sent.
    pub async fn send(&mut self, message: &Message) -> Attempt {
        match self.converse(message).await {
            Ok(answer) => Attempt::Sent(answer),
            Err(failed) => failed,
        }
    }

    async fn converse(&mut self, message: &Message) -> Result<String, Attempt> {
        let (envelope, contents) = (message.envelope(), message.formatted());
        let mut options = Vec::new();
        let addresses = envelope.to().iter().chain(envelope.from());
        if addresses.map(AsRef::<str>::as_ref).any(|address| !address.is_ascii()) {
            if !self.inner.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(Attempt::Refused("the mail server takes no address with letters beyond ASCII".into()));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        if !contents.is_ascii() {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let sender = Mail::new(envelope.from().cloned(), options);
        // A server that refuses the sender refuses every mail: an operator must mend it, and no mail is lost meanwhile.
        in_time(COMMAND, self.inner.command(sender)).await.map_err(|told| told.of_server())?;
        for recipient in envelope.to() {
            let recipient = Rcpt::new(recipient.clone(), Vec::new());
            in_time(COMMAND, self.inner.command(recipient)).await.map_err(|told| told.of_mail())?;
        }
        let ready = in_time(COMMAND, self.inner.command(Data)).await.map_err(|told| told.of_mail())?;
        // An answer that belongs to another command was put in by somebody in between, before there was TLS.
        if !ready.has_code(354) {
            return Err(Attempt::NotTried(format!("the mail server answered DATA with {}", in_words(&ready))));
        }
        let taken = in_time(CONTENTS, self.inner.message(&contents)).await.map_err(|told| told.of_mail())?;
        match taken.code().severity {
            Severity::PositiveCompletion => Ok(in_words(&taken)),
            _ => Err(Attempt::NotTried(format!("the mail server answered a mail with {}", in_words(&taken)))),
        }
    }

    /// Ends the conversation.
    pub async fn close(mut self) {
        // What the server says to that is not of interest.
        let quit = async {
            self.inner.quit().await.map(drop).unwrap_or_default();
            self.inner.abort().await;
        };
        timeout(Duration::from_secs(2), quit).await.unwrap_or_default();
    }
}

async fn connect(url: &SmtpUrl, settings: &Settings) -> Result<Connection, NoConnection> {
    let place = place(url);
    let hello = hello(settings);
    let tls = || {
        TlsParameters::new(url.host.clone())
            .map_err(|error| NoConnection(format!("TLS cannot be used: {}", reason(&error))))
    };
    let implicit = if url.tls == SmtpTls::Implicit { Some(tls()?) } else { None };
    let address = (url.host.as_str(), url.port);
    let opened = match implicit {
        Some(tls) => AsyncSmtpConnection::connect_tokio1(address, Some(CONNECTING), &hello, Some(tls), None).await,
        // Nobody knows yet who answers.
        None => {
            let stream = TcpStream::connect(address).await;
            let stream = stream.map_err(|error| NoConnection(format!("{place} cannot be used: {error}")))?;
            AsyncSmtpConnection::connect_with_transport(Box::new(Bounded::new(stream)), &hello).await
        }
    };
    let mut inner = opened.map_err(|error| NoConnection(format!("{place} cannot be used: {}", reason(&error))))?;
    if url.tls == SmtpTls::StartTls {
        if !inner.can_starttls() {
            inner.abort().await;
            return Err(NoConnection(format!("{place} offers no STARTTLS, so nothing was sent")));
        }
        inner
            .starttls(tls()?, &hello)
            .await
            .map_err(|error| NoConnection(format!("{place} has no valid TLS: {}", reason(&error))))?;
    }
    if let Some(login) = &url.login {
        let credentials = Credentials::new(login.user.clone(), login.password.expose().clone());
        inner
            .auth(DEFAULT_MECHANISMS, &credentials)
            .await
            .map_err(|error| NoConnection(format!("{place} does not accept the login: {}", reason(&error))))?;
    }
    Ok(Connection { inner })
}

fn place(url: &SmtpUrl) -> String {
    format!("{}:{}", url.host, url.port)
}

/// The name by which Doorward greets: that under which people know it.
fn hello(settings: &Settings) -> ClientId {
    let host = settings.public_url().host();
    match host.trim_matches(['[', ']']).parse() {
        Ok(std::net::IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(std::net::IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(host.to_owned()),
    }
}

/// How a command failed.
struct Told {
    class: Class,
    what: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// The server said so, or nothing at all.
    Later,
    Never,
    /// The server refuses what the settings say.
    Settings,
}

impl Told {
    /// What is said to a recipient or a mail.
    fn of_mail(self) -> Attempt {
        match self.class {
            Class::Never => Attempt::Refused(self.what),
            // A filter may say the same of one mail, so the others do not wait for it.
            Class::Later | Class::Settings => Attempt::Deferred(self.what),
        }
    }

    /// What is said to the sender, which is that of every mail.
    fn of_server(self) -> Attempt {
        match self.class {
            Class::Never | Class::Settings => Attempt::NotTried(self.what),
            Class::Later => Attempt::Deferred(self.what),
        }
    }
}

async fn in_time(limit: Duration, command: impl Future<Output = Result<Response, Error>>) -> Result<Response, Told> {
    match timeout(limit, command).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) => {
            let what = reason(&error);
            let class = if error.is_permanent() && is_of_settings(&what) {
                Class::Settings
            } else if error.is_permanent() {
                Class::Never
            } else {
                Class::Later
            };
            Err(Told { class, what })
        }
        Err(_) => Err(Told { class: Class::Later, what: "the mail server does not answer".into() }),
    }
}

/// Tells whether a refusal is about what Doorward may do at the server, and so about its settings, and not about a mail:
/// 530, 534, 535 and 538 are about the login (RFC 4954), and codes of the form 5.7 about permission (RFC 3463). An operator has two days to
/// mend that.
fn is_of_settings(refusal: &str) -> bool {
    let (code, text) = refusal.split_once(' ').unwrap_or((refusal, ""));
    ["530", "534", "535", "538"].contains(&code) || text.starts_with("5.7.")
}

fn in_words(response: &Response) -> String {
    format!("{} {}", response.code(), response.message().collect::<Vec<_>>().join(" "))
}

/// What went wrong, without the classes of the library.
fn reason(error: &Error) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string);
    match (error.status(), source) {
        (Some(code), Some(text)) => format!("{code} {text}"),
        (Some(code), None) => code.to_string(),
        (None, Some(text)) => text,
        (None, None) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_of_settings;

    #[test]
    fn refusals_for_an_operator_are_told_from_those_of_a_mail() {
        for refusal in ["530 Authentication required", "535 5.7.8 Bad password", "554 5.7.1 Relay access denied"] {
            assert!(is_of_settings(refusal), "{refusal}");
        }
        for refusal in
            ["550 5.1.1 No such user", "552 5.2.2 Mailbox full", "554 Transaction failed", "550 relay 5.7.1", "550"]
        {
            assert!(!is_of_settings(refusal), "{refusal}");
        }
    }
}
