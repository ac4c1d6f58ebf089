//! The answer to somebody whom a guard does not admit: a redirect to the login page, a page, or JSON.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;
use url::Url;

use crate::guard::Rules;
use crate::language::Language;
use crate::origin::Origin;
use crate::request::is_navigation;

/// Why a request was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No access token came with the request.
    NoToken,
    /// The access token was valid once. A program with a bearer token should renew it, then try again.
    Expired,
    /// The text that came as an access token was never valid.
    Invalid,
    /// There is more than one header `Authorization`.
    SeveralTokens,
    /// The token is valid, but its user is no administrator.
    NotAllowed,
    /// The request could change something, carries the cookie, and comes from another site.
    CrossSite,
    /// The guard cannot tell now whether the token is valid.
    Unavailable,
    /// There is no guard in the app's data.
    NoGuard,
}

/// A refused request. It is an answer by itself; an app that wants to give another answer looks at its
/// [reason](Self::reason).
#[derive(Debug)]
pub struct Refusal {
    reason: Reason,
    /// Tells whether the token came in the header, from a program that can renew it.
    is_bearer: bool,
    language: Language,
    reader: Reader,
}

/// The reader of the answer.
#[derive(Debug)]
enum Reader {
    /// A person who asked for a page, and can sign in there and come back.
    Asking { login: String },
    /// A person who sent a form.
    Sending { login: String },
    /// A program, or a script of a page.
    Program,
}

/// The one shape of errors, as in Doorward's API. The answers 401 and 419 about a token have only the first two
/// members.
#[derive(Serialize)]
struct ErrorBody {
    code: u16,
    message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
}

/// Doorward accepts no longer return address.
const MAX_NEXT_LENGTH: usize = 8000;
/// The number of seconds after which another attempt makes sense.
const RETRY_AFTER: &str = "5";

impl Refusal {
    pub(crate) fn new(reason: Reason, is_bearer: bool, request: &HttpRequest, rules: Option<&Rules>) -> Refusal {
        let headers = request.headers();
        let reader = match rules.and_then(|rules| Some((&rules.issuer, rules.own_origin.as_ref()?))) {
            Some((issuer, own)) if !is_bearer && is_navigation(request.method(), headers) => {
                if request.method() == actix_web::http::Method::GET {
                    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
                    Reader::Asking { login: login_url(issuer, own, path) }
                } else {
                    Reader::Sending { login: login_url(issuer, own, "/") }
                }
            }
            _ => Reader::Program,
        };
        Refusal { reason, is_bearer, language: Language::of(headers), reader }
    }

    /// Turns a redirect into a plain answer. It is for tokens that Doorward itself accepts: the browser would be sent
    /// there and back without end.
    pub(crate) fn without_redirect(self) -> Refusal {
        Refusal { reader: Reader::Program, ..self }
    }

    /// Returns why the request was refused.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// Returns the text for a person: it says what happened, and what to do.
    fn sentence(&self) -> &'static str {
        let (english, korean) = match self.reason {
            Reason::NoToken if self.is_person() => ("You are not signed in.", "로그인되어 있지 않습니다."),
            Reason::Expired | Reason::Invalid if self.is_person() => {
                ("You are not signed in any more.", "더 이상 로그인되어 있지 않습니다.")
            }
            Reason::NoToken => (
                "An access token is needed: send it in the Authorization header",
                "액세스 토큰이 필요합니다. Authorization 헤더로 보내세요",
            ),
            Reason::Expired => ("The token has expired", "토큰이 만료되었습니다"),
            Reason::Invalid => ("The token is not valid", "유효하지 않은 토큰입니다"),
            Reason::SeveralTokens => (
                "Send exactly one access token, in one Authorization header",
                "액세스 토큰은 Authorization 헤더 하나에 하나만 보내세요",
            ),
            Reason::NotAllowed => ("This is for administrators", "관리자만 할 수 있습니다"),
            Reason::CrossSite => (
                "Nothing was changed: this came from another site. Go back and use the form there",
                "다른 사이트에서 온 요청이라 바뀐 것은 없습니다. 돌아가서 그곳의 양식을 쓰세요",
            ),
            Reason::Unavailable => (
                "Temporarily unavailable: try again in a few seconds",
                "지금은 사용할 수 없습니다. 몇 초 뒤에 다시 시도하세요",
            ),
            Reason::NoGuard => {
                ("Something went wrong on our side and was recorded", "서버에 문제가 생겼고 기록되었습니다")
            }
        };
        match self.language {
            Language::English => english,
            Language::Korean => korean,
        }
    }

    fn is_person(&self) -> bool {
        !matches!(self.reader, Reader::Program)
    }

    /// Tells whether signing in helps.
    fn is_about_signing_in(&self) -> bool {
        matches!(self.reason, Reason::NoToken | Reason::Expired | Reason::Invalid)
    }

    const fn word(&self) -> Option<&'static str> {
        match self.reason {
            Reason::SeveralTokens => Some("invalid_request"),
            Reason::NotAllowed => Some("insufficient_scope"),
            Reason::CrossSite => Some("cross_site"),
            _ => None,
        }
    }

    /// Returns the challenge (RFC 6750 section 3). Its description is in English, because a header is for programs.
    const fn challenge(&self) -> Option<&'static str> {
        match self.reason {
            Reason::NoToken => Some("Bearer"),
            Reason::Expired => Some("Bearer error=\"invalid_token\", error_description=\"The token has expired\""),
            Reason::Invalid => Some("Bearer error=\"invalid_token\", error_description=\"The token is not valid\""),
            Reason::SeveralTokens => {
                Some("Bearer error=\"invalid_request\", error_description=\"Send one access token, in one header\"")
            }
            Reason::NotAllowed => {
                Some("Bearer error=\"insufficient_scope\", error_description=\"This is for administrators\"")
            }
            Reason::CrossSite | Reason::Unavailable | Reason::NoGuard => None,
        }
    }

    /// Writes a page without a frame. Only the return address in it comes from the request, and that is encoded.
    fn page(&self) -> HttpResponse {
        let (language, sentence) = (self.language.code(), self.sentence());
        let (once_more, sign_in) = match self.language {
            Language::English => {
                ("Nothing was saved. Sign in in a new tab, then come back and send it again.", "Sign in")
            }
            Language::Korean => ("저장된 것은 없습니다. 새 탭에서 로그인한 뒤 돌아와 다시 보내세요.", "로그인"),
        };
        let way = match &self.reader {
            Reader::Sending { login } if self.is_about_signing_in() => {
                format!(
                    "<p>{once_more}\n<p><a href=\"{}\" target=\"_blank\">{sign_in}</a>\n",
                    login.replace('&', "&amp;")
                )
            }
            _ => String::new(),
        };
        let html = format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{sentence}</title>\n\
             <p>{sentence}\n{way}</html>\n"
        );
        HttpResponse::build(self.status_code())
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
            .insert_header((header::REFERRER_POLICY, "same-origin"))
            .body(html)
    }
}

