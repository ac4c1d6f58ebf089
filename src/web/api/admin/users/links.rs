//! Making an account, and the links by which people choose a password or make a browser known. Each link is shown once,
//! in the answer that makes it.

use actix_web::HttpResponse;
use actix_web::http::header;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::Desk;
use crate::desk::account::{NewLink, links};
use crate::domain::account::{Email, Role, Username};
use crate::domain::id::UserId;
use crate::web::api::admin::orders::{Id, Order};
use crate::web::api::admin::schemas;
use crate::web::api::admin::users::UserRecord;
use crate::web::api::body::Json;
use crate::web::api::call::{Answer, json};
use crate::web::api::problem::ErrorBody;
use crate::web::paths;

/// An account that is to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"username": "ada", "role": "user", "email": "ada@example.org"}))]
pub struct NewUser {
    /// The name to sign in with. Capitals count as small letters.
    #[schema(value_type = String, min_length = 1, max_length = 32)]
    username: Username,
    /// What they may do. A user's if left out.
    #[serde(default = "user")]
    #[schema(value_type = schemas::Role, required = false, default = "user")]
    role: Role,
    /// Where to reach them, as a note.
    #[serde(default)]
    #[schema(value_type = Option<String>, required = false)]
    email: Option<Email>,
}

fn user() -> Role {
    Role::User
}

/// A link that works once.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "link": "https://login.example.org/invitation/3q2-796tvu_erb7v3q2-796tvu_erb7v3q2-796tvu8",
    "expires_at": 1767830400
}))]
pub struct LinkRecord {
    /// To be handed over. Nobody can see it again.
    link: String,
    /// From when on it does not work any more, as a NumericDate.
    expires_at: i64,
}

impl LinkRecord {
    fn of(desk: &Desk, made: &NewLink) -> LinkRecord {
        LinkRecord {
            link: paths::account_link_url(desk.settings().public_url(), made),
            expires_at: made.expires_at.numeric_date(),
        }
    }
}

/// An account that was made just now.
#[derive(Serialize, ToSchema)]
pub struct InvitedUser {
    /// It.
    user: UserRecord,
    /// The link by which its owner chooses a password.
    invitation: LinkRecord,
}

/// Make an account.
///
/// Its owner chooses the password by the link in the answer, which is shown this once.
#[utoipa::path(
    post,
    path = "/api/admin/users",
    operation_id = "createUser",
    request_body = NewUser,
    responses(
        (
            status = 201,
            description = "The account and the link",
            body = InvitedUser,
            headers(("Location" = String, description = "Where it is")),
        ),
        (
            status = 409,
            description = "The name is taken (`name_taken`)",
            body = ErrorBody,
            example = json!({
                "code": 409,
                "message": "This username is taken, or belonged to an account that was deleted recently. Choose a different one.",
                "error": "name_taken",
                "request_id": "8f3c0a51b2d4"
            }),
        ),
    )
)]
pub async fn create(Order(admin, Json(new)): Order<Json<NewUser>>) -> Answer {
    admin.check_password_age(new.role == Role::Admin)?;
    let desk = &admin.desk;
    let made = links::invite(desk, new.username, new.role, new.email, admin.by()).await?;
    let location = format!("{}/admin/users/{}", paths::API, made.user.id);
    let body = InvitedUser { user: UserRecord::of(&made.user), invitation: LinkRecord::of(desk, &made) };
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(body))
}

/// Make another invitation.
///
/// For somebody who has not chosen a password yet. The invitation before does not work any more.
#[utoipa::path(
    post,
    path = "/api/admin/users/{id}/invitation",
    operation_id = "inviteUser",
    responses(
        (status = 200, description = "The link", body = LinkRecord),
        (
            status = 409,
            description = "A password has been chosen already (`has_password`), or the account is suspended (`suspended`)"
        ),
    )
)]
pub async fn invite(Order(admin, Id(id)): Order<Id<UserId>, true>) -> Answer {
    let made = links::invite_again(&admin.desk, id, admin.by()).await?;
    Ok(json(&LinkRecord::of(&admin.desk, &made)))
}

/// Start a password reset.
///
/// For somebody who cannot sign in. Nothing else changes before they choose; an earlier link does not work any more.
#[utoipa::path(
    post,
    path = "/api/admin/users/{id}/password-reset",
    operation_id = "resetPassword",
    responses(
        (status = 200, description = "The link", body = LinkRecord),
        (
            status = 409,
            description = "No password has been chosen yet (`has_no_password`), the account is suspended (`suspended`), or it is the caller's own (`own_account`)"
        ),
    )
)]
pub async fn reset(Order(admin, Id(id)): Order<Id<UserId>, true>) -> Answer {
    let made = links::start_password_reset(&admin.desk, id, admin.by()).await?;
    Ok(json(&LinkRecord::of(&admin.desk, &made)))
}

/// Make a device link.
///
/// It makes the browser in which it is opened known to the account, so that its owner can sign in there whatever
/// strangers have tried. It signs nobody in and opens nothing; an earlier one does not work any more.
#[utoipa::path(
    post,
    path = "/api/admin/users/{id}/device-link",
    operation_id = "makeDeviceLink",
    responses(
        (status = 200, description = "The link", body = LinkRecord),
        (
            status = 409,
            description = "No password has been chosen yet (`has_no_password`), or the account is suspended (`suspended`)"
        ),
    )
)]
pub async fn make_device_link(Order(admin, Id(id)): Order<Id<UserId>>) -> Answer {
    let made = links::make_device_link(&admin.desk, id, admin.by()).await?;
    Ok(json(&LinkRecord::of(&admin.desk, &made)))
}
