//! Random numbers that can be repeated: each seed, purpose and index gives its own, so any row can be made without the
//! rows before it.

/// A stream of random numbers.
#[derive(Clone)]
pub struct Chance(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Chance {
    /// Returns the stream for one row.
    pub fn of(seed: u64, purpose: &str, index: u64) -> Chance {
        let purpose = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Chance(mixed(seed ^ mixed(purpose)).wrapping_add(mixed(index.wrapping_add(STEP))))
    }

    /// Returns the next number (SplitMix64: Steele, Lea and Flood, 2014).
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// Returns a number from 0 up to, but without, 1.
    pub fn unit(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Returns a number from 0 up to, but without, `limit`; 0 if the limit is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.number()) * u128::from(limit)) >> 64) as u64
    }

    /// Returns `true` in this number of a thousand cases.
    pub fn permille(&mut self, of_a_thousand: u64) -> bool {
        self.below(1000) < of_a_thousand
    }

    /// Returns one of the items.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    /// Returns the index of one of the weights, each as likely as it says.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (index, weight) in weights.enumerate() {
            if left < weight {
                return index;
            }
            left -= weight;
        }
        0
    }

    /// Returns this number of random bytes in hexadecimal, which has twice as many digits.
    pub fn hexadecimal(&mut self, bytes: usize) -> String {
        let mut text = String::with_capacity(2 * bytes + 16);
        while text.len() < 2 * bytes {
            text.push_str(&format!("{:016x}", self.number()));
        }
        text.truncate(2 * bytes);
        text
    }
}

fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
