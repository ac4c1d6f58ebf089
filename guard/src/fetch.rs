//! Fetches the issuer's keys and list: from one address, with a limit on size and time, and only what has changed.

use std::time::Duration;

use ureq::Agent;
use ureq::http::header::{ETAG, IF_NONE_MATCH};
use ureq::http::{HeaderValue, StatusCode};

use crate::http;

/// How long a whole answer may take. A list that is fetched every two seconds and lasts 60 has time for several tries.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) fn agent() -> Agent {
    http::config(PATIENCE, concat!("doorward-guard/", env!("CARGO_PKG_VERSION"))).into()
}

/// One address that is fetched again and again.
pub(crate) struct Source {
    agent: Agent,
    url: String,
    max_length: usize,
    /// Of what was fetched last and could be used.
    etag: Option<HeaderValue>,
}

/// What came back.
pub(crate) struct Fetched {
    pub(crate) body: Vec<u8>,
    etag: Option<HeaderValue>,
}

/// Why nothing came back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The answer has another status than 200.
    #[error("it answers with status {0}")]
    Status(u16),
    /// No answer, or not the whole of it.
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

    /// Fetches what is there. `None` when it is still what was [kept](Source::keep) last (RFC 9110 section 13.1.2).
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

    /// What was fetched can be used: from now on, only something else is of interest.
    pub(crate) fn keep(&mut self, fetched: Fetched) {
        self.etag = fetched.etag;
    }

    /// What was kept cannot be used any more.
    pub(crate) fn forget(&mut self) {
        self.etag = None;
    }
}

fn transport(error: ureq::Error) -> FetchError {
    FetchError::Transport(error.to_string())
}
