//! The page to return to after signing in: a path on our own origin, and nothing else.

use std::fmt;

use url::Url;

/// A path on Doorward's own origin that begins with one `/`, as the URL standard writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// The longest path that is carried through a sign-in, in bytes. It is what servers and proxies accept by default.
    pub const MAX_LENGTH: usize = 8000;
    /// The longest page that the language switch returns to: the login page with such a path in its query, where each
    /// byte may take three.
    const MAX_PAGE_LENGTH: usize = 3 * Self::MAX_LENGTH + 200;

    pub fn home() -> ReturnTo {
        ReturnTo("/".into())
    }

    /// Parses a `next` parameter. Returns the start page if it is not a path on our own origin.
    ///
    /// The text is resolved as a browser would do it, against an origin that it cannot name. The result is kept only if
    /// it stayed on that origin, and only in the form that the resolver wrote. So the browser follows exactly what was
    /// checked here: `//host`, `/\host`, tabs and line breaks inside, and schemes all lead elsewhere and are dropped.
    pub fn parse(text: &str) -> ReturnTo {
        Self::read(text, Self::MAX_LENGTH).unwrap_or_else(Self::home)
    }

    /// Parses the path of a page that may itself carry a return address.
    pub fn parse_page(text: &str) -> ReturnTo {
        Self::read(text, Self::MAX_PAGE_LENGTH).unwrap_or_else(Self::home)
    }

    fn read(text: &str, max_length: usize) -> Option<ReturnTo> {
        if text.len() > max_length || !text.starts_with('/') || text.contains(|c: char| c.is_control() || c == '\\') {
            return None;
        }
        let origin = Url::parse("http://own.invalid").ok()?;
        let resolved = origin.join(text).ok()?;
        let stayed = resolved.origin() == origin.origin()
            && resolved.username().is_empty()
            && resolved.password().is_none()
            && !resolved.path().starts_with("//");
        // The serialized path counts, because letters outside ASCII have become longer in it.
        let path = &resolved[url::Position::BeforePath..];
        (stayed && path.len() <= max_length).then(|| ReturnTo(path.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_too_long(&self) -> bool {
        self.0.len() > Self::MAX_LENGTH
    }

    /// Tells whether this is the start page, which need not be carried along.
    pub fn is_home(&self) -> bool {
        self.0 == "/"
    }
}

impl fmt::Display for ReturnTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::ReturnTo;

    #[test]
    fn own_paths_are_kept_as_the_url_standard_writes_them() {
        for (text, expected) in [
            ("/account", "/account"),
            ("/account?a=1&b=%2F#top", "/account?a=1&b=%2F#top"),
            ("/a/../account", "/account"),
            ("/한글", "/%ED%95%9C%EA%B8%80"),
            ("/account?next=https://evil.example", "/account?next=https://evil.example"),
        ] {
            assert_eq!(ReturnTo::parse(text).as_str(), expected);
        }
    }

    #[test]
    fn whatever_leads_away_becomes_the_start_page() {
        let hostile = [
            "",
            "account",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "HTTPS:evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "/\r\nSet-Cookie: a=b",
            "/%0d\0",
            "/.//evil.example",
            "/..//evil.example",
            "/a/..//evil.example",
            "http:///evil.example",
            "//evil.example@own.invalid",
            "/\u{0}",
            "?next=/",
            "#x",
            "/./\\evil.example",
        ];
        for text in hostile {
            assert_eq!(ReturnTo::parse(text), ReturnTo::home(), "{text:?}");
        }
    }

    #[test]
    fn what_is_too_long_becomes_the_start_page() {
        let of_length = |length: usize| format!("/{}", "a".repeat(length - 1));
        assert_eq!(ReturnTo::parse(&of_length(8000)).as_str(), of_length(8000));
        assert_eq!(ReturnTo::parse(&of_length(8001)), ReturnTo::home());
        assert_eq!(ReturnTo::parse(&"/한".repeat(800)).as_str().len(), 8000);
        assert_eq!(ReturnTo::parse(&"/한".repeat(801)), ReturnTo::home());
        let page = format!("/login?next=%2F{}", "%2F".repeat(7999));
        assert_eq!(ReturnTo::parse_page(&page).as_str(), page);
        assert!(ReturnTo::parse_page(&page).is_too_long() && !ReturnTo::parse_page(&of_length(8000)).is_too_long());
        assert_eq!(ReturnTo::parse_page(&of_length(30_000)), ReturnTo::home());
    }
}
