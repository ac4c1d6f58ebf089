//! The client's address: the connection's other end, or what a trusted proxy says of it.

use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::{HeaderMap, HeaderName};

use crate::config::{Listen, Settings};
use crate::domain::net::ForwardingFault;
use crate::domain::net::forwarded::parse_hop;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// `unknown` when there is none.
    pub address: String,
    /// Why the address is only that of the proxy, if it is.
    pub fault: Option<ForwardingFault>,
}

/// `X-Forwarded-For` counts only from a trusted proxy, and then from right to left up to the first address that is not
/// one: the client can choose what stands left of it. Empty items are ignored (RFC 9110 section 5.6.1.2).
pub fn find_client(peer: Option<SocketAddr>, headers: &HeaderMap, settings: &Settings) -> Client {
    let mut client = peer.map(|peer| peer.ip().to_canonical());
    let mut fault = None;
    if is_from_proxy(peer, settings) {
        // As bytes: what a client put in front must not make the rest of the line unreadable.
        let lines: Vec<&[u8]> = headers.get_all(X_FORWARDED_FOR).map(|value| value.as_bytes()).collect();
        let items = lines.iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b','));
        let mut items = items.filter(|item| !item.trim_ascii().is_empty()).peekable();
        if items.peek().is_none() {
            fault = Some(ForwardingFault::Missing);
        }
        for item in items {
            let Some(address) = parse_hop(item) else {
                fault = Some(ForwardingFault::Unreadable);
                break;
            };
            client = Some(address);
            if !is_proxy(address, settings) {
                break;
            }
        }
    }
    Client { address: client.map_or_else(|| "unknown".to_owned(), |address| address.to_string()), fault }
}

fn is_proxy(address: IpAddr, settings: &Settings) -> bool {
    settings.trusted_proxies.iter().any(|network| network.contains(&address))
}

pub fn is_from_proxy(peer: Option<SocketAddr>, settings: &Settings) -> bool {
    // Only a proxy on this machine can connect to the Unix socket.
    matches!(settings.listen, Listen::Unix(_)) || peer.is_some_and(|peer| is_proxy(peer.ip().to_canonical(), settings))
}

