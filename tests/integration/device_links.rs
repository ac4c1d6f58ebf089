//! Device links: they make a browser known to an account and sign nobody in, so that an owner gets in whatever strangers
//! have tried.

use std::thread;

use doorward::account::Role;
use doorward::config::TwoFactorPolicy;
use serde_json::json;

use crate::admin_users::{NEW, can_log_in, choose, id_of, path_of, press, shown_link, world};
use crate::support::authenticator::Authenticator;
use crate::support::{Answer, PASSWORD, Visitor};
use crate::world::World;

fn device_link(world: &World, root: &mut Visitor, name: &str) -> String {
    let page = press(root, &path_of(world, name), "device-link", &[]);
    assert_eq!(page.status, 200, "{}", page.body);
    shown_link(&page)
}

/// Opens the page of a link and presses its button.
fn follow(visitor: &mut Visitor, link: &str) -> Answer {
    let page = visitor.get(link);
    assert_eq!(page.status, 200, "{}", page.body);
    visitor.submit(&page, link, &[])
}

fn log_in(visitor: &mut Visitor, name: &str, password: &str) -> Answer {
    visitor.post("/login", &[("username", name), ("password", password)])
}

/// Lets strangers try so many passwords at an account that it takes none from unknown devices.
fn lock(world: &World, name: &str) {
    for number in 0..10 {
        assert_eq!(log_in(&mut world.visitor(), name, &format!("guess {number}")).status, 422);
    }
    assert_eq!(log_in(&mut world.visitor(), name, PASSWORD).status, 429);
}

fn is_dead(world: &World, link: &str) -> bool {
    let (get, post) = (world.visitor().get(link), world.visitor().post(link, &[]));
    let is_closed = |answer: &Answer| answer.status == 403 && answer.set_cookies().is_empty();
    get.says("This link does not work") && get.says("A device link works once") && is_closed(&get) && is_closed(&post)
}

fn events(world: &World, kind: &str, name: &str) -> i64 {
    let user = id_of(world, name);
    world.database.number(&format!("SELECT COUNT(*) FROM events WHERE kind = '{kind}' AND user_id = '{user}'"))
}

#[test]
fn an_owner_gets_in_with_a_link_while_strangers_are_locked_out() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    lock(&world, "ada");
    let mut ada = world.visitor();
    let refused = log_in(&mut ada, "ada", PASSWORD);
    assert!(refused.status == 429 && refused.says("ask an administrator for a device link"), "{}", refused.body);
    assert!(ada.jar.is_empty());

    let link = device_link(&world, &mut root, "ada");
    let led = follow(&mut ada, &link);
    assert_eq!((led.status, led.header("location")), (303, "/login?known"));
    assert_eq!(ada.jar.keys().collect::<Vec<_>>(), ["device"], "nobody is signed in");
    assert_eq!(ada.get("/account").status, 303);
    let page = ada.get(led.header("location"));
    assert!(page.says("Your account knows this browser") && page.says("Sign in with your username and password"));

    assert_eq!(log_in(&mut world.visitor(), "ada", PASSWORD).status, 429, "strangers stay locked out");
    assert_eq!(log_in(&mut ada, "ada", "a wrong one").status, 422, "the password is looked at, and must be right");
    assert_eq!(log_in(&mut ada, "ada", PASSWORD).status, 303);
    assert!(ada.is_signed_in() && is_dead(&world, &link));
    assert_eq!((events(&world, "device_link_created", "ada"), events(&world, "device_made_known", "ada")), (1, 1));
    let by_root = format!(
        "SELECT COUNT(*) FROM events WHERE kind = 'device_link_created' AND actor_id = '{}'",
        id_of(&world, "root")
    );
    assert_eq!(world.database.number(&by_root), 1);
}

