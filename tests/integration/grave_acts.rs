//! Which actions ask for the password and the code each time, no matter how recently they were given. The test knows
//! every form and call that writes, and which of them are the gravest.

use std::collections::BTreeMap;
use std::path::Path;

use doorward::account::Role;
use serde_json::{Value, json};

use crate::admin_users::{id_of, path_of};
use crate::support::authenticator::Authenticator;
use crate::support::{Answer, PASSWORD, Visitor};
use crate::two_factor::{enrol, next_step};
use crate::world::World;

/// When a form asks for the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    /// The form itself asks, each time.
    EachTime,
    /// The form asks if the password was entered more than 15 minutes ago.
    Lately,
    /// The form has a field of its own for the password, or needs none: see the security model.
    Never,
}

use Asks::{EachTime, Lately, Never};

/// A form by the name of its address in `src/web/paths.rs`, with valid fields.
type KnownForm = (&'static str, Asks, &'static [(&'static str, &'static str)]);

/// Every form that writes.
const FORMS: [KnownForm; 47] = [
    ("SETUP", Never, &[]),
    ("LOGIN", Never, &[]),
    ("SECOND_STEP", Never, &[]),
    ("SECOND_STEP_ENROLMENT", Never, &[]),
    ("SECOND_STEP_CANCELLATION", Never, &[]),
    ("SECOND_STEP_ACTIVATION", Never, &[]),
    ("INVITATION", Never, &[]),
    ("PASSWORD_RESET", Never, &[]),
    ("DEVICE_LINK", Never, &[]),
    ("PASSWORD_RESET_REQUEST", Never, &[]),
    ("DEVICE_LINK_REQUEST", Never, &[]),
    ("LOGOUT", Never, &[]),
    ("LANGUAGE", Never, &[]),
    ("APPEARANCE", Never, &[]),
    ("TIME_ZONE", Never, &[("time_zone", "Asia/Seoul")]),
    ("PASSWORD", Never, &[]),
    ("TWO_FACTOR_ENROLMENT", EachTime, &[]),
    ("TWO_FACTOR_ACTIVATION", Never, &[]),
    ("RECOVERY_CODES", EachTime, &[]),
    ("TWO_FACTOR_REMOVAL", EachTime, &[]),
    ("SESSION_REVOCATIONS", Lately, &[]),
    ("SESSION_REVOCATION", Never, &[]),
    ("SESSION_LABEL", Never, &[]),
    ("ACTIVITY_EXPORT", Never, &[("format", "csv")]),
    ("ADMIN_TICKED_REVOCATION", Lately, &[]),
    ("ADMIN_BULK_REVOCATIONS", EachTime, &[("filter", "user=ada")]),
    ("ADMIN_SESSION_REVOCATION", Lately, &[]),
    // This adds a user; when it adds an admin, the form asks each time.
    ("ADMIN_USER_NEW", Lately, &[("username", "grace"), ("email", ""), ("role", "user")]),
    ("ADMIN_USER_NAME", EachTime, &[("username", "lovelace")]),
    ("ADMIN_USER_ROLE", EachTime, &[("role", "admin")]),
    ("ADMIN_USER_SUSPENSION", Lately, &[]),
    ("ADMIN_USER_REACTIVATION", EachTime, &[]),
    ("ADMIN_USER_REOPENING", Lately, &[]),
    ("ADMIN_USER_SIGN_OUT", Lately, &[]),
    ("ADMIN_USER_PASSWORD_RESET", EachTime, &[]),
    ("ADMIN_USER_INVITATION", EachTime, &[]),
    ("ADMIN_USER_DEVICE_LINK", Lately, &[]),
    ("ADMIN_USER_MAIL", EachTime, &[("link", "password_reset")]),
    ("ADMIN_USER_EMAIL", Lately, &[("email", "ada@example.org")]),
    ("ADMIN_USER_TWO_FACTOR_REMOVAL", EachTime, &[("identity_check", "met in person at the desk")]),
    ("ADMIN_USER_DELETION", EachTime, &[("sure", "yes")]),
    ("ADMIN_EVENT_EXPORT", Lately, &[("format", "csv")]),
    ("ADMIN_KEY_ROTATION", Lately, &[]),
    ("ADMIN_KEY_RETIREMENT", EachTime, &[]),
    // These are the same forms with the gravest fields that they can have.
    ("ADMIN_USER_ROLE", EachTime, &[("role", "user"), ("sure", "yes")]),
    ("ADMIN_BULK_REVOCATIONS", EachTime, &[("filter", ""), ("everybody", "yes")]),
    // A device link opens nothing.
    ("ADMIN_USER_MAIL", Lately, &[("link", "device")]),
];

