//! People who want to use an app behind Doorward, and the requests that the app gets.

use std::time::Duration;

use crate::browser::{BACKGROUND, NAVIGATION};
use crate::proxy::{Changes, Kind};
use crate::site::{Site, with_each};

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn somebody_is_sent_to_sign_in_and_comes_back_to_the_page_they_wanted() {
    with_each(|kind| {
        let site = Site::new(kind, &[]);
        let browser = site.browser();
        let wanted = site.url("wiki", "/page?a=1&b=%2F%20x");
        let (login, page) = browser.follow(&wanted);
        assert!(login.starts_with(&site.url("login", "/login?next=")), "{login}");
        assert_eq!(page.status, 200);
        assert!(site.app.take().is_empty(), "no request reached the app");
        assert_eq!(browser.log_in(&login, "ada"), wanted);
        let answer = browser.open(&wanted);
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.body.starts_with("the app saw GET /page?a=1&b=%2F%20x HTTP/1."), "{}", answer.body);
        let seen = site.app.take().pop().expect("it reached the app");
        assert_eq!((seen.header("remote-user"), seen.header("remote-role")), (Some("ada"), Some("user")));
        assert!(seen.header("remote-id").is_some_and(|id| id.len() > 16));
        assert_eq!(seen.header("remote-email"), None);
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn a_deep_link_of_8000_bytes_comes_back_and_of_a_longer_one_people_are_told() {
    with_each(|kind| {
        let site = Site::new(kind, &[]);
        let page = |length: usize| {
            let start = site.url("wiki", "/page?");
            let rest = "a=%EC%9C%84&b=/:?+".chars().cycle().take(length - start.len());
            start.clone() + &rest.collect::<String>()
        };
        for length in [8000, 8100] {
            let (browser, wanted) = (site.browser(), page(length));
            let (login, shown) = browser.follow(&wanted);
            assert_eq!(shown.status, 200, "{length}: {}", shown.head);
            assert_eq!(shown.body.contains("is too long to remember"), length > 8000, "{length}");
            let back = browser.log_in(&login, "ada");
            assert_eq!(back, if length > 8000 { site.url("wiki", "/") } else { wanted.clone() });
            // With such a long address, curl leaves its own cookies out.
            let cookie = format!("Cookie: {}", browser.cookies("doorward.test").join("; "));
            let headers: Vec<&str> = NAVIGATION.into_iter().chain([&*cookie]).collect();
            let opened = browser.send("GET", &wanted, &headers, None);
            assert_eq!(opened.status, 200, "{length}: the app itself takes both: {opened:?}");
        }
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn the_app_sees_who_it_is_and_neither_tokens_nor_lies() {
    with_each(|kind| {
        let site = Site::new(kind, &[]);
        let browser = site.signed_in("ada");
        let tokens: Vec<String> =
            browser.jar().lines().filter_map(|line| line.split('\t').nth(6)).map(str::to_owned).collect();
        assert!(tokens.iter().any(|token| token.len() > 100), "{tokens:?}");
        let mut lies =
            vec!["Remote-User: root", "Remote-Id: 1", "Remote-Role: admin", "Remote-Email: root@example.org"];
        // Traefik cannot remove this header before it asks, so Doorward refuses the request.
        if kind != Kind::Traefik {
            lies.push("Remote_User: root");
        }
        let kept = "Cookie: theme=dark; access_log=1; refresh=stolen";
        let headers = [&NAVIGATION[..], &lies, &[kept]].concat();
        let answer = browser.send("GET", &site.url("wiki", "/"), &headers, None);
        assert_eq!(answer.status, 200, "{answer:?}");
        let seen = site.app.take().pop().expect("it reached the app");
        let who: Vec<_> = seen.headers.iter().filter(|(name, _)| name.starts_with("remote-")).cloned().collect();
        assert_eq!(
            seen.headers.iter().filter(|(name, _)| name.replace('_', "-") == "remote-user").count(),
            1,
            "{who:?}"
        );
        assert_eq!((seen.header("remote-user"), seen.header("remote-role")), (Some("ada"), Some("user")));
        assert_eq!(seen.header("remote-email").unwrap_or_default(), "");
        let whole = format!("{seen:?}");
        assert!(tokens.iter().filter(|token| token.len() > 20).all(|token| !whole.contains(token)), "{whole}");
        assert!(!whole.contains("stolen"), "{whole}");
        let cookies = seen.headers.iter().filter(|(name, _)| name == "cookie").map(|(_, value)| value.as_str());
        let cookies = cookies.collect::<Vec<_>>().join("; ");
        assert!(cookies.contains("theme=dark") && cookies.contains("access_log=1"), "{cookies:?}");
        // On a page for everybody, the headers about the user are removed, whatever they say.
        let stranger = site.browser();
        let answer = stranger.send("GET", &site.url("wiki", "/public/x"), &headers, None);
        assert_eq!(answer.status, 200, "{answer:?}");
        let seen = site.app.take().pop().expect("it reached the app");
        assert!(
            ["remote-user", "remote-id", "remote-role", "remote-email"]
                .iter()
                .all(|name| seen.header(name).unwrap_or_default().is_empty()),
            "{seen:?}"
        );
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn whoever_is_revoked_is_refused_at_once_and_comes_back_after_signing_in() {
    with_each(|kind| {
        let site = Site::new(kind, &[]);
        let browser = site.signed_in("ada");
        let page = site.url("wiki", "/page");
        assert_eq!(browser.open(&page).status, 200);
        let out = browser.send(
            "POST",
            &site.url("login", "/logout"),
            &["Sec-Fetch-Site: same-origin", "Sec-Fetch-Dest: document"],
            Some(""),
        );
        assert_eq!(out.status, 303);
        let (login, _) = browser.follow(&page);
        assert!(login.contains("/login?next="), "{login}");
        assert_eq!(browser.log_in(&login, "ada"), page);
        assert_eq!(browser.open(&page).status, 200);
        // An operator ends the session on the command line; the proxy refuses at most a second later.
        site.place.succeed(&["user", "sign-out", "ada"]);
        std::thread::sleep(Duration::from_millis(2500));
        site.app.take();
        let (login, _) = browser.follow(&page);
        assert!(login.contains("/login?next=") && site.app.take().is_empty(), "{login}");
        let back = browser.log_in(&login, "ada");
        assert_eq!((back.as_str(), browser.open(&back).status), (page.as_str(), 200));
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn an_expired_token_is_renewed_on_the_way_without_typing_anything() {
    with_each(|kind| {
        let site = Site::new(kind, &["--access-token-ttl", "4s"]);
        let browser = site.signed_in("ada");
        std::thread::sleep(Duration::from_millis(4500));
        let page = site.url("wiki", "/page?x=1");
        assert_eq!(browser.open(&page).status, 302);
        let (at, answer) = browser.follow(&page);
        assert_eq!((at.as_str(), answer.status), (page.as_str(), 200));
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn what_nobody_looks_at_is_refused_and_never_sent_elsewhere() {
    with_each(|kind| {
        let site = Site::new(kind, &[]);
        let browser = site.browser();
        let page = site.url("wiki", "/page");
        let iframe = ["Sec-Fetch-Dest: iframe", "Sec-Fetch-Mode: navigate", "Accept: text/html"];
        let cases: [(&str, &[&str], Option<&str>); 6] = [
            ("GET", &BACKGROUND, None),
            ("GET", &["Accept: application/json"], None),
            ("GET", &iframe, None),
            ("HEAD", &NAVIGATION, None),
            ("POST", &NAVIGATION, Some("text=long")),
            ("POST", &BACKGROUND, Some("text=long")),
        ];
        for (method, headers, form) in cases {
            let answer = browser.send(method, &page, headers, form);
            assert_eq!((answer.status, answer.header("location")), (401, None), "{method} {headers:?}");
        }
        // The answer tells the person that the form was not sent on.
        let answer = browser.send("POST", &page, &NAVIGATION, Some("text=long"));
        assert!(answer.body.contains("sent") && answer.body.contains(&site.url("login", "")), "{}", answer.body);
        assert!(site.app.take().is_empty());
        // After the sign-in, the form arrives complete.
        let browser = site.signed_in("ada");
        assert_eq!(browser.send("POST", &page, &NAVIGATION, Some("text=long")).status, 200);
        assert_eq!(site.app.take().pop().expect("it reached the app").body, "text=long");
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn each_host_and_path_is_for_whom_the_rules_name() {
    with_each(|kind| {
        let site = Site::new(kind, &[]);
        let (ada, root, nobody) = (site.signed_in("ada"), site.signed_in("root"), site.browser());
        assert_eq!(ada.open(&site.url("vault", "/")).status, 403);
        assert_eq!(root.open(&site.url("vault", "/")).status, 200);
        assert_eq!(root.open(&site.url("unlisted", "/")).status, 403);
        assert_eq!(nobody.open(&site.url("wiki", "/public/page")).status, 200);
        site.app.take();
        for trick in ["/public/../page", "/public/%2e%2e/page", "/public%2f..%2fpage", "//public/../page", "/publicity"]
        {
            let answer = nobody.open(&site.url("wiki", trick));
            assert!(matches!(answer.status, 302 | 400 | 401 | 403), "{trick}: {}", answer.status);
        }
        assert!(site.app.take().is_empty());
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn the_app_is_asked_for_the_host_that_the_rule_was_chosen_by() {
    with_each(|kind| {
        let site = Site::new(kind, &[]);
        let ada = site.signed_in("ada");
        for path in ["/x", "/public/x"] {
            // The first line names a host that ada may see, the header one that she may not; then the other way round.
            ada.send_to(&site.url("wiki", path), &site.url("vault", path));
            ada.send_to(&site.url("vault", path), &site.url("wiki", path));
            for seen in site.app.take() {
                let host = seen.header("host").unwrap_or_default().to_owned();
                let forwarded = seen.header("x-forwarded-host").unwrap_or_default().to_owned();
                assert!(!host.contains("vault") && !forwarded.contains("vault"), "{kind:?} {path}: {seen:?}");
            }
        }
        // The values of `Connection` change nothing either.
        let headers = [&NAVIGATION[..], &["Connection: close, Remote-User, Remote-Role, Cookie"]].concat();
        let answer = ada.send("GET", &site.url("wiki", "/"), &headers, None);
        match site.app.take().pop() {
            Some(seen) => assert_eq!(seen.header("remote-user"), Some("ada"), "{kind:?}"),
            // Traefik drops the cookie before it asks, so nobody is signed in.
            None => assert_eq!((kind, answer.status), (Kind::Traefik, 302)),
        }
        for name in ["X-Original-URL: /admin", "X-Rewrite-URL: /admin"] {
            ada.send("GET", &site.url("wiki", "/"), &[&NAVIGATION[..], &[name]].concat(), None);
            let seen = site.app.take().pop().expect("it reached the app");
            assert!(!format!("{:?}", seen.headers).contains("/admin"), "{kind:?} {name}: {seen:?}");
        }
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn headers_of_the_other_proxy_change_nothing() {
    with_each(|kind| {
        let site = Site::new(kind, &[]);
        let browser = site.browser();
        let public = format!("X-Original-URL: {}", site.url("wiki", "/public"));
        let host = site.url("wiki", "");
        let host = format!("X-Forwarded-Host: {}", host.split("//").nth(1).expect("a host"));
        let lies =
            [public.as_str(), &host, "X-Forwarded-Uri: /public", "X-Forwarded-Method: GET", "X-Original-Method: GET"];
        for lie in lies {
            let answer = browser.send("GET", &site.url("wiki", "/secret"), &[&BACKGROUND[..], &[lie]].concat(), None);
            assert_eq!(answer.status, 401, "{lie}");
        }
        let answer = browser.send("GET", &site.url("wiki", "/secret"), &[&BACKGROUND[..], &lies].concat(), None);
        assert_eq!(answer.status, 401);
        assert_eq!(browser.open(&site.url("login", "/forward-auth")).status, 404);
        assert!(site.app.take().is_empty());
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn many_cookies_of_the_apps_own_get_through() {
    with_each(|kind| {
        let site = Site::new(kind, &[]);
        let browser = site.signed_in("ada");
        let cookie = format!("Cookie: basket={}", "x".repeat(6000));
        let answer = browser.send("GET", &site.url("wiki", "/"), &[&NAVIGATION[..], &[&cookie]].concat(), None);
        assert_eq!(answer.status, 200, "{kind:?}");
        let seen = site.app.take().pop().expect("it reached the app");
        let arrived = seen.header("cookie").unwrap_or_default();
        assert!(arrived.contains(cookie.trim_start_matches("Cookie: ")), "{kind:?}: {}", arrived.len());
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn without_doorward_nobody_gets_in_and_is_told_to_wait() {
    with_each(|kind| {
        let mut site = Site::new(kind, &[]);
        let browser = site.signed_in("ada");
        drop(site.doorward.take());
        for path in ["/", "/public/page"] {
            let answer = browser.open(&site.url("wiki", path));
            match kind {
                Kind::Nginx => {
                    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")), "{answer:?}");
                    assert!(answer.body.contains("Nothing was sent on"), "{}", answer.body);
                }
                Kind::Caddy => assert_eq!(answer.status, 502, "{answer:?}"),
                Kind::Traefik => assert_eq!(answer.status, 500, "{answer:?}"),
            }
        }
        assert!(site.app.take().is_empty());
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn the_style_sheet_comes_compressed_once_also_where_the_proxy_compresses_too() {
    with_each(|kind| {
        let certificate = "ssl_certificate /etc/ssl/example.org.pem;";
        let nginx = format!("{certificate}\n    gzip on;\n    gzip_proxied any;\n    gzip_types text/css;");
        let caddy = "\tencode gzip\n\treverse_proxy 127.0.0.1:8080\n}";
        let compressing: &[(&str, &str)] = match kind {
            Kind::Nginx => &[(certificate, &nginx)],
            Kind::Caddy => &[("\treverse_proxy 127.0.0.1:8080\n}", caddy)],
            Kind::Traefik => &[],
        };
        let site = Site::changed(kind, &[], None, Changes { for_doorward: compressing, ..Changes::default() });
        let browser = site.browser();
        let page = browser.open(&site.url("login", "/login")).body;
        let (_, rest) = page.split_once("<link rel=\"stylesheet\" href=\"").expect("a style sheet");
        let style = site.url("login", rest.split('"').next().expect("a quotation mark"));
        let packed = browser.send("GET", &style, &["Accept-Encoding: gzip"], None);
        let codings = packed.head.to_lowercase().matches("content-encoding: gzip").count();
        assert_eq!((packed.status, codings), (200, 1), "{}", packed.head);
        let plain = browser.send("GET", &style, &["Accept-Encoding: identity"], None);
        assert_eq!((plain.status, plain.header("content-encoding")), (200, None));
        assert!(plain.body.contains(":root") && plain.body.len() > 10_000, "it is as it was written");
        let length = |head: Option<&str>| head.and_then(|text| text.parse::<usize>().ok()).expect("a length");
        assert_eq!(length(plain.header("content-length")), plain.body.len());
        assert!(length(packed.header("content-length")) * 3 < plain.body.len(), "{}", packed.head);
        let tag = format!("If-None-Match: {}", packed.header("etag").expect("a tag"));
        let again = browser.send("GET", &style, &["Accept-Encoding: gzip", &tag], None);
        assert_eq!((again.status, again.header("content-encoding")), (304, None), "{}", again.head);
    });
}
