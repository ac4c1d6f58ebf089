//! The keys that sign access tokens: their state, a new one, and what to do when one may have leaked.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::desk::token::{Rotation, key_rotation};
use crate::domain::record::{EventKind, EventRow, is_just_now};
use crate::domain::search::Leading;
use crate::domain::token::signing_key::{is_kid, newest};
use crate::domain::token::{KeyLife, KeyState};
use crate::store::{Connection, events, signing_keys};
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::forms::occasion::EachTime;
use crate::web::forms::sent_again::succeeds_once;
use crate::web::http::form::{NoFields, Query};
use crate::web::language::say;
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "admin/keys.html")]
struct KeysPage {
    frame: Frame,
    notice: Option<&'static str>,
    /// Whether the notice is about something that was done.
    is_done: bool,
    rows: Vec<KeyRow>,
    algorithm: &'static str,
    /// The age at which a key is replaced; `None` for never.
    rotation: Option<String>,
    /// When the next key is due.
    due_at: Option<String>,
    /// How old the key is, when it is too old.
    warning: Option<String>,
    /// Whether it is too old although it should have been replaced.
    is_overdue: bool,
}

#[derive(Template)]
#[template(path = "admin/key_retirement.html")]
struct RetirementPage {
    frame: Frame,
    row: KeyRow,
}

pub struct KeyRow {
    pub key: KeyLife,
    /// In words.
    pub state: &'static str,
    /// The CSS class of the badge with the state.
    pub badge: &'static str,
    pub is_signing: bool,
    /// Whether nothing accepts it any more.
    pub is_retired: bool,
    pub age: String,
}

impl KeyRow {
    fn of(key: &KeyLife, visit: &Visit) -> KeyRow {
        let now = visit.desk.clock().now();
        let state = key.state(now);
        KeyRow {
            key: key.clone(),
            state: words::key_state(state, visit.language),
            badge: match state {
                KeyState::Signing => "good",
                KeyState::Upcoming => "",
                KeyState::Retiring => "note",
                KeyState::Retired => "bad",
            },
            is_signing: state == KeyState::Signing,
            is_retired: state == KeyState::Retired,
            age: words::days(now.since(key.created_at), visit.language),
        }
    }
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Parameters {
    rotated: Option<String>,
    on_its_way: Option<String>,
    retired: Option<String>,
}

/// `GET /admin/keys`
pub async fn show(
    visit: Visit,
    admin: Administrator,
    Query(parameters): Query<Parameters>,
) -> Result<HttpResponse, Problem> {
    // Endings of many sessions would hide a key among all that an admin has done.
    let told = match &parameters {
        Parameters { rotated: Some(_), .. } => Some(EventKind::SigningKeyCreated),
        Parameters { retired: Some(_), .. } => Some(EventKind::SigningKeyRetired),
        Parameters { .. } => None,
    };
    let read = move |connection: &mut Connection| {
        let done = told.map(|kind| events::list_latest(connection, Leading::Kind(kind))).transpose()?;
        Ok((signing_keys::list_lives(connection)?, done.unwrap_or_default()))
    };
    let (mut lives, done) = visit.desk.store().read(read).await?;
    let (settings, now) = (visit.desk.settings(), visit.desk.clock().now());
    lives.sort_by_key(|key| (key.state(now), std::cmp::Reverse(key.signs_from)));
    let language = visit.language;
    // The address alone proves nothing. A key that was retired is not there any more, so the record tells.
    let is_own = |row: &EventRow| row.actor_id.as_deref() == Some(admin.user_id.as_str());
    let has = |kind| done.iter().any(|row| is_own(row) && row.is_fresh(kind, now));
    // The first key of a site did not come after another.
    let is_any_new = lives.len() > 1 && lives.iter().any(|key| is_just_now(key.created_at, now));
    let notices = [
        (parameters.rotated.is_some() && has(EventKind::SigningKeyCreated), true, say("keys-made")),
        (parameters.on_its_way.is_some() && is_any_new, false, say("keys-made-already")),
        (parameters.retired.is_some() && has(EventKind::SigningKeyRetired), true, say("keys-retired")),
    ];
    let notice = notices.into_iter().find(|(is_true, ..)| *is_true);
    let warning = key_rotation::age_warning(&visit.desk);
    let due_at = newest(&lives, settings.jwt_algorithm).and_then(|key| key.is_due_at(settings.key_rotation));
    let template = KeysPage {
        frame: visit.frame(),
        notice: notice.map(|(.., id)| language.t(id)),
        is_done: notice.is_some_and(|(_, is_done, _)| is_done),
        rows: lives.iter().map(|key| KeyRow::of(key, &visit)).collect(),
        algorithm: settings.jwt_algorithm.as_str(),
        rotation: settings.key_rotation.map(|age| words::days(age, language)),
        due_at: due_at.map(|due| visit.zone.named_minutes(due)),
        is_overdue: warning.as_ref().is_some_and(|warning| warning.is_overdue),
        warning: warning.map(|warning| words::days(warning.age, language)),
    };
    Ok(visit.show(&template))
}

/// `POST /admin/keys/rotation`. Asks for the password if it was entered too long ago.
pub async fn rotate(visit: Visit, form: Confirmed<Administrator, NoFields>) -> Result<HttpResponse, Problem> {
    let done = key_rotation::rotate(&visit.desk, visit.by(&form.session)).await?;
    Ok(visit.see_other(match done {
        Rotation::Made(_) => paths::ADMIN_KEYS_ROTATED,
        Rotation::OnItsWay(_) => paths::ADMIN_KEYS_ON_THEIR_WAY,
    }))
}

/// `GET /admin/keys/{kid}/retirement`: says what will happen, and asks.
pub async fn ask_to_retire(visit: Visit, _: Administrator, kid: web::Path<String>) -> Result<HttpResponse, Problem> {
    let kid = kid.into_inner();
    let lives = visit.desk.store().read(signing_keys::list_lives).await?;
    let key = lives.iter().find(|key| key.kid == kid).ok_or(Problem::NotFound)?;
    Ok(visit.show(&RetirementPage { frame: visit.frame(), row: KeyRow::of(key, &visit) }))
}

/// `POST /admin/keys/{kid}/retirement`. Asks for the password each time.
pub async fn retire(
    visit: Visit,
    form: Confirmed<Administrator, NoFields, EachTime>,
    kid: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let kid = Some(kid.into_inner()).filter(|kid| is_kid(kid)).ok_or(Problem::NotFound)?;
    key_rotation::retire(&visit.desk, &kid, visit.by(&form.session)).await?;
    Ok(succeeds_once(visit.see_other(paths::ADMIN_KEYS_RETIRED)))
}
