//! The cookie by which an account recognises a browser: given at every sign-in by form and by a device link, kept when
//! somebody signs out. What it says, and what it does not: [`crate::desk::sign_in::device`].

use actix_web::HttpResponse;
use actix_web::http::header::HeaderMap;

use crate::desk::Desk;
use crate::desk::session::Issued;
use crate::desk::sign_in::device;
use crate::domain::session::{Acquaintance, KnownDevice};
use crate::web::http::cookies::{CookieChange, Ours, YEAR};

/// Broken cookies are ignored; of two devices one was planted, so neither counts.
pub fn known_device(headers: &HeaderMap, desk: &Desk) -> Option<KnownDevice> {
    let cookies = Ours::Device.values(headers, desk.settings());
    let mut known = cookies.iter().filter_map(|text| device::read(desk, text));
    let first = known.next()?;
    known.all(|other| other.id() == first.id()).then_some(first)
}

/// Makes the browser known to an account that a device link has introduced to it, whose password was just chosen in it by a
/// link, or whose second factor was just set up in it. So strangers cannot keep its owner from signing in there. It stays known to others.
pub fn remembered(
    mut response: HttpResponse,
    device: Option<KnownDevice>,
    user: &Acquaintance,
    desk: &Desk,
) -> HttpResponse {
    let token = device::signed_in(desk, device, user, desk.clock().now());
    Ours::Device.set(response.headers_mut(), &token, Some(YEAR), desk.settings());
    response
}

/// Gives the browser the cookies of its new session, and makes the device known to the account that has signed in with
/// it.
pub fn signed_in(mut response: HttpResponse, device: Option<KnownDevice>, issued: Issued, desk: &Desk) -> HttpResponse {
    let token = device::signed_in(desk, device, &issued.acquaintance, issued.issued_at);
    Ours::Device.set(response.headers_mut(), &token, Some(YEAR), desk.settings());
    response.extensions_mut().insert(CookieChange::Set(Box::new(issued)));
    response
}
