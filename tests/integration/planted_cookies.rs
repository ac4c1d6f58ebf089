//! Cookies that somebody else planted beside ours: only authentic ones count. If they name one session, it is that
//! session; invalid ones are ignored and sign nobody out; if they name two sessions, nobody is signed in.

use doorward::account::Role;
use doorward::config::{AccessRules, Origin, PublicUrl, Settings};

use crate::admin_users::{path_of, press, shown_link};
use crate::support::authenticator::Authenticator;
use crate::support::{Answer, PASSWORD, Visitor};
use crate::two_factor::{begin, enrol};
use crate::world::World;

const FORM: &str = "application/x-www-form-urlencoded";

/// Returns invalid values of a planted cookie. Some are made from `other`, which is somebody else's token of the same
/// kind.
fn junk(other: &str) -> Vec<String> {
    let mut changed = other.to_owned().into_bytes();
    let middle = changed.len() / 2;
    changed[middle] = if changed[middle] == b'A' { b'B' } else { b'A' };
    let changed = String::from_utf8(changed).expect("ASCII");
    let mut junk: Vec<String> = ["", "x", "a.b.c", "AAAA", "%00", "\"quoted\""].map(str::to_owned).to_vec();
    junk.extend([changed, other[1..].to_owned(), format!("{other}=")]);
    junk
}

/// Returns the browser with one more cookie of this name, before or behind its own cookies.
fn with_planted(visitor: &Visitor, name: &str, value: &str, is_first: bool) -> Visitor {
    let own: Vec<_> = visitor.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let (own, planted) = (own.join("; "), format!("{name}={value}"));
    let cookies = if is_first { format!("{planted}; {own}") } else { format!("{own}; {planted}") };
    let mut other = visitor.with_header("cookie", cookies);
    other.jar.clear();
    other
}

fn keeps_cookies(answer: &Answer) -> bool {
    answer.set_cookies().iter().all(|cookie| !cookie.contains("Max-Age=0"))
}

#[test]
fn junk_beside_any_cookie_of_a_session_signs_nobody_out_before_and_after_a_renewal() {
    let world = World::new();
    let other = world.signed_in("ada");
    for name in ["access", "refresh", "app-access", "device", "language", "second-step", "returns"] {
        let own = world.signed_in("ada");
        let of_other = other.jar.get(name).cloned().unwrap_or_else(|| other.refresh_cookie());
        for value in junk(&of_other) {
            for is_first in [true, false] {
                let answer = with_planted(&own, name, &value, is_first).ask("GET", "/account", None);
                assert!(answer.status == 200 && keeps_cookies(&answer), "{name}={value}: {}", answer.status);
            }
        }
    }
    let own = [(); 2].map(|()| world.signed_in("ada"));
    world.let_access_tokens_expire();
    for (name, own) in ["access", "refresh"].into_iter().zip(own) {
        for value in junk(&other.jar[name]) {
            let answer = with_planted(&own, name, &value, true).ask("GET", "/account", None);
            assert!(answer.status == 200 && keeps_cookies(&answer), "{name}={value}: {}", answer.status);
        }
    }
}

#[test]
fn junk_in_the_place_of_one_cookie_leaves_the_session_to_the_others() {
    let world = World::new();
    let (own, other) = (world.signed_in("ada"), world.signed_in("ada"));
    for name in ["access", "refresh", "app-access"] {
        for value in junk(&other.jar[name]) {
            let mut planted = own.clone();
            planted.jar.insert(name.into(), value.clone());
            let answer = planted.ask("GET", "/account", None);
            assert!(answer.status == 200 && keeps_cookies(&answer), "{name}={value}: {}", answer.status);
        }
    }
}

#[test]
fn two_cookies_of_one_session_are_that_session_and_the_newer_one_counts() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let (old_access, old_refresh) = (visitor.access_cookie(), visitor.refresh_cookie());
    world.let_access_tokens_expire();
    assert_eq!(visitor.get("/account").status, 200);
    assert_eq!(visitor.get("/account").set_cookies(), Vec::<String>::new(), "the renewal is confirmed");
    world.advance(120);
    for is_first in [true, false] {
        let answer = with_planted(&visitor, "access", &old_access, is_first).ask("GET", "/account", None);
        assert_eq!((answer.status, answer.set_cookies()), (200, vec![]), "the expired token is ignored");
        let answer = with_planted(&visitor, "refresh", &old_refresh, is_first).ask("GET", "/account", None);
        assert_eq!((answer.status, answer.set_cookies()), (200, vec![]), "the used token is ignored");
    }
    // The used token is not taken for a thief's, either, when the session is renewed the next time.
    world.let_access_tokens_expire();
    let answer = with_planted(&visitor, "refresh", &old_refresh, true).ask("GET", "/account", None);
    assert!(answer.status == 200 && answer.set_cookies().len() == 3);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions WHERE revoked_at IS NOT NULL"), 0);
}

