//! An app whose service worker fetches the pages that people open, as many do in order to work offline.

use fantoccini::Locator;

use crate::apps::{Asked, Questions, serve_with};
use crate::browser::soon;
use crate::chromium::Chromium;
use crate::support::PASSWORD;
use crate::support::program::Place;

/// Answers every request by fetching it, also those that open a page.
const WORKER: &str = "
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', event => event.respondWith(fetch(event.request)));
";

const START: &str = "<!doctype html><title>start</title><main><p id=state>waiting</main><script>
navigator.serviceWorker.register('/worker.js');
const ready = () => document.getElementById('state').textContent = 'the worker is at work';
if (navigator.serviceWorker.controller) ready();
navigator.serviceWorker.addEventListener('controllerchange', ready);
</script>";

const LINKS: &str = "<!doctype html><title>links</title><main><a download=file href=/file>Download</a>
<button onclick=\"fetch('/data').then(answer => answer.text().then(text => said.textContent =
    answer.status + ' ' + answer.redirected + ' ' + text))\">Fetch</button><p id=said></main>";

fn files(target: &str) -> Option<(&'static str, &'static str)> {
    match target {
        "/start" => Some(("text/html", START)),
        "/links" => Some(("text/html", LINKS)),
        "/worker.js" => Some(("text/javascript", WORKER)),
        "/file" => Some(("application/octet-stream", "the file")),
        _ => None,
    }
}

fn asked_for(questions: &Questions, target: &str) -> Vec<Asked> {
    questions.lock().expect("well").iter().filter(|asked| asked.target == target).cloned().collect()
}

/// Signs in at an app whose service worker is active.
async fn begin(wiki: &str) -> Chromium {
    let browser = Chromium::with_scripts().await;
    browser.open(&format!("{wiki}/start")).await;
    browser.fill("username", "ada").await;
    browser.fill("password", PASSWORD).await;
    browser.press("Sign in").await;
    assert!(browser.shows("the worker is at work").await, "{}", browser.text().await);
    browser
}

/// Deletes the access token, as happens when it expires.
async fn lose_token(browser: &Chromium) {
    browser.client.delete_cookie("app-access").await.expect("deleted");
    assert!(browser.client.get_named_cookie("app-access").await.is_err());
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn a_page_that_a_service_worker_fetches_is_back_after_the_login_page_without_typing() {
    let place = Place::new();
    let (_program, login, wiki, questions) = serve_with(&place, &[], files);
    let browser = begin(&wiki).await;
    lose_token(&browser).await;
    browser.open(&format!("{wiki}/page?a=b")).await;
    assert!(browser.shows("GET /page?a=b by [ada]").await, "{}", browser.text().await);
    assert!(browser.is_at(&format!("{wiki}/page?a=b")).await);
    let asked = asked_for(&questions, "/page?a=b");
    let first = asked.first().expect("asked");
    // This request comes from the service worker, which is the case that this test is about.
    assert_eq!(
        (first.fetch[0].as_str(), first.fetch[1].as_str(), first.status),
        ("navigate", "empty", 302),
        "{asked:?}"
    );
    assert!(first.fetch[2].contains("text/html"), "{asked:?}");
    // After the session has ended, the login page is shown as well, and it leads back.
    place.succeed(&["user", "sign-out", "ada"]);
    assert!(
        soon(async || {
            browser.open(&format!("{wiki}/next")).await;
            browser.url().await.as_str().starts_with(&login)
        })
        .await
    );
    browser.fill("username", "ada").await;
    browser.fill("password", PASSWORD).await;
    browser.press("Sign in").await;
    assert!(browser.shows("GET /next by [ada]").await, "{}", browser.text().await);
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn a_download_and_a_background_request_that_a_service_worker_fetches_lead_nowhere() {
    let place = Place::new();
    let (_program, _login, wiki, questions) = serve_with(&place, &[], files);
    let browser = begin(&wiki).await;
    browser.open(&format!("{wiki}/links")).await;
    assert!(browser.shows("Download").await);
    lose_token(&browser).await;
    browser.button("Fetch").await.click().await.expect("pressed");
    assert!(browser.shows("401 false Sign in first").await, "{}", browser.text().await);
    browser.find(Locator::LinkText("Download")).await.click().await.expect("pressed");
    assert!(soon(async || !asked_for(&questions, "/file").is_empty()).await);
    for (target, mode) in [("/data", "cors"), ("/file", "navigate")] {
        for asked in asked_for(&questions, target) {
            assert_eq!((asked.fetch[0].as_str(), asked.fetch[1].as_str(), asked.status), (mode, "empty", 401));
            assert!(!asked.fetch[2].contains("html"), "{asked:?}");
        }
    }
    browser.close().await;
}
