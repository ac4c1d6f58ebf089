//! What every handler gets: the desk, who is asking, and what the page's frame shows.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use askama::Template;

use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::By;
use crate::domain::account::Role;
use crate::domain::idempotency::IdempotencyKey;
use crate::domain::net::ReturnTo;
use crate::domain::request_context::RequestContext;
use crate::domain::session::SessionEnd;
use crate::domain::sign_in::throttle::Throttled;
use crate::domain::time::{Timestamp, Zone};
use crate::web::appearance::Appearance;
use crate::web::error::Problem;
use crate::web::http::cookies::{CookieChange, PresentedCookies};
use crate::web::http::{access_log, headers};
use crate::web::language::{self, Language, Value};
use crate::web::visit::branding::Branding;
use crate::web::words;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    Active(ActiveSession),
    /// The session has just been found to be over.
    Over(SessionEnd),
    Anonymous,
    /// It was not found out: the request was refused before that, or its answer is the same for everybody.
    Unknown,
}

/// One request, as handlers see it. It is in the request's extensions, for guards and pages.
#[derive(Clone)]
pub struct Visit {
    pub desk: Desk,
    pub context: RequestContext,
    pub language: Language,
    appearance: Appearance,
    /// Where times are read: the zone that the person has chosen, or that of the site.
    pub zone: Zone,
    /// Whether the browser has a cookie for it.
    pub(in crate::web) has_zone_cookie: bool,
    /// The page to return to: the requested path and query, or the address of a form if that address shows the form
    /// too.
    pub path: ReturnTo,
    /// The requested path as it was sent, whatever the method.
    place: String,
    identity: Identity,
    /// Whether a person will see the answer, so that cookies may be changed with it.
    is_navigation: bool,
}

impl Visit {
    pub fn by(&self, session: &ActiveSession) -> By {
        By::signed_in(session.clone(), self.context.clone())
    }

    /// Before it is known who is asking.
    pub(in crate::web) fn begin(desk: &Desk, request: &HttpRequest, cookies: &PresentedCookies) -> Visit {
        let path = if request.method().is_safe() {
            ReturnTo::parse_page(request.uri().path_and_query().map_or("/", |path| path.as_str()))
        } else {
            ReturnTo::home()
        };
        let told = language::told_by_request(cookies.language, request.headers());
        Visit {
            desk: desk.clone(),
            context: RequestContext { language: told, ..access_log::context_of(desk, request) },
            language: told.unwrap_or(desk.settings().default_language),
            appearance: cookies.appearance.unwrap_or_default(),
            zone: cookies.zone.clone().unwrap_or_else(|| desk.settings().time_zone.clone()),
            has_zone_cookie: cookies.has_zone,
            path,
            place: request.uri().path().to_owned(),
            identity: Identity::Unknown,
            is_navigation: false,
        }
    }

    pub(in crate::web) fn of(self, identity: Identity, is_navigation: bool) -> Visit {
        Visit { identity, is_navigation, ..self }
    }

    /// The visit of somebody whose tokens this request has renewed: the account tells their present choice of a zone.
    pub(in crate::web) fn in_zone(self, chosen: Option<&Zone>) -> Visit {
        let zone = chosen.unwrap_or(&self.desk.settings().time_zone).clone();
        Visit { zone, ..self }
    }

    /// The same visit at another desk, such as that for strangers.
    pub(in crate::web) fn at(self, desk: Desk) -> Visit {
        Visit { desk, ..self }
    }

    /// Notes that the address of this form shows the form too: somebody who switches the language on the page with the
    /// errors returns there, and not to the start page.
    pub(in crate::web) fn standing_here(request: &HttpRequest) {
        if let Some(visit) = request.extensions_mut().get_mut::<Visit>().filter(|_| !request.method().is_safe()) {
            visit.path = ReturnTo::parse_page(request.uri().path());
        }
    }

    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    pub fn session(&self) -> Option<&ActiveSession> {
        match &self.identity {
            Identity::Active(session) => Some(session),
            Identity::Over(_) | Identity::Anonymous | Identity::Unknown => None,
        }
    }

    /// How the session ended that this browser still has cookies of.
    pub fn ended(&self) -> Option<SessionEnd> {
        match &self.identity {
            Identity::Over(end) => Some(*end),
            Identity::Active(_) | Identity::Anonymous | Identity::Unknown => None,
        }
    }

    pub fn frame(&self) -> Frame {
        Frame {
            site_name: self.desk.settings().site_name.clone(),
            branding: Branding::of(self.desk.settings()),
            language: self.language,
            appearance: self.appearance,
            zone: self.zone.clone(),
            now: self.desk.clock().now(),
            username: self.session().map(|session| session.username.clone()),
            is_admin: self.session().is_some_and(|session| session.role == Role::Admin),
            path: self.path.clone(),
            idempotency_key: IdempotencyKey::generate(),
            place: self.place.clone(),
        }
    }

    pub fn show(&self, template: &impl Template) -> HttpResponse {
        self.page(StatusCode::OK, template)
    }

