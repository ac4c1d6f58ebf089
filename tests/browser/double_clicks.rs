//! Buttons that are clicked twice: the browser throws the first answer away, with its cookies, and shows the second.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use fantoccini::Locator;

use crate::browser::{Browser, Kind, in_both_browsers};
use crate::slow_network::SlowNetwork;
use crate::support::PASSWORD;
use crate::support::authenticator::Authenticator;
use crate::support::program::{Place, Program};

in_both_browsers! {
    two_clicks_on_a_form_that_works_once_are_told_that_it_worked,
    two_clicks_sign_in_once_also_with_a_second_factor_and_where_the_password_is_asked_for_again,
}

/// The times between the clicks and the least times until an answer: both clicks reach the same page.
const HANDS: [(Duration, Duration); 3] = [
    (Duration::ZERO, Duration::ZERO),
    (Duration::from_millis(20), Duration::from_millis(200)),
    (Duration::from_millis(200), Duration::from_millis(800)),
];
const NEW: &str = "quietly mauve hinges";

/// Starts a server that is reached through a slow network.
fn serve(place: &Place, latency: Duration) -> (Program, String, Arc<AtomicU32>) {
    let network = SlowNetwork::new(latency);
    let (url, forms) = (network.url.clone(), network.forms.clone());
    let program = place.start(&["--listen", "127.0.0.1:0", "--public-url", &url]);
    network.lead_to(program.port);
    (program, url, forms)
}

async fn choose_password(browser: &Browser) {
    browser.fill("new_password", NEW).await;
    browser.fill("new_password_again", NEW).await;
}

async fn two_clicks_on_a_form_that_works_once_are_told_that_it_worked(kind: Kind) {
    let mut sent = Vec::new();
    for (apart, latency) in HANDS {
        let place = Place::new();
        let (program, url, forms) = serve(&place, latency);
        let browser = kind.start().await;
        browser.open(program.stdout.last().expect("a link")).await;
        browser.fill("username", "root").await;
        choose_password(&browser).await;
        browser.press_twice("Create account", apart).await;
        assert!(browser.shows("Your account is ready").await, "{}", browser.text().await);
        sent.push(forms.load(Ordering::Relaxed));
        let ways = [(&["user", "add", "ada", "--invite"][..], "/?welcome"), (&["user", "reset", "ada"], "/?chosen")];
        for (command, page) in ways {
            let told = place.succeed(command);
            let link = told.split_whitespace().find(|word| word.starts_with("http")).expect("a link");
            let path = link.splitn(4, '/').nth(3).expect("a path");
            browser.open(&format!("{url}/{path}")).await;
            choose_password(&browser).await;
            browser.press_twice("Save password and continue", apart).await;
            assert!(browser.is_at(page).await, "{command:?}: {}", browser.text().await);
            assert!(browser.is_signed_in_as("ada").await, "{command:?}: {}", browser.text().await);
        }
        browser.press("Sign out").await;
        let told = place.succeed(&["user", "device-link", "ada"]);
        let path = told.split_whitespace().find_map(|word| word.strip_prefix("http")?.splitn(4, '/').nth(3));
        browser.open(&format!("{url}/{}", path.expect("a link"))).await;
        browser.press_twice("Remember this browser", apart).await;
        assert!(browser.is_at("/login?known").await, "{}", browser.text().await);
        browser.close().await;
    }
    assert!(sent.contains(&2), "both clicks send the form if the second comes before the answer: {sent:?}");
}

async fn two_clicks_sign_in_once_also_with_a_second_factor_and_where_the_password_is_asked_for_again(kind: Kind) {
    for (apart, latency) in HANDS {
        let place = Place::new();
        let (_program, url, _) = serve(&place, latency);
        place.add_user("ada");
        let browser = kind.start().await;
        browser.open(&format!("{url}/login")).await;
        browser.fill("username", "ada").await;
        browser.fill("password", PASSWORD).await;
        browser.press_twice("Sign in", apart).await;
        assert!(browser.is_signed_in_as("ada").await, "{}", browser.text().await);
        let alone = async || {
            browser.open(&format!("{url}/account/sessions")).await;
            browser.shows("This device").await && browser.hides("Sign out device").await
        };
        assert!(alone().await, "{}", browser.text().await);
        browser.open(&format!("{url}/account/two-factor")).await;
        browser.press("Set up").await;
        browser.fill("current_password", PASSWORD).await;
        browser.press_twice("Set up an authenticator app", apart).await;
        let key = browser.find(Locator::Css("main dd code")).await.text().await.expect("text");
        let app = Authenticator::with_key(&key);
        browser.fill("code", &app.code(&doorward::Clock::system())).await;
        browser.press_twice("Turn on", apart).await;
        assert!(browser.shows("Two-factor authentication is on").await, "{}", browser.text().await);
        let recovery_code = browser.find(Locator::Css(".codes code")).await.text().await.expect("text");
        assert!(alone().await, "{}", browser.text().await);
        browser.press_twice("Sign out", apart).await;
        assert!(browser.shows("You are signed out").await, "{}", browser.text().await);
        browser.open(&format!("{url}/login")).await;
        browser.fill("username", "ada").await;
        browser.fill("password", PASSWORD).await;
        browser.press_twice("Sign in", apart).await;
        browser.fill("recovery_code", &recovery_code).await;
        browser.press_twice("Sign in with a recovery code", apart).await;
        assert!(browser.is_signed_in_as("ada").await, "{}", browser.text().await);
        assert!(alone().await, "{}", browser.text().await);
        browser.close().await;
    }
}
