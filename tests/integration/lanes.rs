//! However many strangers ask, people who have proved something are served beside them.

use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;

use doorward::Desk;
use doorward::account::Role;
use doorward::internals::Lane;
use futures_util::FutureExt;
use futures_util::future::join_all;

use crate::admin_users::{path_of, press, shown_link};
use crate::sent_twice::limits::ask;
use crate::support::database::is_postgres;
use crate::support::{PASSWORD, Scrape};
use crate::two_factor::soon;
use crate::world::World;

/// The jobs that fit into one lane in front of two hashing threads.
const FULL: usize = 128;

pub fn world_of_two_threads() -> World {
    World::with(1, |settings| {
        settings.metrics_listen = "127.0.0.1:0".parse().ok();
        // This is enough for two hashing threads.
        settings.hash_budget_mib = Some(2);
    })
}

fn scrape(world: &World) -> Scrape {
    Scrape::of(world.app().metrics_port.expect("asked for"))
}

/// Waits until the other end is dropped.
fn wait_for_release(released: &Mutex<Receiver<()>>) {
    assert!(released.lock().expect("whole").recv().is_err(), "nothing is sent");
}

/// Fills both lanes of strangers, for as long as their thread is busy.
async fn crowd(desk: &Desk) {
    let jobs = (0..FULL).flat_map(|_| [Lane::Newcomer, Lane::Rest]).map(|lane| desk.hasher().run(lane, || ()));
    drop(join_all(jobs).await);
}

#[test]
fn strangers_who_fill_the_queue_of_hashes_keep_no_known_person_waiting() {
    let world = &world_of_two_threads();
    let signed_in = world.signed_in("ada");
    let fields = [("username", "ada"), ("password", PASSWORD)];
    let waiting = |scrape: &Scrape| {
        ["newcomer", "rest"].map(|lane| scrape.value(&format!("doorward_hash_waiting{{lane=\"{lane}\"}}")))
    };
    let turned_away = |lane: &str| scrape(world).value(&format!("doorward_hash_turned_away_total{{lane=\"{lane}\"}}"));
    let strangers = || turned_away("newcomer") + turned_away("rest");
    let (release, released) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let (begin, begun) = mpsc::channel();
        let app = world.app();
        scope.spawn(move || {
            app.block_on(move |desk| async move {
                let busy = move || {
                    begin.send(()).expect("somebody waits");
                    wait_for_release(&Mutex::new(released));
                };
                desk.hasher().run(Lane::Rest, busy).await.expect("its turn");
            });
        });
        begun.recv().expect("the thread that strangers may use is busy");
        scope.spawn(|| app.block_on(|desk| async move { crowd(&desk).await }));
        soon(|| waiting(&scrape(world)) == [FULL as f64; 2]);
        // A known device and a live session take the thread that is kept for them.
        let mut device = signed_in.clone();
        assert_eq!(device.post("/login", &fields).status, 303);
        let current = ("current_password", PASSWORD);
        let again = [current, ("new_password", PASSWORD), ("new_password_again", PASSWORD)];
        assert_eq!(device.post("/account/password", &again).status, 422, "it is looked at, and is no new one");
        // A stranger takes the place of the job that has waited longest, and loses it to those who come later.
        let stranger = scope.spawn(move || world.visitor().post("/login", &fields));
        soon(|| strangers() == 1.0);
        scope.spawn(|| app.block_on(|desk| async move { crowd(&desk).await }));
        let answer = stranger.join().expect("answered");
        assert_eq!((answer.status, answer.header("retry-after")), (503, "5"));
        assert_eq!(turned_away("known"), 0.0);
        drop(release);
    });
    soon(|| waiting(&scrape(world)) == [0.0; 2]);
    assert_eq!(world.visitor().post("/login", &fields).status, 303);
}

/// Runs `act` while strangers use all connections that they may have.
pub fn while_strangers_use_all_they_may<T>(world: &World, act: impl FnOnce() -> T) -> T {
    let (lane, most) = if is_postgres() { ("strangers", 3) } else { ("strangers_reading", 1) };
    let of = |what: &str| scrape(world).value(&format!("doorward_database_{what}{{lane=\"{lane}\"}}"));
    assert_eq!((of("connections_max"), of("connections_in_use")), (f64::from(most), 0.0));
    let (release, released) = mpsc::channel::<()>();
    let released = Arc::new(Mutex::new(released));
    thread::scope(|scope| {
        let app = world.app();
        scope.spawn(move || {
            app.block_on(move |desk| async move {
                let strangers = desk.for_strangers();
                let hold = |_| {
                    let released = released.clone();
                    strangers.store().read(move |_| {
                        wait_for_release(&released);
                        Ok(())
                    })
                };
                join_all((0..most).map(hold)).await.into_iter().for_each(|read| read.expect("read"));
            });
        });
        soon(|| of("connections_in_use") == f64::from(most));
        let done = act();
        drop(release);
        done
    })
}

