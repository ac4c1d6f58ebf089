//! The same journeys through each proxy.

use std::thread::sleep;
use std::time::Duration;

use crate::site::{Proxy, Site};

macro_rules! through_each_proxy {
    ($($journey:ident),+ $(,)?) => {
        mod nginx {
            $(
                #[test]
                #[ignore = "needs nginx; scripts/test runs it"]
                fn $journey() {
                    super::$journey(super::Proxy::Nginx);
                }
            )+
        }

        mod caddy {
            $(
                #[test]
                #[ignore = "needs Caddy; scripts/test runs it"]
                fn $journey() {
                    super::$journey(super::Proxy::Caddy);
                }
            )+
        }
    };
}

through_each_proxy! {
    a_person_signs_in_and_comes_back,
    an_ended_session_is_refused_at_once,
    an_expired_token_is_renewed_without_typing_and_no_form_is_lost,
    what_is_forged_reaches_nobody,
    tokens_never_reach_the_app,
    each_place_is_for_whom_the_rules_say,
    without_doorward_nobody_gets_in,
}

fn a_person_signs_in_and_comes_back(proxy: Proxy) {
    let site = Site::start(proxy, &[]);
    let mut browser = site.browser();
    browser.set("wiki.doorward.test", "theme", "dark");
    let page = site.url("wiki", "/page?a=b&c=%2F");
    let answer = browser.get(&page);
    let next: String = url::form_urlencoded::byte_serialize(page.as_bytes()).collect();
    let login = site.url("login", &format!("/login?next={next}"));
    assert_eq!((answer.status, answer.header("location")), (302, login.as_str()), "{}", answer.body);
    let (form, at) = browser.follow(&page);
    assert_eq!((form.status, site.app.count()), (200, 0));
    assert!(form.says("name=\"password\""));
    assert_eq!(browser.log_in(&form, &at, "ada"), page);
    let answer = browser.get(&page);
    assert_eq!((answer.status, answer.body.as_str()), (200, "the app's own page"));
    let received = site.app.last();
    assert!(received.line.starts_with("GET /page?a=b&c=%2F "), "{}", received.line);
    assert_eq!((received.all("remote-user"), received.all("remote-role")), (vec!["ada"], vec!["user"]));
    assert_eq!((received.all("remote-id").len(), received.cookies()), (1, vec!["theme=dark".to_owned()]));
    // A form arrives as it was sent.
    assert_eq!(browser.post(&site.url("wiki", "/save"), &[("text", "long")]).status, 200);
    let received = site.app.last();
    assert_eq!((received.line.starts_with("POST /save "), received.body.as_str()), (true, "text=long"));
    // The next app needs no login.
    assert_eq!(browser.get(&site.url("open", "/")).status, 200);
    assert_eq!(site.app.last().all("remote-user"), ["ada"]);
}

fn an_ended_session_is_refused_at_once(proxy: Proxy) {
    let site = Site::start(proxy, &[]);
    let (mut here, mut there) = (site.signed_in("ada"), site.signed_in("ada"));
    let page = site.url("wiki", "/");
    assert_eq!(here.get(&page).status, 200);
    let sessions = there.get(&site.url("login", "/account/sessions"));
    let action = scraper::Html::parse_document(&sessions.body);
    let other = scraper::Selector::parse("form[action$='/revocation']").expect("a selector");
    // This session's own row has no such button.
    let actions: Vec<_> = action.select(&other).filter_map(|form| form.value().attr("action")).collect();
    assert_eq!(actions.len(), 1, "{}", sessions.body);
    assert_eq!(there.post(&site.url("login", actions[0]), &[]).status, 303);
    let count = site.app.count();
    let refused = here.with("sec-fetch-dest", "empty").get(&page);
    assert_eq!((refused.status, refused.header("location"), site.app.count()), (401, "", count));
    let (form, at) = here.follow(&page);
    assert!(
        at.starts_with(&site.url("login", "/login?next=")) && form.says("You ended this session from another device")
    );
    assert_eq!((there.get(&page).status, site.app.count()), (200, count + 1));
    // Back after signing in anew.
    assert_eq!(here.log_in(&form, &at, "ada"), page);
    assert_eq!(here.get(&page).status, 200);
}

