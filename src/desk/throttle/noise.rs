//! The networks from which a try has failed lately, as this instance remembers them. It only orders the line of strangers;
//! the counts in the database decide.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::desk::budgets::Recent;
use crate::domain::sign_in::throttle::{NAMES_SPAN, narrowest, widest};
use crate::domain::time::Timestamp;

/// The networks that are remembered at least.
const REMEMBERED: usize = 10_000;

pub(in crate::desk) struct Noise(Mutex<Recent<String, Timestamp>>);

impl Default for Noise {
    fn default() -> Noise {
        Noise(Mutex::new(Recent::new(REMEMBERED)))
    }
}

impl Noise {
    fn memory(&self) -> MutexGuard<'_, Recent<String, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a try has failed. Neighbours may mistype too, so it is held against the narrowest network alone.
    pub(super) fn failed(&self, ip: &str, now: Timestamp) {
        self.memory().put(narrowest(ip), now);
    }

    /// Notes that the counts of its networks speak against a try, or have refused it. If none has failed from the narrowest
    /// network, others in the widest one are the reason.
    pub(super) fn suspected(&self, ip: &str, now: Timestamp) {
        let mut memory = self.memory();
        let narrow = narrowest(ip);
        if !is_noisy(&memory, &narrow, now) {
            memory.put(widest(ip), now);
        }
        memory.put(narrow, now);
    }

    pub(super) fn is_newcomer(&self, ip: &str, now: Timestamp) -> bool {
        let memory = self.memory();
        ![narrowest(ip), widest(ip)].iter().any(|network| is_noisy(&memory, network, now))
    }
}

fn is_noisy(memory: &Recent<String, Timestamp>, network: &String, now: Timestamp) -> bool {
    memory.get(network).is_some_and(|then| now.since(*then) <= NAMES_SPAN)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_network_is_noisy_for_as_long_as_failed_names_count_against_it() {
        let (noise, then) = (Noise::default(), Timestamp::from_milliseconds(1_000_000));
        let later = |span: Duration| Timestamp::from_milliseconds(then.milliseconds() + span.as_millis() as i64);
        noise.failed("192.0.2.7", then);
        noise.suspected("192.0.2.7", then);
        noise.suspected("2001:db8:1:2::3", then);
        let noisy = ["192.0.2.7", "2001:db8:1:2::4", "2001:db8:1:3::4"];
        let quiet = ["192.0.2.8", "2001:db8:2:2::3", "198.51.100.7", "no address"];
        assert!(!noisy.iter().any(|ip| noise.is_newcomer(ip, later(NAMES_SPAN))));
        assert!(quiet.iter().all(|ip| noise.is_newcomer(ip, then)));
        let over = later(NAMES_SPAN + Duration::from_millis(1));
        assert!(noisy.iter().all(|ip| noise.is_newcomer(ip, over)));
    }
}
