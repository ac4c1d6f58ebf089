//! Signing in and out.

use doorward::account::{self, Username};

use crate::support::PASSWORD;
use crate::world::World;

#[test]
fn somebody_signs_in_sees_their_name_and_signs_out() {
    let world = World::new();
    let mut visitor = world.visitor();
    assert!(visitor.get("/").says("name=\"password\""));
    let answer = visitor.log_in("ada");
    assert_eq!(answer.header("location"), "/");
    let home = visitor.get("/");
    assert!(home.says("Hello, ada") && home.says("Firefox on Linux") && home.says("Signed in"));
    let answer = visitor.submit(&home, "/logout", &[]);
    assert_eq!((answer.status, answer.header("location")), (303, "/?signed-out"));
    assert!(visitor.get("/?signed-out").says("You are signed out of this browser"));
}

#[test]
fn the_start_page_is_the_login_for_whoever_is_not_signed_in() {
    let world = World::new();
    let mut visitor = world.visitor();
    assert_eq!(visitor.request("HEAD", "/", None).status, 200);
    let (start, login) = (visitor.get("/"), visitor.get("/login"));
    // The language switch returns to where it was used.
    assert_eq!((start.status, start.without_keys()), (200, login.without_keys().replace("\"/login\">\n", "\"/\">\n")));
    assert!(visitor.get("/?next=%2Faccount").says("name=\"next\" value=\"/account\""));
    let page = visitor.get("/");
    let refused = visitor.submit(&page, "/login", &[("username", "ada"), ("password", "wrong")]);
    assert!(refused.status == 422 && refused.says("<title>Error: Sign in"), "{}", refused.body);
    let answer = visitor.submit(&page, "/login", &[("username", "ada"), ("password", PASSWORD)]);
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
    assert!(visitor.get("/").says("Hello, ada"));
    // A session that was ended elsewhere: the page says why, once, and clears the cookies; a picture of it does not.
    world.signed_in("ada").post("/account/sessions/revocations", &[]);
    let ended = "You signed this device out from another one";
    let picture = visitor.with_header("sec-fetch-dest", "image").ask("GET", "/", None);
    assert!(picture.set_cookies().is_empty());
    let page = visitor.get("/?signed-out");
    assert!(page.says(ended) && page.says("name=\"password\"") && page.hides("You are signed out"), "{}", page.body);
    assert!(visitor.has_no_tokens() && visitor.get("/").hides(ended));
}

#[test]
fn a_wrong_password_keeps_the_name_and_not_the_password() {
    let world = World::new();
    let mut visitor = world.visitor();
    let page = visitor.get("/login?next=/account");
    let answer = visitor.submit(&page, "/login", &[("username", "Ada"), ("password", "not the right one")]);
    assert_eq!(answer.status, 422);
    assert!(answer.says("password is wrong") && answer.says("value=\"Ada\"") && answer.says("value=\"/account\""));
    assert!(!answer.says("not the right one"));
    assert!(visitor.jar.is_empty());
    let answer = visitor.submit(&answer, "/login", &[("username", "ADA"), ("password", PASSWORD)]);
    assert_eq!((answer.status, answer.header("location")), (303, "/account"));
}

#[test]
fn every_refusal_looks_the_same() {
    let world = World::new();
    world.add_user("bob", doorward::account::Role::User);
    let suspended = world.app().block_on(|desk| async move {
        let bob = Username::parse("bob").expect("a name");
        account::suspend(&desk, account::find(&desk, bob).await.expect("found").id, doorward::By::operator()).await
    });
    assert!(suspended.expect("suspended"));
    let attempts = [
        ("ada", "wrong"),
        ("nobody", PASSWORD),
        ("bob", PASSWORD),
        ("bob", "wrong"),
        ("not a name!", PASSWORD),
        ("ada", &*"x".repeat(300)),
    ];
    let pages: Vec<_> = attempts
        .iter()
        .map(|(name, password)| {
            let mut visitor = world.visitor();
            let answer = visitor.post("/login", &[("username", name), ("password", password)]);
            (
                answer.status,
                answer.without_keys().replace(&format!("value=\"{name}\""), "value=\"\""),
                answer.set_cookies(),
            )
        })
        .collect();
    for page in &pages {
        assert_eq!(page, &pages[0]);
    }
}

