//! Forms that arrive twice: a double click, Enter pressed twice, a retry after a lost answer, a page loaded anew. The first
//! one is dealt with; the others get its answer, with its cookies, since the browser shows the last answer alone.
//!
//! A form tells that it is the same by its random key and by all its fields; the browser tells that it is the same by its
//! cookies, as they were before the first answer or after it.

use actix_web::body::{BodySize, BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, rt};
use serde::{Deserialize, Serialize};

use super::cookies::{CookieChange, marks_of_browser};
use super::error::Problem;
use super::form;
use super::guards::LateForm;
use super::visit::{Identity, Visit};
use crate::auth::form_answers::{self, Claim, ClaimError, IssueError, Sending};
use crate::domain::id::SessionId;
use crate::domain::idempotency::{FIELD, IdempotencyKey};

/// In the extensions of a request whose form has been dealt with, but whose answer is too long to be remembered: it is
/// made once more, and nothing is done again.
#[derive(Clone, Copy, Debug)]
pub struct SentBefore;

/// The middleware around each page that takes a form.
///
/// # Errors
/// Those of the rest; or a body that cannot be read.
pub async fn answer_once(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let visit = request.extensions().get::<Visit>().cloned();
    let (Some(visit), true, true) = (visit, request.method() == Method::POST, form::is_form(request.request())) else {
        return pass(request, next).await;
    };
    let body = form::read_body(request.take_payload()).await?;
    let (key, fields) = take_key(&body);
    request.set_payload(Payload::from(Bytes::from(fields.clone())));
    let Some(key) = key else { return pass(request, next).await };
    let address = request.uri().path_and_query().map_or(request.path(), |address| address.as_str()).to_owned();
    match form_answers::claim(&visit.desk, key.digest(&address, &fields)).await {
        // A task of its own: the browser that sends the form again gives this request up.
        Ok(Sending::First(claim)) => match rt::spawn(answer_first(visit, request, next, claim)).await {
            Ok(answered) => answered,
            Err(error) => {
                log::error!(error:% = error; "a form was not dealt with to its end");
                Err(Problem::Internal.into())
            }
        },
        Ok(Sending::Again(answer)) => match Remembered::read(&answer, &visit, request.request()) {
            Some(remembered) => answer_again(remembered, visit, request, next).await,
            None => pass(request, next).await,
        },
        Err(ClaimError::Busy) => Err(Problem::Busy.into()),
        // What the form is about says so, if it needs the database.
        Err(ClaimError::Store(error)) => {
            log::warn!(request = visit.context.request_id, error:% = error; "nobody can tell whether a form came before");
            pass(request, next).await
        }
    }
}

