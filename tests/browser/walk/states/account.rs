//! What people see and do in their own account, without a second factor.

use super::NEW;
use crate::support::PASSWORD;
use crate::walk::Walk;
use crate::walk::site::HASTY;

pub async fn show(walk: &mut Walk) {
    walk.part = "3 own account";
    walk.sign_in(HASTY).await;
    walk.show("start page", "home-hello").await;
    // A page that was shown as on paper stays without its ground.
    walk.open("/").await;
    walk.run("document.querySelector('.menu').open = true").await;
    walk.show("start page with open menu", "sign-out").await;
    appearance(walk).await;
    password(walk).await;
    walk.open("/account/time-zone").await;
    let zone = [("time_zone", "Asia/Seoul")];
    walk.send_and_show("time zone saved", "/account/time-zone", &zone, "time-zone-saved").await;
    activity(walk).await;
    devices(walk).await;
}

/// What is on record about oneself.
async fn activity(walk: &mut Walk) {
    walk.site.add_events(HASTY);
    for (name, path, says) in [
        ("activity of one kind", "/account/activity?kind=password_changed", "event-password-changed"),
        (
            "activity on a device that is gone",
            "/account/activity?session=c0ffee00c0ffee00c0ffee00c0ffee00",
            "events-none",
        ),
        ("the first activity", "/account/activity?until=2001-01-01", "events-none"),
        ("an activity filter that cannot be", "/account/activity?kind=x&session=x", "unreadable-event-kind"),
        ("the last page of the activity", "/account/activity?before=", "pager-previous"),
    ] {
        walk.visit(name, path, says).await;
    }
    walk.open("/account/activity").await;
    walk.show("the first page of the activity", "pager-next").await;
    walk.press("a[rel=next]").await;
    walk.show("the second page of the activity", "pager-previous").await;
}

/// Light and dark by choice, whatever the device wants.
async fn appearance(walk: &mut Walk) {
    for (code, name) in [("dark", "dark by choice"), ("light", "light by choice")] {
        walk.open("/").await;
        walk.press(&format!("[name=appearance][value={code}]")).await;
        walk.expect_path("/").await;
        assert!(walk.has(&format!("html.{code}")).await, "{code}");
        walk.show(name, "home-hello").await;
    }
    walk.press("[name=appearance]:not([value=dark], [value=light])").await;
    assert!(!walk.has("html[class]").await, "as the device wants");
}

async fn password(walk: &mut Walk) {
    walk.visit("password", "/account/password", "password-change-hint").await;
    let wrong = [("current_password", "x"), ("new_password", "12345678901234567890"), ("new_password_again", "x")];
    walk.send_and_show("password with errors", "/account/password", &wrong, "password-not-current").await;
    walk.sign_in(HASTY).await;
    walk.open("/account/password").await;
    let right = [("current_password", PASSWORD), ("new_password", NEW), ("new_password_again", NEW)];
    let name = "password changed, and another device signed out";
    walk.send_and_show(name, "/account/password", &right, "password-changed-signed-out").await;
    walk.open("/account/password").await;
    let back = [("current_password", NEW), ("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    walk.send("/account/password", &back).await;
}

async fn devices(walk: &mut Walk) {
    let other = || {
        let mut visitor = walk.site.visitor();
        visitor.log_in(HASTY);
        visitor.session_id()
    };
    let (phone, _desk) = (other(), other());
    let (label, end) = ("/label", format!("/{phone}/revocation"));
    walk.open("/account/sessions").await;
    let named = [("label", "in the kitchen")];
    walk.send_and_show("a device with a name", label, &named, "own-sessions-name-saved").await;
    walk.send_and_show("a device without a name", label, &[("label", "")], "own-sessions-name-removed").await;
    walk.send_and_show("another device signed out", &end, &[], "own-sessions-signed-out").await;
    let all = "/account/sessions/revocations";
    walk.act("other devices signed out", all, &[], "own-sessions-signed-out-elsewhere").await;
    // A session that ends while a form is being filled in.
    walk.end_session(HASTY).await;
    walk.send(label, &[("label", "by the window")]).await;
    walk.expect_status(403).await;
    walk.show("signed out meanwhile", "problem-signed-out-text-typed").await;
    walk.sign_in(HASTY).await;
    walk.end_session(HASTY).await;
    walk.visit("signed out by an admin", "/account", "session-ended-admin").await;
}
