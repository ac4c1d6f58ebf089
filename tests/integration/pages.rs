//! Rules for every page: headers, frame, no scripts, both languages.

use doorward::config::{Language, Settings};

use crate::world::World;

const PATHS: [&str; 9] = [
    "/",
    "/?signed-out",
    "/login",
    "/setup",
    "/account",
    "/account/password",
    "/account/sessions",
    "/nothing",
    "/logout",
];

#[test]
fn every_answer_carries_the_headers_that_make_browsers_careful() {
    let world = World::new();
    for mut visitor in [world.visitor(), world.signed_in("ada")] {
        for path in PATHS {
            let answer = visitor.get(path);
            let policy = answer.header("content-security-policy");
            for part in [
                "default-src 'none'",
                "script-src 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
            ] {
                assert!(policy.contains(part), "{path}: {policy}");
            }
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                ("cache-control", "no-store"),
                ("x-robots-tag", "noindex, nofollow"),
            ] {
                assert_eq!(answer.header(name), value, "{path}");
            }
            assert_eq!(answer.header("strict-transport-security"), "", "plain http has no such header");
            assert!(answer.header("server").is_empty());
        }
    }
    let refused = world.visitor().with_header("sec-fetch-site", "cross-site").post("/login", &[]);
    assert_eq!(refused.header("x-frame-options"), "DENY");
    assert!(!refused.says("Signed in as"), "the server has not looked who it is");
}

#[test]
fn over_https_browsers_are_told_to_stay_there() {
    let mut world = World::empty();
    world.start(
        |settings| settings.public_url = doorward::config::PublicUrl::parse("https://login.example.org"),
        |_| {},
    );
    let mut visitor = world.visitor();
    for path in ["/", "/login", "/nothing", "/account"] {
        assert_eq!(visitor.get(path).header("strict-transport-security"), "max-age=63072000", "{path}");
    }
}

#[test]
fn every_page_says_who_is_signed_in_and_how_to_sign_out() {
    let world = World::new();
    let (mut nobody, mut ada) = (world.visitor(), world.signed_in("ada"));
    for path in PATHS {
        let page = nobody.get(path);
        if page.status != 303 {
            assert!(!page.says("Signed in as") && !page.says("action=\"/logout\""), "{path}");
        }
        let page = ada.get(path);
        if page.status != 303 {
            assert!(page.says("Signed in as ") && page.says("<strong>ada</strong>"), "{path}");
            assert!(page.says("action=\"/logout\""), "{path}");
        }
    }
}

#[test]
fn no_page_holds_a_script_or_anything_from_elsewhere() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    for path in PATHS {
        let page = visitor.get(path).body.to_lowercase();
        for forbidden in [
            "<script",
            "javascript:",
            " onclick",
            " onload",
            " style=",
            "<style",
            "http://",
            "https://",
            "<object",
            "<iframe",
        ] {
            assert!(!page.contains(forbidden), "{path}: {forbidden}");
        }
    }
}

