//! Long addresses on the way through the sign-in: those that fit come back unchanged, and people are told of those that
//! do not.

use doorward::config::{AccessRules, Origin, Settings};

use crate::support::Answer;
use crate::two_factor::{enrol, next_step};
use crate::world::World;

const TOO_LONG: &str = "is too long to remember";
const APP: &str = "http://127.0.0.1:9000";

/// Returns a link of this number of bytes, most of which take three bytes when they are encoded.
fn link(length: usize) -> String {
    let mut link = "/account?".to_owned();
    let more = length - link.len();
    link.extend("=&/:+?".chars().cycle().take(more));
    link
}

fn location(answer: &Answer) -> &str {
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location")
}

/// Checks that the answer leads to the login page, and returns its path.
fn login_page(answer: &Answer) -> String {
    let path = location(answer).to_owned();
    assert!(path.starts_with("/login"), "{path}");
    path
}

fn with_app(settings: &mut Settings) {
    settings.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
    settings.return_origins = vec![Origin::parse(APP).expect("one")];
    settings.access_rules = AccessRules::parse("127.0.0.1:9000 user").expect("rules");
}

#[test]
fn links_of_8000_bytes_survive_wrong_passwords_and_the_language_switch() {
    let world = World::new();
    for length in [2001, 8000] {
        let wanted = link(length);
        let mut visitor = world.visitor();
        let way = login_page(&visitor.get(&wanted));
        let page = visitor.get(&way);
        let switched = visitor.submit(&page, "/language", &[("language", "ko")]);
        assert_eq!(location(&switched), way, "the switch comes back to the same page");
        let page = visitor.get(&way);
        let wrong = visitor.submit(&page, "/login", &[("username", "ada"), ("password", "wrong")]);
        assert_eq!(wrong.status, 422);
        let switched = visitor.submit(&wrong, "/language", &[("language", "en")]);
        let page = visitor.get(location(&switched));
        let page = visitor.submit(&page, "/login", &[("username", "ada"), ("password", "wrong too")]);
        let answer = visitor.submit(&page, "/login", &[("username", "ada"), ("password", crate::support::PASSWORD)]);
        assert_eq!(location(&answer), wanted);
        assert_eq!(visitor.get(&wanted).status, 200);
        // A visitor who is signed in is sent on at once.
        assert_eq!(location(&visitor.get(&way)), wanted);
    }
}

#[test]
fn links_of_8000_bytes_survive_the_second_step() {
    let world = World::new();
    let mut owner = world.signed_in("ada");
    let (app, _) = enrol(&world, &mut owner);
    next_step(&world);
    let wanted = link(8000);
    let mut visitor = world.visitor();
    let page = visitor.get(&wanted);
    let page = visitor.get(&login_page(&page));
    let step = visitor.submit(&page, "/login", &[("username", "ada"), ("password", crate::support::PASSWORD)]);
    let way = location(&step).to_owned();
    let page = visitor.get(&way);
    let switched = visitor.submit(&page, "/language", &[("language", "ko")]);
    assert_eq!(location(&switched), way);
    let page = visitor.get(&way);
    let wrong = visitor.submit(&page, "/login/two-factor", &[("code", &app.wrong_code(&world.clock))]);
    assert_eq!(wrong.status, 422);
    let switched = visitor.submit(&wrong, "/language", &[("language", "en")]);
    assert_eq!(location(&switched), way);
    let page = visitor.get(&way);
    let answer = visitor.submit(&page, "/login/two-factor", &[("code", &app.code(&world.clock))]);
    assert_eq!(location(&answer), wanted);
    // When the sign-in is given up, the address is still there for the next one.
    let mut visitor = world.visitor();
    let page = visitor.get(&wanted);
    let page = visitor.get(&login_page(&page));
    let step = visitor.submit(&page, "/login", &[("username", "ada"), ("password", crate::support::PASSWORD)]);
    let page = visitor.get(location(&step));
    let given_up = visitor.submit(&page, "/login/two-factor/cancellation", &[]);
    let page = visitor.get(&login_page(&given_up));
    let step = visitor.submit(&page, "/login", &[("username", "ada"), ("password", crate::support::PASSWORD)]);
    assert_eq!(location(&step), way);
}

