//! The forms, each filled in by a person who wants it to succeed.

use doorward::config::TwoFactorPolicy;

use crate::admin_users::{NEW, path_of, press, shown_link};
use crate::support::authenticator::Authenticator;
use crate::support::{Answer, PASSWORD, Visitor};
use crate::two_factor::{ask_for_key, begin, enrol};
use crate::world::World;

/// A form that is ready to be sent.
pub struct Sent {
    pub visitor: Visitor,
    pub action: String,
    pub fields: Vec<(String, String)>,
}

pub struct Case {
    /// The handler's name in `routes.rs`.
    pub handler: &'static str,
    pub world: fn() -> World,
    pub form: fn(&World) -> Sent,
    /// The fields contain a code of an app, so the clock may not move.
    pub has_code: bool,
    /// The form can succeed only once, so a second sending cannot be a new request.
    pub is_once: bool,
}

const fn case(handler: &'static str, form: fn(&World) -> Sent) -> Case {
    Case { handler, world: two_people, form, has_code: false, is_once: false }
}

const fn once(handler: &'static str, form: fn(&World) -> Sent) -> Case {
    Case { is_once: true, ..case(handler, form) }
}

const fn with_code(handler: &'static str, form: fn(&World) -> Sent) -> Case {
    Case { has_code: true, ..case(handler, form) }
}

pub const CASES: &[Case] = &[
    Case { world: nobody, ..once("setup::submit", setup) },
    case("login::submit", login),
    // This user has a second factor.
    with_code("login::submit", |world| {
        enrol(world, &mut world.signed_in("ada"));
        login(world)
    }),
    with_code("second_step::submit", second_step),
    Case { world: demanding, ..with_code("second_step::begin_enrolment", demanded_enrolment) },
    Case { world: demanding, ..with_code("second_step::activate", demanded_activation) },
    with_code("second_step::cancel", cancellation),
    once("account_link::submit_invitation", invitation),
    once("account_link::submit_reset", reset),
    once("device_link::submit", introduction),
    Case { world: mailing, ..case("link_request::submit_reset", |world| request(world, "/password-reset")) },
    Case { world: mailing, ..case("link_request::submit_device", |world| request(world, "/device")) },
    case("logout::submit", |world| own(world, "/account", "/logout", &[])),
    case("language::submit", |world| own(world, "/account", "/language", &[("language", "ko")])),
    case("appearance::submit", |world| own(world, "/account", "/appearance", &[("appearance", "dark")])),
    case("time_zone::submit", |world| {
        own(world, "/account/time-zone", "/account/time-zone", &[("time_zone", "Asia/Seoul")])
    }),
    case("password::submit", |world| {
        let fields = [("current_password", PASSWORD), ("new_password", NEW), ("new_password_again", NEW)];
        own(world, "/account/password", "/account/password", &fields)
    }),
    with_code("two_factor::begin", |world| {
        let visitor = world.signed_in("ada");
        asked(visitor, "/account/two-factor", "/account/two-factor/enrolment", &[("current_password", PASSWORD)])
    }),
    with_code("two_factor::activate", activation),
    with_code("two_factor::new_recovery_codes", |world| with_factor(world, "/account/two-factor/recovery-codes")),
    with_code("two_factor::turn_off", |world| with_factor(world, "/account/two-factor/removal")),
    case("activity::export::submit", |world| {
        own(world, "/account/activity", "/account/activity/export", &[("format", "csv")])
    }),
    case("sessions::revoke_others", |world| {
        let _other = world.signed_in("ada");
        own(world, "/account/sessions", "/account/sessions/revocations", &[])
    }),
    case("sessions::revoke", |world| {
        let other = world.signed_in("ada").session_id();
        own(world, "/account/sessions", &format!("/account/sessions/{other}/revocation"), &[])
    }),
    case("sessions::label", |world| {
        let mut visitor = world.signed_in("ada");
        let action = format!("/account/sessions/{}/label", visitor.session_id());
        let page = visitor.get("/account/sessions");
        sent(visitor, &page, &action, &[("label", "the desk")])
    }),
    once("revocation::end_ticked", ticked),
    once("revocation::end_one", |world| {
        let session = world.signed_in("ada").session_id();
        admin(world, &format!("/admin/sessions/{session}"), &format!("/admin/sessions/{session}/revocation"), &[])
    }),
    case("bulk::begin", |world| {
        let _one = world.signed_in("ada");
        admin(world, "/admin/sessions/revocations/new?user=ada", "/admin/sessions/revocations", &[])
    }),
    case("users::new::submit", |world| admin(world, "/admin/users/new", "/admin/users/new", &[("username", "grace")])),
    case("users::actions::set_role", |world| user_form(world, "role", "role", &[])),
    case("users::actions::suspend", |world| user_form(world, "suspension", "suspension", &[])),
    case("users::actions::reactivate", |world| {
        let mut root = world.signed_in("root");
        let user = path_of(world, "ada");
        let page = root.get(&format!("{user}/suspension"));
        assert_eq!(root.submit(&page, &format!("{user}/suspension"), &[]).status, 303);
        let page = root.get(&user);
        sent(root, &page, &format!("{user}/reactivation"), &[])
    }),
    case("users::actions::reopen_sign_in", |world| {
        lock_out(world, "ada");
        user_form(world, "", "sign-in-reopening", &[])
    }),
    case("users::actions::sign_out", |world| {
        let _one = world.signed_in("ada");
        user_form(world, "", "sign-out", &[])
    }),
    case("users::actions::set_email", |world| user_form(world, "", "email", &[("email", "ada@example.org")])),
    case("users::actions::rename", |world| user_form(world, "", "name", &[("username", "grace")])),
    once("users::actions::delete", |world| user_form(world, "deletion", "deletion", &[])),
    case("users::links::reset", |world| user_form(world, "", "password-reset", &[])),
    case("users::links::invite", |world| {
        let mut root = world.signed_in("root");
        invite(&mut root);
        let user = path_of(world, "grace");
        let page = root.get(&user);
        sent(root, &page, &format!("{user}/invitation"), &[])
    }),
    case("users::links::make_device_link", |world| user_form(world, "", "device-link", &[])),
    Case {
        world: mailing,
        ..case("users::mail::send", |world| {
            world.database.execute("UPDATE users SET email = 'ada@example.org' WHERE username = 'ada'");
            user_form(world, "", "mail", &[("link", "password_reset")])
        })
    },
    case("users::two_factor_removal::remove_it", |world| {
        let mut ada = world.signed_in("ada");
        enrol(world, &mut ada);
        let check = [("identity_check", "met in person at the desk")];
        user_form(world, "two-factor-removal", "two-factor-removal", &check)
    }),
    case("events::export", |world| admin(world, "/admin/events", "/admin/events/export", &[("format", "csv")])),
    case("keys::rotate", |world| admin(world, "/admin/keys", "/admin/keys/rotation", &[])),
    once("keys::retire", retirement),
];

