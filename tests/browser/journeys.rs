//! The journeys of people, from the first run on.

use std::time::Duration;

use doorward::Clock;
use fantoccini::Locator;
use tokio::time::sleep;

use crate::browser::{Kind, in_both_browsers};
use crate::support::PASSWORD;
use crate::support::authenticator::Authenticator;
use crate::support::program::{Place, Program};

in_both_browsers! {
    scripts_are_off,
    a_newcomer_sets_up_signs_in_and_looks_around,
    five_tabs_with_an_expired_token_all_stay_signed_in,
    ending_a_session_elsewhere_is_felt_on_the_next_click,
    a_second_factor_is_set_up_asked_for_and_recovered_from,
    after_signing_out_going_back_shows_nothing,
    what_is_wrong_has_the_focus_until_the_password_is_changed,
    people_choose_their_language_before_and_after_signing_in,
}

fn serve(place: &Place, more: &[&str]) -> (Program, String) {
    let mut arguments = vec!["--listen", "127.0.0.1:0"];
    arguments.extend(more);
    let program = place.start(&arguments);
    let url = format!("http://127.0.0.1:{}", program.port);
    (program, url)
}

async fn scripts_are_off(kind: Kind) {
    let browser = kind.start().await;
    browser.open("data:text/html,<title>off</title><script>document.title='on'</script>").await;
    assert_eq!(browser.client.title().await.expect("a title"), "off");
    browser.close().await;
}

async fn a_newcomer_sets_up_signs_in_and_looks_around(kind: Kind) {
    let place = Place::new();
    let (program, url) = serve(&place, &[]);
    let browser = kind.start().await;
    browser.open(&url).await;
    assert!(browser.shows("Open the setup link").await);
    browser.open(program.stdout.last().expect("a link")).await;
    browser.fill("username", "root").await;
    browser.fill("new_password", PASSWORD).await;
    browser.fill("new_password_again", "something else").await;
    browser.press("Create account").await;
    assert!(browser.shows("The two passwords do not match").await);
    browser.fill("new_password", PASSWORD).await;
    browser.fill("new_password_again", PASSWORD).await;
    browser.press("Create account").await;
    assert!(browser.shows("Your account is ready").await && browser.is_signed_in_as("root").await);
    browser.press("Sign out").await;
    browser.open(&format!("{url}/account/sessions")).await;
    assert_eq!(browser.path().await, "/login?next=%2Faccount%2Fsessions");
    browser.fill("username", "root").await;
    browser.fill("password", "not this one").await;
    browser.press("Sign in").await;
    assert!(browser.shows("Username or password is wrong").await);
    browser.fill("password", PASSWORD).await;
    browser.press("Sign in").await;
    assert!(browser.shows("This device").await && browser.shows(&format!("{} on Linux", kind.name())).await);
    assert_eq!(browser.path().await, "/account/sessions");
    browser.close().await;
}

