//! A sibling host below `cookie_domain` that plants cookies, as a real browser lets it.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::apps::serve;
use crate::chromium::Chromium;
use crate::support::PASSWORD;
use crate::support::program::Place;

/// A host that sets whatever it is told to for the whole domain.
struct Sibling {
    port: u16,
    planted: Arc<Mutex<Vec<String>>>,
}

impl Sibling {
    fn start() -> Sibling {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let planted = Arc::new(Mutex::new(Vec::new()));
        let cookies = planted.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let cookies = cookies.clone();
                thread::spawn(move || answer(&stream, &cookies.lock().expect("no panic")));
            }
        });
        Sibling { port, planted }
    }

    /// Leads the browser to its page, which plants these, and nothing else.
    async fn plant(&self, browser: &Chromium, cookies: &[(&str, &str)]) {
        let cookies = cookies.iter();
        *self.planted.lock().expect("no panic") = cookies
            .map(|(name, value)| format!("Set-Cookie: {name}={value}; Domain=doorward.localhost; Path=/\r\n"))
            .collect();
        browser.open(&format!("http://evil.doorward.localhost:{}/", self.port)).await;
        assert!(browser.shows("planted").await);
    }
}

fn answer(mut stream: &TcpStream, cookies: &[String]) {
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: 7\r\n";
    drop(stream.write_all(format!("{head}{}\r\nplanted", cookies.concat()).as_bytes()));
}

const TOKENS: [&str; 3] = ["access", "refresh", "app-access"];

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn what_a_sibling_plants_signs_nobody_out_and_shows_nobody_elses_account() {
    let place = Place::new();
    let (program, login, wiki) = serve(&place, &[]);
    place.add_user("mallory");
    let mut mallory = program.visitor();
    mallory.log_in("mallory");
    let of_hers = TOKENS.map(|name| mallory.jar[name].clone());
    let sibling = Sibling::start();
    let browser = Chromium::start().await;
    browser.sign_in(&login, "ada").await;

    // Junk, of every name at once: passed over at Doorward, put right on the way through for the app.
    let broken = of_hers.each_ref().map(|token| &token[1..]);
    for junk in [["x", "", "a.b.c"], broken] {
        sibling.plant(&browser, &std::array::from_fn::<_, 3, _>(|index| (TOKENS[index], junk[index]))).await;
        for path in ["/", "/account", "/account/sessions"] {
            browser.open(&format!("{login}{path}")).await;
            assert!(browser.shows("ada").await && browser.is_at(path).await, "{path}: {}", browser.text().await);
        }
        browser.open(&format!("{wiki}/page")).await;
        assert!(browser.shows("GET /page by [ada]").await, "{}", browser.text().await);
    }

    // Its own token for apps, in the place of ada's: worth nothing at Doorward, and gone after its login page.
    sibling.plant(&browser, &[("app-access", &of_hers[2])]).await;
    browser.open(&format!("{login}/account")).await;
    assert!(browser.shows("ada").await && !browser.text().await.contains("mallory"), "{}", browser.text().await);
    let next: String = url::form_urlencoded::byte_serialize(format!("{wiki}/page").as_bytes()).collect();
    browser.open(&format!("{login}/login?next={next}")).await;
    assert!(browser.shows("GET /page by [ada]").await, "{}", browser.text().await);
    // The same under the names of Doorward's own cookies.
    sibling.plant(&browser, &[("access", &of_hers[2]), ("refresh", &of_hers[2])]).await;
    browser.open(&format!("{login}/account")).await;
    assert!(browser.shows("ada").await, "{}", browser.text().await);

    // Its own cookies for Doorward's pages, which it can plant over plain http alone: two sessions are nobody, and
    // whoever signs in anew is rid of them.
    sibling.plant(&browser, &[(TOKENS[0], &of_hers[0]), (TOKENS[1], &of_hers[1])]).await;
    browser.open(&format!("{login}/account")).await;
    assert!(browser.is_at("/login").await, "{}", browser.text().await);
    assert!(!browser.text().await.contains("mallory"));
    browser.fill("username", "ada").await;
    browser.fill("password", PASSWORD).await;
    browser.press("Sign in").await;
    browser.open(&format!("{login}/account")).await;
    assert!(browser.shows("ada").await && browser.is_at("/account").await, "{}", browser.text().await);
    assert!(mallory.is_signed_in(), "nothing of this ends a session of the sibling's either");
    browser.close().await;
}
