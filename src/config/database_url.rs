//! The URL of the database. We parse it as libpq does, so that no part of a password is ever taken for something else,
//! and we show it without the password.

use std::fmt;
use std::path::{Path, PathBuf};

use super::password::{SECRET_PARAMETERS, has_credentials, sets_secret};
use super::value;
use crate::domain::secret::Secret;
use crate::domain::text::{is_invisible, trimmed};

/// The URL of a database; its scheme tells which kind of database it is.
#[derive(Clone, Debug)]
pub enum DatabaseUrl {
    /// `sqlite://PATH` is relative to the current folder, `sqlite:///PATH` is absolute.
    Sqlite(PathBuf),
    /// `postgres://…` or `postgresql://…`, in a form that libpq can parse.
    Postgres(Secret<String>),
}

/// Every parameter that libpq knows. A parameter that libpq does not know is probably a piece of a password, and libpq
/// would repeat it in its error message.
const PARAMETERS: &[&str] = &[
    "application_name",
    "channel_binding",
    "client_encoding",
    "connect_timeout",
    "dbname",
    "fallback_application_name",
    "gssdelegation",
    "gssencmode",
    "gsslib",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "krbsrvname",
    "load_balance_hosts",
    "max_protocol_version",
    "min_protocol_version",
    "oauth_client_id",
    "oauth_issuer",
    "oauth_scope",
    "options",
    "passfile",
    "port",
    "replication",
    "require_auth",
    "requirepeer",
    "service",
    "ssl",
    "ssl_max_protocol_version",
    "ssl_min_protocol_version",
    "sslcert",
    "sslcertmode",
    "sslcompression",
    "sslcrl",
    "sslcrldir",
    "sslkey",
    "sslkeylogfile",
    "sslmode",
    "sslnegotiation",
    "sslrootcert",
    "sslsni",
    "target_session_attrs",
    "tcp_user_timeout",
    "user",
];

impl DatabaseUrl {
    /// Parses a URL of either kind. Returns `None` for any other scheme, so that a typing mistake creates no file, and
    /// for a URL that could be understood in more than one way.
    pub fn parse(text: &str) -> Option<DatabaseUrl> {
        if let Some(path) = after_scheme(text, "sqlite") {
            let is_path = !path.ends_with('/') && !path.contains(['?', '#']);
            return value::path(path).filter(|_| is_path).map(DatabaseUrl::Sqlite);
        }
        // libpq knows its schemes in lower case only.
        let rest = after_scheme(text, "postgres").or_else(|| after_scheme(text, "postgresql"))?;
        Parts::read(rest)?;
        Some(DatabaseUrl::Postgres(Secret::new(format!("postgres://{rest}"))))
    }

    /// Returns the path of the file if this is SQLite.
    pub fn file(&self) -> Option<&Path> {
        match self {
            DatabaseUrl::Sqlite(path) => Some(path),
            DatabaseUrl::Postgres(_) => None,
        }
    }

    /// Returns the URL without any password, because other users of the machine can read command lines.
    pub fn without_password(&self) -> String {
        self.shown(None)
    }

    /// Returns the hosts that libpq connects to: names, addresses, or folders with a socket. If the list is empty,
    /// libpq uses the socket in its default folder.
    pub(super) fn hosts(&self) -> Vec<String> {
        let Some(parts) = self.parts() else { return Vec::new() };
        let named = parts.parameter("hostaddr").or_else(|| parts.parameter("host"));
        let in_url =
            || parts.hosts.split(',').filter_map(split_port).map(|(host, _)| host).collect::<Vec<_>>().join(",");
        let hosts = named.unwrap_or_else(in_url);
        hosts.split(',').map(decoded).filter(|host| !host.is_empty()).collect()
    }

    /// Returns the value of a parameter in the URL of a PostgreSQL server.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        self.parts()?.parameter(name)
    }

    fn parts(&self) -> Option<Parts<'_>> {
        match self {
            DatabaseUrl::Sqlite(_) => None,
            DatabaseUrl::Postgres(secret) => Parts::read(after_scheme(secret.expose(), "postgres")?),
        }
    }

    /// Writes the URL with each secret replaced by `mask`, or left out if there is no mask.
    fn shown(&self, mask: Option<&str>) -> String {
        match (self, self.parts()) {
            (DatabaseUrl::Sqlite(path), _) => format!("sqlite://{}", path.display()),
            (DatabaseUrl::Postgres(_), Some(parts)) => format!("postgres://{}", parts.shown(mask)),
            (DatabaseUrl::Postgres(_), None) => "postgres://***".to_owned(),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    /// Writes the URL with the password masked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown(Some("***")))
    }
}

