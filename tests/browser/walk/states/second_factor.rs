//! A second factor: set up, used, guessed at, replaced and turned off.

use doorward::Clock;
use fantoccini::Locator;

use crate::measure::status;
use crate::support::PASSWORD;
use crate::support::authenticator::Authenticator;
use crate::walk::Walk;
use crate::walk::site::{ADMIN, HASTY};

/// More wrong codes in a row than anybody may enter.
const WRONG_CODES: usize = 40;

/// Sets up a second factor as the admin, and signs in with it. Returns the admin's app.
pub async fn show(walk: &mut Walk) -> Authenticator {
    walk.part = "4 second factor";
    turned_off(walk).await;
    walk.sign_in(ADMIN).await;
    let app = set_up(walk).await;
    let mut codes = codes(walk).await;
    walk.visit("on", "/account/two-factor", "two-factor-acts-hint").await;
    walk.visit("password with a code", "/account/password", "code-hint-app").await;
    let wrong = [("current_password", "x"), ("code", "x"), ("new_password", "x"), ("new_password_again", "y")];
    walk.send_and_show("password with four errors", "/account/password", &wrong, "code-impossible").await;
    walk.open("/account/two-factor").await;
    walk.send_and_show("asked for password and code", "/recovery-codes", &[], "confirm-each-time").await;
    let wrong = [("current_password", "something else"), ("current_recovery_code", "none of them")];
    walk.send_and_show("a wrong password and code", "", &wrong, "password-not-current").await;
    let code = codes.pop().expect("a code");
    let right = [("current_password", PASSWORD), ("current_recovery_code", code.as_str())];
    walk.send_and_show("new recovery codes", "", &right, "recovery-codes-replaced").await;
    sign_in(walk, &app).await;
    walk.site.guess_codes(ADMIN, &app);
    walk.visit("somebody enters wrong codes", "/account", "account-codes-guessed-title").await;
    app
}

/// Sets up an app and turns it off again.
async fn turned_off(walk: &mut Walk) {
    walk.sign_in(HASTY).await;
    walk.open("/account/two-factor").await;
    walk.send("/enrolment", &[]).await;
    walk.confirm().await;
    let code = key(walk).await.code(&Clock::system());
    walk.send("/activation", &[("code", &code)]).await;
    let code = codes(walk).await.pop().expect("a code");
    walk.open("/account/two-factor").await;
    walk.send("/removal", &[]).await;
    let right = [("current_password", PASSWORD), ("current_recovery_code", code.as_str())];
    walk.send_and_show("turned off", "", &right, "two-factor-turned-off").await;
}

/// Leads to the recovery codes.
async fn set_up(walk: &mut Walk) -> Authenticator {
    walk.visit("off", "/account/two-factor", "two-factor-why").await;
    walk.send_and_show("asked for the password", "/enrolment", &[], "confirm-each-time").await;
    walk.send_and_show("a wrong password", "", &[("current_password", "something else")], "password-not-current").await;
    walk.confirm().await;
    // What an expired key is to the program: no key that was given to this session.
    walk.run("document.querySelector('[name=offer]').value = 'expired'").await;
    walk.send("/activation", &[("code", "123456")]).await;
    walk.expect_status(409).await;
    walk.show("too late", "two-factor-key-gone").await;
    walk.send("/enrolment", &[]).await;
    walk.confirm().await;
    walk.show("the key for an app", "enrolment-scan").await;
    let (app, clock) = (key(walk).await, Clock::system());
    let wrong = app.wrong_code(&clock);
    walk.send_and_show("a wrong first code", "/activation", &[("code", &wrong)], "enrolment-code-wrong").await;
    walk.send("/activation", &[("code", &app.code(&clock))]).await;
    walk.show("recovery codes", "recovery-codes-enabled").await;
    app
}

/// Signs in with the last of the recovery codes that the present page shows.
async fn sign_in(walk: &mut Walk, app: &Authenticator) {
    let (mut codes, clock) = (codes(walk).await, Clock::system());
    let password = [("username", ADMIN), ("password", PASSWORD)];
    walk.forget().await;
    walk.open("/login").await;
    walk.send("/login", &password).await;
    walk.site.place.execute("DELETE FROM pending_sign_ins");
    let code = app.wrong_code(&clock);
    walk.send_and_show("sign-in once more", "/two-factor", &[("code", &code)], "login-begin-again").await;
    walk.send("/login", &password).await;
    walk.expect_path("/login/two-factor").await;
    walk.visited.insert("/login/two-factor".to_owned());
    walk.show("/login/two-factor", "second-step-text").await;
    walk.send_and_show("no code", "/two-factor", &[("code", "words")], "code-impossible").await;
    let wrong = [("recovery_code", "none of them")];
    walk.send_and_show("a wrong recovery code", "/two-factor", &wrong, "recovery-code-wrong").await;
    for _ in 0..WRONG_CODES {
        walk.send("/two-factor", &[("code", &app.wrong_code(&clock))]).await;
        if status(&walk.browser).await == 429 {
            break;
        }
    }
    walk.expect_status(429).await;
    walk.show("too many wrong codes", "code-too-many").await;
    walk.send("/two-factor", &[("recovery_code", &codes.pop().expect("a code"))]).await;
    walk.expect_path("/").await;
}

/// Returns an app with the key that the present page shows.
pub async fn key(walk: &Walk) -> Authenticator {
    let key = walk.browser.find(Locator::Css("main dd code")).await.text().await.expect("text");
    Authenticator::with_key(&key)
}

/// Returns the recovery codes that the present page shows.
async fn codes(walk: &Walk) -> Vec<String> {
    let mut codes = Vec::new();
    for code in walk.browser.client.find_all(Locator::Css(".codes code")).await.expect("codes") {
        codes.push(code.text().await.expect("text"));
    }
    assert!(!codes.is_empty(), "{}", walk.browser.text().await);
    codes
}