#[test]
fn a_link_for_one_account_leaves_the_others_that_the_browser_knows() {
    let world = world(1);
    world.add_user("bob", Role::User);
    let mut root = world.signed_in("root").confirming();
    let mut shared = world.signed_in("bob");
    shared.post("/logout", &[]);
    for name in ["ada", "bob"] {
        lock(&world, name);
    }
    let link = device_link(&world, &mut root, "ada");
    assert_eq!(follow(&mut shared, &link).status, 303);
    for name in ["bob", "ada"] {
        assert_eq!(log_in(&mut shared.clone(), name, PASSWORD).status, 303, "{name}");
    }
    // A link for ada opens nothing of an account that the browser does not know.
    lock(&world, "root");
    assert_eq!(log_in(&mut shared, "root", PASSWORD).status, 429);
}

#[test]
fn whoever_is_signed_in_in_the_browser_stays_so() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let link = device_link(&world, &mut root, "ada");
    let before = root.session_id();
    assert_eq!(follow(&mut root, &link).status, 303);
    assert!(root.is_signed_in() && root.session_id() == before);
}

#[test]
fn a_browser_that_has_used_up_its_tries_becomes_a_new_device() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let mut ada = world.signed_in("ada");
    ada.post("/logout", &[]);
    lock(&world, "ada");
    for number in 0..10 {
        assert_eq!(log_in(&mut ada, "ada", &format!("slip {number}")).status, 422);
    }
    assert_eq!(log_in(&mut ada, "ada", PASSWORD).status, 429);
    let link = device_link(&world, &mut root, "ada");
    let old = ada.clone();
    assert_eq!(follow(&mut ada, &link).status, 303);
    assert_eq!(log_in(&mut ada, "ada", PASSWORD).status, 303);
    assert_eq!(log_in(&mut old.clone(), "ada", PASSWORD).status, 429, "a copy of the old cookie has gained nothing");
}

#[test]
fn looking_at_a_link_spends_nothing_and_tells_what_it_does() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let link = device_link(&world, &mut root, "ada");
    let mut visitor = world.visitor();
    for _ in 0..3 {
        let page = visitor.get(&link);
        assert!(
            page.status == 200
                && page.says("The account ada will remember the browser")
                && page.says("It does not sign you in")
        );
        assert_eq!((page.header("referrer-policy"), page.header("cache-control")), ("strict-origin", "no-store"));
        assert_eq!(visitor.request("HEAD", &link, None).status, 200);
    }
    assert!(visitor.jar.is_empty() && events(&world, "device_made_known", "ada") == 0);
    let korean = visitor.with_header("accept-language", "ko").get(&link);
    assert!(korean.says("이 브라우저 등록") && korean.says("등록만으로 로그인되지는 않으며"), "{}", korean.body);
    assert_eq!(visitor.post(&link, &[("username", "ada")]).status, 400);
    assert_eq!(follow(&mut visitor, &link).status, 303);
    assert!(is_dead(&world, &link));
    let closed = world.visitor().get(&link);
    assert!(closed.hides("ada") && closed.header("referrer-policy") == "strict-origin");
}

#[test]
fn of_twenty_simultaneous_browsers_one_is_made_known() {
    let world = world(2);
    let mut root = world.signed_in("root").confirming();
    let ports = [world.app().port, world.other_app().port];
    for _ in 0..3 {
        let link = device_link(&world, &mut root, "ada");
        let tries: Vec<_> = (0..20)
            .map(|number| {
                let (mut visitor, link) = (world.visitor().at(ports[number % 2]), link.clone());
                thread::spawn(move || visitor.post(&link, &[]))
            })
            .collect();
        let answers: Vec<_> = tries.into_iter().map(|one| one.join().expect("answered")).collect();
        let winners: Vec<_> = answers.iter().filter(|answer| answer.status == 303).collect();
        assert!(winners.len() == 1 && answers.iter().all(|answer| matches!(answer.status, 303 | 403)));
        assert!(answers.iter().all(|answer| answer.set_cookies().is_empty() == (answer.status == 403)));
    }
    assert_eq!(events(&world, "device_made_known", "ada"), 3);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM account_links"), 0);
}

