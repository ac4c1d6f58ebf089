//! How an answer to a form is stored, and who may get it again.
//!
//! Only the same browser gets it: its cookies are as they were before or after the first answer, or the same person is
//! signed in. And only while that person is still signed in with the same rights, and what the answer shows is valid: a
//! remembered answer must not outlive a guard, nor a secret that it holds.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use crate::desk::form_answers::{self, ClaimError};
use crate::domain::id::{SessionId, UserId};
use crate::domain::idempotency::SAME_PRESS;
use crate::domain::time::Timestamp;
use crate::web::error::Problem;
use crate::web::forms::sent_again::{Said, SentBefore};
use crate::web::http::cookies::{CookieChange, Marks};
use crate::web::visit::visit::{Identity, Visit};

/// The longest answer that is remembered, in bytes of its stored form; our answers stay far below.
const MOST_REMEMBERED: usize = 64 * 1024;

#[derive(Serialize, Deserialize)]
pub struct Remembered {
    /// Digests of the browser's cookies when it sent the form, and after the answer.
    marks: (String, String),
    holder: Option<Holder>,
    status: u16,
    headers: Vec<(String, String)>,
    /// `None` when the answer was streamed.
    body: Option<String>,
    tokens: Tokens,
    said: Option<Said>,
}

/// Who got the answer; nobody if this form signed them out.
#[derive(Serialize, Deserialize)]
struct Holder {
    session: SessionId,
    user: UserId,
    /// The version of their rights.
    version: i64,
}

/// What happens to the cookies of the session.
#[derive(Serialize, Deserialize)]
enum Tokens {
    Kept,
    Cleared,
    Set { session: SessionId, generation: i64 },
}

impl Remembered {
    /// `None` for an answer that is not text, or whose holder cannot be found out.
    pub(in crate::web) async fn of(
        visit: &Visit,
        request: &HttpRequest,
        response: &HttpResponse,
        body: Option<Bytes>,
    ) -> Option<Remembered> {
        let body = match body {
            Some(bytes) => Some(String::from_utf8(bytes.to_vec()).ok()?),
            None => None,
        };
        let headers = texts(response.headers())?;
        let decided = response.extensions().get::<CookieChange>().cloned();
        let change = decided.or_else(|| request.extensions().get::<CookieChange>().cloned());
        let before = Marks::of(request.headers(), visit.desk.settings());
        let after = before.clone().after(response.headers(), change.as_ref(), visit.desk.settings());
        let asker = visit.session().map(|session| session.id.clone());
        let (tokens, session) = match change {
            None => (Tokens::Kept, asker),
            Some(CookieChange::Clear) => (Tokens::Cleared, None),
            Some(CookieChange::Set(issued)) => {
                let session = issued.session.id.clone();
                (Tokens::Set { session: session.clone(), generation: issued.generation }, Some(session))
            }
        };
        let holder = match session {
            Some(session) => {
                let standing = form_answers::standing(&visit.desk, session.clone()).await.ok()?;
                standing.map(|(user, version)| Holder { session, user, version })
            }
            None => None,
        };
        let (marks, status) = ((before.digest(), after.digest()), response.status().as_u16());
        let said = response.extensions().get::<Said>().cloned();
        Some(Remembered { marks, holder, status, headers, body, tokens, said })
    }

    /// The account whose form it is; nobody's if this form signed them out, or nobody is signed in.
    pub(in crate::web) fn account(&self) -> Option<&UserId> {
        self.holder.as_ref().map(|holder| &holder.user)
    }

    /// `None` when it is too long.
    pub(in crate::web) fn write(&self) -> Option<Vec<u8>> {
        serde_json::to_vec(self).ok().filter(|text| text.len() <= MOST_REMEMBERED)
    }

    pub(in crate::web) fn read(answer: &[u8]) -> Option<Remembered> {
        serde_json::from_slice(answer).ok()
    }

    /// Whether the same browser asks.
    pub(in crate::web) fn is_of(&self, visit: &Visit, request: &HttpRequest) -> bool {
        let marks = Marks::of(request.headers(), visit.desk.settings()).digest();
        marks == self.marks.0 || marks == self.marks.1 || self.is_held_by(visit)
    }

    fn is_held_by(&self, visit: &Visit) -> bool {
        let (asker, holder) = (visit.session(), self.holder.as_ref());
        asker.zip(holder).is_some_and(|(asker, holder)| asker.user_id == holder.user)
    }

