//! The one middleware: cookies in, session out, cookies back.
//!
//! In this order: the cross-site check; the access token, in memory; if that is not valid (any more), the refresh
//! token, in the database; then the request goes on, and new cookies are set with any answer.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError, web};

use crate::desk::Desk;
use crate::desk::session::{Cause, Look, Renewal, look, renewal};
use crate::desk::sign_in::device;
use crate::desk::token::Checked;
use crate::domain::request_context::RequestContext;
use crate::domain::token::Claims;
use crate::web::error::Problem;
use crate::web::http::client_address::is_expected_peer;
use crate::web::http::cookies::{CookieChange, PresentedCookies};
use crate::web::http::navigation::{is_passed_on_by_worker, is_prefetch};
use crate::web::http::same_origin;
use crate::web::paths;
use crate::web::visit::credentials::{self, Credentials};
use crate::web::visit::device::known_device;
use crate::web::visit::guards::LateForm;
use crate::web::visit::visit::{Identity, Visit};
use crate::web::visit::{self};

/// Finds out who is asking, and renews their session in place if that is necessary.
///
/// # Errors
/// The errors of the inner service, with the new cookies on them.
pub async fn resume<B: MessageBody + 'static>(
    desk: web::Data<Desk>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let desk = desk.get_ref().clone();
    let cookies = PresentedCookies::read(request.headers(), desk.settings());
    let visit = Visit::begin(&desk, request.request(), &cookies);
    let (identity, change) = match find_out(&visit, &request, &cookies).await {
        Ok(found) => found,
        Err(problem) => {
            let response = visit::problem_page::page(&visit, &problem, problem.error_response());
            return Ok(request.into_response(response));
        }
    };
    let visit = visit.of(identity, may_renew(&request));
    let visit = match &change {
        Some(CookieChange::Set(issued)) => visit.in_zone(issued.zone.as_ref()),
        _ => visit,
    };
    let visit = at_the_desk_of_its_sender(visit, &request);
    request.extensions_mut().insert(visit.clone());
    match next.call(request).await {
        Ok(response) => {
            let (request, response) = response.into_parts();
            // An extractor may have decided it, when it confirmed a password.
            let change = request.extensions_mut().remove::<CookieChange>().or(change);
            let response = finish(response.map_into_boxed_body(), &visit, change).await;
            Ok(ServiceResponse::new(request, response))
        }
        // A middleware between us and the handler failed; without this its answer would lose the cookies.
        Err(error) => {
            let response = finish(error.error_response(), &visit, change).await;
            Err(InternalError::from_response(error, response).into())
        }
    }
}

/// Puts cookies onto an answer, and makes a page of a problem.
async fn finish(mut response: HttpResponse, visit: &Visit, change: Option<CookieChange>) -> HttpResponse {
    let late_form = response.extensions_mut().remove::<LateForm>();
    let problem = match late_form {
        Some(form) => Some(form.read().await),
        None => response.extensions().get::<Problem>().cloned(),
    };
    if let Some(problem) = problem {
        response = visit::problem_page::page(visit, &problem, response);
    }
    // What a handler decided, such as a login, counts more than what was found before it.
    let decided = response.extensions_mut().remove::<CookieChange>();
    let change = match (decided, change) {
        (Some(decided), _) => Some(decided),
        (None, Some(CookieChange::Set(issued))) if !look::is_still_current(&visit.desk, &issued).await => None,
        (None, change) => change,
    };
    if let Some(change) = change {
        change.apply(response.headers_mut(), visit.desk.settings());
        change.apply_zone(response.headers_mut(), visit.has_zone_cookie, visit.desk.settings());
    }
    response
}

/// Refuses a request that must not go on, and finds out whose the others are.
async fn find_out(visit: &Visit, request: &ServiceRequest, cookies: &PresentedCookies) -> Result<Found, Problem> {
    let (settings, context) = (visit.desk.settings(), &visit.context);
    if !is_expected_peer(request.peer_addr(), settings) {
        log::warn!(request = context.request_id, ip = context.ip; "a connection past the proxy refused");
        return Err(Problem::PastTheProxy);
    }
    let carries = cookies.is_any_token() || request.headers().contains_key(header::CONTENT_TYPE);
    if !same_origin::is_allowed(request.method(), request.headers(), settings.public_url(), carries) {
        log::warn!(request = context.request_id, ip = context.ip; "cross-site request refused");
        return Err(Problem::CrossSite);
    }
    // The style sheet is the same for everybody, also while the database is away.
    if paths::is_static(request.path()) {
        return Ok((Identity::Unknown, None));
    }
    identify(&visit.desk, request, cookies, context).await
}

type Found = (Identity, Option<CookieChange>);

