//! Where to go after signing in: a path of our own, and nothing else.

use std::fmt;

use url::Url;

/// A path on Doorward's own origin, beginning with one `/`, as the URL standard writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// The longest that is carried through a sign-in, in bytes: what servers and proxies take by default, and not more.
    pub const MAX_LENGTH: usize = 8000;
    /// The longest page of our own that the language switch comes back to: the login page with such a one in its query,
    /// where each byte may take three.
    const MAX_PAGE_LENGTH: usize = 3 * Self::MAX_LENGTH + 200;

    /// The start page.
    pub fn home() -> ReturnTo {
        ReturnTo("/".into())
    }

    /// Reads a `next` parameter; the start page for whatever is not a path of our own.
    ///
    /// The text is resolved the way a browser would, against an origin that cannot be its own; what comes out is kept
    /// only if it stayed there, and only in the form that the resolver wrote. So what the browser follows is what was
    /// checked here: `//host`, `/\host`, tabs and line breaks inside, and schemes all lead away and are dropped.
    pub fn parse(text: &str) -> ReturnTo {
        Self::read(text, Self::MAX_LENGTH).unwrap_or_else(Self::home)
    }

    /// The same for a page that may itself carry a place to return to.
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
        // As it was written out: other letters than ASCII's have become longer.
        let path = &resolved[url::Position::BeforePath..];
        (stayed && path.len() <= max_length).then(|| ReturnTo(path.to_owned()))
    }

    /// The path, with its query.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is too long to be carried through a sign-in.
    pub fn is_too_long(&self) -> bool {
        self.0.len() > Self::MAX_LENGTH
    }

    /// Whether this is the start page, which need not be carried along.
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
