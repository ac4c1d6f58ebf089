//! The choice of a time zone.

use actix_web::HttpResponse;
use askama::Template;

use crate::desk::account::time_zone;
use crate::domain::time::Zone;
use crate::store::{Connection, users};
use crate::web::error::Problem;
use crate::web::http::cookies::set_zone;
use crate::web::http::form::{Form, Query};
use crate::web::language::say;
use crate::web::paths;
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::{Frame, Visit};

/// The names of the parts of the world, in the order of [`Zone::offered`].
const REGIONS: [&str; 10] = [
    say("time-zone-africa"),
    say("time-zone-america"),
    say("time-zone-antarctica"),
    say("time-zone-arctic"),
    say("time-zone-asia"),
    say("time-zone-atlantic"),
    say("time-zone-australia"),
    say("time-zone-europe"),
    say("time-zone-indian"),
    say("time-zone-pacific"),
];

#[derive(Template)]
#[template(path = "account/time_zone.html")]
struct ZonePage {
    frame: Frame,
    /// The zone of the site.
    site: String,
    /// What is chosen now; empty for the zone of the site.
    chosen: String,
    /// Whether the choice is not among the regions.
    is_other: bool,
    regions: Vec<Region>,
    is_saved: bool,
    /// What clocks show there.
    time: String,
}

/// A part of the world.
struct Region {
    name: &'static str,
    zones: Vec<Choice>,
}

struct Choice {
    name: &'static str,
    /// The place alone.
    place: String,
}

#[derive(serde::Deserialize)]
pub struct Parameters {
    saved: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// Empty for the zone of the site.
    time_zone: String,
}

/// `GET /account/time-zone`
pub async fn show(
    visit: Visit,
    session: CurrentSession,
    Query(parameters): Query<Parameters>,
) -> Result<HttpResponse, Problem> {
    let id = session.user_id.clone();
    let user = visit.desk.store().read(move |connection: &mut Connection| users::find(connection, &id)).await?;
    let chosen = user.ok_or(Problem::NotFound)?.zone();
    // The choice may have been made on another device a moment ago.
    let visit = visit.in_zone(chosen.as_ref());
    let chosen = chosen.map(|zone| zone.name().to_owned()).unwrap_or_default();
    let is_offered = Zone::offered().iter().any(|(_, zones)| zones.contains(&chosen));
    let template = ZonePage {
        frame: visit.frame(),
        site: visit.desk.settings().time_zone.name().to_owned(),
        is_other: !chosen.is_empty() && !is_offered,
        chosen,
        regions: regions(&visit),
        is_saved: parameters.saved.is_some(),
        time: visit.zone.show(visit.desk.clock().now()).time,
    };
    Ok(visit.show(&template))
}

fn regions(visit: &Visit) -> Vec<Region> {
    let choice = |name: &'static String| {
        let place = name.split_once('/').map_or(name.as_str(), |(_, place)| place);
        Choice { name, place: place.replace('_', " ") }
    };
    let region = |(id, (_, zones)): (&'static str, &'static (&'static str, Vec<String>))| Region {
        name: visit.language.t(id),
        zones: zones.iter().map(choice).collect(),
    };
    REGIONS.into_iter().zip(Zone::offered()).map(region).collect()
}

/// `POST /account/time-zone`
pub async fn submit(
    session: CurrentSession,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Result<HttpResponse, Problem> {
    let zone = match fields.time_zone.as_str() {
        "" => None,
        name => Some(Zone::parse(name).ok_or(Problem::BadRequest)?),
    };
    time_zone::choose(&visit.desk, &session, zone.clone(), visit.context.clone()).await?;
    let mut response = visit.see_other(paths::TIME_ZONE_SAVED);
    // The next renewal, which knows how long the session is kept, sets it for as long as that.
    set_zone(response.headers_mut(), zone.as_ref(), None, visit.desk.settings());
    Ok(response)
}
