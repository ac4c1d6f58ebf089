//! The guard: it tells to whom an access token belongs, and whether the token is accepted now.

use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::time::timeout;

use crate::builder::GuardBuilder;
use crate::claims::{ACCESS_TOKEN, Age, Claims, audience_of_apps, audiences_of_doorward};
use crate::clock::now;
use crate::jws::{self, Defect, parse_object};
use crate::knowledge::Knowledge;
use crate::origin::Origin;
use crate::session::ActiveSession;

/// The shortest time between two questions to the issuer because of tokens with an unknown key.
const ASK_INTERVAL: Duration = Duration::from_secs(5);
/// Such a token waits this long for the answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Checks access tokens in memory. Clones are cheap and share everything; the thread that updates them ends with the
/// last clone.
#[derive(Clone)]
pub struct Guard(Arc<Inner>);

struct Inner {
    rules: Rules,
    knowledge: Arc<Knowledge>,
    line: Option<Line>,
}

/// The rules that do not change while the guard runs.
pub(crate) struct Rules {
    pub(crate) issuer: Origin,
    /// Doorward's setting, with which the `aud` of tokens begins.
    pub(crate) audience: String,
    pub(crate) own_origin: Option<Origin>,
    pub(crate) has_recall: bool,
}

/// The connection to the thread that refreshes. The thread ends when this is dropped.
pub(crate) struct Line {
    ask: SyncSender<u64>,
    told: watch::Receiver<u64>,
    last: Mutex<Question>,
}

#[derive(Default)]
struct Question {
    number: u64,
    at: Option<Instant>,
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is authentic, but has expired.
    #[error("the token has expired")]
    Expired,
    /// It is authentic, but Doorward has recalled it: treat it as expired.
    #[error("the token was recalled")]
    Recalled,
    /// It is not Doorward's, not for this audience, or not valid yet.
    #[error("the token is not valid: {0}")]
    Invalid(#[from] Flaw),
    /// The guard cannot tell, because it has not reached the issuer for too long.
    #[error("tokens cannot be checked now: the issuer was not reached for too long")]
    Unavailable,
}

/// A flaw that makes a token invalid for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Its form is wrong, or the issuer did not sign it.
    #[error("{0}")]
    Jws(#[from] Defect),
    /// Its claims are not those of an access token.
    #[error("its claims are not those of an access token")]
    Claims,
    /// Its `iss` or `aud` is another one.
    #[error("it is of another issuer or for another audience")]
    Issuer,
    /// It is for Doorward's own pages or API, and so for no app.
    #[error("it is for Doorward itself and not for apps")]
    Doorwards,
    /// Its `iat` or `nbf` is later than now.
    #[error("it is from the future: this machine's clock is behind the issuer's")]
    FromTheFuture,
    /// The key that signed it has been given up.
    #[error("its key is no longer in force")]
    Key,
    /// It is one of several tokens of different sessions, so nobody can tell whose request it is.
    #[error("there are others beside it, of other sessions")]
    Sessions,
}

/// An authentic token for this app: its session, and the obstacle to accepting it now.
struct AuthenticToken {
    session: ActiveSession,
    issued_at: i64,
    obstacle: Option<TokenError>,
}

impl Guard {
    /// Begins with the issuer: Doorward's public URL, such as `https://login.example.org`.
    pub fn builder(issuer: &str) -> GuardBuilder {
        GuardBuilder::new(issuer)
    }

    pub(crate) fn new(rules: Rules, knowledge: Arc<Knowledge>, line: Option<Line>) -> Guard {
        Guard(Arc::new(Inner { rules, knowledge, line }))
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.0.rules
    }

    /// Returns the session of this token. It works in memory. Only a token with an unknown key waits until the issuer
    /// has been asked, which happens at most once in five seconds.
    ///
    /// # Errors
    /// Fails if the token is not accepted, or the guard cannot tell.
    pub async fn verify(&self, token: &str) -> Result<ActiveSession, TokenError> {
        self.verify_any(&[token]).await
    }

    /// Returns the session of tokens that came in cookies of one name. Only authentic tokens matter, since anybody who
    /// can write a cookie can write junk beside it.
    pub(crate) async fn verify_any<T: AsRef<str>>(&self, tokens: &[T]) -> Result<ActiveSession, TokenError> {
        match self.check(tokens) {
            Err(TokenError::Invalid(flaw)) if flaw.may_pass() && self.ask_anew().await => self.check(tokens),
            other => other,
        }
    }

