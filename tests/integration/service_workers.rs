//! A page that somebody opens and that the service worker of its app fetches: the request looks like one in the
//! background, but is not.

use crate::forward_auth::{PROXIES, Question, WIKI, login_leading_to, signed_in, world};
use crate::support::Visitor;
use crate::world::World;

/// The headers that Chromium sends.
const BY_WORKER: [(&str, &str); 4] = [
    ("sec-fetch-dest", "empty"),
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-site", "same-origin"),
    ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"),
];

/// Requests that only look like it: each has one of these headers instead.
const LOOKALIKES: [(&str, &str); 9] = [
    ("sec-fetch-dest", "iframe"),
    ("sec-fetch-dest", "image"),
    ("sec-fetch-mode", "cors"),
    ("sec-fetch-mode", "no-cors"),
    ("sec-fetch-mode", "same-origin"),
    // This is a link that downloads.
    ("accept", "*/*"),
    ("accept", "application/json"),
    ("sec-purpose", "prefetch"),
    ("purpose", "prefetch"),
];

fn changed(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    BY_WORKER.into_iter().filter(|(known, _)| *known != name).chain([(name, value)]).collect()
}

#[test]
fn it_leads_to_the_login_page_and_back_without_typing() {
    let world = world();
    let mut ada = signed_in(&world, "ada");
    let page = format!("{WIKI}/page?a=b");
    world.let_access_tokens_expire();
    for proxy in PROXIES {
        let ask = |method: &str, headers: &[(&str, &str)]| {
            let question = Question::new(&world, proxy, method, &page).of(&ada);
            headers.iter().fold(question, |question, (name, value)| question.with(name, value)).ask()
        };
        let answer = ask("GET", &BY_WORKER);
        let status = if proxy == "nginx" { 401 } else { 302 };
        assert_eq!((answer.status, answer.header("location")), (status, &*login_leading_to(&page)), "{proxy}");
        for (name, value) in LOOKALIKES {
            let answer = ask("GET", &changed(name, value));
            assert_eq!((answer.status, answer.header("location")), (401, ""), "{proxy} {name}: {value}");
        }
        for method in ["POST", "HEAD"] {
            let answer = ask(method, &BY_WORKER);
            assert_eq!((answer.status, answer.header("location")), (401, ""), "{proxy} {method}");
            assert!(answer.header("content-type").starts_with("text/plain"));
        }
    }
    let path = login_leading_to(&page);
    let back = ada.get(path.strip_prefix(crate::forward_auth::URL).expect("ours"));
    assert_eq!((back.status, back.header("location")), (303, page.as_str()));
}

fn by(visitor: &Visitor, headers: &[(&str, &str)]) -> Visitor {
    headers.iter().fold(visitor.clone(), |visitor, (name, value)| visitor.with_header(name, value))
}

#[test]
fn on_own_pages_it_renews_the_session_and_nothing_that_looks_like_it_does() {
    let world = World::new();
    let ada = world.signed_in("ada");
    world.let_access_tokens_expire();
    for (name, value) in LOOKALIKES {
        let answer = by(&ada, &changed(name, value)).get("/account");
        assert_eq!((answer.status, answer.set_cookies()), (200, Vec::new()), "{name}: {value}");
    }
    let answer = by(&ada, &BY_WORKER).ask("HEAD", "/account", None);
    assert_eq!((answer.status, answer.set_cookies()), (200, Vec::new()));
    let mut worker = by(&ada, &BY_WORKER);
    let answer = worker.get("/account");
    assert!(answer.status == 200 && answer.set_cookies().iter().any(|cookie| cookie.starts_with("refresh=")));
    assert_eq!(worker.generation(), 2);
}
