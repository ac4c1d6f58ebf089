//! What is done to accounts, and the questions before.

use crate::support::authenticator::Authenticator;
use crate::walk::Walk;
use crate::walk::site::{ADMIN, GUESSED, ROOT, USER};

/// `app` is that of the admin.
pub async fn show(walk: &mut Walk, app: &Authenticator) {
    walk.part = "7 users";
    walk.sign_in(ROOT).await;
    walk.visit("no user matches", "/admin/users?search=nobody", "user-list-none").await;
    let wrong = "/admin/users?search=%21&role=x&status=x";
    walk.visit("a search that cannot be", wrong, "unreadable-user-search").await;
    walk.open("/admin/users/new").await;
    let wrong = [("username", "two words"), ("email", "no address")];
    walk.send_and_show("invitation with errors", "/admin/users/new", &wrong, "email-error").await;
    walk.open("/admin/users/new").await;
    let taken = [("username", ROOT)];
    walk.send_and_show("invitation of a name that is taken", "/admin/users/new", &taken, "refusal-name-taken").await;
    walk.open("/admin/users/new").await;
    let new = [("username", "newcomer"), ("by_mail", "")];
    walk.send_and_show("invitation", "/admin/users/new", &new, "made-link-invited").await;
    walk.open("/admin/users/new").await;
    let long = "x".repeat(1001);
    let wrong = [("username", "mailed"), ("email", "no address"), ("message", &long)];
    walk.send_and_show("invitation by mail with errors", "/admin/users/new", &wrong, "user-new-message-too-long").await;
    let mailed = [("username", "mailed"), ("email", "mailed@example.org"), ("message", "Welcome!\nSee you on Monday.")];
    walk.send_and_show("invited by mail", "/admin/users/new", &mailed, "user-link-is-mailed").await;
    walk.visit("overview with mail that waits", "/admin", "overview-mail-hint").await;
    locks(walk, app).await;
    let page = page_of("invited", walk);
    walk.visit("of the invited", &page, "user-no-password").await;
    walk.act("another invitation", "/invitation", &[], "made-link-invited").await;
    changes(walk).await;
    let page = page_of("gone", walk);
    walk.open(&format!("{page}/deletion")).await;
    walk.act("deleted", "/deletion", &[], "user-is-deleted").await;
}

fn page_of(name: &str, walk: &Walk) -> String {
    format!("/admin/users/{}", walk.site.user_id(name))
}

/// What wrong passwords and codes do, and how that is undone.
async fn locks(walk: &mut Walk, app: &Authenticator) {
    let page = page_of(ROOT, walk);
    walk.visit("of oneself", &page, "user-own-account").await;
    walk.site.guess();
    walk.site.guess_codes(ADMIN, app);
    walk.open("/admin").await;
    walk.expect_words("overview with locks", "overview-locked-hint").await;
    walk.show("overview with locks", "overview-codes-locked-hint").await;
    let page = page_of(ADMIN, walk);
    walk.visit("of somebody with wrong codes", &page, "user-codes-locked-title").await;
    let page = page_of(GUESSED, walk);
    walk.visit("of somebody with locks", &page, "user-locked-title").await;
    walk.send_and_show("made open for strangers again", "/sign-in-reopening", &[], "user-is-unlocked").await;
}

async fn changes(walk: &mut Walk) {
    let page = page_of(USER, walk);
    for (name, action, field, text, says) in [
        ("a name that cannot be", "/name", "username", "not a name!", "username-error"),
        ("a name that is taken", "/name", "username", ROOT, "refusal-name-taken"),
        ("an address that cannot be", "/email", "email", "nonsense", "email-error"),
        ("address saved", "/email", "email", "ada@example.org", "user-email-saved"),
        ("renamed", "/name", "username", "ada", "user-renamed"),
    ] {
        walk.open(&page).await;
        walk.act(name, action, &[(field, text)], says).await;
    }
    for (name, action, says) in [
        ("reset link", "/password-reset", "made-link-reset"),
        ("device link", "/device-link", "made-link-device"),
        ("made admin", "/role", "user-role-changed"),
        ("not an admin any more", "/role", "user-role-changed"),
        ("signed out everywhere", "/sign-out", "user-sessions-ended"),
        ("suspended", "/suspension", "user-is-suspended"),
        ("active again", "/reactivation", "user-is-active"),
    ] {
        walk.open(&page).await;
        walk.act(name, action, &[], says).await;
    }
    let removal = "/two-factor-removal";
    walk.open(&format!("{page}{removal}")).await;
    let short = [("identity_check", "short")];
    walk.act("second factor not removed", removal, &short, "identity-check-error").await;
    let check = [("identity_check", "called back at the number in the staff list")];
    walk.act("second factor removed", removal, &check, "user-second-factor-removed").await;
}
