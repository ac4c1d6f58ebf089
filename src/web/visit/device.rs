//! The cookie by which an account recognises a device: given at every sign-in by form, kept when somebody signs out.
//!
//! It gives no access. It only says that somebody has signed in with this browser before, so that strangers who guess
//! at the account's password cannot lock it out.

use actix_web::HttpResponse;
use actix_web::http::header::HeaderMap;

use crate::desk::Desk;
use crate::desk::session::Issued;
use crate::domain::session::KnownDevice;
use crate::random;
use crate::web::http::cookies::{CookieChange, Ours, YEAR};

/// Broken cookies are ignored; of two devices one was planted, so neither counts.
pub fn known_device(headers: &HeaderMap, desk: &Desk) -> Option<KnownDevice> {
    let now = desk.clock().now();
    let cookies = Ours::Device.values(headers, desk.settings());
    let mut known = cookies.iter().filter_map(|text| KnownDevice::parse(text, desk.secret().device.all(), now));
    let first = known.next()?;
    known.all(|other| other.id() == first.id()).then_some(first)
}

/// Gives the browser the cookies of its new session, and makes the device known to the account that has signed in with
/// it.
pub fn signed_in(mut response: HttpResponse, device: Option<KnownDevice>, issued: Issued, desk: &Desk) -> HttpResponse {
    let device = device.unwrap_or_else(|| KnownDevice::new(random::bytes())).after_sign_in(&issued.acquaintance);
    let signed = desk.secret().device.newest().sign(&device, issued.issued_at);
    Ours::Device.set(response.headers_mut(), &signed, Some(YEAR), desk.settings());
    response.extensions_mut().insert(CookieChange::Set(Box::new(issued)));
    response
}
