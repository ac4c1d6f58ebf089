//! Hosts with ports, and origins, in canonical form: if two texts are equal, the places are the same.

use std::fmt;

use url::{Host, Url};

/// A host, and a port if it is not the default port of the scheme (RFC 3986 section 3.2, without user information).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Authority {
    host: String,
    port: Option<u16>,
}

impl Authority {
    /// Parses `HOST` or `HOST:PORT` as somebody would write it in settings: in any case, in any script.
    ///
    /// The ports 80 and 443 are refused: each is the default of a scheme, and so is left out.
    pub fn parse(text: &str) -> Option<Authority> {
        let (host, port) = split_port(text)?;
        let host = canonical_host(host)?;
        (!host.is_empty() && !matches!(port, Some(80 | 443))).then_some(Authority { host, port })
    }

    /// Parses the host of a request. It must be ASCII as browsers write it, except for case, a final dot and the
    /// default port.
    pub fn requested(text: &str, is_https: bool) -> Option<Authority> {
        let (host, port) = split_port(text)?;
        let host = host.to_ascii_lowercase();
        let host = host.strip_suffix('.').unwrap_or(&host);
        let is_as_written = canonical_host(host)? == host;
        let own = default_port(is_https);
        is_as_written.then(|| Authority { host: host.to_owned(), port: port.filter(|port| *port != own) })
    }

    pub fn host(&self) -> &str {
        &self.host
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.host)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

const fn default_port(is_https: bool) -> u16 {
    if is_https { 443 } else { 80 }
}

/// Returns the host as the URL standard writes it. Returns `None` if it is no host, or one that no machine has: the
/// standard accepts characters that DNS and certificates do not know, and decodes text that a proxy takes as it is.
pub fn canonical_host(text: &str) -> Option<String> {
    let host = Host::parse(text).ok()?;
    let is_name_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_plain = match &host {
        Host::Domain(name) => name.bytes().all(is_name_byte) && name.split('.').all(|label| !label.is_empty()),
        Host::Ipv4(_) | Host::Ipv6(_) => true,
    };
    (is_plain && !text.contains('%')).then(|| host.to_string())
}

/// Splits off the port, which is digits only: `Url` would also accept `:`, and `str::parse` would accept `:+80`.
fn split_port(text: &str) -> Option<(&str, Option<u16>)> {
    let in_brackets = text.rfind(']').unwrap_or(0);
    let Some(colon) = text[in_brackets..].find(':') else { return Some((text, None)) };
    let (host, port) = (&text[..in_brackets + colon], &text[in_brackets + colon + 1..]);
    let is_number = !port.is_empty() && !port.starts_with('0') && port.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| port.parse().ok())?.map(|port| (host, Some(port)))
}

/// An http or https origin (RFC 6454), as browsers write it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    is_https: bool,
    authority: Authority,
}

impl Origin {
    /// Combines a scheme with a host and port.
    pub fn new(is_https: bool, authority: Authority) -> Origin {
        Origin { is_https, authority }
    }

    /// Parses an http or https URL that has no user, path, query or fragment.
    pub fn parse(text: &str) -> Option<Origin> {
        let url = Url::parse(text).ok()?;
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        is_bare.then(|| Origin::of(&url)).flatten()
    }

    /// Returns the origin of a URL, or `None` if it has a user or another scheme.
    pub fn of(url: &Url) -> Option<Origin> {
        let is_https = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let host = url.host_str()?.to_owned();
        let is_plain = url.username().is_empty() && url.password().is_none() && canonical_host(&host)? == host;
        // `Url` leaves out the default port of the scheme.
        is_plain.then(|| Origin { is_https, authority: Authority { host, port: url.port() } })
    }

    /// Tells whether the scheme is https.
    pub fn is_https(&self) -> bool {
        self.is_https
    }

    /// Returns host and port.
    pub fn authority(&self) -> &Authority {
        &self.authority
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.is_https { "https" } else { "http" }, self.authority)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_one_spelling() {
        for (text, expected) in [
            ("Wiki.Example.ORG", "wiki.example.org"),
            ("wiki.example.org:8443", "wiki.example.org:8443"),
            ("위키.example.org", "xn--9q5b29o.example.org"),
            ("[::1]:8080", "[::1]:8080"),
        ] {
            assert_eq!(Authority::parse(text).expect(text).to_string(), expected);
        }
        for (text, is_https, expected) in [
            ("WIKI.example.org.", true, "wiki.example.org"),
            ("wiki.example.org:443", true, "wiki.example.org"),
            ("wiki.example.org:443", false, "wiki.example.org:443"),
            ("wiki.example.org:80", false, "wiki.example.org"),
            ("[::1]:8080", false, "[::1]:8080"),
        ] {
            assert_eq!(Authority::requested(text, is_https).expect(text).to_string(), expected);
        }
        assert_eq!(
            Origin::parse("HTTPS://Wiki.example.org:443/").expect("one").to_string(),
            "https://wiki.example.org"
        );
    }

    #[test]
    fn what_is_no_place_is_refused() {
        let hostile = [
            "", " ", ".", "a..b", ".a", "a b", "a/b", "a?b", "a#b", "u@a", "a:", "a:x", "a:+1", "a:01", "a:99999",
            "a:1:2", "a\\b", "a\tb", "a%2eb", "[::1", "::1", "a,b", "a:443:", "[::1]x", "[::1]:",
        ];
        for text in hostile {
            assert_eq!((Authority::parse(text), Authority::requested(text, true)), (None, None), "{text:?}");
        }
        // A browser would write these hosts otherwise, so a proxy may have taken them for another host.
        for text in ["위키.example.org", "127.1", "0x7f.0.0.1", "a..", "[0::1]"] {
            assert_eq!(Authority::requested(text, true), None, "{text:?}");
        }
        for text in [
            "",
            "wiki",
            "ftp://a",
            "https://a/b",
            "https://a?",
            "https://a#",
            "https://u@a",
            "https://a.",
            "https://*.a.org",
            "null",
        ] {
            assert_eq!(Origin::parse(text), None, "{text:?}");
        }
    }
}
