//! Forms that arrive twice: a double click, Enter pressed twice, a retry after a lost answer, a page that is reloaded.
//! The first one is handled; the others get its answer, with its cookies, since the browser shows only the last answer.
//!
//! Two forms are the same if they have the same random key and the same fields. [`crate::web::forms::remembered`]
//! decides who may get the answer again, and for how long.

use std::time::Instant;

use actix_web::body::{BodySize, BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, rt};

use crate::desk::Desk;
use crate::desk::fault::Fault;
use crate::desk::form_answers::{self, Claim, ClaimError, Sending};
use crate::desk::sign_in::login;
use crate::domain::idempotency::{FIELD, IdempotencyKey};
use crate::store;
use crate::web::error::Problem;
use crate::web::forms::remembered::{self, Remembered, pass};
use crate::web::forms::sent_again::Said;
use crate::web::http::cookies::{CookieChange, Ours};
use crate::web::http::form;
use crate::web::visit::device::known_device;
use crate::web::visit::guards::{LateForm, without_secrets};
use crate::web::visit::senders::Senders;
use crate::web::visit::visit::Visit;

/// The middleware around each page that takes a form; `senders` says whose forms can have a result that is kept.
pub async fn answer_once(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    senders: Senders,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let visit = request.extensions().get::<Visit>().cloned();
    let (Some(visit), true, true) = (visit, request.method() == Method::POST, form::is_form(request.request())) else {
        return pass(request, next).await;
    };
    let body = form::read_body(request.take_payload()).await?;
    let (key, fields) = take_key(&body);
    drop(body);
    request.set_payload(Payload::from(Bytes::from(fields.clone())));
    let Some(key) = key.filter(|_| senders.include(&visit, request.request())) else {
        return pass(request, next).await.map(|response| with_what_was_written(response, &fields));
    };
    let address = request.uri().path_and_query().map_or(request.path(), |address| address.as_str()).to_owned();
    let (digest, began) = (key.digest(&address, &fields), Instant::now());
    let visit = match with_turn(visit.clone(), &request, senders).await {
        Ok(visit) => visit,
        // The form may have come before, and its sender is to know what came of it.
        Err(_) if visit.desk.forms_begun().contain(&digest) => {
            let answered = answer_unclaimed(visit, &digest, began, request, next).await;
            return answered.map(|response| with_what_was_written(response, &fields));
        }
        Err(busy) => return Err(busy.into()),
    };
    if visit.desk.has_turn() {
        visit.desk.forms_begun().note(&digest);
    }
    if !may_claim(&visit, request.request()).await {
        let answered = answer_unclaimed(visit, &digest, began, request, next).await;
        return answered.map(|response| with_what_was_written(response, &fields));
    }
    let (mut visit, mut arrived, mut is_first) = (visit, (request, next), true);
    loop {
        // A task of its own: a browser that sends the form again gives this request up, and neither the work nor the
        // claim to it may be left unfinished.
        let turn = rt::spawn(take_turn(visit.clone(), digest.clone(), is_first, arrived.0, arrived.1));
        let turn = turn.await.map_err(|error| {
            log::error!(error:% = error; "a form was not dealt with to its end");
            Problem::Internal
        })?;
        arrived = match turn? {
            Turn::Taken(answered) => return Ok(with_what_was_written(answered, &fields)),
            Turn::NotYet(request, next) => (request, next),
        };
        is_first = false;
        visit = without_turn(visit, &arrived.0);
        form_answers::wait(&visit.desk, &digest, began).await.map_err(Problem::from)?;
        visit = with_turn(visit, &arrived.0, senders).await?;
    }
}

/// The sign-in of a stranger has the turn of a stranger from its claim to its answer: else a flood would have each of its
/// forms claimed in the database before it waits for its turn.
async fn with_turn(visit: Visit, request: &ServiceRequest, senders: Senders) -> Result<Visit, Problem> {
    if senders != Senders::SigningIn || !visit.desk.store().is_for_strangers() {
        return Ok(visit);
    }
    let desk = login::wait_for_turn(&visit.desk, &visit.context).await.map_err(Fault::from)?;
    Ok(at_desk(visit, desk, request))
}

