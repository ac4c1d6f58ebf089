//! Who may use the pages of accounts, when these ask for the password, and how bad input is answered.

use doorward::account::Role;

use crate::admin_users::{id_of, path_of, press, shown_link, world};
use crate::support::{PASSWORD, Visitor};
use crate::world::World;

/// Returns every form that writes, with valid fields.
fn writes(world: &World) -> Vec<(String, Vec<(&'static str, &'static str)>)> {
    let user = path_of(world, "ada");
    let part = |part: &str| format!("{user}/{part}");
    vec![
        ("/admin/users/new".into(), vec![("username", "eve"), ("email", ""), ("role", "admin")]),
        (part("name"), vec![("username", "eve")]),
        (part("role"), vec![("role", "admin")]),
        (part("suspension"), vec![]),
        (part("reactivation"), vec![]),
        (part("sign-in-reopening"), vec![]),
        (part("sign-out"), vec![]),
        (part("password-reset"), vec![]),
        (part("invitation"), vec![]),
        (part("device-link"), vec![]),
        (part("mail"), vec![("link", "device")]),
        (part("email"), vec![("email", "eve@example.org")]),
        (part("deletion"), vec![("sure", "yes")]),
    ]
}

fn reads(world: &World) -> Vec<String> {
    let user = path_of(world, "ada");
    let parts = ["", "/role", "/suspension", "/sign-out", "/deletion"].map(|part| format!("{user}{part}"));
    ["/admin/users".to_owned(), "/admin/users/new".into()].into_iter().chain(parts).collect()
}

fn fingerprint(world: &World) -> (i64, Vec<String>) {
    let rows = "SELECT username || role || status || version || COALESCE(email, '') AS value FROM users ORDER BY id";
    (world.database.number("SELECT COUNT(*) FROM account_links"), world.database.texts(rows))
}

#[test]
fn nobody_but_an_active_admin_gets_in() {
    let world = world(1);
    for name in ["demoted", "suspended"] {
        world.add_user(name, Role::Admin);
    }
    let (ada, demoted, suspended) = (world.signed_in("ada"), world.signed_in("demoted"), world.signed_in("suspended"));
    // The server does not notice these changes, so the access tokens still say that their owners are admins.
    world.database.execute(
        "UPDATE users SET role = 'user' WHERE username = 'demoted';
         UPDATE users SET status = 'suspended' WHERE username = 'suspended'",
    );
    let before = fingerprint(&world);
    // A visitor whose session has become invalid must sign in; a visitor who is signed in but no admin gets a refusal.
    for (visitor, status) in [(&ada, 403), (&demoted, 403), (&suspended, 303)] {
        for path in reads(&world) {
            assert_eq!(visitor.ask("GET", &path, None).status, status, "{path}");
        }
        for (path, fields) in writes(&world) {
            assert_eq!(visitor.clone().post(&path, &fields).status, 403, "{path}");
        }
    }
    for path in reads(&world) {
        let answer = world.visitor().get(&path);
        assert!(answer.status == 303 && answer.header("location").starts_with("/login?next="), "{path}");
    }
    for (path, fields) in writes(&world) {
        assert_eq!(world.visitor().post(&path, &fields).status, 403, "{path}");
    }
    let foreign = world.signed_in("root").with_header("sec-fetch-site", "cross-site");
    for (path, fields) in writes(&world) {
        assert_eq!(foreign.clone().post(&path, &fields).status, 403, "{path}");
    }
    assert_eq!(fingerprint(&world), before);
}

