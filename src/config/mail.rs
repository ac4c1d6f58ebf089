//! The mail server, and whom mail comes from.

use std::fmt;
use std::net::IpAddr;

use lettre::message::Mailbox as Parsed;
use url::{Host, Url};

use crate::domain::secret::Secret;

/// The mail server that takes all mail.
#[derive(Clone, Debug)]
pub struct SmtpUrl {
    /// A name or an address, without the brackets of an IPv6 address.
    pub host: String,
    /// The port, that of the kind of TLS if the URL names none.
    pub port: u16,
    /// How the connection is protected.
    pub tls: SmtpTls,
    /// Who Doorward is to the server.
    pub login: Option<SmtpLogin>,
}

/// How the connection to the mail server is protected. Without protection nothing is negotiated: a server, or somebody
/// in between, cannot talk Doorward out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// TLS from the first byte (RFC 8314 section 3.3).
    Implicit,
    /// TLS after STARTTLS, or no mail (RFC 3207).
    StartTls,
    /// No TLS, because the operator says so.
    None,
}

/// A name and a password for the mail server (AUTH, RFC 4954).
#[derive(Clone, Debug)]
pub struct SmtpLogin {
    /// The name.
    pub user: String,
    /// The password.
    pub password: Secret<String>,
}

impl SmtpUrl {
    /// Parses `smtps://USER:PASSWORD@HOST:PORT` or `smtp://…`, both with a verified certificate; only `smtp://…?tls=none`
    /// is without TLS, and then it must not send a password to another machine.
    pub fn parse(text: &str) -> Option<SmtpUrl> {
        let url = Url::parse(text).ok()?;
        let tls = match (url.scheme(), url.query()) {
            ("smtps", None) => SmtpTls::Implicit,
            ("smtp", None) => SmtpTls::StartTls,
            ("smtp", Some("tls=none")) => SmtpTls::None,
            _ => return None,
        };
        // Schemes that browsers do not know have opaque hosts, so we parse it as a web host: `Url` would take anything.
        let host = match Host::parse(url.host_str()?).ok()? {
            Host::Domain(name) => name,
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        let port = url.port().unwrap_or(if tls == SmtpTls::Implicit { 465 } else { 587 });
        let is_bare = matches!(url.path(), "" | "/") && url.fragment().is_none() && port != 0;
        let login = match (url.username(), url.password()) {
            ("", None) => None,
            ("", Some(_)) | (_, None) => return None,
            (user, Some(password)) => {
                Some(SmtpLogin { user: decoded(user)?, password: Secret::new(decoded(password)?) })
            }
        };
        let parsed = SmtpUrl { host, port, tls, login };
        let shows_password = parsed.login.is_some() && tls == SmtpTls::None && !parsed.is_here();
        (is_bare && !shows_password).then_some(parsed)
    }

    /// Tells whether the server is on this machine.
    pub fn is_here(&self) -> bool {
        self.host == "localhost" || self.host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
    }
}

/// Undoes percent-encoding. Returns `None` for what is no text afterwards, or has a character that no login has.
fn decoded(text: &str) -> Option<String> {
    let pair = format!("x={}", text.replace('+', "%2B").replace('&', "%26"));
    let value = url::form_urlencoded::parse(pair.as_bytes()).next()?.1.into_owned();
    let is_text = !value.is_empty() && !value.chars().any(|c| c.is_control() || c == char::REPLACEMENT_CHARACTER);
    is_text.then_some(value)
}

/// Writes the URL with the password masked.
impl fmt::Display for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls == SmtpTls::Implicit { "smtps" } else { "smtp" };
        let login = self.login.as_ref().map(|login| format!("{}:***@", login.user)).unwrap_or_default();
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let end = if self.tls == SmtpTls::None { "?tls=none" } else { "" };
        write!(f, "{scheme}://{login}{host}:{}{end}", self.port)
    }
}

/// An address with or without a name, such as `Doorward <login@example.org>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox(Parsed);

impl Mailbox {
    /// Parses one address (RFC 5322 section 3.4).
    pub fn parse(text: &str) -> Option<Mailbox> {
        let parsed: Parsed = text.parse().ok()?;
        let is_clean = !text.chars().any(char::is_control);
        // Not every server takes an address of other letters, and this one is in every mail. The name may have any.
        let is_ascii = parsed.email.to_string().is_ascii();
        (is_clean && is_ascii).then_some(Mailbox(parsed))
    }

    pub(crate) fn as_lettre(&self) -> &Parsed {
        &self.0
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_the_server_the_login_and_the_protection() {
        for (text, shown) in [
            ("smtps://mail.example.org", "smtps://mail.example.org:465"),
            ("smtp://mail.example.org", "smtp://mail.example.org:587"),
            ("smtp://mail.example.org:25/", "smtp://mail.example.org:25"),
            ("smtp://ada:s3cret@mail.example.org", "smtp://ada:***@mail.example.org:587"),
            ("smtps://ada%40example.org:s%2B%25@[2001:db8::1]:26", "smtps://ada@example.org:***@[2001:db8::1]:26"),
            ("smtp://127.0.0.1:25?tls=none", "smtp://127.0.0.1:25?tls=none"),
            ("smtp://ada:s3cret@localhost:25?tls=none", "smtp://ada:***@localhost:25?tls=none"),
            ("smtp://relay:25?tls=none", "smtp://relay:25?tls=none"),
        ] {
            assert_eq!(SmtpUrl::parse(text).map(|url| url.to_string()).as_deref(), Some(shown), "{text}");
        }
        let login = SmtpUrl::parse("smtps://a%40b:p+&=%20%25%3A@h").and_then(|url| url.login).expect("a login");
        assert_eq!((login.user.as_str(), login.password.expose().as_str()), ("a@b", "p+&= %:"));
    }

    #[test]
    fn a_url_that_could_mean_something_else_is_refused() {
        for text in [
            "",
            "mail.example.org",
            "http://mail.example.org",
            "smtp://",
            "smtp://mail.example.org/queue",
            "smtp://mail.example.org#x",
            "smtp://mail.example.org?tls=maybe",
            "smtps://mail.example.org?tls=none",
            "smtp://mail.example.org:0",
            "smtp://ada@mail.example.org",
            "smtp://:s3cret@mail.example.org",
            "smtp://ada:s3cret@mail.example.org?tls=none",
            "smtp://ada:%00@mail.example.org",
            "smtp://ada:%ff@mail.example.org",
            "smtp://mail example.org",
        ] {
            assert!(SmtpUrl::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_sender_is_one_address_with_or_without_a_name() {
        for text in [
            "login@example.org",
            "Doorward <login@example.org>",
            "\"Acme, Inc.\" <login@example.org>",
            "Tür <login@xn--tr-xka.example>",
        ] {
            assert_eq!(Mailbox::parse(text).map(|one| one.to_string()).as_deref(), Some(text));
        }
        for text in ["", "Doorward", "a@b, c@d", "x\r\nBcc: evil@example.org <a@b>", "<>", "login@tür.example"] {
            assert_eq!(Mailbox::parse(text), None, "{text:?}");
        }
    }
}
