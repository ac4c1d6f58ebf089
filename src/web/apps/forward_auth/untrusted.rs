//! What a request to an app must not contain: a change of protocol, and the headers of gateways in other spellings.

use std::collections::HashSet;
use std::sync::LazyLock;

use actix_web::http::header::{self, HeaderMap};

use crate::web::apps::forward_auth::request::Misstated;

/// A part of an upgrade to HTTP/2 (RFC 7540 section 3.2.1). Some proxies remove `Upgrade` but not this header.
const HTTP2_SETTINGS: &str = "http2-settings";

/// The names that the configuration files for the proxies remove, in lower case.
static NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("../../../../deploy/untrusted-headers.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_ascii_lowercase).collect()
});

/// Refuses headers that would let a request pass without the proxy's question, or that an app would take for the
/// gateway's own.
pub fn check(headers: &HeaderMap) -> Result<(), Misstated> {
    // The proxy asks nothing more about what goes through a tunnel; a WebSocket carries no requests.
    if !is_at_most_a_websocket(headers) {
        return Err(Misstated { header: "upgrade", what: "asks for another protocol than that of WebSockets" });
    }
    if headers.contains_key(HTTP2_SETTINGS) {
        return Err(Misstated { header: HTTP2_SETTINGS, what: "asks for a tunnel to HTTP/2" });
    }
    match headers.keys().find_map(|name| respelt(name.as_str())) {
        Some(header) => Err(Misstated { header, what: "came in another spelling, which apps may take for the same" }),
        None => Ok(()),
    }
}

/// Several protocols, or several headers, are refused: nobody knows which of them is used.
fn is_at_most_a_websocket(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::UPGRADE);
    match (values.next(), values.next()) {
        (None, _) => true,
        (Some(value), None) => value.as_bytes().trim_ascii().eq_ignore_ascii_case(b"websocket"),
        (Some(_), Some(_)) => false,
    }
}

/// The listed name that this one becomes where all characters except letters and digits are taken for the same one, as
/// in the variables of CGI (RFC 3875 section 4.1.18). `None` for the listed names themselves: proxies send some of
/// those.
fn respelt(name: &str) -> Option<&'static str> {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || character == '-';
    if name.chars().all(is_plain) {
        return None;
    }
    let plain = name.replace(|character| !is_plain(character), "-");
    NAMES.get(&plain).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn fault(headers: &[(&str, &[u8])]) -> Option<&'static str> {
        let header = |(name, value): &(&str, &[u8])| {
            (name.parse().expect("a name"), HeaderValue::from_bytes(value).expect("a value"))
        };
        check(&headers.iter().map(header).collect()).err().map(|misstated| misstated.header)
    }

    #[test]
    fn a_websocket_alone_is_no_tunnel() {
        assert_eq!(fault(&[]), None);
        for value in [&b"websocket"[..], b"WebSocket", b" WEBSOCKET "] {
            assert_eq!(fault(&[("upgrade", value), ("connection", b"upgrade")]), None, "{value:?}");
        }
        let tunnels: [&[u8]; 13] = [
            b"h2c",
            b"H2C",
            b"h2",
            b"TLS/1.0",
            b"HTTP/2.0",
            b"connect-udp",
            b"websocket, h2c",
            b"h2c,websocket",
            b"websocket/13",
            b"websocket,",
            b"\"websocket\"",
            b"web\xffsocket",
            b"",
        ];
        for value in tunnels {
            assert_eq!(fault(&[("upgrade", value)]), Some("upgrade"), "{value:?}");
            assert_eq!(fault(&[("upgrade", b"websocket"), ("upgrade", value)]), Some("upgrade"), "{value:?}");
        }
        assert_eq!(fault(&[("http2-settings", b"")]), Some("http2-settings"));
        assert_eq!(fault(&[("upgrade", b"websocket"), ("http2-settings", b"AAMAAABk")]), Some("http2-settings"));
    }

    #[test]
    fn every_name_of_the_list_is_plain_and_no_other_spelling_of_it_passes() {
        assert!(NAMES.len() > 200);
        for name in NAMES.iter() {
            assert_eq!(respelt(name), None, "{name}");
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
            if let Some((start, end)) = name.split_once('-') {
                // What may stand in a name (RFC 9110 section 5.6.2).
                for odd in "!#$%&'*+.^_`|~".chars() {
                    assert_eq!(respelt(&format!("{start}{odd}{end}")), Some(name.as_str()));
                }
                assert_eq!(respelt(&name.replace('-', "_")), Some(name.as_str()));
            }
        }
        assert_eq!(fault(&[("X_Forwarded-User", b"root")]), Some("x-forwarded-user"));
        for other in ["access_token", "remote_users", "remoteuser", "_remote_user", "api_key"] {
            assert_eq!(fault(&[(other, b"x")]), None, "{other}");
        }
    }
}