#[test]
fn only_the_exact_password_fits() {
    let world = World::new();
    let mut visitor = world.visitor();
    for near in [
        &*PASSWORD.to_uppercase(),
        &format!("{PASSWORD} "),
        &format!(" {PASSWORD}"),
        &PASSWORD[..PASSWORD.len() - 1],
        "",
    ] {
        assert_eq!(visitor.post("/login", &[("username", "ada"), ("password", near)]).status, 422, "{near:?}");
    }
}

#[test]
fn whoever_is_signed_in_is_led_on() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    for (path, location) in [
        ("/login", "/"),
        ("/login?next=%2Faccount%2Fsessions", "/account/sessions"),
        ("/login?next=//evil.example", "/"),
    ] {
        let answer = visitor.get(path);
        assert_eq!((answer.status, answer.header("location")), (303, location));
    }
}

#[test]
fn signing_in_never_leads_to_another_site() {
    let world = World::new();
    for next in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/%09/evil.example",
        "/.//evil.example",
    ] {
        let mut visitor = world.visitor();
        let fields = [("username", "ada"), ("password", PASSWORD), ("next", next)];
        let answer = visitor.post("/login", &fields);
        assert_eq!(answer.status, 303);
        let location = answer.header("location");
        assert!(
            location.starts_with('/') && !location.starts_with("//") && !location.contains('\\'),
            "{next} -> {location}"
        );
    }
}

#[test]
fn a_login_starts_everything_afresh_and_ends_what_the_browser_had() {
    let world = World::new();
    let mut visitor = world.visitor();
    visitor.jar.insert("access".into(), "planted".into());
    visitor.jar.insert("refresh".into(), "planted".into());
    visitor.post("/login", &[("username", "ada"), ("password", PASSWORD)]);
    assert_ne!(visitor.refresh_cookie(), "planted");
    let mut before = visitor.clone();
    visitor.post("/login", &[("username", "ada"), ("password", PASSWORD)]);
    assert_ne!(visitor.session_id(), before.session_id());
    assert!(visitor.is_signed_in() && !before.is_signed_in());
}

#[test]
fn one_login_too_many_ends_the_session_unused_for_longest() {
    let world = World::with(1, |settings| settings.max_sessions_per_user = 3);
    let mut visitors: Vec<_> = (0..4)
        .map(|_| {
            world.advance(60);
            world.signed_in("ada")
        })
        .collect();
    assert!(!visitors[0].is_signed_in());
    assert!(visitors[0].get("/login").says("too many devices"));
    assert!(visitors[1..].iter_mut().all(|visitor| visitor.is_signed_in()));
}

#[test]
fn outdated_hashes_are_renewed_at_login() {
    let mut world = World::new();
    let before = world.database.texts("SELECT password_hash AS value FROM users");
    assert!(before[0].contains("m=8,t=1"), "{before:?}");
    let jar = world.signed_in("ada").jar;
    world.stop();
    world.start(|settings| settings.argon2_memory_kib = 16, |_| {});
    world.signed_in("ada");
    let after = world.database.texts("SELECT password_hash AS value FROM users");
    assert!(after[0].starts_with("$argon2id$v=19$m=16,t=1"), "{after:?}");
    world.signed_in("ada");
    assert_eq!(world.database.texts("SELECT password_hash AS value FROM users"), after);
    // Only a password that is chosen makes a stranger of another device.
    for number in 0..10 {
        let guess = format!("guess {number}");
        assert_eq!(world.visitor().post("/login", &[("username", "ada"), ("password", &guess)]).status, 422);
    }
    let right = [("username", "ada"), ("password", PASSWORD)];
    assert_eq!(world.visitor().post("/login", &right).status, 429);
    let mut other = world.visitor();
    other.jar = jar;
    assert_eq!(other.post("/login", &right).status, 303);
}

#[test]
fn signing_out_twice_is_no_error() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    for _ in 0..2 {
        assert_eq!(visitor.post("/logout", &[]).status, 303);
    }
}
