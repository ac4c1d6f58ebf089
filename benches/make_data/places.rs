//! Addresses: some large networks that many people share, and many small ones. All are from ranges that belong to
//! nobody: private (RFC 1918), shared (RFC 6598), for benchmarks (RFC 2544) and for documentation (RFC 3849).

use std::net::{Ipv4Addr, Ipv6Addr};

use super::chance::Chance;

/// The number of offices, each of which has a single address.
const OFFICES: u64 = 400;

/// Returns the address of a user at one of their places: mostly at the first, sometimes at another.
pub fn address(seed: u64, user: u64, chance: &mut Chance) -> String {
    let place = match chance.below(100) {
        0..60 => 0,
        60..82 => 1,
        82..93 => 2,
        _ => 3 + chance.below(6),
    };
    let mut home = Chance::of(seed, "place", user.wrapping_mul(16).wrapping_add(place));
    match home.below(100) {
        // Four large carriers use 100.64.0.0/12 and so on; few people share an address.
        0..38 => {
            let carrier = [64, 64, 64, 80, 80, 96, 112][home.below(7) as usize];
            let host = home.below(1 << 20) as u32;
            Ipv4Addr::from((100 << 24) + ((carrier + (host >> 16)) << 16) + (host & 0xffff)).to_string()
        }
        // In an office, everybody has the same address.
        38..58 => {
            let office = home.below(OFFICES) * home.below(OFFICES) / OFFICES;
            Ipv4Addr::from((198 << 24) + (18 << 16) + ((office as u32) << 8) + 7).to_string()
        }
        // These are many small networks, 10.x.y.0/24.
        58..82 => Ipv4Addr::from((10 << 24) + home.below(1 << 24) as u32).to_string(),
        // Each household has a /64 within a provider's /40.
        _ => {
            let provider = [1, 1, 1, 2, 2, 3][home.below(6) as usize];
            let household = home.below(1 << 24) as u128;
            // Privacy addresses change, so the last half belongs to one session.
            let interface = u128::from(chance.number());
            let prefix = (0x2001_0db8_u128 << 96) + (provider << 88) + (household << 64);
            Ipv6Addr::from(prefix + interface).to_string()
        }
    }
}
