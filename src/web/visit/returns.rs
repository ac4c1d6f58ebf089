//! Notices when a browser goes in circles between an app and the login page: the person is signed in here, but the app
//! does not accept that.
//!
//! A cookie counts how often somebody returned to the same page of an app within some seconds. It decides only whether
//! to lead on or to show a page that says so, so nobody gains anything by forging it.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;

use crate::config::Settings;
use crate::domain::net::Destination;
use crate::domain::time::Timestamp;
use crate::web::http::cookies::Ours;

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
        let place = HEXLOWER.encode(&digest(&SHA256, to.as_str().as_bytes()).as_ref()[..4]);
        let before = Ours::Returns.values(request.headers(), settings);
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

    pub fn remember(&self, answer: &mut HeaderMap, settings: &Settings) {
        let value = format!("{}.{}.{}", self.place, self.since, self.count);
        Ours::Returns.set(answer, &value, Some(Duration::from_secs(PERIOD.unsigned_abs())), settings);
    }
}