#[test]
fn cookies_of_two_sessions_are_nobodys_and_end_neither() {
    let world = World::new();
    world.add_user("eve", Role::User);
    let (own, other) = (world.signed_in("ada"), world.signed_in("eve"));
    for name in ["access", "refresh"] {
        for is_first in [true, false] {
            let answer = with_planted(&own, name, &other.jar[name], is_first).ask("GET", "/account", None);
            assert_eq!(answer.status, 303, "{name}");
        }
        let mut instead = own.clone();
        instead.jar.insert(name.into(), other.jar[name].clone());
        assert_eq!(instead.ask("GET", "/account", None).status, 303, "{name} of the other session alone");
    }
    for mut visitor in [own, other] {
        assert!(visitor.is_signed_in());
    }
}

#[test]
fn a_second_step_goes_on_beside_junk_and_not_beside_another_ones() {
    let world = World::new();
    world.add_user("eve", Role::User);
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    enrol(&world, &mut world.signed_in("eve"));
    let (own, other) = (begin(&world, "ada"), begin(&world, "eve"));
    let planted = |value: &str| with_planted(&own, "second-step", value, true);
    for value in junk(&other.jar["second-step"]) {
        assert_eq!(planted(&value).ask("GET", "/login/two-factor", None).status, 200, "{value}");
    }
    let both = planted(&other.jar["second-step"]).ask("GET", "/login/two-factor", None);
    assert_eq!((both.status, both.header("location")), (303, "/login?again"));
    assert_eq!(signed_in_by_code(&world, planted("x"), &app).status, 303);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions WHERE username = 'ada' AND revoked_at IS NULL"), 2);
}

fn signed_in_by_code(world: &World, mut visitor: Visitor, app: &Authenticator) -> Answer {
    visitor.post("/login/two-factor", &[("code", &app.code(&world.clock))])
}

#[test]
fn a_device_link_works_beside_planted_device_cookies() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    world.add_user("eve", Role::User);
    let mut root = world.signed_in("root").confirming();
    let of_eve = world.signed_in("eve").jar["device"].clone();
    let mut link = || shown_link(&press(&mut root, &path_of(&world, "ada"), "device-link", &[]));
    let mut known = Vec::new();
    for value in junk(&of_eve) {
        let mut browser = world.visitor();
        let answer = with_planted(&browser, "device", &value, true).ask("POST", &link(), Some((FORM, b"")));
        assert_eq!(answer.status, 303, "{value}");
        browser.keep(&answer);
        known.push((browser, value));
    }
    // Of two devices one was planted, so the browser gets a new one, which knows nothing of either.
    let mut own = world.signed_in("eve");
    own.post("/logout", &[]);
    let both = with_planted(&own, "device", &world.signed_in("eve").jar["device"], true);
    let answer = both.ask("POST", &link(), Some((FORM, b"")));
    assert_eq!(answer.status, 303);
    own.keep(&answer);
    for name in ["ada", "eve"] {
        for number in 0..10 {
            world.visitor().post("/login", &[("username", name), ("password", &format!("guess {number}"))]);
        }
    }
    let log_in = |browser: &Visitor, name: &str| {
        browser.clone().post("/login", &[("username", name), ("password", PASSWORD)]).status
    };
    for (browser, value) in known {
        assert_eq!(log_in(&with_planted(&browser, "device", &value, true), "ada"), 303, "{value}");
    }
    assert_eq!((log_in(&own, "ada"), log_in(&own, "eve")), (303, 429));
}

const LOGIN: &str = "https://login.example.org";
const WIKI: &str = "https://wiki.example.org";

fn with_siblings(settings: &mut Settings) {
    settings.public_url = PublicUrl::parse(LOGIN);
    settings.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
    settings.cookie_domain = Some("example.org".into());
    settings.return_origins = vec![Origin::parse(WIKI).expect("one")];
    settings.access_rules = AccessRules::parse("wiki.example.org user").expect("a rule");
}

