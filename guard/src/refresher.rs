//! Keeps what a guard knows up to date: a thread of its own that ends with the guard.

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

/// How often keys are fetched. Doorward shows a new key for 60 s before it signs.
const KEYS_INTERVAL: Duration = Duration::from_secs(30);
/// How long after a failure it is tried again, where the list does not say.
const RETRY: Duration = Duration::from_secs(2);
/// Keys in a set are few; a set that is larger than this is something else.
pub(crate) const MAX_KEYS_LENGTH: usize = 256 << 10;

/// Fetches, checks and publishes.
pub(crate) struct Refresher {
    pub(crate) knowledge: Arc<Knowledge>,
    /// Where the keys are, unless they are configured.
    pub(crate) keys: Option<Source>,
    /// Where the list is, unless there is to be none.
    pub(crate) list: Option<ListSource>,
    /// What went wrong last, so that it is logged once and not every two seconds.
    pub(crate) failing: Failing,
}

/// Where a list is fetched, and whose it must be.
pub(crate) struct ListSource {
    pub(crate) source: Source,
    pub(crate) issuer: String,
    /// The URL that it must name as its own, which need not be where it is fetched.
    pub(crate) subject: String,
}

/// Which of the two could not be refreshed.
#[derive(Default)]
pub(crate) struct Failing {
    keys: bool,
    list: bool,
}

/// Why something could not be refreshed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefreshError {
    /// Nothing came.
    #[error("{url}: {error}")]
    Fetch {
        /// From where.
        url: String,
        /// Why.
        error: FetchError,
    },
    /// What came is no set of keys.
    #[error("{url}: {error}")]
    Keys {
        /// From where.
        url: String,
        /// Why.
        error: KeysError,
    },
    /// The set has no key in it.
    #[error("{url}: there is no key in it to verify with; tokens signed with HS256 cannot be checked by others")]
    NoKeys {
        /// Where it is.
        url: String,
    },
    /// What came is no list to rely on.
    #[error("{url}: {error}")]
    List {
        /// From where.
        url: String,
        /// Why.
        error: ListDefect,
    },
}

impl Refresher {
    /// Everything once. Without a single key nothing else is of use.
    pub(crate) fn refresh_all(&mut self) -> Result<(), RefreshError> {
        self.refresh_keys()?;
        if let Some(source) = &self.keys
            && self.knowledge.keys().keys.is_empty()
        {
            return Err(RefreshError::NoKeys { url: source.url().to_owned() });
        }
        self.refresh_list()
    }

    /// Goes on until nobody can ask any more. Each word on `asked` is a wish to know everything anew at once; its
    /// number is given back when that has been tried.
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
                    // The key that signed it is newer than ours.
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
            // That nothing has changed would be no help.
            source.forget();
        }
        let fetched = source.fetch().map_err(|error| RefreshError::Fetch { url: url.clone(), error })?;
        let Some(fetched) = fetched else { return Ok(()) };
        let refused = |error| RefreshError::List { url: url.clone(), error };
        let text = std::str::from_utf8(&fetched.body).map_err(|_| refused(Defect::Form.into()))?;
        let keys = self.knowledge.keys();
        let list = RecallList::open(text.trim_ascii(), &keys.keys, issuer, subject, now()).map_err(refused)?;
        if known.is_some_and(|known| list.issued_at() < known.issued_at()) {
            // From some cache, or an instance whose clock is behind: it must not undo what the newer one says.
            return Ok(());
        }
        self.knowledge.replace_list(list);
        source.keep(fetched);
        Ok(())
    }
}

/// Logs a failure when it begins, and its end.
fn note(is_failing: &mut bool, what: &str, outcome: &Result<(), RefreshError>) {
    match outcome {
        Err(error) if !*is_failing => log::warn!("the {what} cannot be refreshed: {error}"),
        Err(error) => log::debug!("the {what} still cannot be refreshed: {error}"),
        Ok(()) if *is_failing => log::info!("the {what} can be refreshed again"),
        Ok(()) => {}
    }
    *is_failing = outcome.is_err();
}
