//! IP addresses and networks as texts that sort, so that a network is a range.

use std::net::{IpAddr, Ipv6Addr};

use ipnet::IpNet;

use crate::domain::text::trimmed;

/// Writes an address as 32 hexadecimal digits, IPv4 as `::ffff:0:0/96` (RFC 4291 section 2.5.5.2): texts of one length
/// sort in the order of their addresses. Returns an empty text if it is not an address.
pub fn sortable(address: &str) -> String {
    address.parse().map_or_else(|_| String::new(), digits)
}

fn digits(address: IpAddr) -> String {
    let address = match address {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => address,
    };
    format!("{:032x}", u128::from(address))
}

/// An address or network that somebody searches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkRange {
    /// The first address, as [`sortable`] writes it.
    pub first: String,
    /// The last address of the range.
    pub last: String,
}

impl NetworkRange {
    /// Parses `192.0.2.7`, `192.0.2.0/24`, `2001:db8::1` or `2001:db8::/32`; returns `None` for anything else.
    pub fn parse(text: &str) -> Option<NetworkRange> {
        let text = trimmed(text);
        if let Ok(address) = text.parse() {
            return Some(NetworkRange { first: digits(address), last: digits(address) });
        }
        match text.parse().ok()? {
            IpNet::V4(network) => {
                Some(NetworkRange { first: digits(network.network().into()), last: digits(network.broadcast().into()) })
            }
            IpNet::V6(network) => {
                let last: Ipv6Addr = network.broadcast();
                Some(NetworkRange { first: digits(network.network().into()), last: digits(last.into()) })
            }
        }
    }

    /// Tells whether an address, as [`sortable`] writes it, is in the range.
    pub fn contains(&self, sortable: &str) -> bool {
        !sortable.is_empty() && (self.first.as_str()..=self.last.as_str()).contains(&sortable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_sort_as_numbers() {
        let addresses = ["9.0.0.1", "10.0.0.1", "192.0.2.7", "2001:db8::1"];
        let sortable: Vec<_> = addresses.iter().map(|address| sortable(address)).collect();
        assert!(sortable.is_sorted() && sortable.iter().all(|text| text.len() == 32));
        assert_eq!(super::sortable("unknown"), "");
    }

    #[test]
    fn a_network_is_a_range() {
        let network = NetworkRange::parse(" 192.0.2.9/24 ").expect("a network");
        for (address, is_within) in [("192.0.2.0", true), ("192.0.2.255", true), ("192.0.3.0", false), ("", false)] {
            assert_eq!(network.contains(&sortable(address)), is_within, "{address}");
        }
        let network = NetworkRange::parse("2001:db8::/32").expect("a network");
        assert!(network.contains(&sortable("2001:db8:ffff::1")) && !network.contains(&sortable("192.0.2.1")));
        assert!(["", "192.0.2", "192.0.2.0/33", "a/8"].iter().all(|text| NetworkRange::parse(text).is_none()));
    }
}