/// Tells whether a text looks like a database URL with a password, or like a libpq connection string with one. An
/// e-mail address or a sentence does not look like one.
pub fn looks_like_password(text: &str) -> bool {
    let text = trimmed(text);
    if DatabaseUrl::parse(text).is_some_and(|url| url.to_string() == text) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let rest = lower.split_once("://").map(|(_, rest)| rest);
    let is_word = !lower.contains(char::is_whitespace) && !lower.starts_with("mailto:");
    sets_secret(text)
        || lower.contains("postgres://")
        || lower.contains("postgresql://")
        || rest.is_some_and(has_credentials)
        || (is_word && rest.is_none() && has_credentials(&lower))
}

/// Returns the text after `SCHEME://`. Schemes may be written in any case (RFC 3986 section 3.1).
fn after_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (written, rest) = text.split_once("://")?;
    written.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// The parts of a PostgreSQL URL, each as it is written.
struct Parts<'a> {
    user: Option<&'a str>,
    has_password: bool,
    hosts: &'a str,
    name: Option<&'a str>,
    parameters: Vec<(&'a str, &'a str)>,
}

impl<'a> Parts<'a> {
    /// Parses the text after the scheme. Returns `None` if libpq would refuse it, or if a password that is not
    /// percent-encoded could be taken for a host, a name or a parameter.
    fn read(rest: &'a str) -> Option<Parts<'a>> {
        let is_written = |c: char| !c.is_whitespace() && !is_invisible(c) && c != '#';
        if !rest.chars().all(is_written) || !is_percent_encoded(rest) {
            return None;
        }
        // For libpq the first of these two characters decides whether the URL names a user.
        let (credentials, rest) = match rest.find(['@', '/']).map(|at| rest.split_at(at)) {
            Some((before, after)) if after.starts_with('@') => (Some(before), &after[1..]),
            _ => (None, rest),
        };
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (hosts, name) = place.split_once('/').map_or((place, None), |(hosts, name)| (hosts, Some(name)));
        let user = credentials.map(|text| text.split_once(':').map_or(text, |(user, _)| user));
        let has_password = credentials.is_some_and(|text| text.contains(':'));
        let is_clear = !credentials.is_some_and(|text| text.contains('?'))
            && !user.is_some_and(|user| decoded(user).contains([':', '@']))
            && !place.contains('@')
            && hosts.split(',').all(is_host);
        let parameters =
            if query.is_empty() { Some(Vec::new()) } else { query.split('&').map(read_parameter).collect() };
        parameters.filter(|_| is_clear).map(|parameters| Parts { user, has_password, hosts, name, parameters })
    }

    fn parameter(&self, name: &str) -> Option<String> {
        self.parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| decoded(value))
    }

    fn shown(&self, mask: Option<&str>) -> String {
        let mut text = String::new();
        if let Some(user) = self.user {
            text.push_str(user);
            if let (true, Some(mask)) = (self.has_password, mask) {
                text.push_str(&format!(":{mask}"));
            }
            text.push('@');
        }
        text.push_str(self.hosts);
        if let Some(name) = self.name {
            text.push_str(&format!("/{name}"));
        }
        let shown = |(name, value): &(&str, &str)| match SECRET_PARAMETERS.contains(name) {
            true => mask.map(|mask| format!("{name}={mask}")),
            false => Some(format!("{name}={value}")),
        };
        let parameters: Vec<String> = self.parameters.iter().filter_map(shown).collect();
        if !parameters.is_empty() {
            text.push_str(&format!("?{}", parameters.join("&")));
        }
        text
    }
}

fn read_parameter(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    let is_known = SECRET_PARAMETERS.contains(&name) || (PARAMETERS.contains(&name) && !value.contains('@'));
    (is_known && !value.contains('=')).then_some((name, value))
}

/// Tells whether the text is empty, or a host, an address in brackets or a folder, optionally with a port.
fn is_host(text: &str) -> bool {
    let Some((host, port)) = split_port(text) else { return false };
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    let host = decoded(host);
    // A host that begins with @ is a Unix socket without a file.
    let has_no_password = !host.chars().skip(1).any(|c| c == '@') && (text.starts_with('[') || !host.contains(':'));
    has_no_password && (port.is_empty() || is_port(port))
}

