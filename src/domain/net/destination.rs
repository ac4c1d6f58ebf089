//! Where people go after they sign in or out: a path of our own, or an app that the settings name.

use std::fmt;

use url::Url;

use super::origin::Origin;
use super::return_to::ReturnTo;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// One of our own pages.
    Here(ReturnTo),
    /// A page of an app, as an absolute URL in the form that the URL standard writes.
    App(String),
}

impl Destination {
    /// Parses a `next` parameter. Returns the start page for an address that is neither our own nor on an allowed
    /// origin, and the front page of an allowed origin for an address that [is too long](Self::is_too_long).
    pub fn parse(text: &str, is_allowed: impl Fn(&Origin) -> bool) -> Destination {
        if text.starts_with('/') {
            return Destination::Here(ReturnTo::parse(text));
        }
        app(text, is_allowed).map_or(Destination::Here(ReturnTo::home()), Destination::App)
    }

    /// Tells whether an address is too long to be carried through a sign-in.
    pub fn is_too_long(text: &str) -> bool {
        let is_longer = |text: &str| text.len() > ReturnTo::MAX_LENGTH;
        is_longer(text)
            || match text.strip_prefix('/') {
                Some(_) => ReturnTo::parse(text).is_home() && ReturnTo::parse_page(text).is_too_long(),
                // Letters outside ASCII become longer when the URL is serialized.
                None => !text.is_ascii() && Url::parse(text).is_ok_and(|url| is_longer(url.as_str())),
            }
    }

    /// Returns the address for `Location` and for forms.
    pub fn as_str(&self) -> &str {
        match self {
            Destination::Here(path) => path.as_str(),
            Destination::App(url) => url,
        }
    }

    /// Tells whether this is the start page, which need not be carried along.
    pub fn is_home(&self) -> bool {
        matches!(self, Destination::Here(path) if path.is_home())
    }

    pub fn is_app(&self) -> bool {
        matches!(self, Destination::App(_))
    }

    /// Returns the host and port of an app, as people know it from the address bar: a host that is not ASCII is in the
    /// form for computers (`xn--`), so that no letter looks like another one.
    pub fn host(&self) -> Option<&str> {
        let Destination::App(url) = self else { return None };
        url.split_once("://").and_then(|(_, rest)| rest.split(['/', '?', '#']).next())
    }
}

/// Parses the URL once, and the browser follows the URL that the parser writes. Everything that parsers are known to
/// disagree about is refused before: backslashes, control characters, spaces, and any user information, even if it is
/// empty.
fn app(text: &str, is_allowed: impl Fn(&Origin) -> bool) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    if authority.is_empty() || authority.contains('@') || text.contains(is_odd) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let origin = Origin::of(&url).filter(is_allowed)?;
    // The serialized URL is what has to be carried along, and letters outside ASCII have become longer in it.
    Some(if url.as_str().len() <= ReturnTo::MAX_LENGTH { url.to_string() } else { format!("{origin}/") })
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Destination {
        let allowed =
            ["https://app.example.org", "https://app.example.org:8443"].map(|text| Origin::parse(text).expect(text));
        Destination::parse(text, |origin| allowed.contains(origin))
    }

    #[test]
    fn an_app_is_named_by_its_host_and_port() {
        let host = |text: &str| Destination::parse(text, |_| true).host().map(str::to_owned);
        for (text, expected) in [
            ("https://wiki.example.org/a?b#c", "wiki.example.org"),
            ("https://wiki.example.org:8443", "wiki.example.org:8443"),
            ("https://w\u{456}ki.example.org/", "xn--wki-jhd.example.org"),
        ] {
            assert_eq!(host(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!((host("/account"), host("https://a@wiki.example.org/")), (None, None));
    }

    #[test]
    fn named_origins_are_led_to_in_one_spelling() {
        for (text, expected) in [
            ("https://app.example.org", "https://app.example.org/"),
            ("https://APP.example.org:443/a?b=%2F#c", "https://app.example.org/a?b=%2F#c"),
            ("https://app.example.org:8443/a/../b", "https://app.example.org:8443/b"),
            ("https://app.example.org/위키", "https://app.example.org/%EC%9C%84%ED%82%A4"),
            ("https://app.example.org//evil.example", "https://app.example.org//evil.example"),
        ] {
            assert_eq!(parse(text), Destination::App(expected.into()));
        }
        assert_eq!(parse("/account"), Destination::Here(ReturnTo::parse("/account")));
    }

    #[test]
    fn no_other_place_is_led_to() {
        let hostile = [
            "",
            "https://app.example.evil",
            "https://evilapp.example.org",
            "https://evil-app.example.org",
            "https://app.example.org.evil",
            "https://app.example.org@evil",
            "https://evil@app.example.org",
            "https://@app.example.org",
            "https://:@app.example.org",
            "https://app.example.org:81",
            "https://app.example.org:8443@evil",
            "https://app.example.org:80",
            "https://app.example.org.",
            "https://app.example.org\\@evil",
            "https://evil\\.app.example.org",
            "https://evil#@app.example.org",
            "https://evil?@app.example.org",
            "https://evil%2f.app.example.org",
            "https://app.example.org%00.evil",
            "https:app.example.org",
            "https:/app.example.org",
            "https:///app.example.org",
            "HTTPS://app.example.org",
            "http://app.example.org",
            "http://app.example.org:443",
            "ftp://app.example.org",
            "ws://app.example.org",
            "//app.example.org",
            "\\\\app.example.org",
            " https://app.example.org",
            "https://app.example.org\t",
            "https://app.example.org/\r\nSet-Cookie: a=b",
            "https://app.example.org/a b",
            "ht\ttps://app.example.org",
            "https://app.exam\tple.org",
            "https://аpp.example.org",
            "https://app。evil.example.org",
            "https://[::1]",
            "https://[::ffff:127.0.0.1]",
            "https://127.0.0.1",
            "https://127.1",
            "javascript:alert(1)",
            "javascript://app.example.org/%0aalert(1)",
            "data:text/html,x",
            "blob:https://app.example.org/x",
            "view-source:https://app.example.org",
            "https://evil/https://app.example.org",
            "account",
            "?x",
        ];
        for text in hostile {
            assert!(parse(text).is_home(), "{text:?}");
        }
    }

    #[test]
    fn of_what_is_too_long_the_front_page_is_left() {
        let front = "https://app.example.org/";
        let of_length = |length: usize| format!("{front}{}", "a".repeat(length - front.len()));
        assert_eq!(parse(&of_length(8000)), Destination::App(of_length(8000)));
        let in_other_letters = format!("{front}{}", "한".repeat(1000));
        for long in [of_length(8001), of_length(60_000), in_other_letters] {
            assert_eq!(parse(&long), Destination::App(front.into()));
            assert!(Destination::is_too_long(&long));
        }
        for long in [format!("/{}", "a".repeat(8000)), "/한".repeat(801)] {
            assert!(parse(&long).is_home() && Destination::is_too_long(&long));
        }
        for fitting in
            [of_length(8000), "/".into(), "/account".into(), "//evil.example".into(), "x".into(), "/한".repeat(800)]
        {
            assert!(!Destination::is_too_long(&fitting), "{fitting}");
        }
        assert!(parse(&"https://evil.example/".repeat(1000)).is_home());
    }
}
