//! The pages of admins: lists, sessions and what ends them, events and keys.

use crate::browser::soon;
use crate::walk::Walk;
use crate::walk::site::{ADMIN, ENDING, GUESSED, HASTY, ROOT};

/// All pages as the admin with the long name and the second factor, with full lists.
pub async fn pages(walk: &mut Walk) {
    walk.part = "5 pages of an admin";
    walk.show_pages("of an admin").await;
    walk.open("/admin").await;
    walk.run("document.querySelector('.menu').open = true").await;
    walk.show("overview with open menu", "sign-out").await;
}

/// Lists of sessions, and what ends them.
pub async fn sessions(walk: &mut Walk) {
    walk.part = "6 sessions";
    walk.sign_in(ROOT).await;
    let wrong = "/admin/sessions?user=%21&state=any&address=x&device=x&signed_in=x";
    for (name, path, says) in [
        ("no session matches", "/admin/sessions?user=nobody", "session-list-none"),
        ("a search that cannot be", wrong, "unreadable-span"),
        ("all states", "/admin/sessions?state=any", "session-state-operator"),
        ("question before all that match are ended", "/admin/sessions/revocations/new?user=guessed", "bulk-text"),
        ("nothing to end", "/admin/sessions/revocations/new?user=nobody", "back-to-list"),
        ("question without a filter", "/admin/sessions/revocations/new", "bulk-no-filter"),
        (
            "question before everybody is signed out",
            "/admin/sessions/revocations/new?everybody=yes",
            "bulk-everybody-text",
        ),
    ] {
        walk.visit(name, path, says).await;
    }
    walk.open("/admin/sessions").await;
    walk.send_and_show("nothing was ticked", "/ticked/revocation", &[], "session-list-none-ticked").await;
    walk.open(&format!("/admin/sessions?user={ADMIN}")).await;
    walk.press("#actions a[href*='tick=all']").await;
    walk.show("all ticked", "session-list-tick-none").await;
    walk.act("the ticked ones are ended", "/ticked/revocation", &[], "sessions-ended").await;
    walk.open(&format!("/admin/sessions/revocations/new?user={GUESSED}")).await;
    walk.answer_questions("all that matched are ended", "/revocations", &[]).await;
    let page = walk.browser.path().await;
    let is_done = async || {
        walk.open(&page).await;
        walk.has("main .notice.good").await
    };
    assert!(soon(is_done).await, "the sessions of {GUESSED} do not end");
    walk.show("all that matched are ended", "bulk-finished").await;
    walk.visit("endings", "/admin/sessions/revocations", "bulk-list-title").await;
    long_list(walk).await;
}

async fn long_list(walk: &mut Walk) {
    walk.site.add_sessions(HASTY);
    walk.open(&format!("/admin/sessions?user={HASTY}")).await;
    walk.show("the first page of a long list", "pager-next").await;
    walk.press("a[rel=next]").await;
    walk.show("the second page of a long list", "pager-previous").await;
    walk.press("#actions a[href*='tick=all']").await;
    walk.expect_words("the second page with all ticked", "pager-previous").await;
    walk.show("the second page with all ticked", "session-list-tick-none").await;
    walk.send_and_show("the question before a part of a list is ended", "/ticked/revocation", &[], "ticked-title")
        .await;
    walk.send("/ticked/revocation", &[]).await;
    walk.show("a part of a list is ended", "sessions-ended").await;
    walk.site.sign_out(HASTY);
}

pub async fn events_and_keys(walk: &mut Walk) {
    walk.part = "8 events and keys";
    walk.sign_in(ROOT).await;
    let wrong = "/admin/events?kind=x&user=%21&actor=%21&session=x&ip=x";
    walk.visit("a filter that cannot be", wrong, "unreadable-event-kind").await;
    walk.visit("no event matches", "/admin/events?user=nobody&kind=user_deleted", "events-no-such-user").await;
    walk.visit("the first events", "/admin/events?until=2001-01-01", "events-none").await;
    walk.open("/admin/keys").await;
    walk.act("a new key was made", "/rotation", &[], "keys-made").await;
    walk.act("a new key is on its way", "/rotation", &[], "keys-made-already").await;
    walk.press("main a[href$='/retirement']").await;
    walk.show("question before a key is retired", "key-retirement-final").await;
    walk.act("a key was retired", "/retirement", &[], "keys-retired").await;
    walk.site.begin_ending();
    // A session that is older ends at once.
    walk.sign_in(ROOT).await;
    walk.visit("an ending that goes on", &format!("/admin/sessions/revocations/{ENDING}"), "bulk-running").await;
}
