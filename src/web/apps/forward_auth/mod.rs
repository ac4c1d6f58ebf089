//! Forward authentication: a proxy asks, for each request to an app, whether it may go on and whose it is.
//!
//! Only the access cookie for apps counts, on Doorward's own host too; a bearer token is for the app alone. Nothing is
//! renewed and no cookie is set: the answer to the proxy's question may never reach the browser.

mod answer;
mod request;
mod untrusted;

use actix_web::{HttpRequest, HttpResponse};

use crate::desk::session::Acceptance;
use crate::desk::session::acceptance::accept;
use crate::domain::net::{Ruling, Who};
use crate::domain::token::Audience;
use crate::web::api::call::Call;
use crate::web::apps::forward_auth::request::Asked;
use crate::web::http::client_address::is_from_proxy;
use crate::web::http::cookies::{PresentedCookies, without_tokens};

/// Any method on `/forward-auth`
pub async fn show(call: Call, request: HttpRequest) -> HttpResponse {
    let (headers, settings, context) = (request.headers(), call.desk.settings(), &call.context);
    if !is_from_proxy(request.peer_addr(), settings) {
        log::warn!(
            request = context.request_id, ip = context.ip;
            "forward-auth refused: the connection is not from one of trusted_proxies"
        );
        return answer::misstated(&call);
    }
    let is_https = settings.public_url().is_https();
    let asked = match untrusted::check(headers).and_then(|()| Asked::read(headers, is_https)) {
        Ok(asked) => asked,
        Err(fault) => {
            log::warn!(
                request = context.request_id, ip = context.ip, header = fault.header;
                "forward-auth refused: the header {}", fault.what
            );
            return answer::misstated(&call);
        }
    };
    let host = asked.host.to_string();
    let who = match settings.access_rules.decide(&asked.host, asked.path()) {
        Ruling::For(who) => who,
        Ruling::Nobody => {
            log::warn!(request = context.request_id, ip = context.ip, host; "forward-auth refused: no rule names this place");
            return answer::closed(&call, &asked);
        }
        Ruling::Ambiguous => {
            log::warn!(request = context.request_id, ip = context.ip, host; "forward-auth refused: the path can be read in two ways");
            return answer::closed(&call, &asked);
        }
    };
    let tokens = PresentedCookies::read(headers, settings).app_access;
    match accept(&call.desk, &tokens, Audience::Apps, asked.is_read()).await {
        Acceptance::Accepted { session, .. } if who.admits(&session.username, session.role) => {
            answer::allowed(Some(&session), without_tokens(headers, settings))
        }
        _ if *who == Who::Anyone => answer::allowed(None, without_tokens(headers, settings)),
        Acceptance::Accepted { session, .. } => {
            log::warn!(request = context.request_id, ip = context.ip, host, user = session.username; "forward-auth refused: not for this user");
            answer::forbidden(&call, &asked, &session)
        }
        Acceptance::Expired | Acceptance::Refused => answer::sign_in_first(&call, &asked, headers),
        Acceptance::Unavailable => answer::unavailable(&call, &asked),
    }
}