async fn pass(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// Takes the key out of a form, so that no handler need know of it. Without exactly one that is of our making, the form
/// stays as it is, or is one that nobody remembers.
fn take_key(body: &[u8]) -> (Option<IdempotencyKey>, Vec<u8>) {
    let value =
        |pair: &[u8]| pair.strip_prefix(FIELD.as_bytes()).and_then(|rest| rest.strip_prefix(b"=")).map(<[u8]>::to_vec);
    let pairs = || body.split(|byte| *byte == b'&');
    let keys: Vec<Vec<u8>> = pairs().filter_map(value).collect();
    let [key] = keys.as_slice() else { return (None, body.to_vec()) };
    let others: Vec<&[u8]> = pairs().filter(|pair| value(pair).is_none()).collect();
    (std::str::from_utf8(key).ok().and_then(IdempotencyKey::parse), others.join(&b'&'))
}

/// Deals with a form, and remembers what it came to.
async fn answer_first(
    visit: Visit,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    claim: Claim,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = match next.call(request).await {
        Ok(response) => response.map_into_boxed_body(),
        Err(error) => {
            settle(&visit, claim, None).await;
            return Err(error);
        }
    };
    if !is_final(response.response()) {
        settle(&visit, claim, None).await;
        return Ok(response);
    }
    let (request, response) = response.into_parts();
    let (response, body) = response.into_parts();
    let is_streamed = matches!(body.size(), BodySize::Stream);
    let (body, text) = match is_streamed {
        true => (body, None),
        false => {
            let bytes = to_bytes(body).await.map_err(|_| Problem::Internal)?;
            (BoxBody::new(bytes.clone()), Some(bytes))
        }
    };
    let response = response.set_body(body);
    let remembered = Remembered::of(&visit, &request, &response, text);
    settle(&visit, claim, remembered).await;
    Ok(ServiceResponse::new(request, response))
}

/// Whether the form was dealt with: what it asked for is done, or what was typed is shown once more with what is wrong.
/// After a fault, a pause or a refusal, trying again tries again.
fn is_final(response: &HttpResponse<BoxBody>) -> bool {
    let is_problem = response.extensions().contains::<Problem>() || response.extensions().contains::<LateForm>();
    let status = response.status();
    let is_done = status.is_success() || status.is_redirection() || status == StatusCode::UNPROCESSABLE_ENTITY;
    is_done && !is_problem
}

/// The form itself has been dealt with: nothing that fails here may change its answer.
async fn settle(visit: &Visit, claim: Claim, remembered: Option<Remembered>) {
    let written = match remembered.and_then(|remembered| serde_json::to_vec(&remembered).ok()) {
        Some(answer) => form_answers::remember(&visit.desk, claim, &answer).await,
        None => form_answers::release(&visit.desk, claim).await,
    };
    if let Err(error) = written {
        log::warn!(request = visit.context.request_id, error:% = error; "the answer to a form could not be remembered");
    }
}

/// The answer to a form, as it is kept.
#[derive(Serialize, Deserialize)]
struct Remembered {
    /// What the browser's cookies were when it sent the form.
    marks: String,
    /// The session that the form came from, and the one that its answer began.
    sessions: Vec<SessionId>,
    status: u16,
    headers: Vec<(String, String)>,
    /// `None` when the answer was streamed.
    body: Option<String>,
    tokens: Tokens,
}

/// What happens to the cookies of the session.
#[derive(Serialize, Deserialize)]
enum Tokens {
    Kept,
    Cleared,
    Set { session: SessionId, generation: i64 },
}

impl Remembered {
    /// `None` for an answer that is not text.
    fn of(visit: &Visit, request: &HttpRequest, response: &HttpResponse, body: Option<Bytes>) -> Option<Remembered> {
        let body = match body {
            Some(bytes) => Some(String::from_utf8(bytes.to_vec()).ok()?),
            None => None,
        };
        let header =
            |(name, value): (&HeaderName, &HeaderValue)| Some((name.to_string(), value.to_str().ok()?.to_owned()));
        let decided = response.extensions().get::<CookieChange>().cloned();
        let tokens = match decided.or_else(|| request.extensions().get::<CookieChange>().cloned()) {
            None => Tokens::Kept,
            Some(CookieChange::Clear) => Tokens::Cleared,
            Some(CookieChange::Set(issued)) => {
                Tokens::Set { session: issued.session.id.clone(), generation: issued.generation }
            }
        };
        let mut sessions: Vec<_> = visit.session().map(|session| session.id.clone()).into_iter().collect();
        if let Tokens::Set { session, .. } = &tokens {
            sessions.push(session.clone());
        }
        Some(Remembered {
            marks: marks_of_browser(request.headers(), visit.desk.settings()),
            sessions,
            status: response.status().as_u16(),
            headers: response.headers().iter().map(header).collect::<Option<_>>()?,
            body,
            tokens,
        })
    }

    /// `None` when it is another browser that asks.
    fn read(answer: &[u8], visit: &Visit, request: &HttpRequest) -> Option<Remembered> {
        let remembered: Remembered = serde_json::from_slice(answer).ok()?;
        let is_same = remembered.marks == marks_of_browser(request.headers(), visit.desk.settings())
            || visit.session().is_some_and(|session| remembered.sessions.contains(&session.id));
        is_same.then_some(remembered)
    }
}

/// Answers with what the first one was answered.
async fn answer_again(
    remembered: Remembered,
    visit: Visit,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    log::info!(request = visit.context.request_id, ip = visit.context.ip; "a form came again");
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
        request.extensions_mut().insert(SentBefore);
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

impl From<IssueError> for Problem {
    fn from(error: IssueError) -> Problem {
        match error {
            IssueError::Store(error) => error.into(),
            IssueError::Signing(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_taken_out_and_nothing_else_changes() {
        let key = IdempotencyKey::generate().to_string();
        let (found, fields) = take_key(format!("a=1&idempotency_key={key}&b=%20+").as_bytes());
        assert_eq!((found.map(|key| key.to_string()), fields), (Some(key.clone()), b"a=1&b=%20+".to_vec()));
        assert_eq!(take_key(format!("idempotency_key={key}").as_bytes()).1, b"");
        // Not one of ours: the rest of the form is as good as without it.
        let (found, fields) = take_key(b"a=1&idempotency_key=x");
        assert!(found.is_none() && fields == b"a=1");
        // Twice is nothing that a page of ours sends; whoever reads the form refuses it.
        let twice = format!("idempotency_key={key}&idempotency_key={key}");
        let (found, fields) = take_key(twice.as_bytes());
        assert!(found.is_none() && fields == twice.as_bytes());
    }
}