async fn identify(
    desk: &Desk,
    request: &ServiceRequest,
    cookies: &PresentedCookies,
    context: &RequestContext,
) -> Result<Found, Problem> {
    let now = desk.clock().now();
    let Some(Credentials { access: checked, refresh }) = credentials::read(desk, cookies, context, now).await? else {
        log::warn!(request = context.request_id, ip = context.ip; "cookies of two sessions at once");
        return Ok((Identity::Anonymous, may_renew(request).then_some(CookieChange::Clear)));
    };
    let is_look_at_login = *request.method() == Method::GET && request.path() == paths::LOGIN;
    let is_in_vain = is_look_at_login && !credentials::reach_apps(desk, cookies, &checked, now);
    let cause = match checked {
        Checked::Current(_) | Checked::Recalled(_) => Cause::Recalled,
        Checked::OutOfTime(ref claims) if now.numeric_date() < claims.iat => Cause::Recalled,
        // Its key may have been taken away a moment ago, or not be known here yet.
        Checked::Refused if !cookies.access.is_empty() => Cause::Recalled,
        Checked::OutOfTime(_) | Checked::Refused | Checked::OfSeveralSessions => Cause::Expired,
    };
    if let Checked::Current(claims) = checked {
        if desk.recall().is_fresh() {
            desk.presence().note(&claims, now);
            // Otherwise it is renewed, so that the way back to an app is not in vain.
            if !is_in_vain || refresh.is_none() || !may_renew(request) {
                return Ok((Identity::Active(claims.into()), None));
            }
        } else if let Some(found) = without_recall(desk, request, claims).await? {
            return Ok(found);
        }
    }
    match refresh {
        Some(refresh) if may_renew(request) => match renewal::renew(desk, refresh, cause, context.clone()).await {
            Renewal::Renewed(issued) => Ok((Identity::Active(issued.session.clone()), Some(CookieChange::Set(issued)))),
            // The cookies are cleared by the page that tells why, not here: this answer may arrive late, after the
            // same browser has signed in anew.
            Renewal::Ended(end) => Ok((Identity::Over(end), None)),
            Renewal::NotOurs => Ok((Identity::Anonymous, None)),
            Renewal::Unavailable => Err(Problem::Unavailable),
        },
        Some(refresh) => match look::by_token(desk, &refresh, context).await {
            Look::Live(session) => Ok((Identity::Active(session), None)),
            Look::Over(end) => Ok((Identity::Over(end), None)),
            Look::NotCurrent => Ok((Identity::Anonymous, None)),
            Look::Unavailable => Err(Problem::Unavailable),
        },
        None => Ok((Identity::Anonymous, None)),
    }
}

/// The recall list is too old to be relied on, so the row in the database decides. `None` when the row says that the
/// token is not valid.
///
/// When the database is away as well, people can read until the token expires, but change nothing.
async fn without_recall(desk: &Desk, request: &ServiceRequest, claims: Claims) -> Result<Option<Found>, Problem> {
    match look::by_claims(desk, &claims).await {
        Look::Live(session) => Ok(Some((Identity::Active(session), None))),
        Look::Over(_) | Look::NotCurrent => Ok(None),
        Look::Unavailable if matches!(*request.method(), Method::GET | Method::HEAD) => {
            Ok(Some((Identity::Active(claims.into()), None)))
        }
        Look::Unavailable => Err(Problem::Unavailable),
    }
}

/// Whoever has a live session uses the part of the connections that their account has.
///
/// Whoever has none is a stranger, but for those whose device vouches for them. That takes from the budgets
/// of the device, so it happens once for each request without a live session, whether its page asks the database or
/// not; only static files, which never do, are free.
fn at_the_desk_of_its_sender(visit: Visit, request: &ServiceRequest) -> Visit {
    if paths::is_static(request.path()) {
        return visit;
    }
    if let Some(session) = visit.session() {
        let desk = visit.desk.for_person(&session.user_id, &session.id);
        return visit.at(desk);
    }
    let device = known_device(request.headers(), &visit.desk);
    let desk = device::desk_for(&visit.desk, device.as_ref());
    visit.at(desk)
}

/// Whether a person made this request and will see its answer. Images, background requests and guesses of the browser
/// about the next page must not move a session on: their answers, and the cookies on them, may be thrown away.
fn may_renew(request: &ServiceRequest) -> bool {
    let header = |name: &str| request.headers().get(name).map(|value| value.as_bytes().to_ascii_lowercase());
    let is_document = header("sec-fetch-dest").is_none_or(|destination| destination == b"document")
        || is_passed_on_by_worker(request.method(), request.headers());
    is_document && !is_prefetch(request.headers()) && !matches!(*request.method(), Method::HEAD | Method::OPTIONS)
}
