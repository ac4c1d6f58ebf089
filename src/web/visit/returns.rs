//! Notices when a browser goes in circles between an app and the login page: the person is signed in here, but the app
//! does not accept that.
//!
//! A cookie counts how often somebody returned to the same page of an app within some seconds. It decides only whether
//! to lead on or to show a page that says so, so nobody gains anything by forging it.

use actix_web::HttpRequest;
use actix_web::http::header::HeaderValue;
use aws_lc_rs::digest::{SHA256, digest};
use doorward_guard::headers::cookie_values;

use crate::config::Settings;
use crate::domain::net::Destination;
use crate::domain::time::Timestamp;
use crate::web::http::cookies;

/// How long returns are counted, in seconds.
const PERIOD: i64 = 20;
/// More returns than these within that time are a circle: browsers give up after 20.
const MOST: u32 = 4;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returns {
    place: String,
    since: i64,
    count: u32,
}

impl Returns {
    /// Counts this return too.
    pub fn of(request: &HttpRequest, to: &Destination, settings: &Settings, now: Timestamp) -> Returns {
        let now = now.numeric_date();
        let place: String =
            digest(&SHA256, to.as_str().as_bytes()).as_ref()[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        let before = cookie_values(request.headers(), cookies::returns_cookie_name(settings));
        let counts_on = |before: &Returns| {
            before.place == place && (before.since..before.since.saturating_add(PERIOD)).contains(&now)
        };
        let before = before.iter().filter_map(|text| Returns::parse(text)).filter(counts_on);
        match before.max_by_key(|before| before.count) {
            Some(before) => Returns { count: before.count.saturating_add(1), ..before },
            None => Returns { place, since: now, count: 1 },
        }
    }

    fn parse(text: &str) -> Option<Returns> {
        let mut parts = text.split('.');
        let (place, since, count) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Returns { place: place.to_owned(), since: since.parse().ok()?, count: count.parse().ok()? })
    }

    pub fn are_a_circle(&self) -> bool {
        self.count > MOST
    }

    pub fn cookie(&self, settings: &Settings) -> Option<HeaderValue> {
        cookies::returns_cookie(&format!("{}.{}.{}", self.place, self.since, self.count), PERIOD, settings)
    }
}
