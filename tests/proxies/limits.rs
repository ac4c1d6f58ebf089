//! How often one network may send what checks a password, a code or a link: the proxies' own limits, and Doorward's
//! behind them.

use crate::clients::{Clients, Reply, Request};
use crate::proxy::{Changes, Kind, deployed};
use crate::site::{Site, with_each};
use crate::support::PASSWORD;

/// The proxies that limit by themselves.
const LIMITING: [Kind; 2] = [Kind::Nginx, Kind::Traefik];
/// The limits of `deploy/limited-addresses.txt`, with how much one network may send at once.
const BURSTS: [(&str, usize); 3] = [("tries", 400), ("admin-forms", 100), ("renewals", 1000)];
/// Doorward refuses this before it looks at anything, so a 429 is the proxy's.
const FROM_ELSEWHERE: &[&str] = &["Sec-Fetch-Site: cross-site"];

const BEHIND_ANOTHER: Changes<'_> = Changes { for_apps: &[], for_doorward: &[], is_behind_another: true };

/// Returns the addresses with this limit, with something in the place of what varies.
fn listed(limit: &str) -> Vec<String> {
    let list = deployed("limited-addresses.txt");
    let lines = list.lines().filter(|line| line.starts_with('/')).filter_map(|line| line.split_once(' '));
    let addresses: Vec<_> = lines
        .filter(|(_, known)| *known == limit)
        .map(|(address, _)| address.replace("{token}", &"A".repeat(43)).replace("{id}", &"0".repeat(32)))
        .map(|address| if address.ends_with('/') { format!("{address}users/new") } else { address })
        .collect();
    assert!(!addresses.is_empty(), "{limit}");
    addresses
}

fn sends<'a>(from: &'a str, path: &'a str) -> Request<'a> {
    Request { from, method: "POST", path, headers: FROM_ELSEWHERE, body: "" }
}

fn are_let_through(replies: &[Reply]) -> bool {
    replies.iter().all(|reply| reply.status != 429)
}

#[test]
#[ignore = "needs nginx, Traefik and curl; scripts/test runs it"]
fn one_network_cannot_flood_any_address_that_checks_something_and_others_go_on() {
    let (somebody, neighbour) = ("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:fffe");
    for kind in LIMITING {
        let site = Site::changed(kind, &[], None, BEHIND_ANOTHER);
        let mut clients = Clients::of(&site);
        for (limit, burst) in BURSTS {
            let addresses = listed(limit);
            // Some are let through again while the flood goes on, so more are sent than the burst.
            let flood = burst + burst / 2;
            let mut requests = vec![sends(somebody, &addresses[0]); flood];
            for address in &addresses {
                requests.extend([sends(neighbour, address); 10]);
                requests.push(Request { method: "GET", ..sends(somebody, address) });
                requests.extend(["2001:db8:0:2::1", "192.0.2.1"].map(|other| sends(other, address)));
            }
            let replies = clients.send(&requests);
            let (first, rest) = replies.split_at(flood);
            assert!(are_let_through(&first[..burst]), "{kind:?} {limit}: fewer than {burst}");
            assert_eq!(first[flood - 1].status, 429, "{kind:?} {limit}");
            for (address, replies) in addresses.iter().zip(rest.chunks(13)) {
                let (neighbours, others) = replies.split_at(10);
                let refused: Vec<_> = neighbours.iter().filter(|reply| reply.status == 429).collect();
                assert!(refused.len() >= 5, "{kind:?} {address} is not limited: {neighbours:?}");
                assert!(refused.iter().all(|reply| reply.retry_after >= Some(1)), "{kind:?} {address}: {refused:?}");
                assert!(are_let_through(others), "{kind:?} {address}: {others:?}");
            }
        }
    }
}

#[test]
#[ignore = "needs nginx, Traefik and curl; scripts/test runs it"]
fn the_networks_of_one_site_have_a_limit_together() {
    // A connection for each network takes its time, so the limit is lowered here.
    let nginx = [("zone=doorward_tries_by_site:10m rate=240r/m", "zone=doorward_tries_by_site:10m rate=1r/m")];
    let nginx = [nginx[0], ("burst=1600 nodelay", "burst=10 nodelay")];
    let traefik = [("average: 240", "average: 1"), ("burst: 1600", "burst: 10")];
    for (kind, for_doorward) in [(Kind::Nginx, nginx), (Kind::Traefik, traefik)] {
        let changes = Changes { for_doorward: &for_doorward, ..BEHIND_ANOTHER };
        let site = Site::changed(kind, &[], None, changes);
        let networks: Vec<_> = (0..20).map(|number| format!("2001:db8:7:{number:x}::1")).collect();
        let mut requests: Vec<_> = networks.iter().map(|network| sends(network, "/login")).collect();
        requests.extend(["2001:db8:8::1", "192.0.2.1"].map(|other| sends(other, "/login")));
        let replies = Clients::of(&site).send(&requests);
        let (of_the_site, others) = replies.split_at(20);
        assert!(are_let_through(&of_the_site[..10]), "{kind:?}: {of_the_site:?}");
        assert_eq!(of_the_site[19].status, 429, "{kind:?}");
        assert!(are_let_through(others), "{kind:?}: {others:?}");
    }
}

