//! Guards for the API: they check who the caller is.

use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::http::{Method, header};
use actix_web::{FromRequest, HttpRequest};
use actix_web_httpauth::headers::authorization::{Bearer, Scheme};
use futures_util::future::LocalBoxFuture;

use crate::desk::active_session::ActiveSession;
use crate::desk::by::By;
use crate::desk::session::admission::admit_admin;
use crate::desk::session::{Acceptance, Admitted, Need, acceptance};
use crate::domain::token::Audience;
use crate::web::api::call::Call;
use crate::web::api::problem::ApiProblem;

/// A caller with a good access token. The check runs no query while the recall list is fresh.
pub struct ApiCaller {
    pub call: Call,
    pub session: ActiveSession,
    /// When the access token expires, as a NumericDate.
    pub expires_at: i64,
}

impl Deref for ApiCaller {
    type Target = Call;

    fn deref(&self) -> &Call {
        &self.call
    }
}

impl FromRequest for ApiCaller {
    type Error = ApiProblem;
    type Future = LocalBoxFuture<'static, Result<Self, ApiProblem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (call, token) = (Call::of(request), presented_token(request));
        let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
        Box::pin(async move {
            let (mut call, token) = (call?, token?);
            match acceptance::accept(&call.desk, &[&token], Audience::Api, is_read).await {
                Acceptance::Accepted { session, expires_at } => {
                    call.desk = call.desk.for_person(&session.user_id, &session.id);
                    Ok(ApiCaller { call, session, expires_at })
                }
                Acceptance::Expired => Err(ApiProblem::TokenExpired),
                Acceptance::Refused => Err(ApiProblem::TokenInvalid),
                Acceptance::Unavailable => Err(ApiProblem::Unavailable),
            }
        })
    }
}

/// The token in `Authorization`. Upper and lower case of the scheme do not matter (RFC 9110 section 11.1).
fn presented_token(request: &HttpRequest) -> Result<String, ApiProblem> {
    let in_query = request.query_string().split('&').any(|pair| pair.split('=').next() == Some("access_token"));
    let mut headers = request.headers().get_all(header::AUTHORIZATION);
    let (first, second) = (headers.next(), headers.next());
    if in_query || second.is_some() {
        return Err(ApiProblem::SeveralTokens);
    }
    let value = first.ok_or(ApiProblem::NoToken)?;
    let bytes = value.as_bytes();
    let scheme = bytes.split(|byte| *byte == b' ').next().unwrap_or_default();
    if !scheme.eq_ignore_ascii_case(b"bearer") {
        return Err(ApiProblem::NoToken);
    }
    let spelt = [b"Bearer", bytes.get(scheme.len()..).unwrap_or_default()].concat();
    let spelt = header::HeaderValue::from_bytes(&spelt).map_err(|_| ApiProblem::TokenInvalid)?;
    Bearer::parse(&spelt).map(|bearer| bearer.token().to_owned()).map_err(|_| ApiProblem::TokenInvalid)
}

impl ApiCaller {
    pub fn by(&self) -> By {
        By::signed_in(self.session.clone(), self.context.clone())
    }
}

/// An administrator: the role is read from the database at this moment, not from the token.
pub struct ApiAdministrator {
    caller: ApiCaller,
    admitted: Admitted,
}

impl ApiAdministrator {
    /// Refuses an administrator who entered the password too long ago for a change of what is not one's own: more than 15
    /// minutes, or two for the gravest changes. They must sign in again and send the request again: the API does not
    /// keep it meanwhile.
    pub fn check_password_age(&self, is_grave: bool) -> Result<(), ApiProblem> {
        match self.admitted.need(self.desk.clock().now()) {
            Need { password: true, .. } => Err(ApiProblem::LogInAnew),
            Need { is_just_entered: false, .. } if is_grave => Err(ApiProblem::LogInJustBefore),
            Need { .. } => Ok(()),
        }
    }
}

impl Deref for ApiAdministrator {
    type Target = ApiCaller;

    fn deref(&self) -> &ApiCaller {
        &self.caller
    }
}

impl FromRequest for ApiAdministrator {
    type Error = ApiProblem;
    type Future = LocalBoxFuture<'static, Result<Self, ApiProblem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = ApiCaller::from_request(request, payload);
        Box::pin(async move {
            let caller = caller.await?;
            let admitted = admit_admin(&caller.desk, &caller.session, &caller.context).await?;
            Ok(ApiAdministrator { caller, admitted })
        })
    }
}
