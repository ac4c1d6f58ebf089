//! IP addresses and networks as texts that sort, so that a network is a range.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

use crate::domain::text::{Unreadable, trimmed};
use crate::language::say;

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

/// An address or network that somebody searches for. A single address is a network of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkRange(IpNet);

impl NetworkRange {
    /// The first address, as [`sortable`] writes it.
    pub fn first(&self) -> String {
        digits(self.0.network())
    }

    /// The last address, as [`sortable`] writes it.
    pub fn last(&self) -> String {
        digits(self.0.broadcast())
    }
}

impl FromStr for NetworkRange {
    type Err = Unreadable;

    /// Reads `192.0.2.7`, `192.0.2.0/24`, `2001:db8::1` or `2001:db8::/32`.
    fn from_str(text: &str) -> Result<NetworkRange, Unreadable> {
        let text = trimmed(text);
        let single = text.parse::<IpAddr>().map(IpNet::from);
        single.or_else(|_| text.parse()).map(NetworkRange).map_err(|_| Unreadable(say("unreadable-network")))
    }
}

impl fmt::Display for NetworkRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.prefix_len() == self.0.max_prefix_len() {
            true => write!(f, "{}", self.0.addr()),
            false => write!(f, "{}", self.0),
        }
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
        let range = |text: &str| text.parse::<NetworkRange>().expect("a network");
        let is_in =
            |address: &str, network: &NetworkRange| (network.first()..=network.last()).contains(&sortable(address));
        let network = range(" 192.0.2.9/24 ");
        for (address, is_within) in [("192.0.2.0", true), ("192.0.2.255", true), ("192.0.3.0", false), ("", false)] {
            assert_eq!(is_in(address, &network), is_within, "{address}");
        }
        let network = range("2001:db8::/32");
        assert!(is_in("2001:db8:ffff::1", &network) && !is_in("192.0.2.1", &network));
        assert!(is_in("192.0.2.7", &range("192.0.2.7")) && !is_in("192.0.2.8", &range("192.0.2.7")));
        assert!(["", "192.0.2", "192.0.2.0/33", "a/8"].iter().all(|text| text.parse::<NetworkRange>().is_err()));
    }

    #[test]
    fn a_network_is_read_back_as_it_is_written() {
        for text in ["192.0.2.7", "10.0.0.0/8", "0.0.0.0/0", "::", "::/0", "2001:db8::/32", "::ffff:1.2.3.4"] {
            assert_eq!(text.parse::<NetworkRange>().map(|network| network.to_string()).as_deref(), Ok(text));
        }
    }
}
