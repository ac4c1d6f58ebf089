//! Codes that wait or are closed: where that is told, and who opens them again.

use doorward::account::Role;

use super::{begin, enrol, give, next_step};
use crate::admin_users::{path_of, press};
use crate::support::Scrape;
use crate::world::World;

#[test]
fn codes_that_wait_or_are_closed_are_seen_and_are_opened_again() {
    let world = World::with(1, |settings| settings.metrics_listen = "127.0.0.1:0".parse().ok());
    world.add_user("root", Role::Admin);
    let (mut desk, mut root) = (world.signed_in("ada"), world.signed_in("root"));
    let (app, _) = enrol(&world, &mut desk);
    for _ in 0..5 {
        assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
    }
    let waits = "5 wrong codes from the app in a row from unknown devices. The next attempt is possible at";
    assert!(root.get("/admin").says(waits) && root.get(&path_of(&world, "ada")).says(waits));
    let own = desk.get("/account");
    assert!(own.says("Someone is entering wrong codes for your account") && own.says(waits), "{}", own.body);
    assert!(own.says("someone knows your password"), "and what to do");
    let locks = |what, by, state| {
        let labels = format!("what=\"{what}\",by=\"{by}\",state=\"{state}\"");
        let scrape = Scrape::of(world.app().metrics_port.expect("asked for"));
        scrape.value(&format!("doorward_sign_in_locks_total{{{labels}}}"))
    };
    assert_eq!(
        (locks("app_codes", "unknown_devices", "paused"), locks("app_codes", "known_device", "paused")),
        (1.0, 0.0)
    );
    assert_eq!(locks("passwords", "unknown_devices", "paused"), 0.0);
    world.advance(61);
    assert!(root.get("/admin").hides("can allow codes again"), "the pause is over");
    assert!(desk.get("/account").hides("entering wrong codes"));

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
    assert_eq!(["unknown_devices", "known_device"].map(|by| locks("app_codes", by, "closed")), [1.0, 1.0]);
    assert_eq!(locks("recovery_codes", "unknown_devices", "closed"), 0.0);
    let mut root = world.signed_in("root").confirming();
    let closed = root.get("/admin/events?kind=sign_in_closed");
    assert_eq!(closed.body.matches("too many wrong codes").count(), 2, "{}", closed.body);
    let locked = world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'sign_in_locked'");
    assert_eq!(locked, 1, "the first pause");
    world.advance(86_400);
    let mut root = world.signed_in("root").confirming();
    let (overview, page) = (root.get("/admin"), root.get(&path_of(&world, "ada")));
    for place in ["unknown devices", "known devices"] {
        let told = format!("100 wrong codes from the app in a row from {place}. No more codes are accepted there.");
        assert!(overview.says(&told) && page.says(&told), "{}", page.body);
    }
    assert!(page.says("reset the password"));
    let done = press(&mut root, &path_of(&world, "ada"), "sign-in-reopening", &[]);
    assert_eq!(done.status, 303);
    assert!(root.get(done.header("location")).says("wrong codes are forgotten"));
    assert!(root.get("/admin").hides("can allow codes again"));
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
