//! `GET /.well-known/jwks.json`: the public keys, for apps that check access tokens.

use actix_web::{HttpRequest, HttpResponse};

use crate::domain::token::signing_key::PUBLIC_KEYS_AGE;
use crate::web::api::call::Call;
use crate::web::api::problem::ApiProblem;
use crate::web::http::conditional;

/// Show the public keys.
///
/// A JWK set (RFC 7517) of every key that signs, will sign, or has signed tokens that are still believed. Copies may be
/// used for 30 seconds; a token that names a key not among them is a reason to ask again. With HS256 there are none.
#[utoipa::path(
    get,
    path = "/.well-known/jwks.json",
    operation_id = "showPublicKeys",
    security(()),
    responses(
        (status = 200, description = "The keys", content_type = "application/jwk-set+json", body = JwkSet),
        (status = 304, description = "They are those that If-None-Match names"),
    )
)]
pub async fn show(request: HttpRequest, call: Call) -> Result<HttpResponse, ApiProblem> {
    let keys = call.desk.issuer().public_keys(call.desk.clock().now());
    let json = serde_json::to_string(&keys).map_err(|_| ApiProblem::Internal)?;
    Ok(conditional::answer(&request, "application/jwk-set+json", PUBLIC_KEYS_AGE, conditional::tag_of(&json), || json))
}

/// A set of public keys (RFC 7517 section 5).
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what the library writes")]
pub struct JwkSet {
    /// The keys.
    keys: Vec<Jwk>,
}

/// A public key (RFC 7517 section 4). Which other members it has depends on `kty` (RFC 7518, RFC 8037).
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what the library writes")]
#[schema(example = json!({
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    "kid": "5d1e9a0c3b7f2468",
    "alg": "ES256",
    "use": "sig"
}))]
pub struct Jwk {
    /// The kind of key: `EC`, `OKP` or `RSA`.
    kty: String,
    /// The id that tokens name it by.
    kid: String,
    /// The one algorithm it is used with: `ES256`, `EdDSA` or `RS256`.
    alg: String,
    /// What it is for: always `sig`.
    #[schema(rename = "use")]
    r#use: String,
}