#[test]
fn the_style_sheet_is_named_by_its_content_and_cached_for_ever() {
    let world = World::new();
    let mut visitor = world.visitor();
    let page = visitor.get("/").body;
    let start = page.find("/static/style-").expect("a style sheet");
    let path = &page[start..start + page[start..].find('"').expect("an end")];
    let style = visitor.get(path);
    assert_eq!((style.status, style.header("content-type")), (200, "text/css; charset=utf-8"));
    assert_eq!(style.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(style.set_cookies().is_empty());
}

#[test]
fn pages_are_in_the_language_that_the_browser_asks_for_until_another_is_chosen() {
    let world = World::new();
    let mut visitor = world.visitor().with_header("accept-language", "ko-KR,ko;q=0.9,en;q=0.8");
    let page = visitor.get("/login");
    assert!(page.says("<html lang=\"ko\">") && page.says("로그인 상태 유지") && !page.says("Sign in"));
    assert!(visitor.get("/nothing").says("페이지를 찾을 수 없습니다"));
    let answer = visitor.submit(&page, "/language", &[]);
    assert_eq!(answer.status, 400, "the form names no language");
    let answer = visitor.post("/language", &[("language", "en"), ("next", "/login?next=%2Faccount")]);
    assert_eq!((answer.status, answer.header("location")), (303, "/login?next=%2Faccount"));
    assert!(visitor.get("/login").says("<html lang=\"en\">"));
    assert_eq!(visitor.post("/language", &[("language", "xx"), ("next", "/")]).status, 400);
    visitor.jar.insert("language".into(), "xx".into());
    assert!(visitor.get("/login").says("<html lang=\"ko\">"));
}

#[test]
fn pages_are_light_or_dark_as_the_device_is_until_a_person_chooses() {
    let world = World::new();
    for mut visitor in [world.visitor(), world.signed_in("ada")] {
        let page = visitor.get("/openapi?a=b");
        assert!(page.says("<html lang=\"en\">") && page.says("name=\"color-scheme\" content=\"light dark\""));
        let answer = visitor.submit(&page, "/appearance", &[("appearance", "dark")]);
        assert_eq!((answer.status, answer.header("location")), (303, "/openapi?a=b"));
        for path in ["/openapi", "/nothing", "/logout"] {
            let page = visitor.get(path);
            assert!(page.says("<html lang=\"en\" class=\"dark\">") && page.says("content=\"dark\""), "{path}");
            assert!(page.says("value=\"dark\" aria-current=\"true\""), "{path}");
        }
        assert_eq!(visitor.post("/appearance", &[("appearance", "xx"), ("next", "/")]).status, 400);
        let answer = visitor.post("/appearance", &[("appearance", "device"), ("next", "https://evil.example/")]);
        assert_eq!(answer.header("location"), "/", "it leads to no other site");
        assert!(visitor.get("/openapi").says("<html lang=\"en\">"));
    }
}

#[test]
fn the_current_place_is_marked_in_the_navigation() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    for (path, link) in [
        ("/", "/"),
        ("/account/sessions", "/account/sessions"),
        ("/account", "/account"),
        ("/account/activity", "/account/activity"),
    ] {
        let page = ada.get(path);
        assert!(page.says(&format!("<li><a href=\"{link}\" aria-current=\"page\">")), "{path}");
        assert_eq!(page.body.matches("aria-current=\"page\"").count(), 1, "{path}");
    }
    assert!(ada.get("/account/password").says("<li><a href=\"/account\" aria-current=\"true\">"));
}

#[test]
fn the_username_is_shown_beside_every_password_that_is_chosen_or_entered_again() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let fields = ["value=\"ada\" autocomplete=\"username\" readonly"];
    let page = ada.get("/account/password");
    assert!(fields.iter().all(|field| page.says(field)), "{}", page.body);
    let two_factor = ada.get("/account/two-factor");
    let asked = ada.submit(&two_factor, "/account/two-factor/enrolment", &[]);
    assert!(asked.says("Confirm it is you") && fields.iter().all(|field| asked.says(field)), "{}", asked.body);
}

#[test]
fn a_browser_that_asks_for_none_of_our_languages_gets_the_default_of_the_site() {
    let in_korean = |settings: &mut Settings| settings.default_language = Language::parse("ko").expect("ours");
    let world = World::with(1, in_korean);
    for (asked, given) in [("tlh,x;q=0.5", "ko"), ("", "ko"), ("tlh,en;q=0.1", "en")] {
        let mut visitor = world.visitor().with_header("accept-language", asked);
        assert!(visitor.get("/login").says(&format!("<html lang=\"{given}\">")), "{asked}");
    }
    let answer = world.visitor().with_header("accept-language", "tlh").get("/api/me");
    assert!(answer.status == 401 && answer.says("액세스 토큰"), "{}", answer.body);
}
