//! The networks to which an address belongs, and for which tries of strangers are counted.
//!
//! One customer of a provider gets a /64 at least, often a /56 or a /48. So the wider networks have limits, too: else
//! somebody with a /48 would have the tries of 65,536 addresses. They have more tries than an address, because
//! neighbours share them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A network, and how many times the tries of an address it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Network {
    pub(super) address: Option<IpAddr>,
    pub(super) prefix: u8,
    pub(super) factor: u32,
}

const IPV4: [(u8, u32); 2] = [(32, 1), (24, 8)];
const IPV6: [(u8, u32); 3] = [(64, 1), (56, 2), (48, 4)];

/// Returns the networks of an address, the narrowest first. All texts that are not an address are one network.
pub(super) fn of(ip: &str) -> Vec<Network> {
    match ip.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(address @ IpAddr::V4(_)) => IPV4.map(|level| within(address, level)).into(),
        Ok(address @ IpAddr::V6(_)) => IPV6.map(|level| within(address, level)).into(),
        Err(_) => vec![Network { address: None, prefix: 0, factor: 1 }],
    }
}

/// Returns the narrowest network of an address as text, such as `192.0.2.77/32` or `2001:db8:1:2a3::/64`: that of one
/// customer. Returns `unknown` for a text that is not an address.
pub fn narrowest(ip: &str) -> String {
    of(ip).first().map_or_else(|| UNKNOWN.to_owned(), Network::text)
}

/// Returns the widest network of an address as text, such as `192.0.2.0/24` or `2001:db8:1::/48`; `unknown` for a text
/// that is not an address.
pub fn widest(ip: &str) -> String {
    of(ip).last().map_or_else(|| UNKNOWN.to_owned(), Network::text)
}

fn within(address: IpAddr, (prefix, factor): (u8, u32)) -> Network {
    let first = match address {
        IpAddr::V4(address) => IpAddr::V4(Ipv4Addr::from_bits(address.to_bits() & (u32::MAX << (32 - prefix)))),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (128 - prefix)))),
    };
    Network { address: Some(first), prefix, factor }
}

/// The text of what is not an address.
const UNKNOWN: &str = "unknown";

impl Network {
    fn text(&self) -> String {
        match self.address {
            Some(address) => format!("{address}/{}", self.prefix),
            None => UNKNOWN.to_owned(),
        }
    }

    /// Returns bytes that no other network has.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let address = match self.address {
            Some(IpAddr::V4(address)) => address.octets().to_vec(),
            Some(IpAddr::V6(address)) => address.octets().to_vec(),
            None => Vec::new(),
        };
        [address, vec![self.prefix]].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_belongs_to_networks_that_have_more_tries_the_wider_they_are() {
        let of = |ip: &str| -> Vec<(String, u32)> {
            let text = |network: Network| {
                let address = network.address.map_or_else(|| "none".to_owned(), |address| address.to_string());
                (format!("{address}/{}", network.prefix), network.factor)
            };
            of(ip).into_iter().map(text).collect()
        };
        assert_eq!(of("192.0.2.77"), [("192.0.2.77/32".into(), 1), ("192.0.2.0/24".into(), 8)]);
        assert_eq!(of("::ffff:192.0.2.77"), of("192.0.2.77"));
        let wide = [("2001:db8:1:2a3::/64", 1), ("2001:db8:1:200::/56", 2), ("2001:db8:1::/48", 4)];
        assert_eq!(of("2001:db8:1:2a3:4::5"), wide.map(|(text, factor)| (text.to_owned(), factor)));
        assert_eq!((of("unknown"), of("local")), (vec![("none/0".into(), 1)], vec![("none/0".into(), 1)]));
    }

    #[test]
    fn the_narrowest_and_the_widest_network_have_a_text_that_people_can_read() {
        let texts = ["192.0.2.77", "2001:db8:1:2a3:4::5", "::1", "unknown"].map(narrowest);
        assert_eq!(texts, ["192.0.2.77/32", "2001:db8:1:2a3::/64", "::/64", "unknown"]);
        let texts = ["192.0.2.77", "2001:db8:1:2a3:4::5", "::1", "unknown"].map(widest);
        assert_eq!(texts, ["192.0.2.0/24", "2001:db8:1::/48", "::/48", "unknown"]);
    }

    #[test]
    fn no_two_networks_have_the_same_bytes() {
        let mut bytes: Vec<_> = ["192.0.2.0", "::", "2001:db8::", "x"].iter().flat_map(|ip| of(ip)).collect();
        let all = bytes.len();
        bytes.sort_by_key(Network::bytes);
        bytes.dedup_by_key(|network| network.bytes());
        assert_eq!(bytes.len(), all);
    }
}
