//! Times: in the zone of the site or of the person, in words for people and exactly for admins, and in UTC for programs.

mod days;
mod news;
mod zones;

use crate::support::Visitor;

/// Chooses a time zone on the page for that; an empty name is the zone of the site.
fn choose(visitor: &mut Visitor, zone: &str) {
    let page = visitor.get("/account/time-zone");
    let saved = visitor.submit(&page, "/account/time-zone", &[("time_zone", zone)]);
    assert_eq!((saved.status, saved.header("location")), (303, "/account/time-zone?saved"), "{zone}");
}