    /// If the template does not render, the answer is an internal error without details.
    pub fn page(&self, status: StatusCode, template: &impl Template) -> HttpResponse {
        match template.render() {
            Ok(html) => {
                let mut response = HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html);
                headers::apply(response.headers_mut(), self.desk.settings());
                response
            }
            Err(error) => {
                log::error!(request = self.context.request_id, error:% = error; "a template failed");
                HttpResponse::InternalServerError()
                    .content_type("text/plain; charset=utf-8")
                    .body("Something went wrong.\n")
            }
        }
    }

    /// A form once more, with what is wrong. To somebody who has tried too often, the page says when to try again, and
    /// so does the header.
    pub fn page_again(&self, throttled: Option<Throttled>, template: &impl Template) -> HttpResponse {
        let Some(throttled) = throttled else { return self.page(StatusCode::UNPROCESSABLE_ENTITY, template) };
        let mut response = self.page(StatusCode::TOO_MANY_REQUESTS, template);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(throttled.retry_after()));
        response
    }

    /// Deletes the cookies of a session that is over: on this page the person learns of it.
    pub fn page_after_end(&self, template: &impl Template) -> HttpResponse {
        let mut response = self.show(template);
        if self.ended().is_some() && self.is_navigation {
            response.extensions_mut().insert(CookieChange::Clear);
        }
        response
    }

    /// 303: the form was handled, and the page to look at is `path`.
    pub fn see_other(&self, path: &str) -> HttpResponse {
        let mut response = HttpResponse::SeeOther().finish();
        // Paths are ours, or were written by the rules of the URL standard: ASCII without control characters.
        let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
        response.headers_mut().insert(header::LOCATION, location);
        headers::apply(response.headers_mut(), self.desk.settings());
        response
    }
}

impl FromRequest for Visit {
    type Error = Problem;
    type Future = Ready<Result<Visit, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let visit = request.extensions().get::<Visit>().cloned();
        ready(visit.ok_or_else(|| {
            log::error!("the resume middleware is not installed; everybody is refused");
            Problem::Internal
        }))
    }
}

/// What the frame around every page shows: the site, the language, light or dark, and who is signed in.
pub struct Frame {
    pub site_name: String,
    pub branding: Branding,
    pub language: Language,
    pub appearance: Appearance,
    /// In which the page shows times.
    pub zone: Zone,
    now: Timestamp,
    /// Of the person who is signed in.
    pub username: Option<String>,
    pub is_admin: bool,
    /// Where the language switch returns to.
    pub path: ReturnTo,
    /// Recognises the forms of this page when they are sent twice.
    pub idempotency_key: IdempotencyKey,
    place: String,
}

impl Frame {
    /// The frame for somebody whom this request itself has signed in.
    pub fn of(self, session: &ActiveSession) -> Frame {
        Frame { username: Some(session.username.clone()), is_admin: session.role == Role::Admin, ..self }
    }

    /// For a page that has another address than the requested one: the language switch leads there.
    pub fn standing_at(self, path: &str) -> Frame {
        Frame { path: ReturnTo::parse_page(path), ..self }
    }

    pub fn t<'a>(&self, id: &'a str) -> &'a str {
        self.language.t(id)
    }

    pub fn with<'a, V: Into<Value<'a>> + Clone>(&self, id: &str, values: &[(&'a str, V)]) -> String {
        self.language.with(id, values)
    }

    pub fn around(&self, id: &str, name: &str) -> (String, String) {
        self.language.around(id, name)
    }

    /// How long ago a moment was, or how far ahead it is. Takes references, as templates pass them, and so do the others.
    pub fn when(&self, moment: &Timestamp) -> String {
        words::when(*moment, self.now, &self.zone, self.language)
    }

    /// The day of a moment, for a sentence that says since when something is so.
    pub fn since(&self, moment: &Timestamp) -> String {
        words::day(*moment, self.now, &self.zone, self.language)
    }

    /// Exactly when it was, in the zone of the page and in UTC.
    pub fn exact(&self, moment: &Timestamp) -> String {
        let utc = format!("{} UTC", moment.to_minutes());
        if self.zone.is_utc() { utc } else { format!("{} · {utc}", self.zone.named_minutes(*moment)) }
    }

    /// As in tables: `2026-11-23 19:05` in the zone of the page, which the page or the head of the column names.
    pub fn minutes(&self, moment: &Timestamp) -> String {
        self.zone.minutes(*moment)
    }

    /// The same with seconds.
    pub fn seconds(&self, moment: &Timestamp) -> String {
        self.zone.seconds(*moment)
    }

    pub fn has_appearance(&self, appearance: &Appearance) -> bool {
        self.appearance == *appearance
    }

    pub fn is_at(&self, path: &str) -> bool {
        self.place == path
    }

    /// Whether this is the page at `path` or one below it.
    pub fn is_within(&self, path: &str) -> bool {
        self.place.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    pub fn appearances(&self) -> [Appearance; 3] {
        Appearance::ALL
    }

    pub fn other_languages(&self) -> impl Iterator<Item = Language> + '_ {
        Language::all().filter(|language| *language != self.language)
    }
}
