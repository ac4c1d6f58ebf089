//! A memory of what was used last, which is never too full for what is new.

use std::collections::HashMap;
use std::hash::Hash;

/// At least the last `half` keys that were used are remembered, and at most twice as many. What was used longest ago is
/// forgotten together, in one step, so no use searches for room.
pub(in crate::desk) struct Recent<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
    half: usize,
}

impl<K: Eq + Hash, V> Recent<K, V> {
    pub(in crate::desk) fn new(half: usize) -> Recent<K, V> {
        Recent { young: HashMap::new(), old: HashMap::new(), half }
    }

    pub(in crate::desk) fn get(&self, key: &K) -> Option<&V> {
        self.young.get(key).or_else(|| self.old.get(key))
    }

    /// Remembers a value, as the one used last.
    pub(in crate::desk) fn put(&mut self, key: K, value: V) {
        self.old.remove(&key);
        if self.young.len() >= self.half && !self.young.contains_key(&key) {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }

    pub(in crate::desk) fn remove(&mut self, key: &K) -> Option<V> {
        let old = self.old.remove(key);
        self.young.remove(key).or(old)
    }

    #[cfg(test)]
    pub(in crate::desk) fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_room_and_what_was_used_last_is_remembered() {
        let mut recent = Recent::new(10);
        for number in 0..1000 {
            recent.put(number, -number);
            recent.put(-1, 1);
            assert!(((number - 8).max(0)..=number).all(|last| recent.get(&last) == Some(&-last)), "{number}");
            assert_eq!(recent.get(&-1), Some(&1), "it is used all the time");
            assert!(recent.len() <= 20);
        }
        assert_eq!((recent.get(&900), recent.get(&-1)), (None, Some(&1)));
        assert_eq!((recent.remove(&-1), recent.remove(&-1)), (Some(1), None));
    }
}
