//! Signing in: at its own address and, for whoever is not signed in, at the start page.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::desk::account::setup;
use crate::desk::fault::Failure;
use crate::desk::sign_in::{Attempt, Browser, LoggedIn, LoginRefusal, login};
use crate::domain::account::{Password, Username};
use crate::domain::net::Destination;
use crate::domain::sign_in::throttle::Throttled;
use crate::web::error::Problem;
use crate::web::forms::sent_again::came_to_nothing;
use crate::web::http::form::{Form, Query};
use crate::web::sign_in::leading::{destination, leading_to};
use crate::web::sign_in::second_step;
use crate::web::visit::device::{known_device, signed_in};
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
    /// What led here, each with the CSS class of its tone behind a space.
    notices: Vec<(&'static str, &'static str)>,
    refusal: Option<String>,
    /// Other ways in, for somebody who must wait.
    ways: Option<&'static str>,
    /// Whether links go by mail.
    has_mail: bool,
}

/// In the place of the form while there is no account that anybody could sign in to.
#[derive(Template)]
#[template(path = "not_set_up.html")]
struct NotSetUpPage {
    frame: Frame,
    notices: Vec<(&'static str, &'static str)>,
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
    /// Signing out led here.
    #[serde(rename = "signed-out")]
    signed_out: Option<String>,
    /// A device link led here.
    known: Option<String>,
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
        return visit.show(&TooLongPage { frame: visit.frame(), next: &next });
    }
    if visit.session().is_some() {
        return if next.is_app() { back_to_app(&visit, &request, &next) } else { visit.see_other(next.as_str()) };
    }
    ask(&request, &visit, &parameters).await
}

/// The form for whoever is not signed in, with what led here.
pub async fn ask(request: &HttpRequest, visit: &Visit, parameters: &Parameters) -> HttpResponse {
    let next = destination(visit, parameters.next.as_deref());
    let is_too_long = parameters.too_long.is_some() || parameters.next.as_deref().is_some_and(Destination::is_too_long);
    let ended = visit.ended().map(|end| words::session_end(end, visit.language));
    let t = |id| visit.language.t(id);
    // The address alone proves nothing, but the cookie does.
    let is_known = parameters.known.is_some() && known_device(request.headers(), &visit.desk).is_some();
    let notices = [
        ended.map(|reason| ("", reason)),
        // The reason of the end says it already.
        parameters.signed_out.as_ref().filter(|_| ended.is_none()).map(|_| (" good", t("login-signed-out"))),
        is_known.then(|| (" good", t("login-browser-known"))),
        parameters.again.as_ref().map(|_| ("", t("login-begin-again"))),
        is_too_long.then(|| ("", t("login-return-too-long"))),
    ];
    let notices = notices.into_iter().flatten().collect();
    let (frame, has_mail) = (visit.frame(), visit.desk.settings().smtp_url.is_some());
    if is_before_setup(visit).await {
        return visit.page_after_end(&NotSetUpPage { frame, notices });
    }
    let page =
        LoginPage { frame, username: "", remembered: false, next: &next, notices, refusal: None, ways: None, has_mail };
    leading_to(&next, visit.page_after_end(&page), visit)
}

/// Whether there is no account. If that cannot be found out, the form is shown as always.
async fn is_before_setup(visit: &Visit) -> bool {
    setup::is_needed(&visit.desk).await.unwrap_or(false)
}

/// Somebody who is signed in already goes on to the app, unless that keeps sending them here.
fn back_to_app(visit: &Visit, request: &HttpRequest, next: &Destination) -> HttpResponse {
    let settings = visit.desk.settings();
    let returns = Returns::of(request, next, settings, visit.desk.clock().now());
    let mut response = if returns.are_a_circle() {
        visit.show(&CirclePage { frame: visit.frame(), next })
    } else {
        visit.see_other(next.as_str())
    };
    returns.remember(response.headers_mut(), settings);
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
    let refused = |throttled: Option<Throttled>| {
        // The language switch must not lose the way back.
        let frame = visit.frame().standing_at(&paths::login_leading_to(&next));
        let no_fit = || visit.language.t("login-refused");
        let refusal =
            throttled.map_or_else(|| no_fit().to_owned(), |throttled| words::throttled(throttled, visit.language));
        let (username, notices, refusal) = (fields.username.as_str(), Vec::new(), Some(refusal));
        let ways = throttled.map(|_| words::ways_in(visit.language));
        let has_mail = visit.desk.settings().smtp_url.is_some();
        let page = LoginPage { frame, username, remembered, next: &next, notices, refusal, ways, has_mail };
        leading_to(&next, visit.page_again(throttled, &page), &visit)
    };
    // A page from before may be loaded still, or a program may not have read that there is no form.
    if is_before_setup(&visit).await {
        let page = NotSetUpPage { frame: visit.frame().standing_at(paths::LOGIN), notices: Vec::new() };
        return Ok(came_to_nothing(visit.page(StatusCode::FORBIDDEN, &page)));
    }
    // A name or a password that nobody can have does not count as a try.
    let (Ok(username), Some(password)) = (Username::parse(&fields.username), Password::given(fields.password)) else {
        return Ok(came_to_nothing(refused(None)));
    };
    let browser = Browser { replaced: visit.session().map(|session| session.id.clone()), device: device.clone() };
    let attempt = Attempt { username, password, remembered };
    match login::by_form(&visit.desk, attempt, browser, visit.context.clone()).await {
        Ok(LoggedIn::Session(issued)) => {
            let mut response = signed_in(visit.see_other(next.as_str()), device, *issued, &visit.desk);
            second_step::forget(&request, &visit, &mut response);
            Ok(response)
        }
        Ok(LoggedIn::SecondStep(token)) => Ok(second_step::lead_there(&visit, &next, token.expose())),
        Err(Failure::Refused(LoginRefusal::NoFit)) => Ok(refused(None)),
        Err(Failure::Refused(LoginRefusal::Throttled(throttled))) => Ok(refused(Some(throttled))),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}