/// Starts two instances, with a user `ada` and an admin `root`.
fn two_people() -> World {
    crate::admin_users::world(2)
}

fn nobody() -> World {
    let mut world = World::empty();
    world.start(|_| {}, |_| {});
    world.start(|_| {}, |_| {});
    world
}

/// Starts two instances that demand a second factor from everybody.
fn demanding() -> World {
    World::with(2, |settings| settings.two_factor = TwoFactorPolicy::Everyone)
}

fn sent(visitor: Visitor, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Sent {
    let fields = page.filled(action, fields);
    assert!(fields.iter().any(|(name, _)| name == "idempotency_key"), "{action}");
    Sent { visitor, action: action.to_owned(), fields }
}

/// Returns a form of somebody's own account.
fn own(world: &World, page: &str, action: &str, fields: &[(&str, &str)]) -> Sent {
    let mut visitor = world.signed_in("ada");
    let page = visitor.get(page);
    sent(visitor, &page, action, fields)
}

fn admin(world: &World, page: &str, action: &str, fields: &[(&str, &str)]) -> Sent {
    let mut root = world.signed_in("root");
    let page = root.get(page);
    sent(root, &page, action, fields)
}

/// Gives so many wrong passwords that strangers have to wait.
fn lock_out(world: &World, name: &str) {
    for number in 0..10 {
        let fields = [("username", name), ("password", &format!("guess {number}"))];
        assert_eq!(world.visitor().post("/login", &fields).status, 422);
    }
}

/// Returns a form about `ada`, from her page or from the page that asks for a confirmation.
fn user_form(world: &World, page: &str, action: &str, fields: &[(&str, &str)]) -> Sent {
    let user = path_of(world, "ada");
    let page = if page.is_empty() { user.clone() } else { format!("{user}/{page}") };
    let page = if action == "role" { format!("{page}?role=admin") } else { page };
    admin(world, &page, &format!("{user}/{action}"), fields)
}

/// Returns the filled-in page of a form that asks for the password each time.
fn asked(mut visitor: Visitor, page: &str, action: &str, fields: &[(&str, &str)]) -> Sent {
    let page = visitor.get(page);
    let asked = visitor.submit(&page, action, &[]);
    sent(visitor, &asked, action, fields)
}

fn setup(world: &World) -> Sent {
    let code = world.app().block_on(|desk| async move { doorward::account::setup::create_code(&desk).await });
    let code = code.expect("asked").expect("no user yet");
    let mut visitor = world.visitor();
    let page = visitor.get(&format!("/setup?code={}", code.expose()));
    let fields = [("username", "root"), ("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    sent(visitor, &page, "/setup", &fields)
}

fn login(world: &World) -> Sent {
    let mut visitor = world.visitor();
    let page = visitor.get("/login");
    sent(visitor, &page, "/login", &[("username", "ada"), ("password", PASSWORD)])
}

/// Starts two instances with a mail server that nobody can reach.
fn mailing() -> World {
    let world = World::with(2, |settings| {
        settings.smtp_url = doorward::config::SmtpUrl::parse("smtp://127.0.0.1:9?tls=none");
        settings.mail_from = doorward::config::Mailbox::parse("login@example.org");
    });
    world.add_user("root", doorward::account::Role::Admin);
    world
}

fn request(world: &World, path: &str) -> Sent {
    let mut visitor = world.visitor();
    let page = visitor.get(path);
    sent(visitor, &page, path, &[("username", "ada")])
}

fn second_step(world: &World) -> Sent {
    let (app, _) = enrol(world, &mut world.signed_in("ada"));
    let mut visitor = begin(world, "ada");
    let page = visitor.get("/login/two-factor");
    sent(visitor, &page, "/login/two-factor", &[("code", &app.code(&world.clock))])
}

fn cancellation(world: &World) -> Sent {
    enrol(world, &mut world.signed_in("ada"));
    let mut visitor = begin(world, "ada");
    let page = visitor.get("/login/two-factor");
    sent(visitor, &page, "/login/two-factor/cancellation", &[])
}

fn demanded_enrolment(world: &World) -> Sent {
    let mut visitor = begin(world, "ada");
    let page = visitor.get("/login/two-factor");
    sent(visitor, &page, "/login/two-factor/enrolment", &[])
}

fn demanded_activation(world: &World) -> Sent {
    let Sent { mut visitor, action, fields } = demanded_enrolment(world);
    let pairs: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let offer = visitor.post(&action, &pairs);
    let code = Authenticator::scan(&offer).code(&world.clock);
    sent(visitor, &offer, "/login/two-factor/activation", &[("code", &code)])
}

fn activation(world: &World) -> Sent {
    let mut visitor = world.signed_in("ada");
    let offer = ask_for_key(&mut visitor);
    let code = Authenticator::scan(&offer).code(&world.clock);
    sent(visitor, &offer, "/account/two-factor/activation", &[("code", &code)])
}

/// Returns a form of the second factor's page, which asks for password and code.
fn with_factor(world: &World, action: &str) -> Sent {
    let mut visitor = world.signed_in("ada");
    let (app, _) = enrol(world, &mut visitor);
    let code = app.code(&world.clock);
    asked(visitor, "/account/two-factor", action, &[("current_password", PASSWORD), ("current_code", &code)])
}

fn invite(root: &mut Visitor) -> String {
    let form = root.get("/admin/users/new");
    shown_link(&root.submit(&form, "/admin/users/new", &[("username", "grace"), ("role", "user")]))
}

fn invitation(world: &World) -> Sent {
    let link = invite(&mut world.signed_in("root").confirming());
    by_link(world.visitor(), &link)
}

fn reset(world: &World) -> Sent {
    let link =
        shown_link(&press(&mut world.signed_in("root").confirming(), &path_of(world, "ada"), "password-reset", &[]));
    by_link(world.visitor(), &link)
}

fn introduction(world: &World) -> Sent {
    let link =
        shown_link(&press(&mut world.signed_in("root").confirming(), &path_of(world, "ada"), "device-link", &[]));
    let mut visitor = world.visitor();
    let page = visitor.get(&link);
    sent(visitor, &page, &link, &[])
}

fn by_link(mut visitor: Visitor, link: &str) -> Sent {
    let page = visitor.get(link);
    sent(visitor, &page, link, &[("new_password", NEW), ("new_password_again", NEW)])
}

fn ticked(world: &World) -> Sent {
    let session = world.signed_in("ada").session_id();
    let Sent { visitor, action, mut fields } =
        admin(world, "/admin/sessions?user=ada", "/admin/sessions/ticked/revocation", &[]);
    fields.push(("id".to_owned(), session));
    Sent { visitor, action, fields }
}

fn retirement(world: &World) -> Sent {
    let mut root = world.signed_in("root");
    let page = root.get("/admin/keys");
    assert_eq!(root.submit(&page, "/admin/keys/rotation", &[]).status, 303);
    let keys = world.database.texts("SELECT kid AS value FROM signing_keys ORDER BY created_at");
    let action = format!("/admin/keys/{}/retirement", keys[0]);
    let page = root.get(&action);
    sent(root, &page, &action, &[])
}
