//! A client's headers in the name of a gateway reach no app, in any spelling.

use std::collections::BTreeSet;

use crate::browser::NAVIGATION;
use crate::proxy::{Kind, deployed, for_apps};
use crate::site::{Site, with_each};

/// Returns the names on the list.
fn listed() -> Vec<String> {
    let list = deployed("untrusted-headers.txt");
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

/// Returns the words that follow `start`, from lines that begin with it, up to a space, a colon or the end.
fn named(file: &str, start: &str) -> BTreeSet<String> {
    let rests = file.lines().filter_map(|line| line.trim().strip_prefix(start));
    rests.filter_map(|rest| rest.split([' ', ':']).next()).map(str::to_lowercase).collect()
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| name.to_lowercase()).collect()
}

#[test]
fn the_files_of_the_three_proxies_take_away_what_the_list_names_and_nothing_else() {
    let list: BTreeSet<String> = listed().iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(list.len(), listed().len(), "each name is on the list once");

    let app = deployed("nginx/protected-app.conf");
    let (_, location) = app.split_once("location / {").expect("the app's location");
    assert!(location.contains("include snippets/doorward-untrusted-headers.conf;"));
    let connection = names(&["Upgrade", "Connection", "Host", "Cookie"]);
    let written = &named(location, "proxy_set_header ") - &connection;
    let snippet = named(&deployed("nginx/snippets/doorward-untrusted-headers.conf"), "proxy_set_header ");
    assert_eq!(&snippet | &written, list, "nginx");

    let caddyfile = deployed("caddy/Caddyfile");
    let written = names(&["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"]);
    let removed = named(&caddyfile, "request_header -");
    let removed = removed.into_iter().filter(|name| !name.contains('*') && name != "connection").collect();
    assert_eq!(&removed | &written, list, "Caddy");
    for odd in "!#$%&'*+.^_`|~".chars() {
        assert!(
            caddyfile.lines().any(|line| line.trim().trim_matches('"').ends_with(&format!("*{odd}*"))
                && line.trim().starts_with("request_header ")),
            "{odd}"
        );
    }

    let traefik = deployed("traefik/doorward.yml");
    let (_, lies) = traefik.split_once("without-lies:").expect("a middleware");
    let (lies, _) = lies.split_once("routers:").expect("routers");
    let removed: BTreeSet<String> =
        lies.lines().filter_map(|line| line.trim().strip_suffix(": \"\"")).map(str::to_lowercase).collect();
    let written = names(&[
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "X-Forwarded-Port",
        "X-Forwarded-Server",
        "X-Real-Ip",
    ]);
    let answered = ["Remote-User", "Remote-Id", "Remote-Role", "Remote-Email"];
    assert!(answered.iter().all(|name| traefik.contains(&format!("\"{name}\""))));
    assert_eq!(&(&removed | &written) | &names(&answered), list, "Traefik");
    assert!(traefik.contains("authResponseHeadersRegex: \"[^A-Za-z0-9-]\""));
    // What stands before each service's name is the router that leads there.
    let routers: Vec<_> = traefik.split("service: \"").collect();
    let of_apps: Vec<_> = routers.windows(2).filter(|pair| !pair[1].starts_with("doorward\"")).collect();
    assert!(of_apps.len() == 2 && of_apps.iter().all(|pair| pair[0].contains("\"without-lies\", \"doorward\"]")));
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn no_header_of_a_gateway_reaches_an_app_as_the_client_wrote_it() {
    with_each(|kind| {
        let site = Site::new(kind, &[]);
        let (ada, stranger) = (site.signed_in("ada"), site.browser());
        // An upgrade to HTTP/2 is refused as a whole.
        let names: Vec<_> = listed().into_iter().filter(|name| name != "Http2-Settings").collect();
        for some in names.chunks(40) {
            let lies: Vec<_> = some.iter().map(|name| format!("{name}: a-lie")).collect();
            let lies = [lies, some.iter().map(|name| format!("{}: a-lie", name.to_uppercase())).collect()].concat();
            let headers: Vec<&str> = NAVIGATION.iter().copied().chain(lies.iter().map(String::as_str)).collect();
            for (browser, path) in [(&ada, "/"), (&stranger, "/public/x")] {
                let answer = browser.send("GET", &site.url("wiki", path), &headers, None);
                assert_eq!(answer.status, 200, "{kind:?} {some:?}: {answer:?}");
                let seen = site.app.take().pop().expect("it reached the app");
                assert!(!format!("{seen:?}").contains("a-lie"), "{kind:?}: {seen:?}");
            }
        }
    });
}

/// Returns other spellings of a header. A program that makes variables of headers takes them for the same name.
fn respelt(name: &str) -> Vec<String> {
    let odd = "_.!#$%&'*+^`|~".chars().map(|odd| name.replace('-', &odd.to_string()));
    let mixed = name.match_indices('-').map(|(at, _)| format!("{}_{}", &name[..at], &name[at + 1..]));
    odd.chain(mixed).filter(|other| other != name).collect()
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn no_other_spelling_of_such_a_header_reaches_an_app() {
    let relaxed = ("map $http_upgrade $upgrade", "underscores_in_headers on;\nmap $http_upgrade $upgrade");
    for (kind, changes) in [(Kind::Nginx, &[][..]), (Kind::Nginx, &[relaxed]), (Kind::Caddy, &[]), (Kind::Traefik, &[])]
    {
        let site = Site::changed(kind, &[], None, for_apps(changes));
        let (ada, stranger) = (site.signed_in("ada"), site.browser());
        let spellings: Vec<_> = listed().iter().flat_map(|name| respelt(name)).collect();
        for some in spellings.chunks(60) {
            let lies: Vec<_> = some.iter().map(|name| format!("{name}: a-lie")).collect();
            let headers: Vec<&str> = NAVIGATION.iter().copied().chain(lies.iter().map(String::as_str)).collect();
            for (browser, path) in [(&ada, "/"), (&stranger, "/public/x")] {
                let answer = browser.send("GET", &site.url("wiki", path), &headers, None);
                assert!(matches!(answer.status, 200 | 400 | 403), "{kind:?}: {answer:?}");
                assert!(!format!("{:?}", site.app.take()).contains("a-lie"), "{kind:?} {some:?}");
            }
        }
        // No gateway uses this name, and few proxies pass its characters on.
        let answer = ada.send("GET", &site.url("wiki", "/"), &[&NAVIGATION[..], &["api_key: a-lie"]].concat(), None);
        assert_eq!(answer.status, 200, "{kind:?}: {answer:?}");
        assert!(!format!("{:?}", site.app.take()).contains("a-lie"), "{kind:?}");
    }
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn what_a_client_says_its_connection_drops_takes_nothing_from_the_app() {
    with_each(|kind| {
        let site = Site::new(kind, &[]);
        let ada = site.signed_in("ada");
        for named in [
            "Remote-User",
            "close, Remote-User, Remote-Id, Remote-Role",
            "keep-alive,remote-user",
            "Remote-User, Upgrade",
            "X-Forwarded-For, X-Forwarded-Host, X-Forwarded-Proto",
            "X-Forwarded-Method, X-Forwarded-Uri, X-Original-URL, X-Original-Method",
            "Host",
            "Cookie",
        ] {
            let connection = format!("Connection: {named}");
            let headers = [&NAVIGATION[..], &[connection.as_str()]].concat();
            let answer = ada.send("GET", &site.url("wiki", "/"), &headers, None);
            // Traefik drops the named headers before it asks, so without the cookie nobody is signed in.
            let is_anonymous = kind == Kind::Traefik && named == "Cookie";
            assert_eq!(answer.status, if is_anonymous { 302 } else { 200 }, "{kind:?} {named}: {answer:?}");
            match site.app.take().pop() {
                Some(seen) => {
                    assert_eq!((seen.header("remote-user"), seen.header("remote-role")), (Some("ada"), Some("user")));
                    assert!(seen.header("x-forwarded-for").is_some_and(|address| address == "127.0.0.1"), "{seen:?}");
                }
                None => assert!(is_anonymous),
            }
        }
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn no_cookie_of_doorwards_own_reaches_an_app_and_the_apps_own_all_do() {
    with_each(|kind| {
        let site = Site::new(kind, &[]);
        let ada = site.signed_in("ada");
        let prefix = if kind == Kind::Caddy { "" } else { "__Host-" };
        let ours = ["refresh", "second-step", "device"].map(|name| format!("{prefix}{name}=a-secret")).join("; ");
        let cookie = format!("Cookie: theme=dark; {ours}; device_id=1");
        let answer = ada.send("GET", &site.url("wiki", "/"), &[&NAVIGATION[..], &[&cookie]].concat(), None);
        assert_eq!(answer.status, 200, "{kind:?}: {answer:?}");
        let seen = site.app.take().pop().expect("it reached the app");
        let cookies = seen.header("cookie").unwrap_or_default();
        assert!(cookies.contains("theme=dark") && cookies.contains("device_id=1"), "{kind:?}: {cookies}");
        assert!(!format!("{seen:?}").contains("a-secret"), "{kind:?}: {seen:?}");
    });
}