#[test]
#[ignore = "needs nginx and curl; scripts/test runs it"]
fn nginx_says_what_to_do_next_and_writes_no_link_to_its_log() {
    let site = Site::changed(Kind::Nginx, &[], None, BEHIND_ANOTHER);
    let mut clients = Clients::of(&site);
    let link = format!("/invitation/{}", "A".repeat(43));
    for (path, media_type, says) in [
        (link.as_str(), "text/html; charset=utf-8", "Wait a minute, then go back and send it"),
        ("/api/tokens", "application/json", "\"error\":\"too_many_tries\""),
    ] {
        let replies = clients.send(&vec![sends("192.0.2.1", path); 600]);
        let last = replies.last().expect("replies");
        assert_eq!((last.status, last.retry_after, last.media_type.as_str()), (429, Some(60), media_type));
        let body = clients.last_body();
        assert!(body.contains(says), "{body}");
        assert!(media_type != "application/json" || serde_json::from_str::<serde_json::Value>(&body).is_ok());
    }
    assert!(!site.proxy.log().contains("/invitation/"), "{}", site.proxy.log());
}

/// Signs in as somebody, and returns nothing else than that form.
fn sign_in<'a>(from: &'a str, body: &'a str, headers: &'a [&'a str]) -> Request<'a> {
    Request { from, method: "POST", path: "/login", headers, body }
}

fn form(name: &str, password: &str) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("username", name), ("password", password)])
        .finish()
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn two_hundred_people_of_one_office_get_in_on_monday_morning() {
    with_each(|kind| {
        let site = Site::changed(kind, &["--sign-in-tries-per-address", "400"], None, BEHIND_ANOTHER);
        let origin = format!("Origin: {}", site.proxy.url("login"));
        let headers = ["Sec-Fetch-Site: same-origin", &origin];
        let (ada, root) = (form("ada", PASSWORD), form("root", PASSWORD));
        let people: Vec<_> = [&ada, &root].map(|form| sign_in("198.51.100.7", form, &headers)).repeat(100);
        let replies = Clients::of(&site).send(&people);
        let refused: Vec<_> = replies.iter().filter(|reply| reply.status != 303).collect();
        assert!(refused.is_empty(), "{kind:?}: {} of 200: {refused:?}", refused.len());
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn behind_each_proxy_doorward_counts_the_tries_of_an_ipv6_network_together() {
    with_each(|kind| {
        let site = Site::changed(kind, &["--sign-in-tries-per-address", "10"], None, BEHIND_ANOTHER);
        let origin = format!("Origin: {}", site.proxy.url("login"));
        let headers = ["Sec-Fetch-Site: same-origin", &origin];
        let right = form("ada", PASSWORD);
        let addresses: Vec<_> = (1..=12).map(|number| format!("2001:db8:0:1:{number:x}::{number:x}")).collect();
        let mut people: Vec<_> = addresses.iter().map(|address| sign_in(address, &right, &headers)).collect();
        people.extend(["2001:db8:0:2::1", "192.0.2.1"].map(|other| sign_in(other, &right, &headers)));
        let replies = Clients::of(&site).send(&people);
        let statuses: Vec<_> = replies.iter().map(|reply| reply.status).collect();
        let expected = [[303; 10].as_slice(), &[429; 2], &[303; 2]].concat();
        assert_eq!(statuses, expected, "{kind:?}");
        // Doorward's own answer comes through as it is.
        assert!(replies[11].retry_after > Some(60), "{kind:?}: {replies:?}");
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn no_client_chooses_the_network_that_it_counts_for() {
    with_each(|kind| {
        let site = Site::new(kind, &["--sign-in-tries-per-address", "10"]);
        let origin = format!("Origin: {}", site.proxy.url("login"));
        let statuses: Vec<_> = (0..12)
            .map(|number| {
                let claim = format!("X-Forwarded-For: 2001:db8:{number:x}::1");
                let headers = ["Sec-Fetch-Site: same-origin", &origin, &claim];
                // Each has a browser of their own: a known device would not count for its network.
                let browser = site.browser();
                browser.send("POST", &site.url("login", "/login"), &headers, Some(&form("ada", PASSWORD))).status
            })
            .collect();
        assert_eq!(statuses, [[303; 10].as_slice(), &[429; 2]].concat(), "{kind:?}");
    });
}

#[test]
#[ignore = "needs nginx, Caddy and curl; scripts/test runs it"]
fn no_long_body_reaches_doorward() {
    for kind in [Kind::Nginx, Kind::Caddy] {
        let site = Site::new(kind, &[]);
        let origin = format!("Origin: {}", site.proxy.url("login"));
        let headers = ["Sec-Fetch-Site: same-origin", &origin];
        let answer = site.browser().send("POST", &site.url("login", "/login"), &headers, Some(&"x".repeat(3 << 20)));
        assert_eq!(answer.status, 413, "{kind:?}: {answer:?}");
        assert!(answer.header("x-request-id").is_none(), "{kind:?}: it is the proxy's answer: {answer:?}");
    }
}
