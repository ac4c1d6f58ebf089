//! The cookie by which an account recognises a device: given at every sign-in by form, kept when somebody signs out.
//!
//! It gives no access. It only says that somebody has signed in with this browser before, so that strangers who guess
//! at the account's password cannot lock it out.

use actix_web::http::header::{self, HeaderMap};

use crate::desk::Desk;
use crate::desk::session::Issued;
use crate::domain::session::KnownDevice;
use crate::random;
use crate::web::http::cookies::{device_cookie, device_cookies};

/// Broken cookies are ignored; of two devices one was planted, so neither counts.
pub fn known_device(headers: &HeaderMap, desk: &Desk) -> Option<KnownDevice> {
    let now = desk.clock().now();
    let cookies = device_cookies(headers, desk.settings());
    let mut known = cookies.iter().filter_map(|text| KnownDevice::parse(text, desk.secret().device.all(), now));
    let first = known.next()?;
    known.all(|other| other.id() == first.id()).then_some(first)
}

/// Makes the device known to the account that has just signed in with it.
pub fn remember(answer: &mut HeaderMap, device: Option<KnownDevice>, issued: &Issued, desk: &Desk) {
    let device = device.unwrap_or_else(|| KnownDevice::new(random::bytes())).after_sign_in(&issued.acquaintance);
    if let Some(cookie) = device_cookie(&desk.secret().device.newest().sign(&device, issued.issued_at), desk.settings())
    {
        answer.append(header::SET_COOKIE, cookie);
    }
}
