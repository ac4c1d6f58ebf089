//! The journeys of people, from the first run on.

use std::time::Duration;

use doorward::Clock;
use fantoccini::Locator;
use tokio::time::sleep;

use crate::chromium::Chromium;
use crate::support::PASSWORD;
use crate::support::authenticator::Authenticator;
use crate::support::program::{Place, Program};

fn serve(place: &Place, more: &[&str]) -> (Program, String) {
    let mut arguments = vec!["--listen", "127.0.0.1:0"];
    arguments.extend(more);
    let program = place.start(&arguments);
    let url = format!("http://127.0.0.1:{}", program.port);
    (program, url)
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn scripts_are_off() {
    let browser = Chromium::start().await;
    browser.open("data:text/html,<title>off</title><script>document.title='on'</script>").await;
    assert_eq!(browser.client.title().await.expect("a title"), "off");
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn a_newcomer_sets_up_signs_in_and_looks_around() {
    let place = Place::new();
    let (program, url) = serve(&place, &[]);
    let browser = Chromium::start().await;
    browser.open(&url).await;
    assert!(browser.shows("You are not signed in").await);
    browser.open(program.stdout.last().expect("a link")).await;
    browser.fill("username", "root").await;
    browser.fill("new_password", PASSWORD).await;
    browser.fill("new_password_again", "something else").await;
    browser.press("Make the account").await;
    assert!(browser.shows("The two passwords differ").await);
    browser.fill("new_password", PASSWORD).await;
    browser.fill("new_password_again", PASSWORD).await;
    browser.press("Make the account").await;
    assert!(browser.shows("The account is made").await);
    browser.open(&format!("{url}/account/sessions")).await;
    assert_eq!(browser.path().await, "/login?next=%2Faccount%2Fsessions");
    browser.fill("username", "root").await;
    browser.fill("password", "not this one").await;
    browser.press("Sign in").await;
    assert!(browser.shows("Name and password do not fit").await);
    browser.fill("password", PASSWORD).await;
    browser.press("Sign in").await;
    assert!(browser.shows("this session").await && browser.shows("Chrome on Linux").await);
    assert_eq!(browser.path().await, "/account/sessions");
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn five_tabs_with_an_expired_token_all_stay_signed_in() {
    let place = Place::new();
    let (_program, url) = serve(&place, &["--access-token-ttl", "2s"]);
    place.add_user("ada");
    let browser = Chromium::start().await;
    browser.sign_in(&url, "ada").await;
    for _ in 0..2 {
        let mut tabs = vec![browser.client.window().await.expect("a window")];
        for _ in 0..4 {
            tabs.push(browser.client.new_window(true).await.expect("a tab").handle);
        }
        sleep(Duration::from_millis(2200)).await;
        // All tabs start loading before the test looks at the first.
        for tab in &tabs {
            browser.client.switch_to_window(tab.clone()).await.expect("switched");
            browser.open(&format!("{url}/account")).await;
        }
        for tab in &tabs {
            browser.client.switch_to_window(tab.clone()).await.expect("switched");
            assert!(browser.is_signed_in_as("ada").await);
        }
        for tab in tabs.drain(1..) {
            browser.client.switch_to_window(tab).await.expect("switched");
            browser.client.close_window().await.expect("closed");
        }
        browser.client.switch_to_window(tabs.remove(0)).await.expect("switched");
    }
    // A form that was open while the token expired is not lost.
    browser.open(&format!("{url}/account/sessions")).await;
    let field = browser.find(Locator::Css("input[name=label]")).await;
    browser.unfold(&field).await;
    field.send_keys("my desk").await.expect("typed");
    sleep(Duration::from_millis(2200)).await;
    browser.press("Save").await;
    let label = browser.find(Locator::Css("input[name=label]")).await;
    assert_eq!(label.attr("value").await.expect("asked").as_deref(), Some("my desk"));
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn ending_a_session_elsewhere_is_felt_on_the_next_click() {
    let place = Place::new();
    let (_program, url) = serve(&place, &[]);
    place.add_user("ada");
    let (phone, desk) = (Chromium::start().await, Chromium::start().await);
    phone.sign_in(&url, "ada").await;
    desk.sign_in(&url, "ada").await;
    desk.open(&format!("{url}/account/sessions")).await;
    desk.press("End this session").await;
    assert!(desk.hides("End this session").await);
    phone.open(&format!("{url}/account")).await;
    assert!(phone.shows("You ended this session from another device").await && phone.is_nobodys().await);
    assert_eq!(phone.path().await, "/login?next=%2Faccount");
    phone.close().await;
    desk.close().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn a_second_factor_is_set_up_asked_for_and_recovered_from() {
    let place = Place::new();
    let (_program, url) = serve(&place, &[]);
    place.add_user("ada");
    let browser = Chromium::start().await;
    browser.sign_in(&url, "ada").await;
    browser.open(&format!("{url}/account")).await;
    browser.follow(Locator::LinkText("Set up a second factor")).await;
    browser.press("Set it up").await;
    browser.fill("current_password", PASSWORD).await;
    browser.press("Set up an authenticator app").await;
    let key = browser.find(Locator::Css("main dd code")).await.text().await.expect("text");
    let app = Authenticator::with_key(&key);
    let clock = Clock::system();
    browser.fill("code", &app.wrong_code(&clock)).await;
    browser.press("Turn it on").await;
    assert!(browser.shows("This is not the code that goes with the key").await);
    // Many apps show the code with a space, and the field must not cut it.
    let code = app.code(&clock);
    browser.fill("code", &format!("{} {}", &code[..3], &code[3..])).await;
    browser.press("Turn it on").await;
    assert!(browser.shows("The second factor is on").await);
    let recovery_code = browser.find(Locator::Css(".codes code")).await.text().await.expect("text");
    browser.follow(Locator::LinkText("I have kept them")).await;
    assert!(browser.shows("10 left").await);
    browser.press("Sign out").await;
    browser.open(&format!("{url}/account/sessions")).await;
    browser.fill("username", "ada").await;
    browser.fill("password", PASSWORD).await;
    browser.press("Sign in").await;
    assert!(browser.shows("Enter the code").await && browser.is_nobodys().await);
    browser.fill("code", &app.wrong_code(&clock)).await;
    browser.press("Sign in").await;
    assert!(browser.shows("This code does not fit").await);
    let typed = recovery_code.to_uppercase().replace('-', " ").replace('0', "O").replace('1', "I");
    browser.fill("recovery_code", &typed).await;
    browser.press("Sign in with it").await;
    assert!(browser.shows("this session").await);
    assert_eq!(browser.path().await, "/account/sessions");
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn after_signing_out_going_back_shows_nothing() {
    let place = Place::new();
    let (_program, url) = serve(&place, &[]);
    place.add_user("ada");
    let browser = Chromium::start().await;
    browser.sign_in(&url, "ada").await;
    browser.open(&format!("{url}/account")).await;
    assert!(browser.shows("Account since").await);
    browser.press("Sign out").await;
    assert!(browser.shows("You have signed out of this browser").await);
    browser.client.back().await.expect("back");
    assert!(browser.hides("Account since").await && browser.is_nobodys().await);
    // The remaining cookie only says that somebody has signed in with this browser before.
    let cookies = browser.client.get_all_cookies().await.expect("cookies");
    assert_eq!(cookies.iter().map(|cookie| cookie.name()).collect::<Vec<_>>(), ["device"]);
    browser.close().await;
}
