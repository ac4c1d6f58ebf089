//! Signing keys: they are replaced by hand, by age and in an emergency, and people who are signed in do not notice.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use doorward::account::Role;
use doorward::config::{Settings, SigningAlgorithm};
use doorward::internals::key_rotation::{self, Rotation};
use doorward::internals::{Claims, KeyState};
use doorward::{By, Clock, Desk};

use crate::support::{Answer, PASSWORD, Visitor};
use crate::world::{App, World};

/// The time from the making of a new key to the retirement of the old one, in seconds: after 60 the new key signs, and
/// the old one stays valid for an hour and 180 seconds.
const WHOLE_ROTATION: i64 = 60 + 3600 + 180;

fn header(visitor: &Visitor, name: &str) -> String {
    let token = visitor.access_cookie();
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next().expect("a header")).expect("base64url");
    let header: serde_json::Value = serde_json::from_slice(&header).expect("JSON");
    header[name].as_str().expect("text").to_owned()
}

fn kid(visitor: &Visitor) -> String {
    header(visitor, "kid")
}

fn rotate(app: &App) -> Rotation {
    app.block_on(|desk| async move { key_rotation::rotate(&desk, By::operator()).await.expect("rotated") })
}

fn retire(app: &App, kid: &str) {
    let kid = kid.to_owned();
    app.block_on(|desk| async move {
        key_rotation::retire(&desk, &kid, By::operator()).await.expect("retired");
    });
}

/// Tells whether a stranger with this access token and nothing else is let in.
fn is_let_in(visitor: &Visitor, token: &str) -> bool {
    let mut stranger = visitor.clone();
    stranger.jar.clear();
    stranger.jar.insert("access".into(), token.to_owned());
    let answer = stranger.ask("GET", "/account", None);
    assert!(matches!(answer.status, 200 | 303), "{}", answer.status);
    answer.status == 200
}

/// Waits until a condition holds, and returns the time that it took. Fails after `limit`.
fn time_until(limit: Duration, holds: impl Fn() -> bool) -> Duration {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < limit, "not within {limit:?}");
        sleep(Duration::from_millis(20));
    }
    started.elapsed()
}

fn count(world: &World) -> i64 {
    world.database.number("SELECT COUNT(*) FROM signing_keys")
}

fn state_of(world: &World, kid: &str) -> Option<KeyState> {
    let (kid, now) = (kid.to_owned(), world.clock.now());
    world.app().block_on(move |desk| async move {
        let lives = desk.store().read(doorward::internals::signing_keys::list_lives).await.expect("read");
        lives.iter().find(|key| key.kid == kid).map(|key| key.state(now))
    })
}

/// Somebody who opens pages without a pause, at one instance after the other.
struct Walker {
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<Visitor>,
}

impl Walker {
    fn start(mut visitor: Visitor, ports: Vec<u16>) -> Walker {
        let is_over = Arc::new(AtomicBool::new(false));
        let stop = is_over.clone();
        let thread = std::thread::spawn(move || {
            let mut pages = 0;
            // On a busy machine it goes on until it has seen some pages, so that each walk tells something.
            while !stop.load(Ordering::Relaxed) || pages <= 10 {
                let mut here = visitor.at(ports[pages % ports.len()]);
                let answer = here.get("/account");
                assert_eq!(answer.status, 200, "page {pages}: sent to {}", answer.header("location"));
                visitor.jar = here.jar;
                pages += 1;
                sleep(Duration::from_millis(5));
            }
            visitor
        });
        Walker { is_over, thread }
    }

    fn stop(self) -> Visitor {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.join().expect("nobody is ever sent away")
    }
}

fn walkers(world: &World, number: usize) -> Vec<Walker> {
    let ports = vec![world.app().port, world.other_app().port];
    (0..number).map(|_| Walker::start(world.signed_in("ada"), ports.clone())).collect()
}

