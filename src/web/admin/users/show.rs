//! One account: its facts, sessions and events, and the forms for what can be done with it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::desk::account::{UserLife, life};
use crate::desk::active_session::ActiveSession;
use crate::desk::two_factor::Status;
use crate::domain::account::{Email, LinkPurpose, User, UserState};
use crate::domain::id::UserId;
use crate::domain::record::{EventKind, EventRow};
use crate::domain::search::Edge;
use crate::domain::sign_in::throttle::Guesser;
use crate::domain::time::Timestamp;
use crate::web::admin::users::id;
use crate::web::error::Problem;
use crate::web::http::form::Query;
use crate::web::language::say;
use crate::web::lists::pager::link;
use crate::web::own::activity::Happened;
use crate::web::own::sessions::SessionRow;
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "admin/users/show.html")]
struct UserPage {
    frame: Frame,
    user: User,
    /// Whether admins look at their own account.
    is_self: bool,
    is_suspended: bool,
    role: &'static str,
    state: &'static str,
    badge: &'static str,
    factor: Option<Status>,
    /// Until when the pending links work.
    invitation: Option<Timestamp>,
    password_reset: Option<Timestamp>,
    device_link: Option<Timestamp>,
    sessions: Vec<SessionRow>,
    events: Vec<Happened>,
    events_link: String,
    /// What too many wrong passwords did.
    locks: Vec<String>,
    can_be_reopened: bool,
    /// What too many wrong codes did.
    code_locks: Vec<String>,
    done: Option<&'static str>,
    error: Option<&'static str>,
    /// Whether links go by mail.
    has_mail: bool,
    name: Typed,
    email: Typed,
    /// The access rules that name this username.
    rules: String,
}

/// What stands in a field.
struct Typed {
    text: String,
    error: Option<&'static str>,
}

#[derive(serde::Deserialize)]
pub struct Parameters {
    done: Option<String>,
}

