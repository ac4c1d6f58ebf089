//! Codes that wait or are closed: where that is told, and who opens them again.

use doorward::account::Role;

use super::{begin, enrol, give, next_step};
use crate::admin_users::{path_of, press};
use crate::world::World;

#[test]
fn codes_that_wait_or_are_closed_are_seen_and_are_opened_again() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let (mut desk, mut root) = (world.signed_in("ada"), world.signed_in("root"));
    let (app, _) = enrol(&world, &mut desk);
    for _ in 0..5 {
        assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
    }
    let waits = "On unknown devices, 5 codes of the app in a row were wrong. The next try is possible at";
    assert!(root.get("/admin").says(waits) && root.get(&path_of(&world, "ada")).says(waits));
    world.advance(61);
    assert!(root.get("/admin").hides("Locked now"), "the pause is over");

    desk.post("/logout", &[]);
    desk.log_in("ada");
    assert_eq!(give(&mut desk, &app.wrong_code(&world.clock)).status, 422);
    world.database.execute("UPDATE code_failures SET failures = 99");
    world.advance(900);
    desk.log_in("ada");
    for visitor in [&mut begin(&world, "ada"), &mut desk] {
        assert_eq!(give(visitor, &app.wrong_code(&world.clock)).status, 422);
        assert!(give(visitor, &app.code(&world.clock)).says("Ask an administrator"));
    }
    let mut root = world.signed_in("root").confirming();
    let closed = root.get("/admin/events?kind=sign_in_closed");
    assert_eq!(closed.body.matches("too many wrong codes").count(), 2, "{}", closed.body);
    let locked = world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'sign_in_locked'");
    assert_eq!(locked, 1, "the first pause");
    world.advance(86_400);
    let mut root = world.signed_in("root").confirming();
    let (overview, page) = (root.get("/admin"), root.get(&path_of(&world, "ada")));
    for place in ["On unknown devices", "On known devices"] {
        let told = format!("{place}, 100 codes of the app in a row were wrong. No further one is looked at there.");
        assert!(overview.says(&told) && page.says(&told), "{}", page.body);
    }
    assert!(page.says("start a password reset"));
    let done = press(&mut root, &path_of(&world, "ada"), "sign-in-reopening", &[]);
    assert_eq!(done.status, 303);
    assert!(root.get(done.header("location")).says("wrong codes at sign-ins are forgotten"));
    assert!(root.get("/admin").hides("Locked now"));
    desk.log_in("ada");
    for visitor in [&mut begin(&world, "ada"), &mut desk] {
        assert_eq!(give(visitor, &app.code(&world.clock)).status, 303);
        next_step(&world);
    }
    // There is nothing more to be opened.
    let again = root.post(&format!("{}/sign-in-reopening", path_of(&world, "ada")), &[]);
    assert_eq!(again.status, 303);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'sign_in_reopened'"), 1);
    // Too few wrong codes for a pause stay counted: nothing has changed that no event tells of.
    assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
    root.post(&format!("{}/sign-in-reopening", path_of(&world, "ada")), &[]);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM code_failures"), 1);
}