#[test]
fn a_set_up_on_demand_that_is_given_up_keeps_the_way() {
    let world = World::with(1, |settings| {
        settings.two_factor = doorward::config::TwoFactorPolicy::Everyone;
    });
    let wanted = link(8000);
    let mut visitor = world.visitor();
    let page = visitor.get(&wanted);
    let way = login_page(&page);
    let page = visitor.get(&way);
    let step = visitor.submit(&page, "/login", &[("username", "ada"), ("password", crate::support::PASSWORD)]);
    let page = visitor.get(location(&step));
    let key = visitor.submit(&page, "/login/two-factor/enrolment", &[]);
    assert!(key.says(&format!("href=\"{}\"", way.replace('&', "&#38;"))), "{}", key.body);
}

#[test]
fn longer_links_say_so_before_and_after_signing_in() {
    let world = World::with(1, with_app);
    let app_link = |length: usize| format!("{APP}/{}", "a".repeat(length - APP.len() - 1));
    let next = |link: &str| -> String { url::form_urlencoded::byte_serialize(link.as_bytes()).collect() };
    let mut visitor = world.visitor();
    for (way, is_told, leads_to) in [
        (login_page(&visitor.get(&link(8001))), true, "/".to_owned()),
        (format!("/login?next={}", next(&link(8000))), false, link(8000)),
        (format!("/login?next={}", next(&link(8001))), true, "/".to_owned()),
        (format!("/login?next={}", next(&app_link(8000))), false, app_link(8000)),
        (format!("/login?next={}", next(&app_link(8001))), true, format!("{APP}/")),
    ] {
        let mut visitor = world.visitor();
        let page = visitor.get(&way);
        assert_eq!((page.status, page.says(TOO_LONG)), (200, is_told), "{}", page.body);
        let switched = visitor.submit(&page, "/language", &[("language", "ko")]);
        let page = visitor.get(location(&switched));
        assert_eq!(page.says("주소가 너무 길어"), is_told);
        let answer = visitor.submit(&page, "/login", &[("username", "ada"), ("password", crate::support::PASSWORD)]);
        assert_eq!(location(&answer), leads_to);
        // A visitor who is signed in sees no login page, so the message has a page of its own.
        let again = visitor.get(&way);
        assert_eq!(again.status, if is_told { 200 } else { 303 });
        assert_eq!(
            again.says("링크가 있던 곳에서 다시 열어 주세요") && again.says(&format!("href=\"{leads_to}\"")),
            is_told,
            "{}",
            again.body
        );
    }
}

#[test]
fn deep_links_to_apps_come_back_from_forward_auth() {
    let world = World::with(1, with_app);
    let path = |length: usize| {
        format!("/wiki/{}", "%EC%9C%84/?&=".chars().cycle().take(length - APP.len() - 6).collect::<String>())
    };
    for (length, is_told) in [(3000, false), (8000, false), (8001, true)] {
        let wanted = path(length);
        for nginx in [true, false] {
            let mut proxy = world.visitor().with_header("x-forwarded-for", "192.0.2.7");
            let url = format!("{APP}{wanted}");
            proxy = match nginx {
                true => proxy.with_header("x-original-url", &url).with_header("x-original-method", "GET"),
                false => [("proto", "http"), ("host", "127.0.0.1:9000"), ("uri", &wanted), ("method", "GET")]
                    .iter()
                    .fold(proxy, |proxy, (name, value)| proxy.with_header(&format!("x-forwarded-{name}"), value)),
            };
            let answer = proxy.get("/forward-auth");
            assert_eq!(answer.status, if nginx { 401 } else { 302 });
            let login =
                answer.header("location").strip_prefix(crate::support::ORIGIN).expect("the login page").to_owned();
            let mut visitor = world.visitor();
            let page = visitor.get(&login);
            assert_eq!(page.says(TOO_LONG), is_told, "{length}");
            let answer =
                visitor.submit(&page, "/login", &[("username", "ada"), ("password", crate::support::PASSWORD)]);
            assert_eq!(location(&answer), if is_told { format!("{APP}/") } else { url });
        }
    }
}