    /// The answer to give again. `None` when the form is to be handled anew, by its guards as well.
    pub(in crate::web) async fn judged(
        self,
        visit: &Visit,
        request: &HttpRequest,
        answered_at: Timestamp,
    ) -> Result<Option<Remembered>, ClaimError> {
        if self.is_pressed_anew(visit, request, answered_at) || !self.is_holder_still(visit).await? {
            return Ok(None);
        }
        let Some(Said::GoodWhile(condition, otherwise)) = self.said.clone() else { return Ok(Some(self)) };
        if form_answers::holds(&visit.desk, condition).await? {
            return Ok(Some(self));
        }
        Ok(otherwise.and_then(|path| self.leading_to(visit, &path)))
    }

    /// Somebody who was redirected or got a file, and has all the cookies of that answer, wants it done again after a
    /// while.
    fn is_pressed_anew(&self, visit: &Visit, request: &HttpRequest, answered_at: Timestamp) -> bool {
        let has_lost_it = Marks::of(request.headers(), visit.desk.settings()).digest() == self.marks.0
            && self.marks.0 != self.marks.1;
        let leaves_the_page = (300..400).contains(&self.status) || self.body.is_none();
        let is_late = visit.desk.clock().now().since(answered_at) > SAME_PRESS;
        leaves_the_page && is_late && !has_lost_it && !matches!(self.said, Some(Said::Once))
    }

    /// Whether the person who got the answer is still signed in, with the same rights.
    async fn is_holder_still(&self, visit: &Visit) -> Result<bool, ClaimError> {
        let Some(holder) = &self.holder else { return Ok(true) };
        // The one that was answered, or the one that took its place in another tab.
        let asker = visit.session().filter(|_| self.is_held_by(visit)).map(|asker| asker.id.clone());
        for session in [Some(holder.session.clone()), asker].into_iter().flatten() {
            let standing = form_answers::standing(&visit.desk, session).await?;
            if standing.is_some_and(|(user, version)| user == holder.user && version == holder.version) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A redirect to another page in place of what the answer showed, with the same cookies.
    fn leading_to(self, visit: &Visit, path: &str) -> Option<Remembered> {
        let response = visit.see_other(path);
        let cookies = self.headers.into_iter().filter(|(name, _)| name == SET_COOKIE.as_str());
        let headers = cookies.chain(texts(response.headers())?).collect();
        Some(Remembered { status: response.status().as_u16(), headers, body: Some(String::new()), ..self })
    }
}

/// `None` when a header is not text.
fn texts(headers: &HeaderMap) -> Option<Vec<(String, String)>> {
    let text = |(name, value): (&HeaderName, &HeaderValue)| Some((name.to_string(), value.to_str().ok()?.to_owned()));
    headers.iter().map(text).collect()
}

pub(in crate::web) async fn answer_again(
    remembered: Remembered,
    visit: Visit,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let change = match remembered.tokens {
        Tokens::Kept => None,
        Tokens::Cleared => Some(CookieChange::Clear),
        Tokens::Set { session, generation } => {
            let issued = form_answers::issue_again(&visit.desk, session, generation).await.map_err(Problem::from)?;
            issued.map(|issued| CookieChange::Set(Box::new(issued)))
        }
    };
    let Some(body) = remembered.body else {
        let identity = match &change {
            Some(CookieChange::Set(issued)) => Identity::Active(issued.session.clone()),
            _ => visit.identity().clone(),
        };
        request.extensions_mut().insert(visit.of(identity, true));
        let last_event = match remembered.said {
            Some(Said::Reaching(last_event)) => Some(last_event),
            _ => None,
        };
        request.extensions_mut().insert(SentBefore { last_event });
        if let Some(change) = change {
            request.extensions_mut().insert(change);
        }
        return pass(request, next).await;
    };
    let mut response = HttpResponse::new(StatusCode::from_u16(remembered.status).map_err(|_| Problem::Internal)?);
    for (name, value) in remembered.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().append(name, value);
        }
    }
    if let Some(change) = change {
        response.extensions_mut().insert(change);
    }
    Ok(request.into_response(response.set_body(BoxBody::new(body))))
}

pub(in crate::web) async fn pass(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    Ok(next.call(request).await?.map_into_boxed_body())
}
