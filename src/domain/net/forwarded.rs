//! Parses the header `X-Forwarded-For`, which proxies write.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// A problem with the header of a trusted proxy. Everybody who comes through this proxy then counts as the proxy
/// itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForwardingFault {
    /// The header is missing, or names nobody.
    Missing,
    /// The header contains something that is not an address.
    Unreadable,
}

impl ForwardingFault {
    pub const ALL: [ForwardingFault; 2] = [ForwardingFault::Missing, ForwardingFault::Unreadable];
}

/// Parses one item: `a.b.c.d`, `a.b.c.d:port`, `v6`, `[v6]` or `[v6]:port`, with or without quotes, with or without the
/// zone of a link-local address.
pub fn parse_hop(item: &[u8]) -> Option<IpAddr> {
    let text = str::from_utf8(item).ok()?.trim();
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let without_zone = without_zone(text);
    let text = without_zone.as_deref().unwrap_or(text);
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok();
    let address = text.parse::<IpAddr>().ok().or_else(|| in_brackets().map(IpAddr::V6));
    let address = address.or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address| address.to_canonical())
}

/// Removes the zone from `fe80::1%eth0`; it is a name on the proxy's machine (RFC 4007).
fn without_zone(text: &str) -> Option<String> {
    let (address, rest) = text.split_once('%')?;
    let zone_end = rest.find(']').unwrap_or(rest.len());
    let is_zone =
        zone_end > 0 && rest[..zone_end].bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    (is_zone && address.contains(':')).then(|| format!("{address}{}", &rest[zone_end..]))
}

#[cfg(test)]
mod tests {
    use super::parse_hop;

    #[test]
    fn every_form_that_proxies_write_is_read() {
        for (item, expected) in [
            ("203.0.113.7", "203.0.113.7"),
            (" 203.0.113.7\t", "203.0.113.7"),
            ("203.0.113.7:49152", "203.0.113.7"),
            ("2001:db8::7", "2001:db8::7"),
            ("2001:DB8:0::7", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("[2001:db8::7]:49152", "2001:db8::7"),
            ("\"[2001:db8::7]:49152\"", "2001:db8::7"),
            ("\"203.0.113.7\"", "203.0.113.7"),
            ("fe80::1%eth0", "fe80::1"),
            ("[fe80::1%eth0.2]", "fe80::1"),
            ("[fe80::1%3]:443", "fe80::1"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("[::ffff:203.0.113.7]:1", "203.0.113.7"),
            ("::ffff:cb00:7107", "203.0.113.7"),
        ] {
            assert_eq!(parse_hop(item.as_bytes()).expect(item).to_string(), expected);
        }
    }

    #[test]
    fn whatever_else_is_no_address() {
        let unreadable = [
            "",
            "unknown",
            "_hidden",
            "evil",
            "203.0.113",
            "203.0.113.256",
            "0203.0.113.7",
            "203.0.113.7:",
            "203.0.113.7:x",
            "203.0.113.7:99999",
            "[203.0.113.7]",
            "[203.0.113.7]:1",
            "[2001:db8::7",
            "2001:db8::7]",
            "[2001:db8::7]x",
            "[2001:db8::7]:",
            "[]",
            "203.0.113.7%eth0",
            "fe80::1%",
            "fe80::1%a b",
            "\"203.0.113.7",
            "203.0.113.7 198.51.100.1",
            "for=203.0.113.7",
            "203.0.113.7/32",
            "example.org",
            "3405803783",
            "0x7f.1",
        ];
        for item in unreadable {
            assert_eq!(parse_hop(item.as_bytes()), None, "{item}");
        }
        assert_eq!(parse_hop(b"203.0.113.7\xff"), None);
    }
}