/// Gives the turn to somebody else: the form that has been claimed may need it before it has an answer.
fn without_turn(visit: Visit, request: &ServiceRequest) -> Visit {
    let desk = visit.desk.without_turn();
    at_desk(visit, desk, request)
}

fn at_desk(visit: Visit, desk: Desk, request: &ServiceRequest) -> Visit {
    let visit = visit.at(desk);
    request.extensions_mut().insert(visit.clone());
    visit
}

async fn may_claim(visit: &Visit, request: &HttpRequest) -> bool {
    let device = known_device(request.headers(), &visit.desk);
    if form_answers::may_claim(&visit.desk, visit.session(), device.as_ref(), &visit.context.ip) {
        return true;
    }
    // Of two tokens one was planted, so neither counts.
    match Ours::SecondStep.values(request.headers(), visit.desk.settings()).as_slice() {
        [token] if visit.session().is_none() => {
            form_answers::may_claim_between_steps(&visit.desk, token).await.unwrap_or(false)
        }
        _ => false,
    }
}

/// Answers a form that may not be claimed. If it was claimed before, it has its answer; else it is handled, and is not
/// remembered.
async fn answer_unclaimed(
    visit: Visit,
    digest: &[u8],
    began: Instant,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let (mut visit, mut is_being_handled) = (visit, false);
    loop {
        let found = form_answers::find(&visit.desk, digest).await;
        // Where nobody can tell, the form is handled, as everything beyond a budget.
        let found = if is_being_handled { found.map_err(Problem::from)? } else { found.unwrap_or(None) };
        match found {
            Some(Sending::Meanwhile) => {
                is_being_handled = true;
                visit = without_turn(visit, &request);
                form_answers::wait(&visit.desk, digest, began).await.map_err(Problem::from)?;
            }
            Some(Sending::Again(answer)) => {
                let found = Remembered::read(&answer.text).filter(|found| found.is_of(&visit, request.request()));
                let Some(remembered) = found else { return pass(request, next).await };
                let judged = remembered.judged(&visit, request.request(), answer.answered_at).await;
                return match judged.map_err(Problem::from)? {
                    Some(remembered) => remembered::answer_again(remembered, visit, request, next).await,
                    None => pass(request, next).await,
                };
            }
            Some(Sending::First(_)) | None => return pass(request, next).await,
        }
    }
}

/// Adds the form to the answer that nothing was changed, since the handler that used it up has only its values.
fn with_what_was_written(mut response: ServiceResponse<BoxBody>, body: &[u8]) -> ServiceResponse<BoxBody> {
    if let Some(Problem::TooManyWrites { fields, .. }) = response.response_mut().extensions_mut().get_mut() {
        *fields = without_secrets(form::parse_pairs(body).unwrap_or_default());
    }
    response
}

enum Turn<B> {
    Taken(ServiceResponse<BoxBody>),
    /// The first form is still being handled.
    NotYet(ServiceRequest, Next<B>),
}

async fn take_turn<B: MessageBody + 'static>(
    visit: Visit,
    digest: Vec<u8>,
    is_first: bool,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<Turn<B>, Error> {
    let sending = match form_answers::claim(&visit.desk, &digest).await {
        // The strangers at the desk leave no room for the claim. The form may still find some, unless it is being handled
        // already: then its answer would be lost if it was handled again.
        Err(ClaimError::Store(store::Error::Crowded)) if is_first && visit.session().is_none() => {
            return pass(request, next).await.map(Turn::Taken);
        }
        sending => sending.map_err(Problem::from)?,
    };
    let answer = match sending {
        Sending::First(claim) => return answer_first(visit, request, next, claim).await.map(Turn::Taken),
        Sending::Meanwhile => return Ok(Turn::NotYet(request, next)),
        Sending::Again(answer) => answer,
    };
    let found = Remembered::read(&answer.text).filter(|found| found.is_of(&visit, request.request()));
    // Another browser has sent this form: the answer that it got is left alone.
    let Some(remembered) = found else { return pass(request, next).await.map(Turn::Taken) };
    let judged = remembered.judged(&visit, request.request(), answer.answered_at).await.map_err(Problem::from)?;
    if let Some(remembered) = judged {
        log::info!(request = visit.context.request_id, ip = visit.context.ip; "a form came again");
        return remembered::answer_again(remembered, visit, request, next).await.map(Turn::Taken);
    }
    match form_answers::claim_anew(&visit.desk, answer).await.map_err(Problem::from)? {
        Sending::First(claim) => answer_first(visit, request, next, claim).await.map(Turn::Taken),
        Sending::Meanwhile | Sending::Again(_) => Ok(Turn::NotYet(request, next)),
    }
}