/// `GET /admin/users/{id}`
pub async fn show(
    visit: Visit,
    admin: Administrator,
    user: web::Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<HttpResponse, Problem> {
    let done = parameters.done.as_deref().and_then(Done::parse);
    page(&visit, &admin, id(&user)?, Answer::Done(done)).await
}

pub enum Answer {
    /// What has just been done, if anything.
    Done(Option<Done>),
    /// The id of a message.
    Refused(&'static str),
    /// The text is not an e-mail address, for this reason: the id of a message.
    NoEmail(String, &'static str),
    /// The text cannot be the name.
    NoName(String, &'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    Name,
    Role,
    Suspended,
    Reactivated,
    Reopened,
    SignedOut,
    SessionEnded,
    Email,
    TwoFactorRemoved,
    Deleted,
    Mailed,
    /// It was so already.
    Nothing,
}

impl Done {
    const ALL: [Done; 12] = [
        Done::Name,
        Done::Role,
        Done::Suspended,
        Done::Reactivated,
        Done::Reopened,
        Done::SignedOut,
        Done::SessionEnded,
        Done::Email,
        Done::TwoFactorRemoved,
        Done::Deleted,
        Done::Mailed,
        Done::Nothing,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Done::Name => "name",
            Done::Role => "role",
            Done::Suspended => "suspended",
            Done::Reactivated => "reactivated",
            Done::Reopened => "reopened",
            Done::SignedOut => "signed-out",
            Done::SessionEnded => "session-ended",
            Done::Email => "email",
            Done::TwoFactorRemoved => "two-factor-removed",
            Done::Deleted => "deleted",
            Done::Mailed => "mailed",
            Done::Nothing => "nothing",
        }
    }

    /// The address of the account's page, which then says so.
    pub fn page_of(self, user: &UserId) -> String {
        format!("{}?done={}", paths::admin_user(user.as_str()), self.as_str())
    }

    fn parse(word: &str) -> Option<Done> {
        Self::ALL.into_iter().find(|done| done.as_str() == word)
    }

    /// The event that proves it; `None` if the sentence only says what is so.
    const fn kind(self) -> Option<EventKind> {
        match self {
            Done::Name => Some(EventKind::UserRenamed),
            Done::Role => Some(EventKind::RoleChanged),
            Done::Suspended => Some(EventKind::UserSuspended),
            Done::Reactivated => Some(EventKind::UserReactivated),
            Done::Reopened => Some(EventKind::SignInReopened),
            Done::SessionEnded => Some(EventKind::SessionRevoked),
            Done::Email => Some(EventKind::EmailChanged),
            Done::TwoFactorRemoved => Some(EventKind::TwoFactorRemoved),
            Done::Deleted => Some(EventKind::UserDeleted),
            Done::Mailed => Some(EventKind::LinkMailed),
            Done::SignedOut | Done::Nothing => None,
        }
    }

    /// The id of a message; `None` when the account is not in the state that the sentence tells of, or this admin has not
    /// just brought it there: the address alone proves nothing.
    fn sentence(self, life: &UserLife, admin: &UserId, has_mail: bool, now: Timestamp) -> Option<&'static str> {
        let UserLife { user, live, factor, recent, .. } = life;
        let (is_so, sentence) = match self {
            Done::Name => (true, say("user-renamed")),
            Done::Role => (true, say("user-role-changed")),
            Done::Suspended => (user.state() == UserState::Suspended, say("user-is-suspended")),
            Done::Reactivated => (user.is_active(), say("user-is-active")),
            Done::Reopened => (true, say("user-is-unlocked")),
            Done::SignedOut => (live.is_empty(), say("user-sessions-ended")),
            Done::SessionEnded => (true, say("user-session-ended")),
            Done::Email => (true, say("user-email-saved")),
            Done::TwoFactorRemoved => (factor.is_none(), say("user-second-factor-removed")),
            Done::Deleted => (user.deleted_at.is_some(), say("user-is-deleted")),
            Done::Mailed if has_mail => (true, say("user-link-is-mailed")),
            Done::Mailed => (true, say("user-link-is-filed")),
            Done::Nothing => (true, say("user-nothing-changed")),
        };
        let is_own = |row: &EventRow| row.actor_id.as_deref() == Some(admin.as_str());
        let has_happened = |kind| recent.iter().any(|row| is_own(row) && row.is_fresh(kind, now));
        (is_so && self.kind().is_none_or(has_happened)).then_some(sentence)
    }
}

pub async fn page(visit: &Visit, admin: &ActiveSession, id: UserId, answer: Answer) -> Result<HttpResponse, Problem> {
    let life = life::find(&visit.desk, id).await?.ok_or(Problem::NotFound)?;
    let [invitation, password_reset, device_link] =
        [LinkPurpose::Invitation, LinkPurpose::PasswordReset, LinkPurpose::Device]
            .map(|purpose| life.link_expires_at(purpose));
    let t = |id| visit.language.t(id);
    let has_mail = visit.desk.settings().smtp_url.is_some();
    let (mut done, mut error) = (None, None);
    if let Answer::Done(Some(what)) = &answer {
        done = what.sentence(&life, &admin.user_id, has_mail, visit.desk.clock().now()).map(t);
    }
    let UserLife { user, live, factor, recent, locks, code_locks, .. } = life;
    let mut name = Typed { text: user.username.to_string(), error: None };
    let mut email = Typed { text: user.email.as_ref().map(Email::as_str).unwrap_or_default().to_owned(), error: None };
    let status = match answer {
        Answer::Done(_) => StatusCode::OK,
        Answer::Refused(reason) => {
            error = Some(t(reason));
            StatusCode::CONFLICT
        }
        Answer::NoEmail(text, reason) => {
            email = Typed { text, error: Some(t(reason)) };
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Answer::NoName(text, reason) => {
            name = Typed { text, error: Some(t(reason)) };
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    // The forms on this page are sent to addresses below it, which show nothing themselves.
    let frame = match status {
        StatusCode::OK => visit.frame(),
        _ => visit.frame().standing_at(&paths::admin_user(user.id.as_str())),
    };
    let rules: Vec<_> = visit.desk.settings().access_rules.naming(&user.username).map(ToString::to_string).collect();
    let template = UserPage {
        frame,
        is_self: user.id == admin.user_id,
        is_suspended: user.state() == UserState::Suspended,
        role: words::role(user.role, visit.language),
        state: words::user_state(user.state(), visit.language),
        badge: words::user_badge(user.state()),
        factor,
        invitation,
        password_reset,
        device_link,
        sessions: live.iter().map(|row| SessionRow::of(row, admin, visit)).collect(),
        events: recent.into_iter().map(|row| Happened::for_owner(row, visit)).collect(),
        events_link: link(paths::ADMIN_EVENTS, &[("user", user.username.to_string())], Edge::First),
        can_be_reopened: locks.iter().any(|lock| lock.guesser == Guesser::UnknownDevices || !lock.is_closed()),
        locks: locks
            .iter()
            .map(|lock| words::lock(lock, visit.desk.clock().now(), &visit.zone, visit.language))
            .collect(),
        code_locks: code_locks.iter().map(|lock| words::code_lock(lock, &visit.zone, visit.language)).collect(),
        done,
        error,
        has_mail,
        name,
        email,
        rules: rules.join(", "),
        user,
    };
    Ok(visit.page(status, &template))
}
