//! Buttons that are clicked twice: the browser throws the first answer away, with its cookies, and shows the second.

use std::time::Duration;

use fantoccini::Locator;

use crate::chromium::Chromium;
use crate::support::PASSWORD;
use crate::support::authenticator::Authenticator;
use crate::support::program::Place;

/// The times between the clicks and the least times until an answer: both clicks reach the same page.
const HANDS: [(Duration, Duration); 3] = [
    (Duration::ZERO, Duration::ZERO),
    (Duration::from_millis(20), Duration::from_millis(200)),
    (Duration::from_millis(200), Duration::from_millis(800)),
];
const NEW: &str = "quietly mauve hinges";

async fn choose_password(browser: &Chromium) {
    browser.fill("new_password", NEW).await;
    browser.fill("new_password_again", NEW).await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn two_clicks_on_a_form_that_works_once_are_told_that_it_worked() {
    for (apart, latency) in HANDS {
        let place = Place::new();
        let program = place.start(&["--listen", "127.0.0.1:0"]);
        let url = format!("http://127.0.0.1:{}", program.port);
        let browser = Chromium::start().await;
        browser.slow_down(latency).await;
        browser.open(program.stdout.last().expect("a link")).await;
        browser.fill("username", "root").await;
        choose_password(&browser).await;
        browser.press_twice("Make the account", apart).await;
        assert!(browser.shows("The account is made").await, "{}", browser.text().await);
        for command in [&["user", "add", "ada", "--invite"][..], &["user", "reset", "ada"]] {
            let told = place.succeed(command);
            let link = told.split_whitespace().find(|word| word.starts_with("http")).expect("a link");
            let path = link.splitn(4, '/').nth(3).expect("a path");
            browser.open(&format!("{url}/{path}")).await;
            choose_password(&browser).await;
            browser.press_twice("Choose this password", apart).await;
            assert!(browser.is_at("/login?chosen").await, "{command:?}: {}", browser.text().await);
        }
        let told = place.succeed(&["user", "device-link", "ada"]);
        let path = told.split_whitespace().find_map(|word| word.strip_prefix("http")?.splitn(4, '/').nth(3));
        browser.open(&format!("{url}/{}", path.expect("a link"))).await;
        browser.press_twice("Make this browser known", apart).await;
        assert!(browser.is_at("/login?known").await, "{}", browser.text().await);
        browser.close().await;
    }
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn two_clicks_sign_in_once_also_with_a_second_factor_and_where_the_password_is_asked_for_again() {
    for (apart, latency) in HANDS {
        let place = Place::new();
        let program = place.start(&["--listen", "127.0.0.1:0"]);
        let url = format!("http://127.0.0.1:{}", program.port);
        place.add_user("ada");
        let browser = Chromium::start().await;
        browser.slow_down(latency).await;
        browser.open(&format!("{url}/login")).await;
        browser.fill("username", "ada").await;
        browser.fill("password", PASSWORD).await;
        browser.press_twice("Sign in", apart).await;
        assert!(browser.is_signed_in_as("ada").await, "{}", browser.text().await);
        let alone = async || {
            browser.open(&format!("{url}/account/sessions")).await;
            browser.shows("this session").await && browser.hides("End this session").await
        };
        assert!(alone().await, "{}", browser.text().await);
        browser.open(&format!("{url}/account/two-factor")).await;
        browser.press("Set it up").await;
        browser.fill("current_password", PASSWORD).await;
        browser.press_twice("Set up an authenticator app", apart).await;
        let key = browser.find(Locator::Css("main dd code")).await.text().await.expect("text");
        let app = Authenticator::with_key(&key);
        browser.fill("code", &app.code(&doorward::Clock::system())).await;
        browser.press_twice("Turn it on", apart).await;
        assert!(browser.shows("The second factor is on").await, "{}", browser.text().await);
        let recovery_code = browser.find(Locator::Css(".codes code")).await.text().await.expect("text");
        assert!(alone().await, "{}", browser.text().await);
        browser.press_twice("Sign out", apart).await;
        assert!(browser.shows("You are not signed in").await, "{}", browser.text().await);
        browser.open(&format!("{url}/login")).await;
        browser.fill("username", "ada").await;
        browser.fill("password", PASSWORD).await;
        browser.press_twice("Sign in", apart).await;
        browser.fill("recovery_code", &recovery_code).await;
        browser.press_twice("Sign in with it", apart).await;
        assert!(browser.is_signed_in_as("ada").await, "{}", browser.text().await);
        assert!(alone().await, "{}", browser.text().await);
        browser.close().await;
    }
}
