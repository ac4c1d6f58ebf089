//! Chance that can be repeated: a number for each seed, purpose and index, so that any row can be made without those
//! before it.

/// A stream of numbers.
#[derive(Clone)]
pub struct Chance(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Chance {
    /// The stream of one row.
    pub fn of(seed: u64, purpose: &str, index: u64) -> Chance {
        let purpose = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Chance(mixed(seed ^ mixed(purpose)).wrapping_add(mixed(index.wrapping_add(STEP))))
    }

    /// The next number (SplitMix64: Steele, Lea and Flood, 2014).
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// From 0 up to 1, without it.
    pub fn unit(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 up to `limit`, without it; 0 if the limit is.
    pub fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.number()) * u128::from(limit)) >> 64) as u64
    }

    /// True so often of a thousand times.
    pub fn permille(&mut self, of_a_thousand: u64) -> bool {
        self.below(1000) < of_a_thousand
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    /// The index of one of these, each as likely as its weight says.
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

    /// So many random bytes in hexadecimal, twice as many digits.
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
