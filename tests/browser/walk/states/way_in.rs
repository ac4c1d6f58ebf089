//! From the printed link to the first pages of the first admin, and what people see who are not signed in.

use super::NEW;
use crate::support::PASSWORD;
use crate::walk::Walk;
use crate::walk::site::{ADMIN, GUESSED, USER};

/// More than fits into a parameter for the way back.
const TOO_LONG: usize = 8100;

/// The lists that the first admin sees are almost empty.
pub async fn set_up(walk: &mut Walk) {
    walk.part = "1 set-up";
    walk.visit("before anybody has an account", "/", "not-set-up-heading").await;
    walk.visit("a set-up link that does not work", "/setup?code=wrong", "setup-closed-title").await;
    let setup = walk.site.setup.clone();
    walk.browser.open(&setup).await;
    walk.visited.insert("/setup".to_owned());
    walk.show("set-up", "setup-heading").await;
    let wrong = [("username", "two words"), ("new_password", "short"), ("new_password_again", "other")];
    walk.send_and_show("set-up with three errors", "/setup", &wrong, "passwords-differ").await;
    let right = [("username", ADMIN), ("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    walk.send_and_show("start page of the first admin", "/setup", &right, "home-account-ready").await;
    for (name, path, says) in [
        ("the only device", "/account/sessions", "own-sessions-text"),
        ("overview of a new site", "/admin", "warning-one-admin"),
        ("the only session", "/admin/sessions", "sessions-count"),
        ("no bulk ending so far", "/admin/sessions/revocations", "bulk-list-empty"),
        ("the only user", "/admin/users", "user-list-count"),
    ] {
        walk.visit(name, path, says).await;
    }
    walk.send_and_show("signed out", "/logout", &[], "login-signed-out").await;
    walk.browser.open(&setup).await;
    walk.show("set-up is over", "setup-closed-title").await;
}

pub async fn show(walk: &mut Walk) {
    walk.part = "2 way in";
    walk.forget().await;
    walk.show_pages("of strangers").await;
    walk.open(&format!("/account?{}", "x".repeat(TOO_LONG))).await;
    walk.expect_path("/login").await;
    walk.show("sign-in for an address that is too long", "login-return-too-long").await;
    let app: String = url::form_urlencoded::byte_serialize(walk.site.app.as_bytes()).collect();
    walk.visit("sign-in for an app", &format!("/login?next={app}%2F"), "login-leads-to").await;
    let wrong = [("username", USER), ("password", "something else")];
    walk.send_and_show("a refused sign-in", "/login", &wrong, "login-refused").await;
    walk.site.guess();
    walk.open("/login").await;
    walk.send("/login", &[("username", GUESSED), ("password", PASSWORD)]).await;
    walk.expect_status(429).await;
    walk.show("a sign-in that must wait", "throttled-ways-in").await;
    for (path, says) in [("/password-reset", "link-request-reset-text"), ("/device", "link-request-device-text")] {
        walk.visit(&format!("asking at {path}"), path, says).await;
        walk.send_and_show(&format!("nothing asked at {path}"), path, &[("username", " ")], "link-request-missing")
            .await;
        walk.send_and_show(&format!("asked at {path}"), path, &[("username", USER)], "link-requested").await;
    }
    links(walk).await;
}

async fn links(walk: &mut Walk) {
    for (name, path, says) in [
        ("an invitation that does not work", "/invitation/wrong", "account-link-closed-invitation"),
        ("a reset link that does not work", "/password-reset/wrong", "account-link-closed-reset"),
        ("a device link that does not work", "/device/wrong", "account-link-closed-device"),
    ] {
        walk.visit(name, path, says).await;
    }
    let wrong = [("new_password", "password"), ("new_password_again", "passwort")];
    for page in ["/invitation/{token}", "/password-reset/{token}"] {
        let address = walk.site.address(page);
        walk.open(&address).await;
        walk.send_and_show(&format!("{page} with errors"), &address, &wrong, "passwords-differ").await;
    }
    // It was open when the page was shown.
    let late = format!("/invitation/{}", walk.site.token(&["user", "add", "late", "--invite"]));
    walk.open(&late).await;
    walk.site.let_links_expire();
    let right = [("new_password", NEW), ("new_password_again", NEW)];
    walk.send_and_show("a link that is past its time", &late, &right, "account-link-closed-invitation").await;
    let invitation = format!("/invitation/{}", walk.site.token(&["user", "add", "guest", "--invite"]));
    walk.open(&invitation).await;
    walk.send_and_show("start page after an invitation", &invitation, &right, "home-account-ready").await;
    let reset = format!("/password-reset/{}", walk.site.token(&["user", "reset", GUESSED]));
    walk.visit("a link while somebody else is signed in", &reset, "account-link-replaces").await;
    walk.forget().await;
    // A browser that a link has made known may try although others guess.
    let link = format!("/device/{}", walk.site.token(&["user", "device-link", GUESSED]));
    walk.open(&link).await;
    walk.send_and_show("sign-in after a device link", &link, &[], "login-browser-known").await;
    walk.send("/login", &[("username", GUESSED), ("password", PASSWORD)]).await;
    walk.expect_path("/").await;
    walk.site.guess();
    walk.visit("an account whose password is being guessed", "/account", "account-guessed-title").await;
    let reset = format!("/password-reset/{}", walk.site.token(&["user", "reset", GUESSED]));
    walk.visit("a link while somebody is signed in", &reset, "account-link-reset").await;
    walk.send_and_show("start page after a reset", &reset, &right, "home-password-chosen").await;
}