#[test]
fn every_write_asks_for_the_password_after_fifteen_minutes_and_goes_on_with_the_form() {
    let world = world(1);
    let mut root = world.signed_in("root");
    let before = fingerprint(&world);
    for (path, fields) in writes(&world) {
        // Each form gets its own session, since a session has only ten tries.
        let mut admin = world.signed_in("root");
        world.advance(15 * 60 + 1);
        let asked = admin.post(&path, &fields);
        assert!(asked.status == 200 && asked.says("Confirm it is you"), "{path}: {}", asked.status);
        let wrong = admin.submit(&asked, &path, &[("current_password", "not it")]);
        assert!(wrong.status == 422 && wrong.says("This is not your current password"), "{path}");
    }
    assert_eq!(fingerprint(&world), before);
    assert!(root.get("/admin/users").status == 200, "reading does not ask for the password");

    let form = root.get("/admin/users/new");
    let fields = [("username", "grace"), ("email", "grace@example.org"), ("role", "admin")];
    let asked = root.submit(&form, "/admin/users/new", &fields);
    let made = root.submit(&asked, "/admin/users/new", &[("current_password", PASSWORD)]);
    assert_eq!(made.status, 201, "{}", made.body);
    assert!(shown_link(&made).starts_with("/invitation/"));
    let kept = "SELECT COUNT(*) FROM users WHERE username = 'grace' AND email = 'grace@example.org' AND role = 'admin'";
    assert_eq!(world.database.number(kept), 1);
    assert_eq!(press(&mut root, &path_of(&world, "ada"), "suspension", &[]).status, 303, "it asks only once");
}

#[test]
fn a_question_that_was_answered_is_not_asked_again_after_the_password() {
    let world = world(1);
    let mut root = world.signed_in("root");
    let path = path_of(&world, "ada");
    let question = root.get(&format!("{path}/deletion"));
    world.advance(15 * 60 + 1);
    let asked = root.submit(&question, &format!("{path}/deletion"), &[]);
    let answer = root.submit(&asked, &format!("{path}/deletion"), &[("current_password", PASSWORD)]);
    assert_eq!((answer.status, answer.header("location")), (303, &*format!("{path}?done=deleted")));
    assert!(root.get(answer.header("location")).says("The account is deleted"));
}

#[test]
fn fields_that_no_form_of_ours_sends_are_refused() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let before = fingerprint(&world);
    for (path, fields) in writes(&world) {
        for extra in ["password", "new_password", "password_hash", "status", "id", "version", "deleted_at", "is_admin"]
        {
            let mut fields = fields.clone();
            fields.push((extra, "x"));
            assert_eq!(root.post(&path, &fields).status, 400, "{path} {extra}");
        }
        if let Some((name, value)) = fields.first() {
            assert_eq!(root.post(&path, &[(name, value), (name, value)]).status, 400, "{path} twice");
        }
        assert_eq!(root.post_raw(&path, "application/json", b"{}").status, 415, "{path}");
    }
    let user = path_of(&world, "ada");
    for role in ["king", "", "Admin", "admin "] {
        assert_eq!(root.post(&format!("{user}/role"), &[("role", role)]).status, 400, "{role:?}");
        let fields = [("username", "eve"), ("email", ""), ("role", role)];
        assert_eq!(root.post("/admin/users/new", &fields).status, 400, "{role:?}");
    }
    assert_eq!(fingerprint(&world), before);
}

#[test]
fn ids_that_are_not_there_are_not_found() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let id = id_of(&world, "ada");
    for bad in ["x", "%00", "%ff", "..%2f..", &"0".repeat(32), &id[1..], &id.to_uppercase(), &format!("{id}0")] {
        if bad == id {
            continue;
        }
        for path in reads(&world).iter().filter(|path| path.contains(&id)) {
            let path = path.replace(&id, bad);
            assert_eq!(root.get(&path).status, 404, "{path}");
        }
        for (path, fields) in writes(&world).iter().filter(|(path, _)| path.contains(&id)) {
            let path = path.replace(&id, bad);
            assert_eq!(root.post(&path, fields).status, 404, "{path}");
        }
    }
}

