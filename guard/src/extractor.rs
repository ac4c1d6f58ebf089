//! Extractors that let a handler run only for people who may use it.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use crate::claims::Role;
use crate::guard::{Guard, TokenError};
use crate::refusal::{Reason, Refusal};
use crate::request::Presented;
use crate::session::ActiveSession;

/// Somebody who is signed in at Doorward, by the header `Authorization: Bearer` or by the access cookie for apps.
///
/// Everybody else gets an answer from the extractor. A person who asked for a page is sent to sign in and comes back to
/// it; a person whose form arrives too late is told so; a program gets 401, or 419 for an expired token.
/// `Option<CurrentSession>` lets everybody in, and is `None` also for a request that would be refused for any reason.
#[derive(Clone, Debug)]
pub struct CurrentSession(ActiveSession);

impl Deref for CurrentSession {
    type Target = ActiveSession;

    fn deref(&self) -> &ActiveSession {
        &self.0
    }
}

impl FromRequest for CurrentSession {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { admit(&request).await.map(|admitted| CurrentSession(admitted.session)) })
    }
}

/// Somebody with an accepted token.
struct Admitted {
    session: ActiveSession,
    is_bearer: bool,
}

async fn admit(request: &HttpRequest) -> Result<Admitted, Refusal> {
    let Some(guard) = guard_of(request) else {
        log::error!("there is no Guard in the app's data; everybody is refused");
        return Err(Refusal::new(Reason::NoGuard, false, request, None));
    };
    let presented = Presented::read(request, guard.rules());
    let is_bearer = matches!(presented, Presented::Bearer(_) | Presented::Malformed | Presented::Several);
    let refused = |reason| Refusal::new(reason, is_bearer, request, Some(guard.rules()));
    let tokens = match presented {
        Presented::Bearer(token) => vec![token],
        Presented::Cookies(tokens) => tokens,
        Presented::Nothing => return Err(refused(Reason::NoToken)),
        Presented::Malformed => return Err(refused(Reason::Invalid)),
        Presented::Several => return Err(refused(Reason::SeveralTokens)),
        Presented::CrossSite => {
            log::warn!("a request from another site was refused: {} {}", request.method(), request.path());
            return Err(refused(Reason::CrossSite));
        }
    };
    match guard.verify_any(&tokens).await {
        Ok(session) => Ok(Admitted { session, is_bearer }),
        Err(TokenError::Expired | TokenError::Recalled) => Err(refused(Reason::Expired)),
        Err(TokenError::Unavailable) => Err(refused(Reason::Unavailable)),
        Err(TokenError::Invalid(flaw)) if flaw.is_for_ever() => {
            log::warn!("an authentic token was refused, so settings or clocks do not fit: {flaw}");
            Err(refused(Reason::Invalid).without_redirect())
        }
        Err(TokenError::Invalid(flaw)) => {
            log::debug!("a token was refused: {flaw}");
            Err(refused(Reason::Invalid))
        }
    }
}

/// Finds the guard in the app's data, where it may be as it is or as `web::Data`.
fn guard_of(request: &HttpRequest) -> Option<&Guard> {
    request.app_data::<Guard>().or_else(|| request.app_data::<web::Data<Guard>>().map(|guard| guard.get_ref()))
}

/// An administrator of Doorward, as the token says. If the role is removed, the recall list says so within seconds.
#[derive(Clone, Debug)]
pub struct Administrator(ActiveSession);

impl Deref for Administrator {
    type Target = ActiveSession;

    fn deref(&self) -> &ActiveSession {
        &self.0
    }
}

impl FromRequest for Administrator {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let Admitted { session, is_bearer } = admit(&request).await?;
            if session.role == Role::Admin {
                return Ok(Administrator(session));
            }
            log::warn!("administrators only: {} was refused {}", session.username, request.path());
            Err(Refusal::new(Reason::NotAllowed, is_bearer, &request, guard_of(&request).map(Guard::rules)))
        })
    }
}
