//! The client's address: the connection's other end, or what a trusted proxy says of it.

use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::{HeaderMap, HeaderName};

use crate::config::{Listen, Settings};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address to record, `unknown` when there is none to be had.
///
/// `X-Forwarded-For` counts only from a trusted proxy, and then from right to left up to the first address that is not
/// one: what stands left of it is whatever the client chose to send.
pub fn client_address(peer: Option<SocketAddr>, headers: &HeaderMap, settings: &Settings) -> String {
    let is_trusted = |address: &IpAddr| settings.trusted_proxies.iter().any(|network| network.contains(address));
    let mut client = peer.map(|peer| peer.ip().to_canonical());
    if is_from_proxy(peer, settings) {
        // As bytes: what a client put in front must not make the rest of the line unreadable.
        let lines: Vec<&[u8]> = headers.get_all(X_FORWARDED_FOR).map(|value| value.as_bytes()).collect();
        for hop in lines.iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b',')) {
            let address = std::str::from_utf8(hop.trim_ascii()).ok().and_then(|hop| hop.parse::<IpAddr>().ok());
            let Some(address) = address else { break };
            client = Some(address.to_canonical());
            if !is_trusted(&address.to_canonical()) {
                break;
            }
        }
    }
    client.map_or_else(|| "unknown".to_owned(), |address| address.to_string())
}

/// Whether the other end of the connection is a trusted proxy.
pub fn is_from_proxy(peer: Option<SocketAddr>, settings: &Settings) -> bool {
    let is_trusted = |address: IpAddr| settings.trusted_proxies.iter().any(|network| network.contains(&address));
    match (&settings.listen, peer) {
        // Only a proxy on this machine can connect to the Unix socket.
        (Listen::Unix(_), _) => true,
        (Listen::Tcp(_), Some(peer)) => is_trusted(peer.ip().to_canonical()),
        (Listen::Tcp(_), None) => false,
    }
}

/// Whether the other end of the connection may talk to Doorward at all. Listening on more than this machine with an
/// https URL is for proxies; whoever comes past them would come without TLS.
pub fn is_expected_peer(peer: Option<SocketAddr>, settings: &Settings) -> bool {
    let is_open = settings.listen.is_local() || settings.allow_insecure_http;
    let is_proxy = |ip: &IpAddr| settings.trusted_proxies.iter().any(|network| network.contains(ip));
    is_open || peer.map(|peer| peer.ip().to_canonical()).is_some_and(|ip| ip.is_loopback() || is_proxy(&ip))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Sources, load};

    fn client(peer: &str, forwarded: &[&str], proxies: &str) -> String {
        let flags = vec![("trusted_proxies".into(), proxies.into())];
        let settings = load(&Sources { flags, ..Sources::default() }).expect("allowed").settings;
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(X_FORWARDED_FOR, value.parse().expect("a value"));
        }
        client_address(Some(peer.parse().expect("an address")), &headers, &settings)
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
        let flags = vec![("trusted_proxies".into(), "10.0.0.0/8".into())];
        let settings = load(&Sources { flags, ..Sources::default() }).expect("allowed").settings;
        assert_eq!(client_address(Some("10.0.0.1:1".parse().expect("an address")), &headers, &settings), "203.0.113.9");
        assert_eq!(client("[::ffff:10.0.0.1]:1", &["2001:db8::1"], "10.0.0.0/8"), "2001:db8::1");
    }

    #[test]
    fn a_word_that_is_no_address_ends_the_search() {
        assert_eq!(client("10.0.0.1:1", &["1.2.3.4, evil"], "10.0.0.0/8"), "10.0.0.1");
        assert_eq!(client("10.0.0.1:1", &[], "10.0.0.0/8"), "10.0.0.1");
    }

    #[test]
    fn past_the_proxies_nobody_is_served() {
        let with = |flags: &[(&str, &str)]| {
            let flags = flags.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
            load(&Sources { flags, ..Sources::default() }).expect("allowed").settings
        };
        let url = ("public_url", "https://login.example.org");
        let behind = with(&[("listen", "0.0.0.0:80"), url, ("trusted_proxies", "10.0.0.0/8")]);
        let open = with(&[("listen", "0.0.0.0:80"), url, ("allow_insecure_http", "true")]);
        let peer = |text: &str| Some(text.parse().expect("an address"));
        assert!(is_expected_peer(peer("10.1.2.3:1"), &behind) && is_expected_peer(peer("127.0.0.1:1"), &behind));
        assert!(!is_expected_peer(peer("192.0.2.2:1"), &behind) && is_expected_peer(peer("192.0.2.2:1"), &open));
        assert!(is_expected_peer(peer("127.0.0.1:1"), &with(&[])));
    }
}