#[test]
fn a_link_works_for_an_hour_and_a_newer_one_takes_its_place() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let (first, second) = (device_link(&world, &mut root, "ada"), device_link(&world, &mut root, "ada"));
    assert!(is_dead(&world, &first));
    assert!(root.get(&path_of(&world, "ada")).says("Device link valid until"));
    // The time that the test takes itself passes too.
    world.advance(3500);
    assert_eq!(world.visitor().get(&second).status, 200);
    world.advance(100);
    assert!(is_dead(&world, &second));
}

#[test]
fn whatever_voids_other_links_voids_device_links() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let path = path_of(&world, "ada");
    let mut ada = world.signed_in("ada");

    let link = device_link(&world, &mut root, "ada");
    let page = ada.get("/account/password");
    let fields = [("current_password", PASSWORD), ("new_password", NEW), ("new_password_again", NEW)];
    assert_eq!(ada.submit(&page, "/account/password", &fields).status, 303);
    assert!(is_dead(&world, &link), "a changed password");

    let link = device_link(&world, &mut root, "ada");
    let reset = shown_link(&press(&mut root, &path, "password-reset", &[]));
    assert_eq!(world.visitor().get(&link).status, 200, "links of two kinds live beside each other");
    assert_eq!(choose(&mut world.visitor(), &reset, PASSWORD).status, 303);
    assert!(is_dead(&world, &link), "a reset");

    let link = device_link(&world, &mut root, "ada");
    press(&mut root, &path, "email", &[("email", "ada@example.org")]);
    assert!(is_dead(&world, &link), "another address");

    let link = device_link(&world, &mut root, "ada");
    world.database.execute("UPDATE users SET status = 'suspended' WHERE username = 'ada'");
    assert!(is_dead(&world, &link), "an account that may not sign in, even if the row is left");
    world.database.execute("UPDATE users SET status = 'active' WHERE username = 'ada'");
    root.post(&format!("{path}/suspension"), &[("sure", "yes")]);
    press(&mut root, &path, "reactivation", &[]);
    assert!(is_dead(&world, &link), "a suspension");

    let link = device_link(&world, &mut root, "ada");
    let asked = root.get(&format!("{path}/deletion"));
    assert_eq!(root.submit(&asked, &format!("{path}/deletion"), &[]).status, 303);
    assert!(is_dead(&world, &link), "a deletion");
}

#[test]
fn a_browser_made_known_before_a_change_of_password_is_a_stranger_after_it() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let mut known = world.visitor();
    let link = device_link(&world, &mut root, "ada");
    assert_eq!(follow(&mut known, &link).status, 303);
    let reset = shown_link(&press(&mut root, &path_of(&world, "ada"), "password-reset", &[]));
    let mut chooser = world.visitor();
    assert_eq!(choose(&mut chooser, &reset, NEW).status, 303);
    for number in 0..10 {
        log_in(&mut world.visitor(), "ada", &format!("guess {number}"));
    }
    assert_eq!(log_in(&mut known, "ada", NEW).status, 429);
    assert_eq!(log_in(&mut chooser, "ada", NEW).status, 303, "the browser in which it was chosen is known");
    assert!(!can_log_in(&world, "ada", NEW));
}