#[test]
fn strangers_use_only_a_part_of_the_connections() {
    let world = &world_of_two_threads();
    let known = world.signed_in("ada");
    let lane = if is_postgres() { "strangers" } else { "strangers_reading" };
    let before = scrape(world);
    let fields = [("username", "ada"), ("password", PASSWORD)];
    while_strangers_use_all_they_may(world, || {
        thread::scope(|scope| {
            let stranger = scope.spawn(move || world.visitor().post("/login", &fields));
            let mut device = known.clone();
            assert_eq!(device.post("/login", &fields).status, 303);
            assert_eq!(device.get("/account/sessions").status, 200);
            let answer = stranger.join().expect("answered");
            assert_eq!((answer.status, answer.header("retry-after")), (503, "5"));
        });
        let client = world.client().post("/api/tokens", &serde_json::json!({"username": "ada", "password": PASSWORD}));
        assert_eq!((client.status, client.header("retry-after")), (503, "5"), "{}", client.body);
    });
    let after = scrape(world);
    let timeouts = after.growth(&before, "doorward_database_timeouts_total");
    assert_eq!(
        timeouts.keys().collect::<Vec<_>>(),
        [&format!("{{lane=\"{lane}\"}}")],
        "nobody else has waited in vain"
    );
    assert_eq!(world.visitor().post("/login", &fields).status, 303);
}

#[test]
fn a_writer_waits_behind_the_share_of_strangers_and_not_behind_all() {
    let world = World::new();
    let most = if is_postgres() { 3 } else { 1 };
    let order = world.app().block_on(move |desk| async move {
        let (release, released) = mpsc::channel::<()>();
        let (released, order) = (Arc::new(Mutex::new(released)), Arc::new(Mutex::new(Vec::new())));
        let strangers = desk.for_strangers();
        let write = |whose: &'static str| {
            let (released, order) = (released.clone(), order.clone());
            move |_: &mut doorward::internals::Connection| {
                order.lock().expect("whole").push(whose);
                if whose == "stranger" {
                    wait_for_release(&released);
                }
                Ok(())
            }
        };
        let many = (0..8).map(|_| strangers.store().write(write("stranger")).boxed());
        let known = desk.store().write(write("known")).boxed();
        // They are asked for in this order, all of them before the first one can end.
        let end = async move {
            drop(release);
            Ok(())
        };
        let all = join_all(many.chain([known, end.boxed()])).await;
        all.into_iter().for_each(|written: Result<(), doorward::internals::Error>| written.expect("written"));
        Arc::into_inner(order).expect("all are done").into_inner().expect("whole")
    });
    assert_eq!(order.len(), 9);
    let place = order.iter().position(|whose| *whose == "known").expect("written");
    assert!(place <= most, "{order:?}");
}

#[test]
fn whoever_has_a_device_link_uses_it_beside_all_strangers() {
    let world = &world_of_two_threads();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root").confirming();
    let link = &shown_link(&press(&mut root, &path_of(world, "ada"), "device-link", &[]));
    let (all, strangers) = if is_postgres() { ("shared", "strangers") } else { ("writers", "strangers_writing") };
    let in_use =
        |scrape: &Scrape, lane: &str| scrape.value(&format!("doorward_database_connections_in_use{{lane=\"{lane}\"}}"));
    thread::scope(|scope| {
        let answer = world.database.while_locked("events", || {
            let newcomer = scope.spawn(move || world.visitor().post(link, &[]));
            // Its change waits for the lock, and takes none of the connections of strangers.
            soon(|| {
                let now = scrape(world);
                (in_use(&now, all), in_use(&now, strangers)) == (1.0, 0.0)
            });
            newcomer
        });
        let answer = answer.join().expect("answered");
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert!(answer.set_cookies().iter().any(|cookie| cookie.contains("device=")));
    });
}

#[test]
fn a_form_that_finds_no_room_to_be_claimed_is_handled_all_the_same() {
    let world = &world_of_two_threads();
    let lane = if is_postgres() { "strangers" } else { "strangers_writing" };
    let timeouts = || scrape(world).value(&format!("doorward_database_timeouts_total{{lane=\"{lane}\"}}"));
    let most = if is_postgres() { 3 } else { 1 };
    let page = world.visitor().get("/login");
    let fields = page.filled("/login", &[("username", "ada"), ("password", PASSWORD)]);
    let (release, released) = mpsc::channel::<()>();
    let released = Arc::new(Mutex::new(released));
    thread::scope(|scope| {
        let (begin, begun) = mpsc::channel();
        let app = world.app();
        scope.spawn(move || {
            app.block_on(move |desk| async move {
                let strangers = desk.for_strangers();
                let hold = |_| {
                    let (begin, released) = (begin.clone(), released.clone());
                    strangers.store().write(move |_| {
                        begin.send(()).expect("somebody waits");
                        wait_for_release(&released);
                        Ok(())
                    })
                };
                join_all((0..most).map(hold)).await.into_iter().for_each(|write| write.expect("written"));
            });
        });
        (0..most).for_each(|_| begun.recv().expect("strangers write all that they may"));
        let newcomer = scope.spawn(move || ask(&world.visitor(), "/login", &fields));
        soon(|| timeouts() == 1.0);
        drop(release);
        assert_eq!(newcomer.join().expect("answered").status, 303);
    });
    assert_eq!(world.database.number("SELECT COUNT(*) FROM form_answers"), 0, "it is not remembered");
}