impl From<ClaimError> for Problem {
    fn from(error: ClaimError) -> Problem {
        match error {
            ClaimError::Busy => Problem::Busy,
            // The handler would have to wait for the database just as long.
            ClaimError::Store(error) => error.into(),
        }
    }
}

/// Takes the key out of a form, so that no handler has to know it. Without exactly one key of our making, the form
/// stays as it is, or is not remembered.
fn take_key(body: &[u8]) -> (Option<IdempotencyKey>, Vec<u8>) {
    let value =
        |pair: &[u8]| pair.strip_prefix(FIELD.as_bytes()).and_then(|rest| rest.strip_prefix(b"=")).map(<[u8]>::to_vec);
    let pairs = || body.split(|byte| *byte == b'&');
    let keys: Vec<Vec<u8>> = pairs().filter_map(value).collect();
    let [key] = keys.as_slice() else { return (None, body.to_vec()) };
    let others: Vec<&[u8]> = pairs().filter(|pair| value(pair).is_none()).collect();
    (std::str::from_utf8(key).ok().and_then(IdempotencyKey::parse), others.join(&b'&'))
}

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
    let (body, text) = match body.size() {
        BodySize::Stream => (body, None),
        BodySize::None | BodySize::Sized(_) => {
            let bytes = to_bytes(body).await.map_err(|_| Problem::Internal)?;
            (BoxBody::new(bytes.clone()), Some(bytes))
        }
    };
    let response = response.set_body(body);
    let visit = if has_got_in(&request, &response) { visit.clone().at(visit.desk.for_known()) } else { visit };
    let remembered = Remembered::of(&visit, &request, &response, text).await;
    settle(&visit, claim, remembered).await;
    Ok(ServiceResponse::new(request, response))
}

/// Whether this form has proved who its sender is, who was a stranger until now and need not wait behind other
/// strangers for the answer.
fn has_got_in(request: &HttpRequest, response: &HttpResponse<impl MessageBody>) -> bool {
    let sets = |change: Option<&CookieChange>| matches!(change, Some(CookieChange::Set(_)));
    let is_of_use = matches!(response.extensions().get(), Some(Said::Once | Said::GoodWhile(..)));
    is_of_use || sets(response.extensions().get()) || sets(request.extensions().get())
}

/// Whether the form was handled: what it asked for is done, or its fields are shown once more with what is wrong. After
/// a fault, a pause or a refusal, a form that is sent again is handled again.
fn is_final(response: &HttpResponse<BoxBody>) -> bool {
    let extensions = response.extensions();
    let is_nothing = extensions.contains::<Problem>()
        || extensions.contains::<LateForm>()
        || matches!(extensions.get(), Some(Said::Nothing));
    let status = response.status();
    let is_done = status.is_success() || status.is_redirection() || status == StatusCode::UNPROCESSABLE_ENTITY;
    is_done && !is_nothing
}

/// The form itself has been handled: no failure here may change its answer.
async fn settle(visit: &Visit, claim: Claim, remembered: Option<Remembered>) {
    let answer = remembered.and_then(|remembered| {
        let text = remembered.write()?;
        let may_keep = |account| form_answers::may_keep(&visit.desk, account, text.len());
        remembered.account().is_none_or(may_keep).then_some(text)
    });
    let written = match answer {
        Some(answer) => form_answers::remember(&visit.desk, claim, &answer).await,
        None => form_answers::release(&visit.desk, claim).await,
    };
    if let Err(error) = written {
        log::warn!(request = visit.context.request_id, error:% = error; "the answer to a form could not be remembered");
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
