//! The cookie by which an account knows a device: given at every sign-in by form, kept when somebody signs out.
//!
//! It opens nothing. It only says that somebody has signed in with this browser before, so that strangers who guess at
//! the account's password cannot lock it out.

use actix_web::http::header::{self, HeaderMap};

use super::cookies::{device_cookie, device_cookie_name};
use crate::auth::Desk;
use crate::auth::session::Issued;
use crate::domain::known_device::KnownDevice;
use crate::random;

/// The device that sends a request. Broken cookies are none, and so are two of them: one was planted.
pub fn known_device(headers: &HeaderMap, desk: &Desk) -> Option<KnownDevice> {
    let name = device_cookie_name(desk.settings()).as_bytes();
    let pairs = headers.get_all(header::COOKIE).flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    let values = pairs.filter_map(|pair| pair.trim_ascii().strip_prefix(name)?.strip_prefix(b"="));
    let [value] = values.collect::<Vec<_>>()[..] else { return None };
    KnownDevice::parse(std::str::from_utf8(value).ok()?, desk.secret().device_keys(), desk.clock().now())
}

/// Makes the device that sent a request known to whoever has just signed in with it.
pub fn remember(answer: &mut HeaderMap, device: Option<KnownDevice>, issued: &Issued, desk: &Desk) {
    let device = device.unwrap_or_else(|| KnownDevice::new(random::bytes())).after_sign_in(&issued.acquaintance);
    if let Some(cookie) = device_cookie(&desk.secret().device_key().sign(&device, issued.issued_at), desk.settings()) {
        answer.append(header::SET_COOKIE, cookie);
    }
}