/// Returns the URL of the login page, with the page of this app to return to. If the address of that page is too long
/// to be carried along, people return to the front page, with a message.
fn login_url(issuer: &Origin, own: &Origin, path: &str) -> String {
    let mut next = format!("{own}{path}");
    let is_too_long = next.len() > MAX_NEXT_LENGTH;
    if is_too_long {
        next = format!("{own}/");
    }
    match Url::parse(&format!("{issuer}/login")) {
        Ok(mut url) => {
            let mut query = url.query_pairs_mut();
            query.append_pair("next", &next);
            if is_too_long {
                query.append_key_only("too-long");
            }
            query.finish().to_string()
        }
        // It does not happen: an origin with a path is a URL.
        Err(_) => issuer.to_string(),
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

impl std::error::Error for Refusal {}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        match self.reason {
            Reason::NoToken | Reason::Expired | Reason::Invalid if matches!(self.reader, Reader::Asking { .. }) => {
                StatusCode::FOUND
            }
            // The status is not registered; clients of Doorward's API know it as *expired*. A page's script could not
            // renew.
            Reason::Expired if self.is_bearer => StatusCode::from_u16(419).unwrap_or(StatusCode::UNAUTHORIZED),
            Reason::NoToken | Reason::Expired | Reason::Invalid => StatusCode::UNAUTHORIZED,
            Reason::SeveralTokens => StatusCode::BAD_REQUEST,
            Reason::NotAllowed | Reason::CrossSite => StatusCode::FORBIDDEN,
            Reason::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Reason::NoGuard => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = match &self.reader {
            Reader::Asking { login } if self.is_about_signing_in() => {
                HttpResponse::Found().insert_header((header::LOCATION, login.as_str())).finish()
            }
            Reader::Asking { .. } | Reader::Sending { .. } => self.page(),
            Reader::Program => {
                let (code, message) = (self.status_code().as_u16(), self.sentence());
                HttpResponse::build(self.status_code()).json(ErrorBody { code, message, error: self.word() })
            }
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(challenge) = self.challenge()
            && response.status() != StatusCode::FOUND
        {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if self.reason == Reason::Unavailable {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_an_address_of_this_app_whatever_the_path() {
        let issuer = Origin::parse("https://login.example.org").expect("an origin");
        let own = Origin::parse("https://notes.example.org").expect("an origin");
        let to = |path: &str| login_url(&issuer, &own, path);
        let prefix = "https://login.example.org/login?next=https%3A%2F%2Fnotes.example.org";
        assert_eq!(to("/a?b=c&d=%26"), format!("{prefix}%2Fa%3Fb%3Dc%26d%3D%2526"));
        assert_eq!(to("//evil.example"), format!("{prefix}%2F%2Fevil.example"));
        let long = "a".repeat(8000 - "https://notes.example.org/".len());
        assert_eq!(to(&format!("/{long}")), format!("{prefix}%2F{long}"));
        assert_eq!(to(&format!("/{long}a")), format!("{prefix}%2F&too-long"));
    }
}