/// Every call of administrators that writes, with a valid body, and whether it needs a login just before it.
fn calls() -> Vec<(&'static str, &'static str, Option<Value>, bool)> {
    let check = json!({"identity_check": "met in person at the desk"});
    vec![
        ("POST", "/admin/sessions/revocations", Some(json!({"ids": []})), false),
        ("DELETE", "/admin/sessions/{id}", None, false),
        ("POST", "/admin/bulk-revocations", Some(json!({"filter": {"user": "ada"}})), true),
        ("POST", "/admin/users", Some(json!({"username": "grace"})), false),
        ("DELETE", "/admin/users/{id}", None, true),
        ("PUT", "/admin/users/{id}/name", Some(json!({"username": "ada"})), true),
        ("PUT", "/admin/users/{id}/role", Some(json!({"role": "admin"})), true),
        ("PUT", "/admin/users/{id}/email", Some(json!({"email": null})), false),
        ("PUT", "/admin/users/{id}/suspension", None, false),
        ("DELETE", "/admin/users/{id}/suspension", None, true),
        ("POST", "/admin/users/{id}/two-factor-removal", Some(check), true),
        ("DELETE", "/admin/users/{id}/sign-in-locks", None, false),
        ("POST", "/admin/users/{id}/sign-out", None, false),
        ("POST", "/admin/users/{id}/password-reset", None, true),
        ("POST", "/admin/users/{id}/invitation", None, true),
        ("POST", "/admin/users/{id}/device-link", None, false),
        ("POST", "/admin/users/{id}/mail", Some(json!({"link": "password_reset"})), true),
        ("POST", "/admin/keys/rotations", None, false),
        ("POST", "/admin/keys/{kid}/retirement", None, true),
    ]
}

fn source(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

/// Returns the addresses of pages that take forms, by their names.
fn forms() -> BTreeMap<String, String> {
    let paths = source("src/web/paths.rs");
    let address = |name: &str| {
        let line = paths.split(&format!("pub const {name}: &str =")).nth(1).unwrap_or_else(|| panic!("no {name}"));
        line.split('"').nth(1).expect("a text").to_owned()
    };
    let routes = source("src/web/routes.rs");
    let pages = routes.split("Address::page(paths::").skip(1).filter(|page| {
        let page = page.split(".service(").next().unwrap_or_default();
        page.contains(".post")
    });
    pages
        .map(|page| page.split(')').next().expect("a name").to_owned())
        .map(|name| (name.clone(), address(&name)))
        .collect()
}

fn filled_in(address: &str, world: &World) -> String {
    let kid = world.database.texts("SELECT kid AS value FROM signing_keys").remove(0);
    let session = world.database.texts("SELECT id AS value FROM sessions WHERE username = 'ada'").remove(0);
    let id = if address.contains("/users/") { id_of(world, "ada") } else { session };
    address.replace("{kid}", &kid).replace("{id}", &id)
}

fn state(world: &World) -> Vec<String> {
    let users = "SELECT username || role || status || version AS value FROM users ORDER BY username";
    let rest = "SELECT COUNT(*) FROM account_links";
    let mut all = world.database.texts(users);
    all.push(world.database.number(rest).to_string());
    all.push(world.database.number("SELECT COUNT(*) FROM bulk_revocations").to_string());
    all.extend(world.database.texts("SELECT kid AS value FROM signing_keys"));
    all
}

fn asks_each_time(answer: &Answer) -> bool {
    answer.status == 200
        && answer.says("Confirm it is you")
        && answer.says("Your password is asked for every time you do this")
}

#[test]
fn every_form_that_writes_is_known_with_when_it_asks_for_the_password() {
    let mut known: Vec<_> = FORMS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    known.sort();
    known.dedup();
    assert_eq!(forms().into_keys().collect::<Vec<_>>(), known);
}

#[test]
fn the_gravest_forms_ask_for_the_password_right_after_a_sign_in_and_change_nothing_without_it() {
    let addresses = forms();
    let world = World::new();
    world.add_user("root", Role::Admin);
    world.signed_in("ada");
    for (name, asks, fields) in FORMS.iter().filter(|(_, asks, _)| *asks != Never) {
        let path = filled_in(&addresses[*name], &world);
        let before = state(&world);
        let mut root = world.signed_in("root");
        let answer = root.post(&path, fields);
        assert_eq!(asks_each_time(&answer), *asks == EachTime, "{name}: {} {}", answer.status, answer.body);
        if *asks == EachTime {
            assert!(answer.hides("<button>Continue</button>"), "{name}: the button says what it does");
            let wrong = root.submit(&answer, &path, &[("current_password", "not it")]);
            assert!(wrong.status == 422 && wrong.says("This is not your current password"), "{name}");
            // Giving the password for another form just before does not help either.
            assert_eq!(root.post("/account/sessions/revocations", &[("current_password", PASSWORD)]).status, 303);
            assert!(asks_each_time(&root.post(&path, fields)), "{name}");
            assert_eq!(state(&world), before, "{name}");
        } else {
            assert!(answer.hides("Confirm it is you"), "{name}");
            // The effect of the form is undone.
            world.database.execute("UPDATE users SET status = 'active'");
        }
    }
}

#[test]
fn making_an_admin_asks_each_time_and_making_a_user_does_not() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root");
    let form = root.get("/admin/users/new");
    let admin = [("username", "grace"), ("email", ""), ("role", "admin")];
    let asked = root.submit(&form, "/admin/users/new", &admin);
    assert!(asks_each_time(&asked), "{}", asked.body);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM users WHERE username = 'grace'"), 0);
    let made = root.submit(&asked, "/admin/users/new", &[("current_password", PASSWORD)]);
    assert_eq!(made.status, 201, "{}", made.body);
    let user = [("username", "bob"), ("email", ""), ("role", "user")];
    assert_eq!(root.submit(&form, "/admin/users/new", &user).status, 201);
}

