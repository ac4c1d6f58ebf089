//! Asking first, before something that cannot be undone, or that affects the admin who does it.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::domain::account::{Role, User};
use crate::store::users;
use crate::web::admin::users::id;
use crate::web::error::Problem;
use crate::web::language::say;
use crate::web::paths;
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};

#[derive(Template)]
#[template(path = "admin/users/ask.html")]
struct AskPage<'a> {
    frame: Frame,
    id: &'a str,
    title: String,
    consequences: Vec<&'static str>,
    action: String,
    /// The role to give, if the page asks about a role.
    role: Option<&'static str>,
    /// Whether something ends for somebody.
    is_final: bool,
    button: &'static str,
}

/// `GET /admin/users/{id}/deletion`
pub async fn deletion(visit: Visit, admin: Administrator, user: web::Path<String>) -> Result<HttpResponse, Problem> {
    let user = find(&visit, &user).await?;
    let mut consequences =
        vec![say("ask-delete-no-sign-in"), say("ask-sessions-end"), say("ask-delete-removed"), say("ask-delete-name")];
    if user.id == admin.user_id {
        consequences.insert(0, say("ask-delete-own"));
    }
    let ask =
        Ask { title: say("ask-delete-title"), path: paths::ADMIN_USER_DELETION, button: say("ask-delete-submit") };
    Ok(page(&visit, &user, ask, None, consequences))
}

/// `GET /admin/users/{id}/suspension`
pub async fn suspension(visit: Visit, admin: Administrator, user: web::Path<String>) -> Result<HttpResponse, Problem> {
    let user = find(&visit, &user).await?;
    let mut consequences = vec![say("ask-sessions-end"), say("ask-suspend-no-sign-in")];
    if user.id == admin.user_id {
        consequences.insert(0, say("ask-suspend-own"));
    }
    let ask =
        Ask { title: say("ask-suspend-title"), path: paths::ADMIN_USER_SUSPENSION, button: say("ask-suspend-submit") };
    Ok(page(&visit, &user, ask, None, consequences))
}

/// `GET /admin/users/{id}/sign-out`
pub async fn sign_out(visit: Visit, admin: Administrator, user: web::Path<String>) -> Result<HttpResponse, Problem> {
    let user = find(&visit, &user).await?;
    let mut consequences = vec![say("ask-end-sessions-text")];
    if user.id == admin.user_id {
        consequences.insert(0, say("ask-delete-own"));
    }
    let (title, button) = (say("ask-end-sessions-title"), say("act-end-all-sessions"));
    Ok(page(&visit, &user, Ask { title, path: paths::ADMIN_USER_SIGN_OUT, button }, None, consequences))
}

/// `GET /admin/users/{id}/role`
pub async fn role(visit: Visit, admin: Administrator, user: web::Path<String>) -> Result<HttpResponse, Problem> {
    let user = find(&visit, &user).await?;
    let path = paths::ADMIN_USER_ROLE;
    if user.role == Role::User {
        let consequences = vec![say("ask-make-admin-text")];
        let ask = Ask { title: say("ask-make-admin-title"), path, button: say("act-make-admin") };
        return Ok(page(&visit, &user, ask, Some(Role::Admin), consequences));
    }
    let consequences = match user.id == admin.user_id {
        true => vec![say("ask-take-role-own"), say("ask-take-role-back")],
        false => vec![say("ask-take-role-text")],
    };
    let ask = Ask { title: say("ask-take-role-title"), path, button: say("ask-take-role-submit") };
    Ok(page(&visit, &user, ask, Some(Role::User), consequences))
}

struct Ask {
    title: &'static str,
    path: &'static str,
    button: &'static str,
}

/// There is nothing to ask about an account that is deleted.
async fn find(visit: &Visit, user: &str) -> Result<User, Problem> {
    let id = id(user)?;
    let found = visit.desk.store().read(move |connection| users::find(connection, &id)).await?;
    found.filter(|user| user.deleted_at.is_none()).ok_or(Problem::NotFound)
}

fn page(visit: &Visit, user: &User, ask: Ask, role: Option<Role>, consequences: Vec<&'static str>) -> HttpResponse {
    let template = AskPage {
        frame: visit.frame(),
        id: user.id.as_str(),
        title: visit.language.with(ask.title, &[("username", user.username.as_str())]),
        consequences: consequences.into_iter().map(|sentence| visit.language.t(sentence)).collect(),
        action: paths::of(ask.path, user.id.as_str()),
        is_final: role != Some(Role::Admin),
        role: role.map(Role::as_str),
        button: visit.language.t(ask.button),
    };
    visit.show(&template)
}
