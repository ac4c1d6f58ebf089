//! The types of the values that settings have. Each is parsed from one line of text and written as one.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use url::{Host, Url};

use super::password::{has_credentials, sets_secret};
use crate::domain::net::Origin;
use crate::domain::net::origin::canonical_host;
use crate::domain::text::is_invisible;

/// The address or socket on which the server listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    /// An IP address and a port.
    Tcp(SocketAddr),
    /// The path of a Unix socket, which only a proxy on the same machine can reach.
    Unix(PathBuf),
}

impl Listen {
    /// Parses `127.0.0.1:8080`, `[::1]:8080` or `unix:PATH`.
    pub fn parse(text: &str) -> Option<Listen> {
        match text.strip_prefix("unix:") {
            Some(text) => path(text).map(Listen::Unix),
            None => text.parse().ok().map(Listen::Tcp),
        }
    }

    /// Tells whether only this machine can connect.
    pub fn is_local(&self) -> bool {
        match self {
            Listen::Tcp(address) => address.ip().is_loopback(),
            Listen::Unix(_) => true,
        }
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Listen::Tcp(address) => write!(f, "{address}"),
            Listen::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// The origin that browsers see: scheme, host and port, with nothing after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// Parses an http or https URL that has no user, path, query or fragment.
    pub fn parse(text: &str) -> Option<PublicUrl> {
        let url = Url::parse(text).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https");
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let is_nobodys = url.username().is_empty() && url.password().is_none();
        (is_web && is_bare && is_nobodys).then_some(PublicUrl(url))
    }

    /// Returns the plain http URL of the address that the server listens on.
    pub fn of_listener(listen: &Listen) -> Option<PublicUrl> {
        match listen {
            Listen::Tcp(address) if !address.ip().is_unspecified() => PublicUrl::parse(&format!("http://{address}")),
            _ => None,
        }
    }

    /// Returns `https://login.example.org`, as browsers write an origin: without a final slash (RFC 6454 section 6.2).
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Tells whether browsers connect over TLS.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Tells whether the host is a name of this machine itself.
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// Returns the host without the port.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Returns the port, even if it is the default port of the scheme.
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or(0)
    }

    /// Tells whether an `Origin` header, or the URL in a `Referer`, has this origin. If this is a loopback URL,
    /// `localhost`, `127.0.0.1` and `[::1]` with the same scheme and port count as the same origin.
    pub fn is_origin_of(&self, other: &str) -> bool {
        let Ok(other) = Url::parse(other) else { return false };
        let is_same_door =
            || other.scheme() == self.0.scheme() && other.port_or_known_default() == self.0.port_or_known_default();
        other.origin() == self.0.origin() || (is_own_name(&self.0) && is_own_name(&other) && is_same_door())
    }
}

/// Tells whether the host is one of the three usual names of this machine.
fn is_own_name(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

/// The format of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Text for people.
    Text,
    /// One JSON object per line, for programs.
    Json,
}

impl LogFormat {
    /// Parses `text` or `json`.
    pub fn parse(text: &str) -> Option<LogFormat> {
        [LogFormat::Text, LogFormat::Json].into_iter().find(|format| format.to_string() == text)
    }
}

impl fmt::Display for LogFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LogFormat::Text => "text",
            LogFormat::Json => "json",
        })
    }
}

/// Parses a duration such as `30m`, `12h` or `30d`, within bounds given in seconds.
pub fn parse_duration(text: &str, min_seconds: u64, max_seconds: u64) -> Option<Duration> {
    let unit = text.chars().last()?;
    let number = &text[..text.len() - unit.len_utf8()];
    let factor = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = is_number.then(|| number.parse::<u64>().ok())??.checked_mul(factor)?;
    (min_seconds..=max_seconds).contains(&seconds).then(|| Duration::from_secs(seconds))
}

/// Writes a duration in the largest unit that leaves no remainder.
pub fn show_duration(duration: &Duration) -> String {
    let seconds = duration.as_secs();
    let (factor, unit) = [(86_400, 'd'), (3600, 'h'), (60, 'm')]
        .into_iter()
        .find(|(factor, _)| seconds >= *factor && seconds.is_multiple_of(*factor))
        .unwrap_or((1, 's'));
    format!("{}{unit}", seconds / factor)
}

pub fn parse_number<N: std::str::FromStr + PartialOrd>(text: &str, min: N, max: N) -> Option<N> {
    text.parse().ok().filter(|number| (min..=max).contains(number))
}

/// Parses a comma-separated list of networks such as `10.0.0.0/8`, or of single addresses.
pub fn parse_networks(text: &str) -> Option<Vec<IpNet>> {
    items(text).map(|item| item.parse().ok().or_else(|| item.parse::<IpAddr>().ok().map(IpNet::from))).collect()
}

