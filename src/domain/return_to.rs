//! Where to go after signing in: a path of our own, and nothing else.

use std::fmt;

use url::Url;

/// A path on Doorward's own origin, beginning with one `/`, as the URL standard writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// The longest accepted, in bytes.
    pub const MAX_LENGTH: usize = 2000;

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
        Self::try_parse(text).unwrap_or_else(Self::home)
    }

    fn try_parse(text: &str) -> Option<ReturnTo> {
        if text.len() > Self::MAX_LENGTH
            || !text.starts_with('/')
            || text.contains(|c: char| c.is_control() || c == '\\')
        {
            return None;
        }
        let origin = Url::parse("http://own.invalid").ok()?;
        let resolved = origin.join(text).ok()?;
        let stayed = resolved.origin() == origin.origin()
            && resolved.username().is_empty()
            && resolved.password().is_none()
            && !resolved.path().starts_with("//");
        stayed.then(|| ReturnTo(resolved[url::Position::BeforePath..].to_owned()))
    }

    /// The path, with its query.
    pub fn as_str(&self) -> &str {
        &self.0
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
        assert_eq!(ReturnTo::parse(&format!("/{}", "a".repeat(3000))), ReturnTo::home());
    }
}
