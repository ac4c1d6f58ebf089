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
    button: &'static str,
}

/// `GET /admin/users/{id}/deletion`
pub async fn deletion(visit: Visit, admin: Administrator, user: web::Path<String>) -> Result<HttpResponse, Problem> {
    let user = find(&visit, &user).await?;
    let mut consequences = vec![
        say("Nobody can sign in with this account any more. There is no way back."),
        say("All its sessions end at once, and pending links do not work any more."),
        say("Its password and e-mail address are removed at once. What it did stays in the record of events."),
        say("Its name stays taken for about a month, until its sessions have gone from the record."),
    ];
    if user.id == admin.user_id {
        consequences.insert(0, say("This is your own account: you are signed out at once."));
    }
    let ask = Ask { title: say("Delete {}?"), path: paths::ADMIN_USER_DELETION, button: say("Delete this account") };
    Ok(page(&visit, &user, ask, None, consequences))
}

/// `GET /admin/users/{id}/suspension`
pub async fn suspension(visit: Visit, admin: Administrator, user: web::Path<String>) -> Result<HttpResponse, Problem> {
    let user = find(&visit, &user).await?;
    let mut consequences = vec![
        say("All its sessions end at once, and pending links do not work any more."),
        say("Nobody can sign in with this account until an administrator reactivates it."),
    ];
    if user.id == admin.user_id {
        consequences.insert(0, say("This is your own account: only another administrator can let you in again."));
    }
    let ask =
        Ask { title: say("Suspend {}?"), path: paths::ADMIN_USER_SUSPENSION, button: say("Suspend this account") };
    Ok(page(&visit, &user, ask, None, consequences))
}

/// `GET /admin/users/{id}/sign-out`
pub async fn sign_out(visit: Visit, admin: Administrator, user: web::Path<String>) -> Result<HttpResponse, Problem> {
    let user = find(&visit, &user).await?;
    let mut consequences = vec![say("All its sessions end at once. Whoever knows the password can sign in again.")];
    if user.id == admin.user_id {
        consequences.insert(0, say("This is your own account: you are signed out at once."));
    }
    let (title, button) = (say("End all sessions of {}?"), say("End all sessions of this account"));
    Ok(page(&visit, &user, Ask { title, path: paths::ADMIN_USER_SIGN_OUT, button }, None, consequences))
}

/// `GET /admin/users/{id}/role`
pub async fn role(visit: Visit, admin: Administrator, user: web::Path<String>) -> Result<HttpResponse, Problem> {
    let user = find(&visit, &user).await?;
    let path = paths::ADMIN_USER_ROLE;
    if user.role == Role::User {
        let consequences = vec![say("They can see and change everything here, from their next click on.")];
        let ask = Ask { title: say("Make {} an administrator?"), path, button: say("Make them an administrator") };
        return Ok(page(&visit, &user, ask, Some(Role::Admin), consequences));
    }
    let consequences = match user.id == admin.user_id {
        true => vec![
            say("This is your own account: the pages of administrators are closed to you at once."),
            say("Only another administrator can give the role back."),
        ],
        false => vec![say("The pages of administrators are closed to them at once.")],
    };
    let ask = Ask { title: say("Take the administrator role from {}?"), path, button: say("Take the role away") };
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
        title: visit.language.with(ask.title, &[user.username.as_str()]),
        consequences: consequences.into_iter().map(|sentence| visit.language.t(sentence)).collect(),
        action: paths::of(ask.path, user.id.as_str()),
        role: role.map(Role::as_str),
        button: visit.language.t(ask.button),
    };
    visit.show(&template)
}