/// Parses the domain of a shared cookie. It must be a name with a dot inside, no IP address, and no public suffix (a
/// domain below which anybody can register a name): browsers reject a cookie for such a suffix (RFC 6265 section 5.3).
pub fn parse_cookie_domain(text: &str) -> Option<String> {
    let name = canonical_host(text)?;
    let is_name = matches!(Host::parse(&name), Ok(Host::Domain(_)));
    (is_name && name.contains('.') && psl::suffix_str(&name) != Some(&name)).then_some(name)
}

/// Parses a comma-separated list of origins. No origin may appear twice.
pub fn parse_origins(text: &str) -> Option<Vec<Origin>> {
    let origins: Vec<Origin> = items(text).map(Origin::parse).collect::<Option<_>>()?;
    let is_once = |(index, origin): (usize, &Origin)| !origins[..index].contains(origin);
    origins.iter().enumerate().all(is_once).then_some(origins)
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

/// Parses a path. A URL, or a text that a shell should have expanded or unquoted, is not a path that anybody meant.
pub fn path(text: &str) -> Option<PathBuf> {
    let is_meant = !text.is_empty()
        && text.trim() == text
        && !is_quoted(text)
        && !text.starts_with(['~', '$'])
        && !text.contains("://")
        && !sets_secret(text)
        && !has_credentials(text)
        && !text.chars().any(|c| is_invisible(c) || c == char::REPLACEMENT_CHARACTER);
    is_meant.then(|| text.into())
}

/// Tells whether the text begins or ends with a quotation mark: a shell removes them, but files of variables do not.
pub fn is_quoted(text: &str) -> bool {
    let is_mark = |c: char| matches!(c, '"' | '\'' | '`' | '\u{2018}'..='\u{201f}' | '«' | '»');
    text.starts_with(is_mark) || text.ends_with(is_mark)
}

/// Parses the mode of a socket as chmod takes it, such as `660`. The owner must always be allowed to connect.
pub fn parse_mode(text: &str) -> Option<u32> {
    let is_octal = matches!(text.len(), 3 | 4) && text.bytes().all(|byte| (b'0'..b'8').contains(&byte));
    let mode = is_octal.then(|| u32::from_str_radix(text, 8).ok())??;
    (mode <= 0o777 && mode & 0o600 == 0o600).then_some(mode)
}

pub fn show_list<T: fmt::Display>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written_in_the_same_words() {
        for text in ["2s", "90s", "30m", "12h", "30d"] {
            assert_eq!(show_duration(&parse_duration(text, 1, u64::MAX).expect(text)), text);
        }
        assert_eq!(show_duration(&Duration::from_secs(86_400)), "1d");
        for bad in ["", "m", "30", "30 m", "-1m", "+1m", "1.5h", "30M", "99999999999999999999d", "1w", "５m"] {
            assert_eq!(parse_duration(bad, 0, u64::MAX), None, "{bad}");
        }
        assert_eq!(parse_duration("61m", 2, 3600), None);
    }

    #[test]
    fn a_mode_is_octal_and_lets_the_owner_connect() {
        assert_eq!((parse_mode("660"), parse_mode("0666"), parse_mode("700")), (Some(0o660), Some(0o666), Some(0o700)));
        // TOML turns 0o660 and 0o666 into 432 and 438.
        for bad in ["", "66", "6660", "1660", "066", "669", "rw-", "432", "438", "0o660", "+660"] {
            assert_eq!(parse_mode(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_origin_is_compared_whole() {
        let url = PublicUrl::parse("https://login.example.org").expect("an origin");
        for same in ["https://login.example.org", "https://login.example.org:443", "https://LOGIN.example.org/a?b"] {
            assert!(url.is_origin_of(same), "{same}");
        }
        let hostile = [
            "null",
            "",
            "https://login.example.org.evil",
            "https://evil/login.example.org",
            "http://login.example.org",
            "https://login.example.org:8443",
            "https://login.example.org@evil",
            "login.example.org",
        ];
        for other in hostile {
            assert!(!url.is_origin_of(other), "{other}");
        }
    }

    #[test]
    fn the_names_of_this_machine_count_as_one_origin() {
        let url = PublicUrl::parse("http://127.0.0.1:8080").expect("an origin");
        assert!(url.is_origin_of("http://localhost:8080") && url.is_origin_of("http://[::1]:8080"));
        assert!(!url.is_origin_of("http://localhost:8081") && !url.is_origin_of("https://localhost:8080"));
        assert!(!url.is_origin_of("http://localhost.evil:8080") && !url.is_origin_of("http://127.0.0.2:8080"));
    }

    #[test]
    fn a_public_url_is_an_origin_only() {
        let with_more = ["https://a/path", "https://a?x", "https://a#x", "https://u@a", "https://u:p@a"];
        for bad in ["", "example.org", "ftp://a"].into_iter().chain(with_more) {
            assert_eq!(PublicUrl::parse(bad), None, "{bad}");
        }
    }
}
