//! Configures and starts a guard.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use tokio::sync::{oneshot, watch};

use crate::fetch::{Source, agent};
use crate::guard::{Guard, Line, Rules};
use crate::jwks::KeysError;
use crate::keys::Keys;
use crate::knowledge::Knowledge;
use crate::origin::Origin;
use crate::recall;
use crate::refresher::{Failing, ListSource, MAX_KEYS_LENGTH, RefreshError, Refresher};

/// The configuration of a guard. Begin with [`Guard::builder`].
#[derive(Clone, Debug)]
#[must_use = "a guard guards when it has been started"]
pub struct GuardBuilder {
    issuer: String,
    audience: String,
    own_origin: Option<String>,
    static_keys: Option<String>,
    fetch_from: Option<String>,
    allows_insecure_http: bool,
    has_recall: bool,
}

/// Why a guard could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The value of a setting is not an origin.
    #[error("{setting}: {value:?} is not an origin such as https://login.example.org")]
    Origin {
        /// The name of the setting.
        setting: &'static str,
        /// The value of the setting.
        value: String,
    },
    /// The setting uses plain http, so keys and lists could come from anybody.
    #[error("{0}: plain http is for loopback addresses; use https, or allow_insecure_http() if the way there is safe")]
    Insecure(String),
    /// The configured keys cannot be used.
    #[error("static_keys: {0}")]
    StaticKeys(#[from] KeysError),
    /// The issuer did not answer as it should.
    #[error(transparent)]
    Refresh(#[from] RefreshError),
    /// The operating system refused to start a thread.
    #[error("no thread could be started: {0}")]
    Thread(std::io::Error),
    /// The thread has ended. This does not happen.
    #[error("the thread that fetches keys has ended")]
    Gone,
}

impl GuardBuilder {
    pub(crate) fn new(issuer: &str) -> GuardBuilder {
        GuardBuilder {
            issuer: issuer.to_owned(),
            audience: "doorward".to_owned(),
            own_origin: None,
            static_keys: None,
            fetch_from: None,
            allows_insecure_http: false,
            has_recall: true,
        }
    }

    /// Sets Doorward's setting `audience`, if it is not `doorward`. The guard then requires tokens for its apps: with
    /// `notes`, their `aud` is `notes/apps`. Tokens for Doorward's own pages and API are refused.
    pub fn audience(mut self, audience: &str) -> Self {
        audience.clone_into(&mut self.audience);
        self
    }

    /// Sets the origin at which browsers see this app, such as `https://notes.example.org`. With it, people are
    /// admitted by the access cookie or sent to Doorward's login page, which must list this origin in its
    /// `return_origins`. Without it, only bearer tokens are accepted.
    pub fn own_origin(mut self, origin: &str) -> Self {
        self.own_origin = Some(origin.to_owned());
        self
    }

    /// Sets public keys, as a JWK set or one JWK, in place of those that the issuer publishes. They are never replaced:
    /// before Doorward's keys are replaced, give the new ones to the guard.
    pub fn static_keys(mut self, jwks: &str) -> Self {
        self.static_keys = Some(jwks.to_owned());
        self
    }

    /// Sets another origin at which this machine can reach the issuer, if that is not its public one.
    pub fn fetch_from(mut self, origin: &str) -> Self {
        self.fetch_from = Some(origin.to_owned());
        self
    }

    /// Allows the guard to fetch keys over plain http from an address that is not loopback. Anybody who can answer in
    /// place of that address can then make tokens.
    pub fn allow_insecure_http(mut self) -> Self {
        self.allows_insecure_http = true;
        self
    }

    /// Turns the recall list off. **Then nothing that happens at Doorward ends an access token before its time**: after
    /// a session was ended, a user suspended, a role removed or a key given up, the token is still accepted for as long
    /// as it lasts, which is 30 minutes by default and can be 60.
    pub fn without_recall(mut self) -> Self {
        self.has_recall = false;
        self
    }

    /// Fetches keys and list, and keeps them up to date from then on.
    ///
    /// # Errors
    /// Fails if a setting cannot be right, or if the issuer does not answer with keys and a list: without them a guard
    /// cannot admit anybody.
    pub async fn start(self) -> Result<Guard, StartError> {
        let rules = self.rules()?;
        let knowledge = Arc::new(Knowledge::default());
        let keys_are_fetched = self.static_keys.is_none();
        if let Some(text) = &self.static_keys {
            knowledge.configure_keys(Keys::parse_some(text.as_bytes())?);
        }
        if !keys_are_fetched && !self.has_recall {
            return Ok(Guard::new(rules, knowledge, None));
        }
        let refresher = self.refresher(&rules, &knowledge)?;
        let line = start_thread(refresher).await?;
        Ok(Guard::new(rules, knowledge, Some(line)))
    }

    fn rules(&self) -> Result<Rules, StartError> {
        let issuer = parse("issuer", &self.issuer)?;
        let own_origin = self.own_origin.as_deref().map(|origin| parse("own_origin", origin)).transpose()?;
        Ok(Rules { issuer, audience: self.audience.clone(), own_origin, has_recall: self.has_recall })
    }

    fn refresher(&self, rules: &Rules, knowledge: &Arc<Knowledge>) -> Result<Refresher, StartError> {
        let from = match &self.fetch_from {
            Some(origin) => parse("fetch_from", origin)?,
            None => rules.issuer.clone(),
        };
        if !from.is_https() && !from.is_loopback() && !self.allows_insecure_http {
            return Err(StartError::Insecure(from.to_string()));
        }
        let agent = agent();
        let source = |path: &str, max_length| Source::new(&agent, format!("{from}{path}"), max_length);
        let keys = self.static_keys.is_none().then(|| source("/.well-known/jwks.json", MAX_KEYS_LENGTH));
        let list = self.has_recall.then(|| ListSource {
            source: source("/recall-list.jwt", recall::MAX_LENGTH),
            issuer: rules.issuer.to_string(),
            subject: format!("{}/recall-list.jwt", rules.issuer),
        });
        Ok(Refresher { knowledge: knowledge.clone(), keys, list, failing: Failing::default() })
    }
}

fn parse(setting: &'static str, value: &str) -> Result<Origin, StartError> {
    Origin::parse(value).ok_or_else(|| StartError::Origin { setting, value: value.to_owned() })
}

/// Starts the thread and waits until it has fetched everything once.
async fn start_thread(mut refresher: Refresher) -> Result<Line, StartError> {
    // At most one request waits: another one would ask for the same.
    let (ask, asked) = sync_channel(1);
    let (done, told) = watch::channel(0);
    let (ready, first) = oneshot::channel();
    let thread = std::thread::Builder::new().name("doorward-guard".to_owned());
    let started = thread.spawn(move || {
        let outcome = refresher.refresh_all();
        let is_known = outcome.is_ok();
        if ready.send(outcome).is_ok() && is_known {
            refresher.run(&asked, &done);
        }
    });
    started.map_err(StartError::Thread)?;
    first.await.map_err(|_| StartError::Gone)??;
    Ok(Line::new(ask, told))
}