#[test]
fn links_are_made_for_accounts_that_can_sign_in_and_for_ones_own() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let own = device_link(&world, &mut root, "root");
    assert_eq!(follow(&mut world.visitor(), &own).status, 303);

    let form = root.get("/admin/users/new");
    root.submit(&form, "/admin/users/new", &[("username", "grace"), ("email", ""), ("role", "user")]);
    let grace = path_of(&world, "grace");
    assert!(root.get(&grace).hides("device-link"));
    let answer = root.post(&format!("{grace}/device-link"), &[]);
    assert!(answer.status == 409 && answer.says("Create a new invitation instead"), "{}", answer.body);
    let ada = path_of(&world, "ada");
    press(&mut root, &ada, "suspension", &[]);
    assert!(root.get(&ada).hides("device-link"));
    let answer = root.post(&format!("{ada}/device-link"), &[]);
    assert!(answer.status == 409 && answer.says("the account is suspended"), "{}", answer.body);

    let program = world.logged_in("root");
    let ask = |name: &str| program.send("POST", &format!("/api{}/device-link", path_of(&world, name)), None);
    for (name, word) in [("grace", "has_no_password"), ("ada", "suspended")] {
        let answer = ask(name);
        assert_eq!((answer.status, &answer.json()["error"]), (409, &json!(word)), "{name}");
    }
    let asked = root.get(&format!("{grace}/deletion"));
    root.submit(&asked, &format!("{grace}/deletion"), &[]);
    assert_eq!(ask("grace").status, 404);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM account_links"), 0);
}

#[test]
fn the_api_makes_links_and_tells_until_when_they_work() {
    let world = world(1);
    let (program, of_ada) = (world.logged_in("root"), world.logged_in("ada"));
    let ada = format!("/api{}", path_of(&world, "ada"));
    assert_eq!(program.get(&ada).json()["device_link_expires_at"], json!(null));
    let made = program.send("POST", &format!("{ada}/device-link"), None);
    assert_eq!(made.status, 200, "{}", made.body);
    let link = made.json()["link"].as_str().and_then(|link| link.split_once("/device/")).expect("a link").1.to_owned();
    assert_eq!(program.get(&ada).json()["device_link_expires_at"], made.json()["expires_at"]);
    lock(&world, "ada");
    let mut owner = world.visitor();
    assert_eq!(follow(&mut owner, &format!("/device/{link}")).status, 303);
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    assert_eq!(of_ada.post(&format!("{ada}/device-link"), &json!({})).status, 403);
}

#[test]
fn tokens_that_are_none_and_tokens_of_another_kind_make_nothing_known() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let token = |link: &str| link.rsplit('/').next().expect("a token").to_owned();
    let device = token(&device_link(&world, &mut root, "ada"));
    let reset = token(&shown_link(&press(&mut root, &path_of(&world, "ada"), "password-reset", &[])));
    for path in ["x", "%00", "%ff", "..%2f..", &"a".repeat(4000), &reset, &format!("{device}A")] {
        let path = format!("/device/{path}");
        let (get, post) = (world.visitor().get(&path), world.visitor().post(&path, &[]));
        assert!(matches!((get.status, post.status), (403 | 404, 403 | 404)), "{path}");
        assert!(post.set_cookies().is_empty());
    }
    for path in [format!("/password-reset/{device}"), format!("/invitation/{device}")] {
        assert_eq!(world.visitor().get(&path).status, 403, "{path}");
    }
    assert_eq!(world.visitor().get(&format!("/device/{device}")).status, 200);
}

#[test]
fn setting_up_a_demanded_second_factor_voids_a_link_from_before() {
    let mut world = World::new();
    world.add_user("root", Role::Admin);
    let link = device_link(&world, &mut world.signed_in("root").confirming(), "ada");
    let strict = world.start(|settings| settings.two_factor = TwoFactorPolicy::Everyone, |_| {}).port;
    let mut ada = world.visitor().at(strict);
    ada.log_in("ada");
    let page = ada.get("/login/two-factor");
    let offer = ada.submit(&page, "/login/two-factor/enrolment", &[]);
    assert_eq!(world.visitor().get(&link).status, 200, "it works until then");
    let code = Authenticator::scan(&offer).code(&world.clock);
    let done = ada.submit(&offer, "/login/two-factor/activation", &[("code", &code)]);
    assert!(done.status == 200 && done.says("Signed in as"), "{}", done.body);
    assert!(is_dead(&world, &link));
}
