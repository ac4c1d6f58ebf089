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
    let peer = peer.map(|peer| peer.ip().to_canonical());
    // Only a proxy on this machine can connect to the Unix socket.
    let is_proxy = match (&settings.listen, &peer) {
        (Listen::Unix(_), _) => true,
        (_, Some(peer)) => is_trusted(peer),
        (_, None) => false,
    };
    let mut client = peer;
    if is_proxy {
        let lines: Vec<&str> = headers.get_all(X_FORWARDED_FOR).filter_map(|value| value.to_str().ok()).collect();
        for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
            let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
            client = Some(address.to_canonical());
            if !is_trusted(&address.to_canonical()) {
                break;
            }
        }
    }
    client.map_or_else(|| "unknown".to_owned(), |address| address.to_string())
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
        assert_eq!(client("[::ffff:10.0.0.1]:1", &["2001:db8::1"], "10.0.0.0/8"), "2001:db8::1");
    }

    #[test]
    fn a_word_that_is_no_address_ends_the_search() {
        assert_eq!(client("10.0.0.1:1", &["1.2.3.4, evil"], "10.0.0.0/8"), "10.0.0.1");
        assert_eq!(client("10.0.0.1:1", &[], "10.0.0.0/8"), "10.0.0.1");
    }
}
