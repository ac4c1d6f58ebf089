//! Origins: scheme, host and port, as settings write them and browsers send them.

use std::fmt;

use url::{Host, Url};

/// The origin of a site, over http or https (RFC 6454).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    url: Url,
    text: String,
}

impl Origin {
    /// Parses an origin. A path of `/` counts as no path; any other path is a mistake.
    pub(crate) fn parse(text: &str) -> Option<Origin> {
        let url = Url::parse(text).ok()?;
        let is_bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !is_bare {
            return None;
        }
        let text = url.origin().ascii_serialization();
        Some(Origin { url, text })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    pub(crate) fn is_loopback(&self) -> bool {
        match self.url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        }
    }

    /// Tells whether both have the same host. Cookies ignore ports.
    pub(crate) fn has_host_of(&self, other: &Origin) -> bool {
        self.url.host() == other.url.host()
    }

    /// Tells whether this URL, or origin as browsers send it, has this origin.
    pub(crate) fn is_origin_of(&self, url: &str) -> bool {
        Url::parse(url).is_ok_and(|url| url.origin() == self.url.origin())
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_written_one_way() {
        for (text, expected) in [
            ("https://login.example.org", "https://login.example.org"),
            ("https://LOGIN.example.org:443/", "https://login.example.org"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
        ] {
            assert_eq!(Origin::parse(text).expect(text).as_str(), expected);
        }
        for text in [
            "",
            "login.example.org",
            "https://",
            "https://a/b",
            "https://a/?",
            "https://a/#",
            "https://u@a",
            "ftp://a",
            "file:///a",
        ] {
            assert_eq!(Origin::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_origin_is_another() {
        let own = Origin::parse("https://notes.example.org").expect("an origin");
        assert!(own.is_origin_of("https://notes.example.org") && own.is_origin_of("https://notes.example.org/a?b"));
        for other in [
            "",
            "null",
            "http://notes.example.org",
            "https://notes.example.org:8443",
            "https://notes.example.org.evil.example",
            "https://evil.example/https://notes.example.org",
            "https://notes.example.org@evil.example",
            "https://login.example.org",
        ] {
            assert!(!own.is_origin_of(other), "{other}");
        }
    }
}
