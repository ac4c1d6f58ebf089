//! Signing in.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::desk::fault::Failure;
use crate::desk::sign_in::{Attempt, Browser, LoggedIn, LoginRefusal, login};
use crate::domain::account::{Password, Username};
use crate::domain::net::Destination;
use crate::store::users;
use crate::web::error::Problem;
use crate::web::forms::sent_again::came_to_nothing;
use crate::web::http::cookies::CookieChange;
use crate::web::http::form::{Form, Query};
use crate::web::http::static_files;
use crate::web::sign_in::leading::{destination, leading_to};
use crate::web::sign_in::second_step;
use crate::web::visit::device::{known_device, remember};
use crate::web::visit::returns::Returns;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage<'a> {
    frame: Frame,
    username: &'a str,
    remembered: bool,
    next: &'a Destination,
    ended: Option<&'static str>,
    is_welcome: bool,
    has_chosen: bool,
    /// Whether the second step was too late.
    is_again: bool,
    /// Whether the page that led here has an address that is too long to return to.
    is_too_long: bool,
    has_failed: bool,
    /// When to try again, after too many tries.
    throttled: Option<String>,
    /// Whether nobody can sign in, because there is no account yet.
    is_empty: bool,
}

#[derive(Template)]
#[template(path = "circle.html")]
struct CirclePage<'a> {
    frame: Frame,
    next: &'a Destination,
}

#[derive(Template)]
#[template(path = "too_long.html")]
struct TooLongPage<'a> {
    frame: Frame,
    next: &'a Destination,
}

#[derive(serde::Deserialize)]
pub struct Parameters {
    next: Option<String>,
    /// The setup led here.
    welcome: Option<String>,
    /// The choice of a password led here.
    chosen: Option<String>,
    /// The second step led here: it was too late.
    again: Option<String>,
    /// A page led here whose address is too long to return to.
    #[serde(rename = "too-long")]
    too_long: Option<String>,
}

/// `GET /login`
pub async fn show(request: HttpRequest, visit: Visit, Query(parameters): Query<Parameters>) -> HttpResponse {
    let next = destination(&visit, parameters.next.as_deref());
    let is_too_long = parameters.too_long.is_some() || parameters.next.as_deref().is_some_and(Destination::is_too_long);
    if visit.session().is_some() && is_too_long {
        return visit.page(StatusCode::OK, &TooLongPage { frame: visit.frame(), next: &next });
    }
    if visit.session().is_some() {
        return if next.is_app() { back_to_app(&visit, &request, &next) } else { visit.see_other(next.as_str()) };
    }
    // Only a hint for newcomers: the page works without it.
    let is_empty = visit.desk.store().read(users::is_any).await.is_ok_and(|is_any| !is_any);
    let template = LoginPage {
        frame: visit.frame(),
        username: "",
        remembered: false,
        next: &next,
        ended: visit.ended().map(|end| words::session_end(end, visit.language)),
        is_welcome: parameters.welcome.is_some(),
        has_chosen: parameters.chosen.is_some(),
        is_again: parameters.again.is_some(),
        is_too_long,
        has_failed: false,
        throttled: None,
        is_empty,
    };
    leading_to(&next, visit.page_after_end(StatusCode::OK, &template), &visit)
}

/// Somebody who is signed in already goes on to the app, unless that keeps sending them here.
fn back_to_app(visit: &Visit, request: &HttpRequest, next: &Destination) -> HttpResponse {
    let settings = visit.desk.settings();
    let returns = Returns::of(request, next, settings, visit.desk.clock().now());
    let mut response = if returns.are_a_circle() {
        visit.page(StatusCode::OK, &CirclePage { frame: visit.frame(), next })
    } else {
        visit.see_other(next.as_str())
    };
    if let Some(cookie) = returns.cookie(settings) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    username: String,
    password: String,
    remember: Option<String>,
    next: Option<String>,
}

/// `POST /login`
pub async fn submit(request: HttpRequest, visit: Visit, Form(fields): Form<Fields>) -> Result<HttpResponse, Problem> {
    let next = destination(&visit, fields.next.as_deref());
    let remembered = fields.remember.is_some();
    let device = known_device(request.headers(), &visit.desk);
    let again = |throttled: Option<String>| LoginPage {
        // The language switch must not lose the way back.
        frame: visit.frame().standing_at(&paths::login_leading_to(&next)),
        username: &fields.username,
        remembered,
        next: &next,
        ended: None,
        is_welcome: false,
        has_chosen: false,
        is_again: false,
        is_too_long: false,
        has_failed: throttled.is_none(),
        throttled,
        is_empty: false,
    };
    let refused = || leading_to(&next, visit.page(StatusCode::UNPROCESSABLE_ENTITY, &again(None)), &visit);
    // A name or a password that nobody can have does not count as a try.
    let (Ok(username), Some(password)) = (Username::parse(&fields.username), Password::given(fields.password)) else {
        return Ok(came_to_nothing(refused()));
    };
    let browser = Browser { replaced: visit.session().map(|session| session.id.clone()), device: device.clone() };
    let attempt = Attempt { username, password, remembered };
    match login::by_form(&visit.desk, attempt, browser, visit.context.clone()).await {
        Ok(LoggedIn::Session(issued)) => {
            let mut response = visit.see_other(next.as_str());
            remember(response.headers_mut(), device, &issued, &visit.desk);
            second_step::forget(&request, &visit, &mut response);
            response.extensions_mut().insert(CookieChange::Set(issued));
            Ok(response)
        }
        Ok(LoggedIn::SecondStep(token)) => Ok(second_step::lead_there(&visit, &next, token.expose())),
        Err(Failure::Refused(LoginRefusal::NoFit)) => Ok(refused()),
        Err(Failure::Refused(LoginRefusal::Throttled(throttled))) => {
            let page = again(Some(words::throttled(throttled, visit.language)));
            Ok(leading_to(&next, visit.page_when_throttled(throttled, &page), &visit))
        }
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}
