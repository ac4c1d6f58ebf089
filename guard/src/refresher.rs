//! Keeps a guard's knowledge up to date, in a thread of its own that ends with the guard.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::clock::now;
use crate::fetch::{FetchError, Source};
use crate::jwks::KeysError;
use crate::jws::Defect;
use crate::keys::Keys;
use crate::knowledge::Knowledge;
use crate::recall::{ListDefect, RecallList};

/// The time between two fetches of the keys. Doorward publishes a new key 60 s before it signs.
const KEYS_INTERVAL: Duration = Duration::from_secs(30);
/// The time between two attempts after a failure, if the list says nothing else.
const RETRY: Duration = Duration::from_secs(2);
/// The longest set of keys in bytes. A set has few keys, so a larger document is something else.
pub(crate) const MAX_KEYS_LENGTH: usize = 256 << 10;

/// Fetches, checks and publishes keys and list.
pub(crate) struct Refresher {
    pub(crate) knowledge: Arc<Knowledge>,
    /// The address of the keys, unless they are configured.
    pub(crate) keys: Option<Source>,
    /// The address of the list, unless it is turned off.
    pub(crate) list: Option<ListSource>,
    /// The last failures, so that each is logged once and not every two seconds.
    pub(crate) failing: Failing,
}

/// The address of a list, and the subject that it must have.
pub(crate) struct ListSource {
    pub(crate) source: Source,
    pub(crate) issuer: String,
    /// The URL that the list must name as its own. It may differ from the address where it is fetched.
    pub(crate) subject: String,
}

/// Tells which of the two could not be refreshed.
#[derive(Default)]
pub(crate) struct Failing {
    keys: bool,
    list: bool,
}

/// Why a refresh failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefreshError {
    /// Nothing arrived.
    #[error("{url}: {error}")]
    Fetch {
        /// The address.
        url: String,
        /// The cause.
        error: FetchError,
    },
    /// The document is no set of keys.
    #[error("{url}: {error}")]
    Keys {
        /// The address.
        url: String,
        /// The cause.
        error: KeysError,
    },
    /// The set contains no key.
    #[error("{url}: there is no key in it to verify with; tokens signed with HS256 cannot be checked by others")]
    NoKeys {
        /// The address.
        url: String,
    },
    /// The document is not a list to rely on.
    #[error("{url}: {error}")]
    List {
        /// The address.
        url: String,
        /// The cause.
        error: ListDefect,
    },
}

impl Refresher {
    /// Refreshes everything once. Without a single key nothing else is of use.
    pub(crate) fn refresh_all(&mut self) -> Result<(), RefreshError> {
        self.refresh_keys()?;
        if let Some(source) = &self.keys
            && self.knowledge.keys().keys.is_empty()
        {
            return Err(RefreshError::NoKeys { url: source.url().to_owned() });
        }
        self.refresh_list()
    }

    /// Runs until nobody can ask any more. Each message on `asked` asks for a refresh at once; its number is sent back
    /// when that has been attempted.
    pub(crate) fn run(mut self, asked: &Receiver<u64>, done: &watch::Sender<u64>) {
        let (mut keys_due, mut list_due) = (Instant::now() + KEYS_INTERVAL, Instant::now() + self.ttl());
        loop {
            let begin = Instant::now();
            let due = match (&self.keys, &self.list) {
                (Some(_), Some(_)) => keys_due.min(list_due),
                (Some(_), None) => keys_due,
                (None, _) => list_due,
            };
            let wish = match asked.recv_timeout(due.saturating_duration_since(begin)) {
                Ok(number) => Some(number),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let begin = Instant::now();
            if wish.is_some() || begin >= keys_due {
                let outcome = self.refresh_keys();
                keys_due = begin + if outcome.is_ok() { KEYS_INTERVAL } else { RETRY };
                note(&mut self.failing.keys, "keys", &outcome);
            }
            if wish.is_some() || begin >= list_due {
                let outcome = self.refresh_list();
                if matches!(&outcome, Err(RefreshError::List { error: ListDefect::Jws(Defect::UnknownKey), .. })) {
                    // The key that signed the list is newer than ours.
                    keys_due = begin;
                }
                list_due = begin + self.ttl();
                note(&mut self.failing.list, "recall list", &outcome);
            }
            if let Some(number) = wish {
                done.send_replace(number);
            }
        }
    }

    fn ttl(&self) -> Duration {
        self.knowledge.list().map_or(RETRY, |list| list.ttl())
    }

    fn refresh_keys(&mut self) -> Result<(), RefreshError> {
        let Some(source) = &mut self.keys else { return Ok(()) };
        let asked_at = Instant::now();
        let url = || source.url().to_owned();
        match source.fetch().map_err(|error| RefreshError::Fetch { url: url(), error })? {
            None => self.knowledge.replace_keys(self.knowledge.keys().keys.clone(), asked_at),
            Some(fetched) => {
                let keys = Keys::parse(&fetched.body).map_err(|error| RefreshError::Keys { url: url(), error })?;
                self.knowledge.replace_keys(Arc::new(keys), asked_at);
                source.keep(fetched);
            }
        }
        Ok(())
    }

    fn refresh_list(&mut self) -> Result<(), RefreshError> {
        let Some(ListSource { source, issuer, subject }) = &mut self.list else { return Ok(()) };
        let url = source.url().to_owned();
        let known = self.knowledge.list();
        if !known.as_ref().is_some_and(|list| list.is_reliable(now())) {
            // The answer that nothing has changed would be no help.
            source.forget();
        }
        let fetched = source.fetch().map_err(|error| RefreshError::Fetch { url: url.clone(), error })?;
        let Some(fetched) = fetched else { return Ok(()) };
        let refused = |error| RefreshError::List { url: url.clone(), error };
        let text = std::str::from_utf8(&fetched.body).map_err(|_| refused(Defect::Form.into()))?;
        let keys = self.knowledge.keys();
        let list = RecallList::open(text.trim_ascii(), &keys.keys, issuer, subject, now()).map_err(refused)?;
        if known.is_some_and(|known| list.issued_at() < known.issued_at()) {
            // It comes from a cache, or an instance whose clock is behind, and must not undo the newer list.
            return Ok(());
        }
        self.knowledge.replace_list(list);
        source.keep(fetched);
        Ok(())
    }
}

/// Logs a failure when it begins, and when it ends.
fn note(is_failing: &mut bool, what: &str, outcome: &Result<(), RefreshError>) {
    match outcome {
        Err(error) if !*is_failing => log::warn!("the {what} cannot be refreshed: {error}"),
        Err(error) => log::debug!("the {what} still cannot be refreshed: {error}"),
        Ok(()) if *is_failing => log::info!("the {what} can be refreshed again"),
        Ok(()) => {}
    }
    *is_failing = outcome.is_err();
}