/// Whether this peer may talk to Doorward at all. Where Doorward listens on more than this machine with an https URL,
/// only proxies may: anybody else would come without TLS.
pub fn is_expected_peer(peer: Option<SocketAddr>, settings: &Settings) -> bool {
    let is_open = settings.listen.is_local() || settings.allow_insecure_http;
    is_open || peer.map(|peer| peer.ip().to_canonical()).is_some_and(|ip| ip.is_loopback() || is_proxy(ip, settings))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Sources, load};

    fn with(flags: &[(&str, &str)]) -> Settings {
        let flags = flags.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        load(&Sources { flags, ..Sources::default() }).expect("allowed").settings
    }

    fn peer(text: &str) -> Option<SocketAddr> {
        Some(text.parse().expect("an address"))
    }

    fn found(from: &str, forwarded: &[&str], proxies: &str) -> Client {
        let header = |value: &&str| (X_FORWARDED_FOR, value.parse().expect("a value"));
        let headers = forwarded.iter().map(header).collect();
        find_client(peer(from), &headers, &with(&[("trusted_proxies", proxies)]))
    }

    fn client(from: &str, forwarded: &[&str], proxies: &str) -> String {
        found(from, forwarded, proxies).address
    }

    fn fault(forwarded: &[&str]) -> Option<ForwardingFault> {
        let from = |peer| found(peer, forwarded, "10.0.0.0/8").fault;
        assert_eq!(from("203.0.113.9:1"), None, "a stranger's header is not read");
        from("10.0.0.1:1")
    }

    #[test]
    fn a_trusted_proxy_that_names_nobody_is_told_of() {
        for missing in [&[][..], &[""], &["", " , ,"]] {
            assert_eq!(fault(missing), Some(ForwardingFault::Missing), "{missing:?}");
        }
        for unreadable in
            [&["unknown"][..], &["1.2.3.4, _x"], &["1.2.3.4", "evil"], &["1.2.3.4, x, 10.0.0.2"], &["1.2.3.4;"]]
        {
            assert_eq!(fault(unreadable), Some(ForwardingFault::Unreadable), "{unreadable:?}");
        }
        for well in
            [&["1.2.3.4"][..], &["evil, 1.2.3.4"], &["1.2.3.4:80,"], &["10.0.0.3"], &["[2001:db8::1]:1, ,10.0.0.2:9"]]
        {
            assert_eq!(fault(well), None, "{well:?}");
        }
    }

    #[test]
    fn ports_brackets_and_empty_items_hide_nobody() {
        for (forwarded, expected) in [
            ("198.51.100.7:49152", "198.51.100.7"),
            ("1.2.3.4, 198.51.100.7:49152, 10.0.0.2:80", "198.51.100.7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("[2001:db8::7]:49152", "2001:db8::7"),
            ("198.51.100.7,", "198.51.100.7"),
            ("1.2.3.4,, 198.51.100.7 , ,10.0.0.2, ", "198.51.100.7"),
            ("[::ffff:198.51.100.7]:1,[::ffff:10.0.0.2]:1", "198.51.100.7"),
        ] {
            assert_eq!(client("10.0.0.1:1", &[forwarded], "10.0.0.0/8"), expected, "{forwarded}");
        }
        assert_eq!(client("10.0.0.1:1", &["198.51.100.7:1", "", " ,"], "10.0.0.0/8"), "198.51.100.7");
    }

    #[test]
    fn strangers_cannot_choose_their_address() {
        assert_eq!(client("203.0.113.9:1", &["1.2.3.4"], ""), "203.0.113.9");
        assert_eq!(client("203.0.113.9:1", &["1.2.3.4"], "10.0.0.0/8"), "203.0.113.9");
    }

    #[test]
    fn behind_proxies_the_rightmost_stranger_is_the_client() {
        assert_eq!(client("10.0.0.1:1", &["1.2.3.4, 198.51.100.7, 10.0.0.2"], "10.0.0.0/8"), "198.51.100.7");
        assert_eq!(client("10.0.0.1:1", &["1.2.3.4", "198.51.100.7"], "10.0.0.0/8"), "198.51.100.7");
        assert_eq!(client("10.0.0.1:1", &["10.9.9.9"], "10.0.0.0/8"), "10.9.9.9");
        let mut headers = HeaderMap::new();
        let unreadable = actix_web::http::header::HeaderValue::from_bytes(b"\xff, 203.0.113.9").expect("a value");
        headers.append(X_FORWARDED_FOR, unreadable);
        let found = find_client(peer("10.0.0.1:1"), &headers, &with(&[("trusted_proxies", "10.0.0.0/8")]));
        assert_eq!((found.address.as_str(), found.fault), ("203.0.113.9", None));
        assert_eq!(client("[::ffff:10.0.0.1]:1", &["2001:db8::1"], "10.0.0.0/8"), "2001:db8::1");
    }

    #[test]
    fn a_word_that_is_no_address_ends_the_search() {
        assert_eq!(client("10.0.0.1:1", &["1.2.3.4, evil"], "10.0.0.0/8"), "10.0.0.1");
        assert_eq!(client("10.0.0.1:1", &[], "10.0.0.0/8"), "10.0.0.1");
    }

    #[test]
    fn a_proxy_is_a_trusted_network_or_the_other_end_of_a_socket() {
        let behind = with(&[("trusted_proxies", "10.0.0.0/8")]);
        assert!(is_from_proxy(peer("10.1.2.3:1"), &behind) && is_from_proxy(peer("[::ffff:10.1.2.3]:1"), &behind));
        assert!(!is_from_proxy(peer("127.0.0.1:1"), &behind) && !is_from_proxy(None, &behind));
        assert!(!is_from_proxy(peer("127.0.0.1:1"), &with(&[])));
        let socket = with(&[("listen", "unix:/run/door"), ("public_url", "https://login.example.org")]);
        assert!(is_from_proxy(None, &socket));
    }

    #[test]
    fn past_the_proxies_nobody_is_served() {
        let url = ("public_url", "https://login.example.org");
        let behind = with(&[("listen", "0.0.0.0:80"), url, ("trusted_proxies", "10.0.0.0/8")]);
        let open = with(&[("listen", "0.0.0.0:80"), url, ("allow_insecure_http", "true")]);
        assert!(is_expected_peer(peer("10.1.2.3:1"), &behind) && is_expected_peer(peer("127.0.0.1:1"), &behind));
        assert!(!is_expected_peer(peer("192.0.2.2:1"), &behind) && is_expected_peer(peer("192.0.2.2:1"), &open));
        assert!(is_expected_peer(peer("127.0.0.1:1"), &with(&[])));
    }
}
