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
use tokio::time::timeout;

use crate::config::{Settings, SmtpTls, SmtpUrl};
use crate::domain::mail::Attempt;

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
    let mut inner = AsyncSmtpConnection::connect_tokio1(address, Some(CONNECTING), &hello, implicit, None)
        .await
        .map_err(|error| NoConnection(format!("{place} cannot be used: {}", reason(&error))))?;
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
    /// The first digit of the answer, if there was one.
    class: Option<Class>,
    what: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Later,
    Never,
}

impl Told {
    fn of_mail(self) -> Attempt {
        match self.class {
            Some(Class::Never) => Attempt::Refused(self.what),
            Some(Class::Later) | None => Attempt::Deferred(self.what),
        }
    }

    fn of_server(self) -> Attempt {
        match self.class {
            Some(Class::Never) => Attempt::NotTried(self.what),
            Some(Class::Later) | None => Attempt::Deferred(self.what),
        }
    }
}

async fn in_time(limit: Duration, command: impl Future<Output = Result<Response, Error>>) -> Result<Response, Told> {
    match timeout(limit, command).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) => {
            let class = if error.is_permanent() {
                Some(Class::Never)
            } else if error.is_transient() {
                Some(Class::Later)
            } else {
                None
            };
            Err(Told { class, what: reason(&error) })
        }
        Err(_) => Err(Told { class: None, what: "the mail server does not answer".into() }),
    }
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
