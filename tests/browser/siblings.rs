//! A sibling host below `cookie_domain` that plants cookies in a real browser.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::apps::serve;
use crate::chromium::Chromium;
use crate::support::PASSWORD;
use crate::support::program::Place;

/// A host that sets given cookies for the whole domain.
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

    /// Opens the sibling's page, which plants only these cookies.
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

    // All names at once get invalid cookies. Doorward ignores them, and replaces them when the browser comes from the
    // app.
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

    // The sibling's own token for apps replaces ada's. Doorward does not accept it, and its login page replaces it.
    sibling.plant(&browser, &[("app-access", &of_hers[2])]).await;
    browser.open(&format!("{login}/account")).await;
    assert!(browser.shows("ada").await && !browser.text().await.contains("mallory"), "{}", browser.text().await);
    let next: String = url::form_urlencoded::byte_serialize(format!("{wiki}/page").as_bytes()).collect();
    browser.open(&format!("{login}/login?next={next}")).await;
    assert!(browser.shows("GET /page by [ada]").await, "{}", browser.text().await);
    // The same token is planted under the names of Doorward's own cookies.
    sibling.plant(&browser, &[("access", &of_hers[2]), ("refresh", &of_hers[2])]).await;
    browser.open(&format!("{login}/account")).await;
    assert!(browser.shows("ada").await, "{}", browser.text().await);

    // The sibling's own cookies for Doorward's pages can be planted only over plain http. Two sessions sign nobody in,
    // and a new sign-in removes the planted cookies.
    sibling.plant(&browser, &[(TOKENS[0], &of_hers[0]), (TOKENS[1], &of_hers[1])]).await;
    browser.open(&format!("{login}/account")).await;
    assert!(browser.is_at("/login").await, "{}", browser.text().await);
    assert!(!browser.text().await.contains("mallory"));
    browser.fill("username", "ada").await;
    browser.fill("password", PASSWORD).await;
    browser.press("Sign in").await;
    browser.open(&format!("{login}/account")).await;
    assert!(browser.shows("ada").await && browser.is_at("/account").await, "{}", browser.text().await);
    assert!(mallory.is_signed_in(), "the sibling's session has not ended either");
    browser.close().await;
}
