//! However many strangers ask, people who have proved something are served beside them.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, Scope};

use doorward::Desk;
use doorward::account::Role;
use doorward::internals::{Lane, SessionId, UserId};
use futures_util::FutureExt;
use futures_util::future::join_all;

use crate::admin_users::{path_of, press, shown_link};
use crate::sent_twice::limits::ask;
use crate::support::database::is_postgres;
use crate::support::{PASSWORD, Scrape, Visitor};
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

/// Keeps the thread that hashes for strangers busy until the answer is dropped.
fn keep_strangers_thread_busy<'s>(scope: &'s Scope<'s, '_>, world: &'s World) -> Sender<()> {
    let (release, released) = mpsc::channel::<()>();
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
    release
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
    thread::scope(|scope| {
        let release = keep_strangers_thread_busy(scope, world);
        let app = world.app();
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

#[test]
fn what_is_wrong_with_a_form_is_said_also_while_no_password_can_be_checked() {
    let world = &world_of_two_threads();
    let mut visitor = world.signed_in("ada");
    let page = visitor.get("/account/password");
    let known = || scrape(world).value("doorward_hash_waiting{lane=\"known\"}");
    let (release, released) = mpsc::channel::<()>();
    let released = Arc::new(Mutex::new(released));
    thread::scope(|scope| {
        let (begin, begun) = mpsc::channel();
        let app = world.app();
        scope.spawn(move || {
            app.block_on(move |desk| async move {
                let busy = |_| {
                    let (begin, released) = (begin.clone(), released.clone());
                    desk.hasher().run(Lane::Known, move || {
                        begin.send(()).expect("somebody waits");
                        wait_for_release(&released);
                    })
                };
                join_all((0..2).map(busy)).await.into_iter().for_each(|job| job.expect("its turn"));
            });
        });
        (0..2).for_each(|_| begun.recv().expect("both threads are busy"));
        let form = scope.spawn(move || {
            let new = [("new_password", "quietly mauve hinges"), ("new_password_again", "quietly mauve hinge")];
            visitor.submit(&page, "/account/password", &[("current_password", PASSWORD), new[0], new[1]])
        });
        soon(|| known() == 1.0);
        // So many come later that the current password loses its place.
        scope.spawn(|| {
            app.block_on(|desk| async move {
                drop(join_all((0..FULL).map(|_| desk.hasher().run(Lane::Known, || ()))).await);
            });
        });
        let answer = form.join().expect("answered");
        assert!(answer.status == 422 && answer.says("The two passwords do not match"), "{}", answer.body);
        assert!(answer.hides("This is not your current password"), "nobody has looked at it");
        drop(release);
    });
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

/// Runs `act` while a session of somebody, and perhaps a second one, sends 200 requests whose readings do not end.
fn while_sessions_hold_all_they_may<T>(world: &World, sessions: &[&Visitor], act: impl FnOnce() -> T) -> T {
    let lane = if is_postgres() { "account" } else { "account_reading" };
    let of = |what: &str| scrape(world).value(&format!("doorward_database_{what}{{lane=\"{lane}\"}}"));
    assert_eq!(of("connections_max"), 3.0);
    // A session may use two of the three of its account.
    let most = (2 * sessions.len()).min(3) as f64;
    let account = world.database.texts("SELECT id AS value FROM users WHERE username = 'ada'").remove(0);
    let ids: Vec<String> = sessions.iter().map(|visitor| visitor.session_id()).collect();
    let (release, released) = mpsc::channel::<()>();
    let released = Arc::new(Mutex::new(released));
    thread::scope(|scope| {
        let app = world.app();
        scope.spawn(move || {
            app.block_on(move |desk| async move {
                let account = UserId::parse(&account).expect("an id");
                let desks = ids.iter().map(|id| desk.for_person(&account, &SessionId::parse(id).expect("an id")));
                let readings = desks.flat_map(|desk| (0..200).map(move |_| desk.clone())).map(|desk| {
                    let released = released.clone();
                    async move {
                        let read = move |_: &mut _| {
                            wait_for_release(&released);
                            Ok(())
                        };
                        desk.store().read(read).await
                    }
                });
                let read = join_all(readings).await.into_iter().filter(Result::is_ok).count();
                assert!(read as f64 >= most, "{read}");
            });
        });
        soon(|| of("connections_in_use") == most);
        let done = act();
        drop(release);
        done
    })
}

#[test]
fn an_account_whose_requests_hang_keeps_no_other_account_waiting_and_its_owner_can_end_the_session() {
    let world = &world_of_two_threads();
    world.add_user("bob", Role::User);
    let (flooding, mut owner, mut bob) = (world.signed_in("ada"), world.signed_in("ada"), world.signed_in("bob"));
    let program = world.logged_in("bob");
    while_sessions_hold_all_they_may(world, &[&flooding], || {
        let mut flooding = flooding.clone();
        let refused = flooding.get("/account/sessions");
        assert_eq!((refused.status, refused.header("retry-after")), (503, "5"));
        assert_eq!(bob.get("/account/sessions").status, 200);
        assert_eq!(program.get("/api/sessions").status, 200);
        // Another session of the account has a connection left, by which it ends the one that floods.
        let list = owner.get("/account/sessions");
        let path = format!("/account/sessions/{}/revocation", flooding.session_id());
        assert_eq!(owner.submit(&list, &path, &[]).status, 303);
        assert!(!flooding.is_signed_in());
    });
}

#[test]
fn all_sessions_of_an_account_together_have_a_part_of_the_connections() {
    let world = &world_of_two_threads();
    world.add_user("bob", Role::User);
    let (one, two, third) = (world.signed_in("ada"), world.signed_in("ada"), world.logged_in("ada"));
    let mut bob = world.signed_in("bob");
    let before = scrape(world);
    while_sessions_hold_all_they_may(world, &[&one, &two], || {
        let refused = third.get("/api/sessions");
        assert_eq!((refused.status, refused.header("retry-after")), (503, "5"), "{}", refused.body);
        assert_eq!(bob.get("/account/sessions").status, 200);
        while_strangers_use_all_they_may(world, || assert_eq!(bob.get("/account/sessions").status, 200));
    });
    assert_eq!(third.get("/api/sessions").status, 200);
    let lane = if is_postgres() { "account" } else { "account_reading" };
    let timeouts = scrape(world).growth(&before, "doorward_database_timeouts_total");
    assert_eq!(timeouts.keys().collect::<Vec<_>>(), [&format!("{{lane=\"{lane}\"}}")], "nobody else waited in vain");
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
        // They are asked for in this order, all of them before the first one can end. On PostgreSQL a connection is free
        // for the known one; on SQLite it waits for the writer.
        let written = order.clone();
        let end = async move {
            while is_postgres() && !written.lock().expect("whole").contains(&"known") {
                tokio::task::yield_now().await;
            }
            drop((release, written));
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

/// Runs `act` while the thread that hashes for strangers is busy, and two strangers have the only turns.
fn while_strangers_have_all_turns<T>(world: &World, act: impl FnOnce() -> T) -> T {
    let wrong = [("username", "ada"), ("password", "not this one, nor any other")];
    thread::scope(|scope| {
        let release = keep_strangers_thread_busy(scope, world);
        let first: Vec<_> = (0..2).map(|_| scope.spawn(move || world.visitor().post("/login", &wrong))).collect();
        soon(|| waiting(world) == 2.0);
        let done = act();
        drop(release);
        first.into_iter().for_each(|stranger| assert!([422, 503].contains(&stranger.join().expect("answered").status)));
        done
    })
}

fn waiting(world: &World) -> f64 {
    let now = scrape(world);
    let of = |lane: &str| now.value(&format!("doorward_hash_waiting{{lane=\"{lane}\"}}"));
    of("newcomer") + of("rest")
}

#[test]
fn the_try_of_a_stranger_costs_no_query_before_its_turn_has_come() {
    let world = &world_of_two_threads();
    let page = world.visitor().get("/login");
    let mut known = world.signed_in("ada");
    let traces = || {
        let tables = ["throttle_tries", "throttle_locks", "form_answers", "events", "write_budgets"];
        tables.map(|table| world.database.number(&format!("SELECT COUNT(*) FROM {table}")))
    };
    while_strangers_have_all_turns(world, || {
        let before = traces();
        thread::scope(|scope| {
            let strangers: Vec<_> = (0..12)
                .map(|number| {
                    let name = format!("name{number}");
                    let pairs = [("username", name.as_str()), ("password", "some password or other")];
                    let fields = page.filled("/login", &pairs);
                    scope.spawn(move || match number % 3 {
                        // With the key of a page, without, and by the API.
                        0 => ask(&world.visitor(), "/login", &fields).status,
                        1 => {
                            let pairs = [("username", name.as_str()), ("password", "some password or other")];
                            world.visitor().post("/login", &pairs).status
                        }
                        _ => {
                            let call = serde_json::json!({"username": name, "password": "some password or other"});
                            world.client().post("/api/tokens", &call).status
                        }
                    })
                })
                .collect();
            soon(|| waiting(world) == 14.0);
            assert_eq!(traces(), before, "those who wait have left nothing in the database");
            // Whoever is known waits for none of them.
            assert_eq!(known.post("/login", &[("username", "ada"), ("password", PASSWORD)]).status, 303);
            let then = traces();
            let answers: Vec<_> = strangers.into_iter().map(|stranger| stranger.join().expect("answered")).collect();
            assert_eq!(answers, [503; 12], "their turn did not come in time");
            assert_eq!(traces(), then);
        });
    });
    assert_eq!(world.visitor().post("/login", &[("username", "ada"), ("password", PASSWORD)]).status, 303);
}

#[test]
fn a_newcomer_gets_the_turn_before_those_from_networks_where_tries_fail() {
    let world = &World::with(1, |settings| {
        settings.metrics_listen = "127.0.0.1:0".parse().ok();
        settings.hash_budget_mib = Some(2);
        settings.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
    });
    let from = |ip: &str| world.visitor().with_header("x-forwarded-for", ip);
    let wrong = |name: &'static str| [("username", name), ("password", "not this one, nor any other")];
    assert_eq!(from("192.0.2.7").post("/login", &wrong("eve")).status, 422);
    let (rest, newcomer) = while_strangers_have_all_turns(world, || {
        let lanes = || {
            let now = scrape(world);
            ["newcomer", "rest"].map(|lane| now.value(&format!("doorward_hash_waiting{{lane=\"{lane}\"}}")))
        };
        let before = lanes();
        thread::scope(|scope| {
            let rest = scope.spawn(|| from("192.0.2.7").post("/login", &wrong("eve")).status);
            soon(|| lanes() == [before[0], before[1] + 1.0]);
            let newcomer = scope.spawn(|| from("198.51.100.7").post("/login", &wrong("ada")).status);
            soon(|| lanes() == [before[0] + 1.0, before[1] + 1.0]);
            (rest.join().expect("answered"), newcomer.join().expect("answered"))
        })
    });
    assert_eq!((rest, newcomer), (503, 503), "nobody's turn came while the thread was busy");
}

/// A form whose sender has a device of another account is claimed without a turn, and needs one later. As many copies as
/// there are turns, from strangers, must not hold these while they wait for its answer.
#[test]
fn copies_of_a_form_that_wait_for_its_answer_hold_no_turn() {
    let world = &world_of_two_threads();
    world.add_user("bob", Role::User);
    let mut other = world.signed_in("bob");
    other.post("/logout", &[]);
    assert_eq!(other.jar.keys().collect::<Vec<_>>(), ["device"]);
    let fields = &world.visitor().get("/login").filled("/login", &[("username", "ada"), ("password", PASSWORD)]);
    let (other, claims) = (&other, || world.database.number("SELECT COUNT(*) FROM form_answers"));
    let before = claims();
    thread::scope(|scope| {
        // While nobody can count a try, the first has its claim and no answer.
        let (first, copies) = world.database.while_locked("throttle_tries", || {
            let first = scope.spawn(move || ask(other, "/login", fields).status);
            if is_postgres() {
                soon(|| claims() == before + 1);
            }
            (first, [0, 1].map(|_| scope.spawn(move || ask(&world.visitor(), "/login", fields).status)))
        });
        assert_eq!(first.join().expect("answered"), 303);
        // Another browser does not get the answer of the first: its own try is dealt with.
        copies.into_iter().for_each(|copy| assert_eq!(copy.join().expect("answered"), 303));
    });
}
