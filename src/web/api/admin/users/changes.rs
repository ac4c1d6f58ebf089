//! Changes of an account: each is one call and one verb. Asking for what is already so succeeds, too.

use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use crate::desk::account;
use crate::domain::account::{Email, IdentityCheck, Role, Username};
use crate::domain::id::UserId;
use crate::web::api::admin::orders::{Id, Order};
use crate::web::api::admin::schemas;
use crate::web::api::admin::sessions::Ended;
use crate::web::api::body::Json;
use crate::web::api::call::{Answer, done, json};
use crate::web::api::problem::ErrorBody;

/// What somebody may do.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role": "admin"}))]
pub struct RoleBody {
    /// The role.
    #[schema(value_type = schemas::Role)]
    role: Role,
}

/// Change what somebody may do.
///
/// It counts from their next call on, everywhere.
#[utoipa::path(
    put,
    path = "/api/admin/users/{id}/role",
    operation_id = "setRole",
    request_body = RoleBody,
    responses(
        (status = 204, description = "They have that role"),
        (
            status = 409,
            description = "This is the last administrator who can sign in (`last_admin`)",
            body = ErrorBody,
            example = json!({
                "code": 409,
                "message": "Nothing was changed: this is the last administrator who can sign in. Make someone else an administrator first.",
                "error": "last_admin",
                "request_id": "8f3c0a51b2d4"
            }),
        ),
    )
)]
pub async fn set_role(Order(admin, (Json(body), Id(id))): Order<(Json<RoleBody>, Id<UserId>), true>) -> Answer {
    account::set_role(&admin.desk, id, body.role, admin.by()).await?;
    Ok(done())
}

/// What somebody is called.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"username": "grace"}))]
pub struct NameBody {
    /// The name to sign in with. Capitals count as small letters.
    #[schema(value_type = String, min_length = 1, max_length = 32)]
    username: Username,
}

/// Rename somebody.
///
/// They sign in with the new name; the id, the sessions and the links of the account stay. Access tokens with the old name
/// are recalled, and the next refresh gives one with the new name. Apps that know people by their names take them for
/// somebody else. Rights in the setting `access_rules` go by the name: whoever gets it has them.
#[utoipa::path(
    put,
    path = "/api/admin/users/{id}/name",
    operation_id = "renameUser",
    request_body = NameBody,
    responses(
        (status = 204, description = "They have that name"),
        (status = 409, description = "The name is taken (`name_taken`)"),
    )
)]
pub async fn rename(Order(admin, (Json(body), Id(id))): Order<(Json<NameBody>, Id<UserId>), true>) -> Answer {
    account::rename(&admin.desk, id, body.username, admin.by()).await?;
    Ok(done())
}

/// Where to reach somebody.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "ada@example.org"}))]
pub struct EmailBody {
    /// The address, or null for none.
    #[serde(deserialize_with = "email_or_null")]
    #[schema(value_type = Option<String>, required = true)]
    email: Option<Email>,
}

/// `null` must be given explicitly: a body without the member is refused and takes no address away.
fn email_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Email>, D::Error> {
    Option::deserialize(deserializer)
}

/// Note an e-mail address.
///
/// Or take the note away. Pending links of the account do not work any more: they may have gone to the old address.
#[utoipa::path(
    put,
    path = "/api/admin/users/{id}/email",
    operation_id = "setEmail",
    request_body = EmailBody,
    responses((status = 204, description = "It is noted"))
)]
pub async fn set_email(Order(admin, (Json(body), Id(id))): Order<(Json<EmailBody>, Id<UserId>)>) -> Answer {
    account::set_email(&admin.desk, id, body.email, admin.by()).await?;
    Ok(done())
}