/// Returns Doorward's answer to the wiki's proxy about a browser that sends these cookies for apps.
fn at_wiki(world: &World, tokens: &[&str]) -> Answer {
    let question = [("method", "GET"), ("proto", "https"), ("host", "wiki.example.org"), ("uri", "/")];
    let asking = question
        .iter()
        .fold(world.client(), |asking, (name, value)| asking.with_header(&format!("x-forwarded-{name}"), value));
    let cookies: Vec<_> = tokens.iter().map(|token| format!("__Secure-access={token}")).collect();
    asking.with_header("cookie", &cookies.join("; ")).get("/forward-auth")
}

#[test]
fn what_a_sibling_plants_changes_nothing_at_doorwards_pages_and_is_put_right_on_the_way_through() {
    let world = World::with(1, with_siblings);
    world.add_user("eve", Role::User);
    let signed_in = |name: &str| {
        let mut visitor = world.visitor().with_header("origin", LOGIN);
        visitor.log_in(name);
        visitor
    };
    let (mut own, eve) = (signed_in("ada"), signed_in("eve"));
    let names: Vec<_> = own.jar.keys().cloned().collect();
    assert_eq!(names, ["__Host-access", "__Host-device", "__Host-refresh", "__Secure-access"]);
    let of_eve = eve.jar["__Secure-access"].clone();
    assert_eq!(at_wiki(&world, &[&own.jar["__Secure-access"]]).header("remote-user"), "ada");

    let return_to_wiki = "/login?next=https%3A%2F%2Fwiki.example.org%2F";
    let missing = || String::new();
    let mut cases = vec![missing(), of_eve.clone(), eve.jar["__Host-access"].clone()];
    cases.extend(junk(&of_eve));
    for value in cases {
        own.jar.insert("__Secure-access".into(), value.clone());
        let page = own.get("/account");
        assert!(page.says("ada") && page.set_cookies().is_empty(), "{value}");
        world.advance(31);
        let back = own.get(return_to_wiki);
        assert_eq!((back.status, back.header("location")), (303, "https://wiki.example.org/"), "{value}");
        let told = at_wiki(&world, &[&own.jar["__Secure-access"]]);
        assert_eq!((told.status, told.header("remote-user")), (200, "ada"), "{value}");
        // A valid cookie is not replaced.
        let again = own.get(return_to_wiki).set_cookies();
        assert!(again.iter().all(|cookie| cookie.starts_with("__Host-returns=")), "{again:?}");
    }
    // Two valid tokens for apps sign nobody in; an invalid one beside a valid one is ignored.
    let good = own.jar["__Secure-access"].clone();
    assert_eq!(at_wiki(&world, &[&good, &of_eve]).status, 401);
    for value in junk(&of_eve) {
        assert_eq!(at_wiki(&world, &[&value, &good]).header("remote-user"), "ada", "{value}");
    }
}

#[test]
fn signing_out_deletes_the_tokens_under_all_their_names() {
    let world = World::with(1, with_siblings);
    let mut visitor = world.visitor().with_header("origin", LOGIN);
    let set = visitor.log_in("ada").set_cookies();
    let of = |cookies: &[String], name: &str| cookies.iter().filter(|one| one.starts_with(&format!("{name}="))).count();
    assert!(set.iter().any(|one| one.starts_with("__Secure-access=ey") && one.contains("; Domain=example.org")));
    assert!(set.iter().all(|one| one.starts_with("__Secure-access=") || !one.contains("Domain")), "{set:?}");
    let deleted = visitor.post("/logout", &[]).set_cookies();
    assert!(deleted.iter().all(|one| one.contains("Max-Age=0")), "{deleted:?}");
    for (name, times) in [("__Host-access", 1), ("__Host-refresh", 1), ("__Host-app-access", 1), ("__Secure-access", 2)]
    {
        assert_eq!(of(&deleted, name), times, "{name}");
    }
    assert_eq!(visitor.jar.keys().map(String::as_str).collect::<Vec<_>>(), ["__Host-device"]);
    let mut again = world.visitor().with_header("origin", LOGIN);
    assert_eq!(again.post("/login", &[("username", "ada"), ("password", PASSWORD)]).status, 303);
}