fn an_expired_token_is_renewed_without_typing_and_no_form_is_lost(proxy: Proxy) {
    let site = Site::start(proxy, &["--access-token-ttl", "2s"]);
    let mut browser = site.signed_in("ada");
    let page = site.url("wiki", "/page");
    assert_eq!(browser.get(&page).status, 200);
    sleep(Duration::from_millis(2500));
    let count = site.app.count();
    let late = browser.post(&site.url("wiki", "/save"), &[("text", "long")]);
    assert_eq!((late.status, late.header("location"), site.app.count()), (401, "", count));
    let says_so = if proxy == Proxy::Nginx { "send your form once more" } else { "Your form was not sent" };
    assert!(late.says(says_so), "{}", late.body);
    let background = browser.with("sec-fetch-dest", "empty").get(&page);
    assert_eq!((background.status, background.header("location"), site.app.count()), (401, "", count));
    let first = browser.cookie("__Secure-access");
    let (answer, at) = browser.follow(&page);
    assert_eq!((answer.status, at.as_str(), answer.body.as_str()), (200, page.as_str(), "the app's own page"));
    assert_ne!(browser.cookie("__Secure-access"), first);
    assert_eq!(browser.post(&site.url("wiki", "/save"), &[("text", "long")]).status, 200);
    assert_eq!(site.app.last().body, "text=long");
}

fn what_is_forged_reaches_nobody(proxy: Proxy) {
    let site = Site::start(proxy, &[]);
    let forge = |browser: crate::browser::Browser| {
        let open = site.url("open", "/");
        [
            ("remote-user", "root"),
            ("remote-id", "1"),
            ("remote-role", "admin"),
            ("remote-email", "root@example.org"),
            ("remote-groups", "admin"),
            ("remote_user", "root"),
            ("x-original-url", open.as_str()),
            ("x-original-method", "OPTIONS"),
            ("x-forwarded-host", open.trim_start_matches("https://").trim_end_matches('/')),
            ("x-forwarded-uri", "/"),
            ("x-forwarded-method", "OPTIONS"),
            ("x-forwarded-proto", "http"),
            ("x-forwarded-for", "127.0.0.1"),
        ]
        .into_iter()
        .fold(browser, |browser, (name, value)| browser.with(name, value))
    };
    let mut stranger = forge(site.browser());
    for label in ["wiki", "admin"] {
        let answer = stranger.get(&site.url(label, "/"));
        assert_eq!(answer.status, 302, "{label}");
        assert!(answer.header("location").starts_with(&site.url("login", "/login?next=")), "{label}");
    }
    assert_eq!(site.app.count(), 0);
    let is_clean = |names: &[(&str, Vec<&str>)]| {
        let received = site.app.last();
        for (name, expected) in names {
            assert_eq!(received.all(name), *expected, "{name}");
        }
        for name in ["remote-email", "remote-groups", "remote_user"] {
            assert!(received.all(name).is_empty(), "{name}: {received:?}");
        }
    };
    assert_eq!(stranger.get(&site.url("open", "/")).status, 200);
    is_clean(&[("remote-user", vec![]), ("remote-id", vec![]), ("remote-role", vec![])]);
    let mut ada = forge(site.signed_in("ada"));
    assert_eq!(ada.get(&site.url("wiki", "/")).status, 200);
    is_clean(&[("remote-user", vec!["ada"]), ("remote-role", vec!["user"])]);
    assert_eq!(ada.get(&site.url("admin", "/")).status, 403);
    // The address in the first line against the one in Host: whatever the proxy goes by, the rules go by the same.
    let count = site.app.count();
    let port = site.port;
    for (line, host) in [("wiki", "open"), ("admin", "wiki"), ("wiki", "login")] {
        let bytes = format!(
            "GET https://{line}.doorward.test:{port}/ HTTP/1.1\r\nHost: {host}.doorward.test:{port}\r\nConnection: close\r\n\r\n"
        );
        let answer = site.browser().send_raw(&format!("{host}.doorward.test"), port, bytes.as_bytes());
        let went_through = site.app.count() > count;
        assert!(!went_through, "{line} {host}: {answer}");
    }
    let twice = format!(
        "GET / HTTP/1.1\r\nHost: open.doorward.test:{port}\r\nHost: wiki.doorward.test:{port}\r\nConnection: close\r\n\r\n"
    );
    let answer = site.browser().send_raw("wiki.doorward.test", port, twice.as_bytes());
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    // Nobody asks the question from outside.
    for path in ["/forward-auth", "/forward-auth/", "//forward-auth", "/%66orward-auth", "/x/../forward-auth"] {
        let bytes = format!(
            "GET {path} HTTP/1.1\r\nHost: login.doorward.test:{port}\r\nX-Original-URL: {}\r\nX-Original-Method: GET\r\n\
             Connection: close\r\n\r\n",
            site.url("open", "/")
        );
        let answer = site.browser().send_raw("login.doorward.test", port, bytes.as_bytes());
        // Caddy may answer a path with dots or slashes too many with a redirect to the plain one.
        assert!(answer.starts_with("HTTP/1.1 404") || answer.starts_with("HTTP/1.1 308"), "{path}: {answer}");
    }
}

