//! A page that somebody opens and that the service worker of the app fetches.

use actix_web::http::Method;

use crate::app::ask;
use crate::issuer::Issuer;

const BY_WORKER: [(&str, &str); 3] = [
    ("sec-fetch-dest", "empty"),
    ("sec-fetch-mode", "navigate"),
    ("accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
];

#[actix_web::test]
async fn it_leads_to_the_login_page_and_what_only_looks_like_it_does_not() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let answer = ask(Some(&guard), Method::GET, "/mine", &BY_WORKER).await;
    assert_eq!(answer.status, 302);
    let login = format!("{}/login?next=http%3A%2F%2Fnotes.example.org%2Fmine", issuer.url);
    assert_eq!(answer.header("location"), login);
    for (name, value) in [
        ("sec-fetch-dest", "iframe"),
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-mode", "no-cors"),
        ("accept", "*/*"),
        ("accept", "application/json"),
    ] {
        let others = BY_WORKER.into_iter().filter(|(known, _)| *known != name);
        let headers: Vec<_> = others.chain([(name, value)]).collect();
        let answer = ask(Some(&guard), Method::GET, "/mine", &headers).await;
        assert_eq!((answer.status, answer.header("location")), (401, ""), "{name}: {value}");
    }
}