async fn five_tabs_with_an_expired_token_all_stay_signed_in(kind: Kind) {
    let place = Place::new();
    let (_program, url) = serve(&place, &["--access-token-ttl", "2s"]);
    place.add_user("ada");
    let browser = kind.start().await;
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

async fn ending_a_session_elsewhere_is_felt_on_the_next_click(kind: Kind) {
    let place = Place::new();
    let (_program, url) = serve(&place, &[]);
    place.add_user("ada");
    let (phone, desk) = (kind.start().await, kind.start().await);
    phone.sign_in(&url, "ada").await;
    desk.sign_in(&url, "ada").await;
    desk.open(&format!("{url}/account/sessions")).await;
    desk.press("Sign out device").await;
    assert!(desk.hides("Sign out device").await);
    phone.open(&format!("{url}/account")).await;
    assert!(phone.shows("You signed this device out from another one").await && phone.is_nobodys().await);
    assert_eq!(phone.path().await, "/login?next=%2Faccount");
    phone.close().await;
    desk.close().await;
}

async fn a_second_factor_is_set_up_asked_for_and_recovered_from(kind: Kind) {
    let place = Place::new();
    let (_program, url) = serve(&place, &[]);
    place.add_user("ada");
    let browser = kind.start().await;
    browser.sign_in(&url, "ada").await;
    browser.open(&format!("{url}/account")).await;
    browser.follow(Locator::LinkText("Set up two-factor authentication")).await;
    browser.press("Set up").await;
    browser.fill("current_password", PASSWORD).await;
    browser.press("Set up an authenticator app").await;
    let key = browser.find(Locator::Css("main dd code")).await.text().await.expect("text");
    let app = Authenticator::with_key(&key);
    let clock = Clock::system();
    browser.fill("code", &app.wrong_code(&clock)).await;
    browser.press("Turn on").await;
    assert!(browser.shows("This code does not match the key").await);
    // Many apps show the code with a space, and the field must not cut it.
    let code = app.code(&clock);
    browser.fill("code", &format!("{} {}", &code[..3], &code[3..])).await;
    browser.press("Turn on").await;
    assert!(browser.shows("Two-factor authentication is on").await);
    let recovery_code = browser.find(Locator::Css(".codes code")).await.text().await.expect("text");
    browser.follow(Locator::LinkText("I have saved them")).await;
    assert!(browser.shows("10 left").await);
    browser.press("Sign out").await;
    browser.open(&format!("{url}/account/sessions")).await;
    browser.fill("username", "ada").await;
    browser.fill("password", PASSWORD).await;
    browser.press("Sign in").await;
    assert!(browser.shows("Enter your code").await && browser.is_nobodys().await);
    browser.fill("code", &app.wrong_code(&clock)).await;
    browser.press("Sign in").await;
    assert!(browser.shows("This code is wrong").await);
    let typed = recovery_code.to_uppercase().replace('-', " ").replace('0', "O").replace('1', "I");
    browser.fill("recovery_code", &typed).await;
    browser.press("Sign in with a recovery code").await;
    assert!(browser.shows("This device").await);
    assert_eq!(browser.path().await, "/account/sessions");
    browser.close().await;
}

async fn after_signing_out_going_back_shows_nothing(kind: Kind) {
    let place = Place::new();
    let (_program, url) = serve(&place, &[]);
    place.add_user("ada");
    let browser = kind.start().await;
    browser.sign_in(&url, "ada").await;
    browser.open(&format!("{url}/account")).await;
    assert!(browser.shows("Role").await);
    browser.press("Sign out").await;
    assert!(browser.shows("You are signed out of this browser").await);
    browser.client.back().await.expect("back");
    assert!(browser.hides("Role").await && browser.is_nobodys().await);
    // The remaining cookie only says that somebody has signed in with this browser before.
    let cookies = browser.client.get_all_cookies().await.expect("cookies");
    assert_eq!(cookies.iter().map(|cookie| cookie.name()).collect::<Vec<_>>(), ["device"]);
    browser.close().await;
}

async fn what_is_wrong_has_the_focus_until_the_password_is_changed(kind: Kind) {
    let place = Place::new();
    let (_program, url) = serve(&place, &[]);
    place.add_user("ada");
    let browser = kind.start().await;
    let focused = async || {
        let element = browser.client.active_element().await.expect("an element");
        element.attr("id").await.expect("read").unwrap_or_default()
    };
    browser.sign_in(&url, "ada").await;
    browser.open(&format!("{url}/account/password")).await;
    let change = async |current: &str, new: &str, again: &str| {
        browser.fill("current_password", current).await;
        browser.fill("new_password", new).await;
        browser.fill("new_password_again", again).await;
        browser.press("Change password").await;
    };
    change("not it at all", "welcome to doorward", "something else").await;
    assert!(browser.shows("2 fields need your attention").await);
    assert_eq!(focused().await, "errors");
    browser.find(Locator::Css("#errors a[href='#current_password']")).await.click().await.expect("clicked");
    assert_eq!(focused().await, "current_password");
    change(PASSWORD, "welcome to doorward", "welcome to doorward").await;
    assert!(browser.shows("Too easy to guess").await && browser.hides("fields need your attention").await);
    assert_eq!(focused().await, "new_password");
    change(PASSWORD, "quietly mauve hinges", "quietly mauve hinges").await;
    assert!(browser.shows("Your password is changed").await && browser.is_signed_in_as("ada").await);
    browser.close().await;
}

async fn people_choose_their_language_before_and_after_signing_in(kind: Kind) {
    let place = Place::new();
    let (_program, url) = serve(&place, &[]);
    place.add_user("ada");
    let browser = kind.start().await;
    let language = async || browser.find(Locator::Css("html")).await.attr("lang").await.expect("read");
    let choose = async |code: &str| {
        let button = browser.find(Locator::Css(&format!("button[name=language][value={code}]"))).await;
        browser.unfold(&button).await;
        browser.leave(async || button.click().await).await;
    };
    browser.open(&format!("{url}/login?next=%2Faccount")).await;
    assert_eq!(language().await.as_deref(), Some("en"));
    choose("ko").await;
    assert_eq!(language().await.as_deref(), Some("ko"));
    assert_eq!(browser.path().await, "/login?next=%2Faccount");
    browser.fill("username", "ada").await;
    browser.fill("password", PASSWORD).await;
    browser.press("로그인").await;
    assert!(browser.is_signed_in_as("ada").await && browser.shows("비밀번호 변경").await, "{}", browser.text().await);
    assert_eq!(browser.path().await, "/account");
    choose("de").await;
    assert_eq!(language().await.as_deref(), Some("de"));
    assert!(browser.shows("Passwort ändern").await && browser.is_at("/account").await);
    browser.close().await;
}