/// Suspend an account.
///
/// Nobody can sign in with it until it is reactivated; all its sessions end at once, and pending links do not work any
/// more.
#[utoipa::path(
    put,
    path = "/api/admin/users/{id}/suspension",
    operation_id = "suspendUser",
    responses(
        (status = 204, description = "It is suspended"),
        (status = 409, description = "This is the last administrator who can sign in (`last_admin`)"),
    )
)]
pub async fn suspend(Order(admin, Id(id)): Order<Id<UserId>>) -> Answer {
    account::suspend(&admin.desk, id, admin.by()).await?;
    Ok(done())
}

/// Reactivate an account.
///
/// Its ended sessions stay ended.
#[utoipa::path(
    delete,
    path = "/api/admin/users/{id}/suspension",
    operation_id = "reactivateUser",
    responses((status = 204, description = "It is active"))
)]
pub async fn reactivate(Order(admin, Id(id)): Order<Id<UserId>, true>) -> Answer {
    account::reactivate(&admin.desk, id, admin.by()).await?;
    Ok(done())
}

/// How it was made sure that the right person asks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"identity_check": "called back at the number in the staff list"}))]
pub struct IdentityCheckBody {
    /// Goes on record with the removal, where that person reads it: 10 to 200 characters on one line.
    #[schema(value_type = String, min_length = 10, max_length = 200)]
    identity_check: IdentityCheck,
}

/// Remove somebody's second factor.
///
/// For whoever has lost their authenticator app and their recovery codes. Both stop working at once, and all sessions of
/// the account end. Make sure that it is them who ask, and not by mail alone.
#[utoipa::path(
    post,
    path = "/api/admin/users/{id}/two-factor-removal",
    operation_id = "removeTwoFactor",
    request_body = IdentityCheckBody,
    responses(
        (status = 204, description = "The account has no second factor"),
        (status = 409, description = "This is the caller's own account, which its own pages change (`own_account`)"),
    )
)]
pub async fn remove_two_factor(order: Order<(Json<IdentityCheckBody>, Id<UserId>), true>) -> Answer {
    let Order(admin, (Json(body), Id(id))) = order;
    account::remove_two_factor(&admin.desk, id, body.identity_check, admin.by()).await?;
    Ok(done())
}

/// Let those who wait try again.
///
/// Forgets the different wrong passwords that were given in a row for the account, and the wrong codes: `sign_in_locks` and
/// `code_locks` of the account tell of them. It changes nothing if there were too few for a pause. A known device with a
/// hundred wrong passwords stays unknown, since it may be a copy.
#[utoipa::path(
    delete,
    path = "/api/admin/users/{id}/sign-in-locks",
    operation_id = "reopenSignIn",
    responses((status = 204, description = "They are forgotten"))
)]
pub async fn reopen_sign_in(Order(admin, Id(id)): Order<Id<UserId>>) -> Answer {
    account::reopen_sign_in(&admin.desk, id, admin.by()).await?;
    Ok(done())
}

/// Sign somebody out everywhere.
///
/// Ends all sessions of the account; that may be the one that asks.
#[utoipa::path(
    post,
    path = "/api/admin/users/{id}/sign-out",
    operation_id = "signOutUser",
    responses((status = 200, description = "They are over", body = Ended))
)]
pub async fn sign_out(Order(admin, Id(id)): Order<Id<UserId>>) -> Answer {
    let ended = account::sign_out_everywhere(&admin.desk, id, admin.by()).await?;
    Ok(json(&Ended { ended }))
}

/// Delete an account.
///
/// There is no way back. Its password and e-mail address are removed and its sessions end at once; its name stays taken
/// until its sessions have gone from the record.
#[utoipa::path(
    delete,
    path = "/api/admin/users/{id}",
    operation_id = "deleteUser",
    responses(
        (status = 204, description = "It is deleted"),
        (status = 404, description = "There is no such user, or it was deleted before"),
        (status = 409, description = "This is the last administrator who can sign in (`last_admin`)"),
    )
)]
pub async fn delete(Order(admin, Id(id)): Order<Id<UserId>, true>) -> Answer {
    account::delete(&admin.desk, id, admin.by()).await?;
    Ok(done())
}
