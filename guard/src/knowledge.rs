//! The guard's knowledge about the issuer at a moment: its keys and its recall list. It is read without a lock, and
//! replaced as a whole.

use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::{ArcSwap, ArcSwapOption};

use crate::keys::Keys;
use crate::recall::RecallList;

/// Keys that have not been confirmed for this long are not relied on, since one of them may have been given up.
const MAX_KEYS_AGE: Duration = Duration::from_secs(3600);

/// The knowledge is shared by those who check tokens and the thread that refreshes.
#[derive(Default)]
pub(crate) struct Knowledge {
    keys: ArcSwap<KnownKeys>,
    list: ArcSwapOption<RecallList>,
}

/// Keys, and the time at which the issuer last confirmed them. `None` is for configured keys, which do not age.
#[derive(Default)]
pub(crate) struct KnownKeys {
    pub(crate) keys: Arc<Keys>,
    confirmed_at: Option<Instant>,
}

impl KnownKeys {
    pub(crate) fn are_reliable(&self) -> bool {
        self.confirmed_at.is_none_or(|at| at.elapsed() < MAX_KEYS_AGE)
    }
}

impl Knowledge {
    pub(crate) fn keys(&self) -> Arc<KnownKeys> {
        self.keys.load_full()
    }

    pub(crate) fn list(&self) -> Option<Arc<RecallList>> {
        self.list.load_full()
    }

    pub(crate) fn configure_keys(&self, keys: Keys) {
        self.keys.store(Arc::new(KnownKeys { keys: Arc::new(keys), confirmed_at: None }));
    }

    /// Replaces the keys. `asked_at` is the time of the question, not of the answer.
    pub(crate) fn replace_keys(&self, keys: Arc<Keys>, asked_at: Instant) {
        self.keys.store(Arc::new(KnownKeys { keys, confirmed_at: Some(asked_at) }));
    }

    pub(crate) fn replace_list(&self, list: RecallList) {
        self.list.store(Some(Arc::new(list)));
    }
}