#[test]
fn a_rotation_goes_unnoticed_and_both_instances_follow_it() {
    let world = World::with(2, |_| {});
    let before = world.signed_in("ada");
    let (old, walkers) = (kid(&before), walkers(&world, 3));
    let Rotation::Made(new) = rotate(world.app()) else { panic!("none was on its way") };
    assert_eq!(state_of(&world, &new.kid), Some(KeyState::Upcoming));
    // The new key signs only when every instance knows it.
    assert_eq!(kid(&world.signed_in("ada")), old);
    sleep(Duration::from_millis(1500));
    world.advance(59);
    let started = Instant::now();
    for port in [world.app().port, world.other_app().port] {
        let sign_in = || {
            let mut visitor = world.visitor().at(port);
            visitor.log_in("ada");
            visitor
        };
        time_until(Duration::from_millis(1500), || kid(&sign_in()) == new.kid);
        // Both instances accept at once a token that either of them signs, and older tokens.
        for token in [sign_in().access_cookie(), before.access_cookie()] {
            assert!(is_let_in(&before.at(world.app().port), &token));
            assert!(is_let_in(&before.at(world.other_app().port), &token));
        }
    }
    println!("both instances signed with the new key after {:?}", started.elapsed());
    assert_eq!(state_of(&world, &old), Some(KeyState::Retiring));
    for walker in walkers {
        walker.stop();
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions WHERE revoked_at IS NOT NULL"), 0);
}

#[test]
fn after_the_overlap_the_old_key_is_worth_nothing_and_browsers_are_renewed_in_place() {
    let world = World::with(2, |_| {});
    let mut browser = world.signed_in("ada");
    let old = kid(&browser);
    rotate(world.app());
    // The other instance must read the new key.
    sleep(Duration::from_millis(1500));
    // Somebody who has the old key can make tokens until it retires, but not longer.
    let forge = |at: i64| {
        let mut claims: Claims = serde_json::from_value(browser.claims()).expect("claims");
        (claims.iat, claims.exp) = (at, at + 600);
        world.app().desk.issuer().sign(&claims, world.clock.now()).expect("signed")
    };
    let token = forge(world.clock.now().numeric_date() + WHOLE_ROTATION - 30);
    world.advance(WHOLE_ROTATION - 20);
    let ports = [world.app().port, world.other_app().port];
    for port in ports {
        assert!(is_let_in(&browser.at(port), &token), "the key is believed until it retires");
    }
    world.advance(25);
    assert_eq!(state_of(&world, &old), Some(KeyState::Retired));
    for port in ports {
        assert!(!is_let_in(&browser.at(port), &token), "the memory of authentic tokens does not save it");
    }
    assert!(browser.is_signed_in());
    assert_ne!(kid(&browser), old);

    // The sweep deletes the row with the private key. Only one of the two instances does it.
    let sweep = |app: &App| app.block_on(|desk| async move { key_rotation::sweep(&desk).await.expect("swept") });
    assert_eq!((sweep(world.app()), sweep(world.other_app())), (1, 0));
    assert_eq!(count(&world), 1);
    let events = "SELECT detail AS value FROM events WHERE kind = 'signing_key_retired'";
    assert_eq!(world.database.texts(events), [format!("{old} ES256")]);
    assert!(browser.is_signed_in());
}

#[test]
fn a_token_ends_by_its_own_time_before_its_key_does() {
    let world = World::with(1, |settings| settings.access_token_ttl = Duration::from_secs(3600));
    rotate(world.app());
    // The old key signs for a few more seconds.
    world.advance(50);
    let browser = world.signed_in("ada");
    let old = kid(&browser);
    world.advance(3500);
    assert!(is_let_in(&browser, &browser.access_cookie()));
    world.advance(110);
    assert!(!is_let_in(&browser, &browser.access_cookie()));
    assert_eq!(state_of(&world, &old), Some(KeyState::Retiring));
}

#[test]
fn clocks_five_seconds_apart_sign_nobody_out() {
    let mut world = World::with(1, |_| {});
    let clock = world.clock.clone();
    world.clock = Clock::system();
    world.clock.advance_milliseconds(5000);
    world.start(|_| {}, |_| {});
    let walkers = walkers(&world, 2);
    rotate(world.app());
    sleep(Duration::from_millis(1500));
    clock.advance_milliseconds(50_000);
    world.clock.advance_milliseconds(50_000);
    // During this time, one instance already signs with the new key and the other does not yet.
    for _ in 0..12 {
        clock.advance_milliseconds(1000);
        world.clock.advance_milliseconds(1000);
        sleep(Duration::from_millis(150));
        let (here, mut there) = (world.signed_in("ada"), world.visitor().at(world.other_app().port));
        there.log_in("ada");
        for token in [here.access_cookie(), there.access_cookie()] {
            assert!(is_let_in(&here, &token) && is_let_in(&there, &token));
        }
    }
    for walker in walkers {
        walker.stop();
    }
}

#[test]
fn a_retired_key_is_refused_everywhere_within_a_second_while_browsers_go_on() {
    let world = World::with(2, |_| {});
    let mut browser = world.signed_in("ada");
    let (stolen, old) = (browser.access_cookie(), kid(&browser));
    let walkers = walkers(&world, 4);
    // The session was just renewed, so another rotation of the refresh token would look like a thief's.
    let generation = browser.generation();
    assert!(is_let_in(&browser.at(world.other_app().port), &stolen));
    retire(world.app(), &old);
    assert!(!is_let_in(&browser, &stolen), "it is refused here at once");
    let other = browser.at(world.other_app().port);
    let took = time_until(Duration::from_millis(1500), || !is_let_in(&other, &stolen));
    println!("the other instance refused the retired key's token after {took:?}");
    sleep(Duration::from_millis(300));
    for walker in walkers {
        assert_ne!(kid(&walker.stop()), old);
    }
    assert!(browser.is_signed_in());
    assert_ne!(kid(&browser), old);
    assert_eq!(browser.generation(), generation);
    assert_eq!(count(&world), 1, "one key has replaced it");
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions WHERE revoked_at IS NOT NULL"), 0);
}

#[test]
fn a_request_that_was_under_way_through_a_renewal_and_a_retirement_is_no_thief() {
    let world = World::new();
    let mut browser = world.signed_in("ada");
    world.let_access_tokens_expire();
    let mut slow = browser.clone();
    assert!(browser.is_signed_in());
    retire(world.app(), &kid(&browser));
    // Its refresh token has just been exchanged. A second exchange would make the slow request look two steps behind.
    assert!(browser.is_signed_in());
    assert_eq!(browser.generation(), 2);
    assert!(slow.is_signed_in() && browser.is_signed_in());
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'refresh_token_reused'"), 0);
}

#[test]
fn a_form_that_is_on_its_way_when_its_key_is_retired_goes_through() {
    let world = World::new();
    let mut browser = world.signed_in("ada");
    let label = format!("/account/sessions/{}/label", browser.session_id());
    retire(world.app(), &kid(&browser));
    assert_eq!(browser.post(&label, &[("label", "desk")]).status, 303);
    assert!(browser.get("/account/sessions").says("desk"));
}

#[test]
fn retiring_a_key_leaves_one_that_signs_whichever_it_is() {
    let world = World::new();
    let old = kid(&world.signed_in("ada"));
    // The key that was to sign next is retired: the old one goes on.
    let Rotation::Made(upcoming) = rotate(world.app()) else { panic!("none was on its way") };
    retire(world.app(), &upcoming.kid);
    assert_eq!(kid(&world.signed_in("ada")), old);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM signing_keys WHERE retires_at IS NULL"), 1);
    // The key that signs is retired while the next is on its way: the next begins at once.
    let Rotation::Made(upcoming) = rotate(world.app()) else { panic!("none was on its way") };
    retire(world.app(), &old);
    assert_eq!(kid(&world.signed_in("ada")), upcoming.kid);
    assert_eq!(count(&world), 1);
    // A key that only verifies is retired: nothing else changes.
    rotate(world.app());
    world.advance(61);
    let newest = kid(&world.signed_in("ada"));
    assert_ne!(newest, upcoming.kid);
    retire(world.app(), &upcoming.kid);
    assert_eq!((kid(&world.signed_in("ada")), count(&world)), (newest, 1));
}

#[test]
fn parallel_rotations_make_one_key() {
    let world = World::with(2, |_| {});
    let rotations: Vec<_> = [world.app(), world.other_app(), world.app(), world.other_app()]
        .into_iter()
        .map(|app| in_parallel(app.desk.clone()))
        .collect();
    let outcomes: Vec<_> = rotations.into_iter().map(|thread| thread.join().expect("ran")).collect();
    let made = outcomes.iter().filter(|outcome| matches!(outcome, Rotation::Made(_))).count();
    assert_eq!((made, count(&world)), (1, 2));
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'signing_key_created'"), 2);
}

fn in_parallel(desk: Desk) -> JoinHandle<Rotation> {
    std::thread::spawn(move || {
        actix_web::rt::System::new()
            .block_on(async move { key_rotation::rotate(&desk, By::operator()).await.expect("rotated") })
    })
}

/// Makes all keys this number of days older.
fn make_older(world: &World, days: i64) {
    let milliseconds = days * 86_400_000;
    world.database.execute(&format!("UPDATE signing_keys SET created_at = created_at - {milliseconds}"));
}

#[test]
fn an_old_key_is_replaced_by_itself_once_whatever_the_number_of_instances() {
    let world = World::with(3, |_| {});
    let old = kid(&world.signed_in("ada"));
    assert!(key_rotation::age_warning(&world.app().desk).is_none());
    let browsers = walkers(&world, 2);
    make_older(&world, 91);
    let keys = || count(&world);
    time_until(Duration::from_secs(13), || keys() == 2);
    // By now all three instances have looked again.
    sleep(Duration::from_secs(11));
    assert_eq!(keys(), 2);
    world.advance(61);
    assert_eq!(state_of(&world, &old), Some(KeyState::Retiring));
    assert_ne!(kid(&world.signed_in("ada")), old);
    for browser in browsers {
        browser.stop();
    }
}

#[test]
fn rotation_by_age_can_be_switched_off_and_the_age_is_warned_of() {
    let mut world = World::with(1, |settings| settings.key_rotation = None);
    world.add_user("root", Role::Admin);
    make_older(&world, 364);
    world.stop();
    world.start(|settings| settings.key_rotation = None, |_| {});
    assert!(key_rotation::age_warning(&world.app().desk).is_none());
    let mut root = world.signed_in("root");
    let page = root.get("/admin/keys");
    assert!(page.says("not replaced automatically") && !page.says("notice bad"));
    make_older(&world, 1);
    time_until(Duration::from_millis(1500), || key_rotation::age_warning(&world.app().desk).is_some());
    assert!(root.get("/admin/keys").says("is 365 days old, and keys are not replaced automatically"));
    assert_eq!(count(&world), 1);
}

#[test]
fn the_algorithm_is_changed_on_a_live_database_without_signing_anybody_out() {
    let mut world = World::with(1, |_| {});
    let first = kid(&world.signed_in("ada"));
    // This is a rolling restart: the second instance has the new setting, the first still has the old one.
    let eddsa: fn(&mut Settings) = |settings| settings.jwt_algorithm = SigningAlgorithm::EdDsa;
    world.start(eddsa, |_| {});
    let walkers = walkers(&world, 3);
    sleep(Duration::from_millis(1500));
    world.advance(61);
    let at = |port: u16| {
        let mut visitor = world.visitor().at(port);
        visitor.log_in("ada");
        visitor
    };
    let (here, there) = (at(world.app().port), at(world.other_app().port));
    assert_eq!((header(&here, "alg"), header(&there, "alg")), ("ES256".to_owned(), "EdDSA".to_owned()));
    for token in [here.access_cookie(), there.access_cookie()] {
        assert!(is_let_in(&here, &token) && is_let_in(&there, &token));
    }
    // The first instance still uses its key, so it takes the key up again, and nobody makes another one.
    let is_taken_up = || {
        world.database.number("SELECT COUNT(*) FROM signing_keys WHERE algorithm = 'ES256' AND retires_at IS NULL") == 1
    };
    time_until(Duration::from_secs(13), is_taken_up);
    assert_eq!(count(&world), 2);
    let visitors: Vec<_> = walkers.into_iter().map(Walker::stop).collect();

    // From here on, all instances have the new setting.
    world.stop();
    world.start(eddsa, |_| {});
    world.start(eddsa, |_| {});
    let ports = [world.app().port, world.other_app().port];
    let walkers: Vec<_> = visitors.into_iter().map(|visitor| Walker::start(visitor, ports.to_vec())).collect();
    for walker in walkers {
        walker.stop();
    }
    assert_eq!(header(&world.signed_in("ada"), "alg"), "EdDSA");
    world.advance(3600 + WHOLE_ROTATION);
    assert_eq!(state_of(&world, &first), Some(KeyState::Retired));
    assert_eq!(header(&world.signed_in("ada"), "alg"), "EdDSA");
}

#[test]
fn a_key_that_another_instance_cannot_open_does_not_keep_a_retired_one_alive() {
    let world = World::with(2, |_| {});
    let mut browser = world.signed_in("ada");
    let (stolen, old) = (browser.access_cookie(), kid(&browser));
    rotate(world.app());
    sleep(Duration::from_millis(1500));
    // Nobody can decrypt this row, and the emergency happens at the same time.
    world.database.execute(
        "INSERT INTO signing_keys (kid, algorithm, sealed_private_key, created_at, signs_from) \
         SELECT 'feedfeedfeedfeed', algorithm, sealed_private_key, created_at, signs_from + 86400000 FROM signing_keys \
         WHERE retires_at IS NULL",
    );
    world.database.execute(&format!("DELETE FROM signing_keys WHERE kid = '{old}'"));
    let other = browser.at(world.other_app().port);
    time_until(Duration::from_millis(1500), || !is_let_in(&other, &stolen));
    assert!(browser.is_signed_in());
}

/// Returns an admin who entered the password long ago.
fn admin(world: &World) -> Visitor {
    world.add_user("root", Role::Admin);
    let visitor = world.signed_in("root");
    world.advance(16 * 60);
    visitor
}

fn confirm(visitor: &mut Visitor, page: &Answer, action: &str) -> Answer {
    visitor.submit(page, action, &[("current_password", PASSWORD)])
}

#[test]
fn an_admin_rotates_keys_in_the_browser_after_confirming() {
    let world = World::new();
    let mut admin = admin(&world);
    let old = kid(&admin);
    let page = admin.get("/admin/keys");
    assert!(page.status == 200 && page.says(&old) && page.says("signing") && page.says("90 days"), "{}", page.body);
    assert!(!page.says("sealed"));
    let asked = admin.submit(&page, "/admin/keys/rotation", &[]);
    assert!(asked.status == 200 && asked.says("Confirm it is you"));
    assert_eq!(count(&world), 1);
    let done = confirm(&mut admin, &asked, "/admin/keys/rotation");
    assert_eq!((done.status, done.header("location")), (303, "/admin/keys?rotated"));
    let page = admin.get("/admin/keys?rotated");
    assert!(page.says("notice good") && page.says("A new key was created") && page.says("pending"));
    // The password was just given, so it is not asked for again. One upcoming key is enough.
    let again = admin.submit(&page, "/admin/keys/rotation", &[]);
    assert_eq!((again.status, again.header("location")), (303, "/admin/keys?on-its-way"));
    let page = admin.get("/admin/keys?on-its-way");
    assert!(page.says("already on its way") && page.hides("notice good"), "no key was made");
    assert_eq!(count(&world), 2);
    let by_root = "SELECT COUNT(*) FROM events JOIN users ON users.id = actor_id \
                   WHERE kind = 'signing_key_created' AND username = 'root'";
    assert_eq!(world.database.number(by_root), 1);
}

#[test]
fn an_admin_retires_a_key_in_the_browser_after_reading_what_that_does() {
    let world = World::new();
    let (mut admin, mut other) = (admin(&world), world.signed_in("ada"));
    let old = kid(&admin);
    let action = format!("/admin/keys/{old}/retirement");
    assert!(admin.get("/admin/keys").says(&format!("href=\"{action}\"")));
    let page = admin.get(&action);
    assert!(page.says("refused") && page.says("Nobody is signed out") && page.says("You cannot undo this"));
    assert_eq!(kid(&admin), old, "reading the page changes nothing");
    let asked = admin.submit(&page, &action, &[]);
    assert!(asked.says("Confirm it is you"));
    assert_eq!(state_of(&world, &old), Some(KeyState::Signing));
    let done = confirm(&mut admin, &asked, &action);
    assert_eq!((done.status, done.header("location")), (303, "/admin/keys?retired"));
    let page = admin.get("/admin/keys?retired");
    assert!(page.status == 200 && page.says("The key is retired") && !page.says(&old));
    assert!(other.is_signed_in());
    assert_eq!(admin.get(&action).status, 404);
    assert_eq!(admin.confirming().post(&action, &[]).status, 404, "a retired key is not found");
    let by_root = "SELECT COUNT(*) FROM events JOIN users ON users.id = actor_id \
                   WHERE username = 'root' AND kind IN ('signing_key_retired', 'signing_key_created')";
    assert_eq!(world.database.number(by_root), 2);
}

#[test]
fn nobody_but_admins_sees_or_changes_keys() {
    let world = World::new();
    let (mut stranger, mut ada) = (world.visitor(), world.signed_in("ada"));
    let retirement = format!("/admin/keys/{}/retirement", kid(&ada));
    for path in ["/admin/keys", &retirement] {
        assert!(stranger.get(path).header("location").starts_with("/login?next="));
        assert_eq!(ada.get(path).status, 403);
    }
    for path in ["/admin/keys/rotation", &retirement] {
        assert_eq!((stranger.post(path, &[]).status, ada.post(path, &[]).status), (403, 403), "{path}");
        assert_eq!(stranger.with_header("sec-fetch-site", "cross-site").post(path, &[]).status, 403, "{path}");
    }
    assert_eq!((ada.get("/admin/keys/rotation").status, count(&world)), (405, 1));
    // The access token still says that this user is an admin.
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root");
    world.database.execute("UPDATE users SET role = 'user' WHERE username = 'root'");
    assert_eq!(root.post("/admin/keys/rotation", &[]).status, 403);
    assert_eq!(count(&world), 1);
}

#[test]
fn bad_input_to_the_key_pages_gets_a_clear_answer() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root").confirming();
    for kid in ["0000000000000000", "x", "%00", "%ff", "..%2f", "%27%20OR%201=1", &"a".repeat(2000)] {
        let path = format!("/admin/keys/{kid}/retirement");
        let answers = (root.get(&path).status, root.post(&path, &[]).status);
        assert!(matches!(answers, (404, 404) | (400, 400)), "{kid}: {answers:?}");
    }
    for fields in [&[("kid", "x")][..], &[("yes", "")], &[("current_password", "a"), ("current_password", "b")]] {
        assert_eq!(root.post("/admin/keys/rotation", fields).status, 400, "{fields:?}");
    }
    assert_eq!(root.post("/admin/keys/rotation", &[("current_password", "wrong")]).status, 422);
    assert_eq!(root.post_raw("/admin/keys/rotation", "application/json", b"{}").status, 415);
    assert_eq!(root.get("/admin/keys?rotated=a&rotated=b").status, 400);
    assert_eq!(root.get("/admin/keys?anything=%3Cscript%3E").status, 200);
    assert_eq!(count(&world), 1);
}
