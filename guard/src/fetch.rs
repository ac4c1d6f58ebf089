//! Fetches the issuer's keys and list, each from one address, with a limit on size and time, and only if they have
//! changed.

use std::time::Duration;

use ureq::Agent;
use ureq::http::header::{ETAG, IF_NONE_MATCH};
use ureq::http::{HeaderValue, StatusCode};

use crate::http;

/// A whole answer must arrive within this time. A list is fetched every two seconds and lasts 60, so there is time for
/// several attempts.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) fn agent() -> Agent {
    http::config(PATIENCE, concat!("doorward-guard/", env!("CARGO_PKG_VERSION"))).into()
}

/// One address that is fetched again and again.
pub(crate) struct Source {
    agent: Agent,
    url: String,
    max_length: usize,
    /// The entity tag of the last answer that could be used.
    etag: Option<HeaderValue>,
}

/// A successful answer.
pub(crate) struct Fetched {
    pub(crate) body: Vec<u8>,
    etag: Option<HeaderValue>,
}

/// Why a fetch failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The answer has another status than 200.
    #[error("it answers with status {0}")]
    Status(u16),
    /// No answer came, or only a part of it.
    #[error("{0}")]
    Transport(String),
}

impl Source {
    pub(crate) fn new(agent: &Agent, url: String, max_length: usize) -> Source {
        Source { agent: agent.clone(), url, max_length, etag: None }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Fetches the document. Returns `None` if it is still the one that was [kept](Source::keep) last (RFC 9110 section
    /// 13.1.2).
    pub(crate) fn fetch(&self) -> Result<Option<Fetched>, FetchError> {
        let mut request = self.agent.get(&self.url);
        if let Some(etag) = &self.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let mut response = request.call().map_err(transport)?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_MODIFIED if self.etag.is_some() => return Ok(None),
            other => return Err(FetchError::Status(other.as_u16())),
        }
        let etag = response.headers().get(ETAG).cloned();
        let limit = u64::try_from(self.max_length).unwrap_or(u64::MAX);
        let body = response.body_mut().with_config().limit(limit).read_to_vec().map_err(transport)?;
        Ok(Some(Fetched { body, etag }))
    }

    /// Notes that an answer could be used: from now on, only a different one matters.
    pub(crate) fn keep(&mut self, fetched: Fetched) {
        self.etag = fetched.etag;
    }

    /// Notes that the kept answer cannot be used any more.
    pub(crate) fn forget(&mut self) {
        self.etag = None;
    }
}

fn transport(error: ureq::Error) -> FetchError {
    FetchError::Transport(error.to_string())
}