/// Splits the text into the host without brackets and the port, which may be empty.
fn split_port(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix('[') {
        Some(inner) => {
            let (address, after) = inner.split_once(']')?;
            let port = if after.is_empty() { "" } else { after.strip_prefix(':')? };
            (!address.is_empty()).then_some((address, port))
        }
        None => Some(text.split_once(':').unwrap_or((text, ""))),
    }
}

/// Tells whether each percent sign begins an encoded byte that is not NUL.
fn is_percent_encoded(text: &str) -> bool {
    text.split('%').skip(1).all(|piece| matches!(byte_at_start(piece), Some(1..)))
}

/// Decodes percent-encoding. The result is for inspection only, so bytes that are not UTF-8 may be lost.
fn decoded(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        bytes.extend(byte_at_start(piece));
        bytes.extend(piece.bytes().skip(2));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn byte_at_start(piece: &str) -> Option<u8> {
    let digits = piece.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_database_url_is_no_database() {
        for bad in [
            "",
            "sqlite",
            "sqlit://x.db",
            "sqlite:x.db",
            "sqlite://",
            "sqlite://data/",
            "sqlite://ada:s3cret@h/d",
            "sqlite://\"x.db\"",
            "sqlite:// x.db",
            "sqlite://x.db\r",
            "sqlite://~/x.db",
            "sqlite://sqlite://x.db",
            "postgre://h/d",
            "data/x.db",
            "mysql://h/d",
            "file:x",
        ] {
            assert!(DatabaseUrl::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(DatabaseUrl::parse("SQLite://x.db").expect("a file").to_string(), "sqlite://x.db");
    }

    #[test]
    fn a_database_url_is_shown_without_its_password() {
        let shown = |text| DatabaseUrl::parse(text).expect(text).to_string();
        assert_eq!(shown("postgres://ada:s3cret@db/door"), "postgres://ada:***@db/door");
        assert_eq!(shown("POSTGRESQL://ada:s%20c@db:5433,[::1]/door"), "postgres://ada:***@db:5433,[::1]/door");
        assert_eq!(shown("postgres://:s3cret@/door?host=/run"), "postgres://:***@/door?host=/run");
        assert_eq!(shown("postgres://db/door?password=s@c/r?t&user=ada"), "postgres://db/door?password=***&user=ada");
        assert_eq!(shown("postgres:///door"), "postgres:///door");
        let bare = |text| DatabaseUrl::parse(text).expect("a database").without_password();
        assert_eq!(bare("postgres://ada:s3cret@db/door?sslmode=require"), "postgres://ada@db/door?sslmode=require");
        assert_eq!(bare("postgres://ada@db/door?password=s3cret&sslpassword=x"), "postgres://ada@db/door");
    }

    #[test]
    fn hosts_are_those_that_libpq_connects_to() {
        let hosts = |text| DatabaseUrl::parse(text).expect(text).hosts().join(" ");
        assert_eq!(hosts("postgres://a:5432,b/d"), "a b");
        assert_eq!(hosts("postgres://[::1]:5432/d"), "::1");
        assert_eq!(hosts("postgres://%2Frun/d"), "/run");
        assert_eq!(hosts("postgres:///d?host=/run,b"), "/run b");
        assert_eq!(hosts("postgres:///d"), "");
    }

    #[test]
    fn a_password_is_told_from_what_only_has_the_same_signs() {
        for text in [
            "postgres://ada:x@h/d",
            "PostgreSQL://ada:x y@h/d",
            "postgre://ada:x@h/d",
            "mysql://ada:x@h/d",
            "ada:x@h",
            "password=x",
            "host=h password = x",
            "Password\t=\tx",
            "sslpassword =x",
        ] {
            assert!(looks_like_password(text), "{text}");
        }
        for text in [
            "ada@example.org",
            "mailto:ada@example.org",
            "Questions: ada@example.org",
            "https://login.example.org:8443",
            "postgres://ada@h:5432/d",
            "sqlite://data/postgres.db",
            "--password-file=x",
            "127.0.0.1:8080",
        ] {
            assert!(!looks_like_password(text), "{text}");
        }
    }
}