#[test]
fn with_a_second_factor_the_gravest_forms_ask_for_a_code_too() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root");
    let (app, _): (Authenticator, _) = enrol(&world, &mut root);
    let path = format!("{}/role", path_of(&world, "ada"));
    let give = |root: &mut Visitor, asked: &Answer, code: &str| {
        root.submit(asked, &path, &[("current_password", PASSWORD), ("current_code", code)])
    };
    let asked = root.post(&path, &[("role", "admin")]);
    assert!(asks_each_time(&asked) && asked.says("The six digits in your authenticator app"), "{}", asked.body);
    assert_eq!(give(&mut root, &asked, "").status, 422);
    assert_eq!(give(&mut root, &asked, &app.wrong_code(&world.clock)).status, 422);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM users WHERE role = 'admin'"), 1);
    assert_eq!(give(&mut root, &asked, &app.code(&world.clock)).status, 303);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM users WHERE role = 'admin'"), 2);
    // The next change asks for both again.
    next_step(&world);
    assert!(asks_each_time(&root.post(&path, &[("role", "user")])));
}

#[test]
fn every_call_that_writes_is_known_with_whether_it_needs_a_log_in_just_before_it() {
    let document = World::new().client().get("/openapi.json").json();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let Some(path) = path.strip_prefix("/api").filter(|path| path.starts_with("/admin")) else { continue };
        let methods = item.as_object().expect("an item").keys().filter(|method| *method != "get");
        found.extend(methods.map(|method| (method.to_uppercase(), path.to_owned())));
    }
    let mut known: Vec<_> =
        calls().into_iter().map(|(method, path, ..)| (method.to_owned(), path.to_owned())).collect();
    found.sort();
    known.sort();
    assert_eq!(found, known);
}

#[test]
fn the_gravest_calls_need_a_log_in_of_the_last_two_minutes_and_a_refresh_is_none() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    world.signed_in("ada");
    let all = calls();
    // The other calls come first: a retired key or a deleted account would be in their way.
    let (grave, plain): (Vec<_>, Vec<_>) = all.into_iter().partition(|(.., is_grave)| *is_grave);
    let mut root = world.logged_in("root");
    world.advance(121);
    let before = state(&world);
    assert_eq!(root.renew().status, 200);
    let send = |program: &crate::support::ApiClient, method: &str, path: &str, body: &Option<Value>| {
        let body = body.as_ref().map(Value::to_string);
        let path = format!("/api{}", filled_in(path, &world));
        program.send(method, &path, body.as_ref().map(|body| ("application/json", body.as_bytes())))
    };
    for (method, path, body, _) in &grave {
        let refused = send(&root, method, path, body);
        assert_eq!(
            (refused.status, refused.json()["error"].as_str()),
            (401, Some("insufficient_user_authentication")),
            "{method} {path}"
        );
        assert!(refused.header("www-authenticate").contains("max_age=\"120\""), "{method} {path}");
    }
    let admin = json!({"username": "eve", "role": "admin"});
    assert_eq!(root.post("/api/admin/users", &admin).status, 401);
    assert_eq!(state(&world), before);
    for (method, path, body, _) in &plain {
        let answer = send(&root, method, path, body);
        assert_ne!(answer.status, 401, "{method} {path}");
        world.database.execute("UPDATE users SET status = 'active'");
    }
    for (method, path, body, _) in &grave {
        // Each call follows a new login, since an earlier call may have ended the session.
        let fresh = world.logged_in("root");
        let answer = send(&fresh, method, path, body);
        assert_ne!(answer.status, 401, "{method} {path}");
    }
    assert_eq!(world.logged_in("root").post("/api/admin/users", &admin).status, 201);
}
