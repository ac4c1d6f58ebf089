//! Forms of strangers: they are answered as usual, but the memory of forms does not store them.

use doorward::internals::IdempotencyKey;

use super::cases::{CASES, Sent};
use super::limits::ask;
use crate::support::Visitor;
use crate::two_factor::{begin, enrol};
use crate::world::World;

/// Forms that people may send without being signed in.
const PUBLIC: [&str; 9] = [
    "setup::submit",
    "login::submit",
    "second_step::submit",
    "second_step::begin_enrolment",
    "second_step::activate",
    "second_step::cancel",
    "account_link::submit_invitation",
    "account_link::submit_reset",
    "device_link::submit",
];

fn with_key(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let key = IdempotencyKey::generate().to_string();
    let fields = fields.iter().copied().chain([("idempotency_key", key.as_str())]);
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Returns two strangers: one without cookies, and one with invented ones.
fn strangers(world: &World) -> [Visitor; 2] {
    let mut inventive = world.visitor();
    for name in ["access", "app-access", "refresh", "second-step", "device"] {
        inventive.jar.insert(name.to_owned(), "A".repeat(43));
    }
    [world.visitor(), inventive]
}

/// Returns somebody who has kept the cookies of a session that has ended.
fn former(world: &World) -> Visitor {
    let mut visitor = world.signed_in("ada");
    let cookies = visitor.jar.clone();
    visitor.post("/logout", &[]);
    visitor.jar = cookies;
    visitor
}

#[test]
fn strangers_do_not_fill_the_memory_with_what_is_no_try() {
    let world = World::new();
    let long = format!("/{}", "a".repeat(7990));
    let next = ("next", long.as_str());
    let forms: [(&str, &[(&str, &str)]); 15] = [
        ("/login", &[("username", "<<<<"), ("password", "x"), next]),
        ("/login", &[("username", "ada"), ("password", ""), next]),
        ("/login/two-factor", &[("code", "123456"), next]),
        ("/login/two-factor", &[("recovery_code", "aaaaa-aaaaa"), next]),
        ("/login/two-factor/enrolment", &[next]),
        ("/login/two-factor/activation", &[("offer", "x"), ("code", "123456"), next]),
        ("/login/two-factor/cancellation", &[next]),
        ("/logout", &[next]),
        ("/logout", &[]),
        ("/language", &[("language", "ko"), next]),
        ("/appearance", &[("appearance", "dark"), next]),
        ("/setup", &[("code", "x"), ("username", "a"), ("new_password", "b"), ("new_password_again", "b")]),
        ("/invitation/x", &[("new_password", "b"), ("new_password_again", "b")]),
        ("/password-reset/x", &[("new_password", "b"), ("new_password_again", "b")]),
        ("/device/x", &[]),
    ];
    let former = former(&world);
    let remembered = || world.database.number("SELECT COUNT(*) FROM form_answers");
    let before = remembered();
    for stranger in strangers(&world).into_iter().chain([former]) {
        for (path, fields) in forms {
            let answer = ask(&stranger, path, &with_key(fields));
            assert!(matches!(answer.status, 303 | 403 | 422), "{path} {}", answer.status);
            assert_eq!(remembered(), before, "{path}");
        }
    }
}

#[test]
fn strangers_at_guarded_pages_do_not_make_the_database_write() {
    for case in CASES.iter().filter(|case| !PUBLIC.contains(&case.handler)) {
        let world = (case.world)();
        let Sent { action, .. } = (case.form)(&world);
        let strangers = strangers(&world);
        // Without this table, a request that asks for it is answered with 503.
        world.database.execute("DROP TABLE form_answers");
        for stranger in strangers {
            let answer = ask(&stranger, &action, &with_key(&[]));
            assert!(matches!(answer.status, 303 | 400 | 403), "{action} {}", answer.status);
        }
    }
}

#[test]
fn strangers_between_the_steps_do_not_make_the_database_write() {
    let world = World::new();
    enrol(&world, &mut world.signed_in("ada"));
    let waiting = begin(&world, "ada");
    world.database.execute("DROP TABLE form_answers");
    for path in ["", "/enrolment", "/activation", "/cancellation"] {
        let path = format!("/login/two-factor{path}");
        let answer = ask(&world.visitor(), &path, &with_key(&[("code", "123456")]));
        assert!(matches!(answer.status, 303 | 400), "{path} {}", answer.status);
        assert_eq!(ask(&waiting, &path, &with_key(&[("code", "123456")])).status, 503, "{path}");
    }
}
