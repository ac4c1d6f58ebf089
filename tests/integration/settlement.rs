//! The outcome of a try to sign in is counted correctly, even if something fails meanwhile.

use std::sync::mpsc;
use std::thread;

use doorward::internals::Lane;

use crate::support::PASSWORD;
use crate::two_factor::soon;
use crate::world::World;

#[test]
fn a_right_password_counts_for_nothing_even_if_the_database_was_away_just_then() {
    // With one hashing thread, a check waits when the thread is busy.
    let world = World::with(1, |settings| settings.hash_budget_mib = Some(1));
    let counted = || world.database.number("SELECT COUNT(*) FROM throttle_tries WHERE expires_at - at = 7776000000");
    let (begin, begun) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let app = world.app();
        scope.spawn(move || {
            app.block_on(move |desk| async move {
                let busy = move || {
                    begin.send(()).expect("somebody waits");
                    released.recv().expect("released");
                };
                desk.hasher().run(Lane::Known, busy).await.expect("its turn");
            });
        });
        begun.recv().expect("busy");
        let mut visitor = world.visitor();
        let fields = [("username", "ada"), ("password", PASSWORD)];
        let sign_in = scope.spawn(move || visitor.post("/login", &fields).status);
        soon(|| counted() == 1);
        world.database.execute("ALTER TABLE throttle_tries RENAME TO away");
        release.send(()).expect("somebody waits");
        assert_eq!(sign_in.join().expect("answered"), 503);
        world.database.execute("ALTER TABLE away RENAME TO throttle_tries");
    });
    soon(|| counted() == 0);
    assert_eq!(world.visitor().post("/login", &[("username", "ada"), ("password", PASSWORD)]).status, 303);
}