fn tokens_never_reach_the_app(proxy: Proxy) {
    let site = Site::start(proxy, &[]);
    let ada = site.signed_in("ada");
    let (access, refresh) = (ada.cookie("__Secure-access"), ada.cookie("__Host-refresh"));
    assert!(access.len() > 100 && refresh.len() > 20);
    let page = site.url("wiki", "/");
    for (sent, kept) in [
        (format!("__Secure-access={access}"), vec![]),
        (format!("a=1; __Secure-access={access}; b=2"), vec!["a=1", "b=2"]),
        (format!("__Secure-access={access}; __Host-refresh={refresh}; a=1"), vec!["a=1"]),
        (format!("a=1;__Host-refresh={refresh};__Secure-access={access}"), vec!["a=1"]),
        (
            format!(
                "__Host-access={access};  access={access}; refresh={refresh}; refresh={refresh}; accessory=1; __Secure-access={access}"
            ),
            vec!["accessory=1"],
        ),
        (
            format!("x=\"a b\"; __secure-access={access}; my-refresh=1; __Secure-access={access}"),
            vec!["x=\"a b\"", "my-refresh=1"],
        ),
    ] {
        let count = site.app.count();
        let answer = site.browser().with("cookie", &sent).get(&page);
        assert_eq!((answer.status, site.app.count()), (200, count + 1), "{sent}");
        assert_eq!(site.app.last().cookies(), kept, "{sent}");
    }
    // In two headers, as some proxies in between send them.
    let port = site.port;
    let bytes = format!(
        "GET / HTTP/1.1\r\nHost: wiki.doorward.test:{port}\r\nCookie: a=1; __Secure-access={access}\r\n\
         Cookie: __Host-refresh={refresh}; b=2\r\nConnection: close\r\n\r\n"
    );
    let answer = site.browser().send_raw("wiki.doorward.test", port, bytes.as_bytes());
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(site.app.last().cookies(), ["a=1", "b=2"]);
    // A double is nobody's.
    let count = site.app.count();
    let double = format!("__Secure-access={access}; __Secure-access={access}");
    assert_eq!((site.browser().with("cookie", &double).get(&page).status, site.app.count()), (302, count));
    // What is open to anyone gets no tokens either.
    assert_eq!(site.browser().with("cookie", &double).get(&site.url("open", "/")).status, 200);
    let everything = site.app.everything();
    assert!(!everything.contains(&access) && !everything.contains(&refresh));
    assert!(!everything.contains(access.rsplit('.').next().expect("a signature")));
}

fn each_place_is_for_whom_the_rules_say(proxy: Proxy) {
    let site = Site::start(proxy, &[]);
    let (mut ada, mut root, mut stranger) = (site.signed_in("ada"), site.signed_in("root"), site.browser());
    for (label, path, expected) in [
        ("wiki", "/", [200, 200, 302]),
        ("wiki", "/reports/1", [403, 200, 302]),
        ("wiki", "/%72eports", [403, 200, 302]),
        ("wiki", "/Reports", [403, 403, 403]),
        ("wiki", "/x%2f..%2freports", [403, 403, 403]),
        ("wiki", "/a//reports", [403, 403, 403]),
        ("admin", "/", [403, 200, 302]),
        ("open", "/", [200, 200, 200]),
        ("other", "/", [403, 403, 403]),
    ] {
        let url = site.url(label, path);
        let found = [&mut ada, &mut root, &mut stranger].map(|browser| {
            let count = site.app.count();
            let answer = browser.get(&url);
            assert_eq!(site.app.count() - count, usize::from(answer.status == 200), "{url}");
            answer.status
        });
        assert_eq!(found, expected, "{url}");
    }
    assert_eq!(root.get(&site.url("admin", "/")).status, 200);
    assert_eq!(site.app.last().all("remote-role"), ["admin"]);
    // Less power takes effect at once, or as soon as a command beside the server is heard.
    site.place.succeed(&["user", "role", "ada", "admin"]);
    site.place.succeed(&["user", "role", "root", "user"]);
    sleep(Duration::from_millis(1500));
    assert_eq!(root.follow(&site.url("admin", "/")).0.status, 403);
    assert_eq!(ada.follow(&site.url("admin", "/")).0.status, 200);
}

fn without_doorward_nobody_gets_in(proxy: Proxy) {
    let mut site = Site::start(proxy, &[]);
    let mut ada = site.signed_in("ada");
    assert_eq!(ada.get(&site.url("wiki", "/")).status, 200);
    drop(site.doorward.take());
    let count = site.app.count();
    for label in ["wiki", "open"] {
        let answer = ada.get(&site.url(label, "/"));
        assert!(matches!(answer.status, 502 | 503), "{}: {}", answer.status, answer.body);
    }
    assert_eq!(site.app.count(), count);
}