    fn check<T: AsRef<str>>(&self, tokens: &[T]) -> Result<ActiveSession, TokenError> {
        let (mut chosen, mut flaw): (Option<AuthenticToken>, Option<Flaw>) = (None, None);
        for token in tokens {
            match (self.examine(token.as_ref()), &chosen) {
                (Ok(found), Some(other)) if found.session.id != other.session.id => return Err(Flaw::Sessions.into()),
                (Ok(found), Some(other)) if found.rank() <= other.rank() => {}
                (Ok(found), _) => chosen = Some(found),
                // If all tokens are junk, the flaw to report is one that may pass with new keys, or that signing in may
                // cure.
                (Err(new), _) if flaw.is_some_and(|old| old.may_pass() || new.is_for_ever()) => {}
                (Err(new), _) => flaw = Some(new),
            }
        }
        match chosen {
            Some(AuthenticToken { session, obstacle: None, .. }) => Ok(session),
            Some(AuthenticToken { obstacle: Some(obstacle), .. }) => Err(obstacle),
            None => Err(flaw.unwrap_or(Flaw::Jws(Defect::Form)).into()),
        }
    }

    fn examine(&self, token: &str) -> Result<AuthenticToken, Flaw> {
        let (rules, known, now) = (&self.0.rules, self.0.knowledge.keys(), now());
        let opened = jws::open(token, ACCESS_TOKEN, |kid| known.keys.find(kid)).map_err(Flaw::Jws)?;
        let claims: Claims = parse_object(&opened.payload).ok_or(Flaw::Claims)?;
        if claims.iss != rules.issuer.as_str() {
            return Err(Flaw::Issuer);
        }
        if claims.aud != audience_of_apps(&rules.audience) {
            let is_doorwards = audiences_of_doorward(&rules.audience).contains(&claims.aud);
            return Err(if is_doorwards { Flaw::Doorwards } else { Flaw::Issuer });
        }
        let age = claims.age(now);
        if age == Age::FromTheFuture {
            return Err(Flaw::FromTheFuture);
        }
        let list = self.0.knowledge.list().filter(|list| list.is_reliable(now));
        let obstacle = match list {
            _ if age == Age::Expired => Some(TokenError::Expired),
            _ if !known.are_reliable() => Some(TokenError::Unavailable),
            _ if !rules.has_recall => None,
            None => Some(TokenError::Unavailable),
            Some(list) if !list.has_key(&opened.kid) => return Err(Flaw::Key),
            Some(list) => list.is_recalled(&claims).then_some(TokenError::Recalled),
        };
        Ok(AuthenticToken { issued_at: claims.iat, session: claims.into(), obstacle })
    }

    /// Asks the issuer for keys and list at once, unless that was done a moment ago, and waits for the attempt. Returns
    /// `true` if there may be news since this was called, or since the token was checked.
    async fn ask_anew(&self) -> bool {
        let Some(line) = &self.0.line else { return false };
        let mut told = line.told.clone();
        let number = line.ask();
        matches!(timeout(PATIENCE, told.wait_for(|done| *done >= number)).await, Ok(Ok(_)))
    }
}

impl Flaw {
    /// Tells whether the issuer may have news of the key.
    fn may_pass(self) -> bool {
        matches!(self, Flaw::Key | Flaw::Jws(Defect::UnknownKey))
    }

    /// Tells whether signing in again would not help: the token is authentic, so settings or clocks disagree.
    pub(crate) fn is_for_ever(self) -> bool {
        matches!(self, Flaw::Issuer | Flaw::FromTheFuture)
    }
}

impl AuthenticToken {
    /// Ranks a token: of two tokens of one session the accepted one counts, and of two accepted ones the newer.
    fn rank(&self) -> (u8, i64) {
        let goodness = match self.obstacle {
            None => 2,
            Some(TokenError::Unavailable) => 1,
            Some(_) => 0,
        };
        (goodness, self.issued_at)
    }
}

impl Line {
    pub(crate) fn new(ask: SyncSender<u64>, told: watch::Receiver<u64>) -> Line {
        Line { ask, told, last: Mutex::default() }
    }

    /// Asks the question, or joins those who asked it a moment ago. Returns the number to wait for.
    fn ask(&self) -> u64 {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.at.is_none_or(|at| at.elapsed() >= ASK_INTERVAL) && self.ask.try_send(last.number + 1).is_ok() {
            *last = Question { number: last.number + 1, at: Some(Instant::now()) };
        }
        last.number
    }
}
