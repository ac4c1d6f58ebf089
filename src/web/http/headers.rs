//! Security headers, on every answer.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web};

use crate::config::Settings;
use crate::desk::Desk;
use crate::domain::net::Origin;
use crate::web::paths;

/// No script runs, whatever gets into a page; nothing is loaded from elsewhere; no other page may frame ours.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self' data:; \
     object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const ALWAYS: [(&str, &str); 9] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // With `no-referrer` browsers send `Origin: null` with our own forms.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
    ("x-robots-tag", "noindex, nofollow"),
    ("cache-control", "no-store"),
];

/// The policy for a page whose form leads to an app. Chromium applies `form-action` to every redirect after a form,
/// including redirects of the app itself, so all the apps are named.
pub fn policy_leading_to(apps: &[Origin]) -> String {
    let targets: String = apps.iter().map(|origin| format!(" {origin}")).collect();
    CONTENT_SECURITY_POLICY.replace("form-action 'self'", &format!("form-action 'self'{targets}"))
}

/// Adds the headers that are missing: an answer that may be cached says so itself.
pub fn apply(headers: &mut HeaderMap, settings: &Settings) {
    for (name, value) in ALWAYS {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if settings.public_url().is_https() {
        let two_years = HeaderValue::from_static("max-age=63072000");
        headers.insert(HeaderName::from_static("strict-transport-security"), two_years);
    }
}

/// The middleware that puts security headers on every answer, errors included.
///
/// # Errors
/// The errors of the inner service.
pub async fn security_headers(
    desk: web::Data<Desk>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    match next.call(request).await {
        Ok(mut response) => {
            apply(response.headers_mut(), desk.settings());
            if response.request().match_pattern().as_deref() == Some(paths::FORWARD_AUTH) {
                // A proxy passes this answer on under an app's name, and the app's use of TLS is not ours to decide for
                // years.
                response.headers_mut().remove(header::STRICT_TRANSPORT_SECURITY);
            }
            Ok(response)
        }
        Err(error) => {
            let mut response = error.error_response();
            apply(response.headers_mut(), desk.settings());
            Err(InternalError::from_response(error, response).into())
        }
    }
}
