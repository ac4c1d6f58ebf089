//! A database that does not answer: nobody is signed out, and nothing is left half done.

use std::thread::sleep;
use std::time::Duration;

use crate::support::PASSWORD;
use crate::world::World;

/// Makes every query on users and sessions fail, as if the database were unreachable.
fn break_database(world: &World) {
    world.database.execute("ALTER TABLE sessions RENAME TO sessions_away");
}

fn mend_database(world: &World) {
    world.database.execute("ALTER TABLE sessions_away RENAME TO sessions");
}

#[test]
fn a_renewal_that_fails_keeps_the_cookies() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    world.let_access_tokens_expire();
    break_database(&world);
    for path in ["/account", "/", "/login"] {
        let answer = visitor.get(path);
        assert_eq!((answer.status, answer.header("retry-after"), answer.set_cookies()), (503, "5", vec![]), "{path}");
        assert!(answer.says("Temporarily unavailable"));
    }
    let image = visitor.with_header("sec-fetch-dest", "image").ask("GET", "/account", None);
    assert_eq!((image.status, image.set_cookies()), (503, vec![]));
    mend_database(&world);
    assert!(visitor.is_signed_in());
}

#[test]
fn a_login_that_fails_is_not_a_wrong_password() {
    let world = World::new();
    break_database(&world);
    let answer = world.visitor().post("/login", &[("username", "ada"), ("password", PASSWORD)]);
    assert_eq!(answer.status, 503);
    assert!(answer.set_cookies().is_empty() && !answer.says("password is wrong"));
    mend_database(&world);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'signed_in'"), 0, "nothing is kept");
    assert_eq!(world.database.number("SELECT COUNT(*) FROM users WHERE last_signed_in_at IS NOT NULL"), 0);
}

#[test]
fn signed_in_reading_goes_on_while_the_recall_list_grows_old() {
    use actix_web::web::{ServiceConfig, get};
    async fn hello(_: doorward::CurrentSession) -> &'static str {
        "hello"
    }
    fn routes(app: &mut ServiceConfig) {
        app.route("/hello", get().to(hello));
    }
    let mut world = World::empty();
    world.start(|_| {}, routes);
    world.add_user("ada", doorward::account::Role::User);
    let mut visitor = world.signed_in("ada");
    break_database(&world);
    assert_eq!(visitor.get("/hello").status, 200, "the list is still fresh");
    sleep(Duration::from_millis(6500));
    assert_eq!(visitor.get("/hello").status, 200, "reading still works");
    assert_eq!(visitor.post("/logout", &[]).status, 503, "writing does not work");
    assert_eq!(visitor.get("/account/sessions").status, 503, "a page that needs the database reports the fault");
    mend_database(&world);
    // The recall list is still out of date, so the stored session decides, and it is alive.
    assert!(visitor.is_signed_in());
    world.database.execute("UPDATE sessions SET revoked_at = 1, revocation_reason = 'operator'");
    assert!(!visitor.is_signed_in());
}

#[test]
fn a_row_that_says_no_is_heard_while_the_list_is_old() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    // The end is outside the time that the recall list covers, so only the stored session shows it.
    world.database.execute("UPDATE sessions SET revoked_at = 1, revocation_reason = 'operator'");
    assert!(visitor.is_signed_in(), "the recall list does not know of the end");
    world.let_access_tokens_expire();
    assert!(!visitor.is_signed_in());
}