#[test]
fn what_is_not_there_leads_an_admin_to_the_list_where_it_would_be_and_nobody_else() {
    let world = world(1);
    let (mut root, mut ada) = (world.signed_in("root"), world.signed_in("ada"));
    for (path, list) in [
        (format!("/admin/users/{}", "0".repeat(32)), "<a class=\"button quiet wide\" href=\"/admin/users\">Users</a>"),
        (
            format!("/admin/sessions/{}", "0".repeat(32)),
            "<a class=\"button quiet wide\" href=\"/admin/sessions\">Sessions</a>",
        ),
        (
            "/admin/keys/0123456789abcdef/retirement".into(),
            "<a class=\"button quiet wide\" href=\"/admin/keys\">Signing keys</a>",
        ),
        ("/admin/nothing".into(), "<a class=\"button quiet wide\" href=\"/admin\">Administration</a>"),
        ("/nothing".into(), "<a class=\"button quiet wide\" href=\"/\">"),
    ] {
        let page = root.get(&path);
        assert!(page.status == 404 && page.says(list), "{path}: {}", page.body);
        assert!(ada.get(&path).hides("href=\"/admin"), "{path}");
    }
}

#[test]
fn wrong_methods_are_told_which_are_right() {
    let world = world(1);
    let root = world.signed_in("root").confirming();
    let user = path_of(&world, "ada");
    for (path, allow) in [
        ("/admin/users".to_owned(), "GET, HEAD"),
        ("/admin/users/new".into(), "GET, HEAD, POST"),
        (user.clone(), "GET, HEAD"),
        (format!("{user}/sign-out"), "GET, HEAD, POST"),
        (format!("{user}/deletion"), "GET, HEAD, POST"),
        ("/invitation/x".into(), "GET, HEAD, POST"),
        ("/password-reset/x".into(), "GET, HEAD, POST"),
        ("/device/x".into(), "GET, HEAD, POST"),
    ] {
        let answer = root.ask("DELETE", &path, None);
        assert_eq!((answer.status, answer.header("allow")), (405, allow), "{path}");
    }
}

#[test]
fn hostile_text_is_inert_on_every_page() {
    let world = world(1);
    let evil = "<script>alert(1)</script>\"' Firefox/1";
    let mut ada = world.visitor().with_header("user-agent", evil);
    ada.log_in("ada");
    let page = ada.get("/account/sessions");
    let label = format!("/account/sessions/{}/label", ada.session_id());
    ada.submit(&page, &label, &[("label", "<b onclick=x>mine</b>")]);
    let mut root = world.signed_in("root").confirming();
    let path = path_of(&world, "ada");
    press(&mut root, &path, "email", &[("email", "\"><script>@example.org")]);
    let form = root.get("/admin/users/new");
    let typed = [("username", "\"><script>"), ("email", "'><script>"), ("role", "user")];
    let pages = [
        root.get(&path),
        root.get(&format!("{path}?done=%3Cscript%3E")),
        root.get("/admin/users"),
        root.get("/admin/users?search=%22%3E%3Cscript%3E"),
        root.get("/admin/users?search=%22%3E%3Cscript%3E%40*"),
        root.submit(&form, "/admin/users/new", &typed),
        press(&mut root, &path, "email", &[("email", "<script>")]),
    ];
    for page in pages {
        let body = page.body.to_lowercase();
        assert!(page.status < 500 && !body.contains("<script") && !body.contains("<b onclick"), "{body}");
        assert!(!body.contains(" style=") && !body.contains("javascript:"));
    }
    for refused in ["%00", "%ff", "%0d%0a", "%1b%5b2J", "%zz"] {
        let body = format!("username={refused}&email=&role=user");
        let answer = root.post_raw("/admin/users/new", "application/x-www-form-urlencoded", body.as_bytes());
        assert_eq!(answer.status, 400, "{refused}");
        assert_eq!(root.get(&format!("/admin/users?search={refused}")).status, 400, "{refused}");
    }
}

#[test]
fn the_pages_are_in_korean_too() {
    let world = world(1);
    let mut root: Visitor = world.signed_in("root").confirming().with_header("accept-language", "ko");
    for path in reads(&world) {
        let page = root.get(&path);
        assert!(page.status == 200 && page.says("<html lang=\"ko\">") && page.says("사용자"), "{path}");
    }
}
