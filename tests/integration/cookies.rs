//! Cookies: names and attributes, duplicates and garbage, over http and https.

use doorward::account::Role;
use doorward::config::PublicUrl;

use crate::support::{PASSWORD, Visitor};
use crate::world::World;

fn https_world() -> World {
    let mut world = World::empty();
    world.start(|settings| settings.public_url = PublicUrl::parse("https://login.example.org"), |_| {});
    world.add_user("ada", Role::User);
    world
}

fn secure_visitor(world: &World) -> Visitor {
    world.visitor().with_header("origin", "https://login.example.org")
}

#[test]
fn over_https_all_have_a_prefix_and_every_attribute() {
    let world = https_world();
    let mut visitor = secure_visitor(&world);
    let answer = visitor.log_in("ada");
    let cookies = answer.set_cookies();
    assert_eq!(cookies.len(), 4);
    let (session, year) = ("", "; Max-Age=31536000");
    let expected = [
        ("__Host-device=", year),
        ("__Host-access=", session),
        ("__Host-app-access=", session),
        ("__Host-refresh=", session),
    ];
    for (cookie, (name, age)) in cookies.iter().zip(expected) {
        assert!(cookie.starts_with(name), "{cookie}");
        assert!(cookie.ends_with(&format!("; HttpOnly; SameSite=Lax; Secure; Path=/{age}")), "{cookie}");
        assert!(!cookie.contains("Domain") && cookie.len() < 4096);
    }
    assert_eq!(answer.header("cache-control"), "no-store");
    let answer = visitor.post("/language", &[("language", "ko"), ("next", "/")]);
    assert!(answer.set_cookies()[0].starts_with("__Host-language=ko; HttpOnly; SameSite=Lax; Secure; Path=/"));
    let answer = visitor.post("/appearance", &[("appearance", "dark"), ("next", "/")]);
    assert!(answer.set_cookies()[0].starts_with("__Host-appearance=dark; HttpOnly; SameSite=Lax; Secure; Path=/"));
    let answer = visitor.post("/logout", &[]);
    for cookie in answer.set_cookies() {
        assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"), "{cookie}");
    }
}

#[test]
fn names_that_only_look_alike_are_others() {
    let world = https_world();
    let mut visitor = secure_visitor(&world);
    visitor.log_in("ada");
    assert!(visitor.is_signed_in());
    let token = visitor.jar["__Host-access"].clone();
    for name in ["__%48ost-access", "__host-access", "__HOST-ACCESS", "access", "__Secure-access"] {
        let mut stranger = secure_visitor(&world);
        stranger.jar.insert(name.into(), token.clone());
        assert!(!stranger.is_signed_in(), "{name}");
    }
}

#[test]
fn a_token_cookie_of_two_sessions_makes_the_request_anonymous() {
    let world = World::new();
    let (one, other) = (world.signed_in("ada"), world.signed_in("ada"));
    for name in ["access", "refresh"] {
        for (first, second) in [(&one, &other), (&other, &one)] {
            let cookies = format!("{name}={}; {name}={}", first.jar[name], second.jar[name]);
            let answer = world.visitor().with_header("cookie", cookies).ask("GET", "/account", None);
            assert_eq!(answer.status, 303);
            assert!(answer.set_cookies().iter().all(|cookie| cookie.contains("Max-Age=0")));
        }
        let mut split = world.visitor();
        split.headers.push(("cookie".into(), format!("{name}={}", one.jar[name]).into_bytes()));
        split.headers.push(("cookie".into(), format!("{name}={}", other.jar[name]).into_bytes()));
        assert_eq!(split.ask("GET", "/account", None).status, 303);
    }
}

#[test]
fn garbage_beside_ours_signs_nobody_out() {
    let world = World::new();
    let visitor = world.signed_in("ada");
    let ours = format!("access={}; refresh={}", visitor.access_cookie(), visitor.refresh_cookie());
    for garbage in [&b"x=\xff\xfe; "[..], b"; ;=; ", b"a=\"; ", b"\xed\xa0\x80; ", b"__Host-access=x; "] {
        let cookies = [garbage, ours.as_bytes()].concat();
        let answer = world.visitor().with_header("cookie", cookies).ask("GET", "/account", None);
        assert_eq!(answer.status, 200, "{garbage:?}");
    }
}

#[test]
fn garbage_in_ours_is_anonymous_and_no_fault() {
    let world = World::new();
    let values: [&[u8]; 8] = [b"", b"x", b"\xff", b"AAAA", b"a.b.c", b"%00", b"\"quoted\"", &[b'A'; 7000]];
    for access in values {
        for refresh in values {
            let cookies = [b"access=", access, b"; refresh=", refresh].concat();
            let answer = world.visitor().with_header("cookie", cookies).ask("GET", "/account", None);
            assert_eq!((answer.status, answer.set_cookies()), (303, vec![]));
        }
    }
}

#[test]
fn token_values_appear_in_cookies_only() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let secrets = [visitor.access_cookie(), visitor.app_cookie(), visitor.refresh_cookie(), PASSWORD.to_owned()];
    for path in ["/", "/account", "/account/password", "/account/sessions", "/login", "/nothing", "/setup"] {
        let answer = visitor.get(path);
        let headers = format!("{:?}", answer.headers);
        assert!(secrets.iter().all(|secret| !answer.body.contains(secret) && !headers.contains(secret)), "{path}");
    }
}

#[test]
fn signing_out_with_ambiguous_cookies_really_signs_out() {
    let world = World::new();
    let (mut one, mut other) = (world.signed_in("ada"), world.signed_in("ada"));
    let cookies = format!(
        "access={}; access=x; refresh={}; access={}",
        one.access_cookie(),
        one.refresh_cookie(),
        other.access_cookie()
    );
    assert_eq!(world.visitor().with_header("cookie", cookies).ask("POST", "/logout", None).status, 303);
    assert!(!one.is_signed_in() && !other.is_signed_in());
}
