//! The keys that sign access tokens.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::token::{Rotation, key_rotation};
use crate::domain::time::Timestamp;
use crate::domain::token::KeyLife;
use crate::domain::token::signing_key::is_kid;
use crate::store::signing_keys;
use crate::web::api::admin::orders::{Id, Order, Question};
use crate::web::api::admin::schemas;
use crate::web::api::call::{Answer, List, done, json};
use crate::web::api::problem::ApiProblem;

/// When a key lives.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "kid": "1f0e3dad99908345",
    "algorithm": "ES256",
    "state": "signing",
    "created_at": 1767225600,
    "signs_from_at": 1767225660,
    "signs_until_at": null,
    "retires_at": null
}))]
pub struct KeyRecord {
    /// The id that tokens name it by.
    #[schema(value_type = schemas::KeyId)]
    kid: String,
    /// What it signs with.
    #[schema(value_type = schemas::SigningAlgorithm)]
    algorithm: &'static str,
    /// What it does now.
    #[schema(value_type = schemas::KeyState)]
    state: &'static str,
    /// When it was made, as a NumericDate.
    created_at: i64,
    /// From when it signs.
    signs_from_at: i64,
    /// Until when it signs; null while nothing has set it an end.
    #[schema(required = true)]
    signs_until_at: Option<i64>,
    /// Until when what it signed is believed; null likewise.
    #[schema(required = true)]
    retires_at: Option<i64>,
}

impl KeyRecord {
    fn of(key: &KeyLife, now: Timestamp) -> KeyRecord {
        KeyRecord {
            kid: key.kid.clone(),
            algorithm: key.algorithm.as_str(),
            state: key.state(now).as_str(),
            created_at: key.created_at.numeric_date(),
            signs_from_at: key.signs_from.numeric_date(),
            signs_until_at: key.signs_until().map(Timestamp::numeric_date),
            retires_at: key.retires_at.map(Timestamp::numeric_date),
        }
    }
}

/// List the signing keys.
///
/// All of them, the one that signs first. The keys themselves are never shown.
#[utoipa::path(
    get,
    path = "/api/admin/keys",
    operation_id = "listKeys",
    responses((status = 200, description = "The keys", body = List<KeyRecord>))
)]
pub async fn list(Question(admin, ()): Question) -> Answer {
    let now = admin.desk.clock().now();
    let mut lives = admin.desk.store().read(signing_keys::list_lives).await?;
    lives.sort_by_key(|key| (key.state(now), std::cmp::Reverse(key.signs_from)));
    let items = lives.iter().map(|key| KeyRecord::of(key, now)).collect();
    Ok(json(&List::<KeyRecord> { items, next: None }))
}

/// Make a new signing key.
///
/// It signs as soon as every instance and whoever keeps the public keys knows it, in a minute; nobody is signed out. If
/// one is on its way already, none is made, and the answer is that one.
#[utoipa::path(
    post,
    path = "/api/admin/keys/rotations",
    operation_id = "rotateKeys",
    responses(
        (status = 200, description = "One was on its way already: this", body = KeyRecord),
        (status = 201, description = "The new key", body = KeyRecord),
    )
)]
pub async fn rotate(Order(admin, ()): Order) -> Answer {
    let rotation = key_rotation::rotate(&admin.desk, admin.by()).await?;
    let now = admin.desk.clock().now();
    Ok(match rotation {
        Rotation::Made(key) => HttpResponse::Created().json(KeyRecord::of(&key, now)),
        Rotation::OnItsWay(key) => json(&KeyRecord::of(&key, now)),
    })
}

/// Retire a signing key at once.
///
/// For one that may have leaked: it is deleted, and nothing that it signed is believed any more. If it signed, another
/// one takes its place. The caller's own access token may be one of those that it signed; the refresh token goes on.
#[utoipa::path(
    post,
    path = "/api/admin/keys/{kid}/retirement",
    operation_id = "retireKey",
    responses((status = 204, description = "It is gone"))
)]
pub async fn retire(Order(admin, Id(kid)): Order<Id<String>, true>) -> Answer {
    let kid = Some(kid).filter(|kid| is_kid(kid)).ok_or(ApiProblem::NotFound)?;
    key_rotation::retire(&admin.desk, &kid, admin.by()).await?;
    Ok(done())
}
