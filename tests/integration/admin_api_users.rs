//! All users' accounts in the API: each verb takes effect at once, on every instance.

use std::thread;
use std::time::{Duration, Instant};

use doorward::account::Role;
use serde_json::{Value, json};

use crate::admin_users::{NEW, can_log_in, choose, id_of, world};
use crate::support::{Answer, ApiClient, ORIGIN, PASSWORD};
use crate::world::World;

fn path(world: &World, name: &str, part: &str) -> String {
    format!("/api/admin/users/{}{part}", id_of(world, name))
}

fn post(client: &ApiClient, path: &str) -> Answer {
    client.send("POST", path, None)
}

fn error(answer: &Answer) -> (u16, Value) {
    (answer.status, answer.json()["error"].clone())
}

/// Tells whether a NumericDate was this number of seconds from now when the server wrote it a moment ago.
fn is_in(world: &World, date: &Value, seconds: i64) -> bool {
    let ago = |date: i64| world.clock.now().numeric_date() + seconds - date;
    date.as_i64().is_some_and(|date| (0..10).contains(&ago(date)))
}

fn becomes(client: &ApiClient, path: &str, status: u16) -> bool {
    let began = Instant::now();
    while began.elapsed() < Duration::from_millis(1500) {
        if client.get(path).status == status {
            return true;
        }
        thread::sleep(Duration::from_millis(20));
    }
    false
}

fn walk(root: &ApiClient, query: &str) -> Vec<String> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let answer = root.get(&format!("/api/admin/users?{query}{cursor}"));
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
        let body = answer.json();
        let items = body["items"].as_array().expect("items");
        all.extend(items.iter().map(|item| item["username"].as_str().expect("a name").to_owned()));
        let Some(next) = body["next"].as_str() else { return all };
        cursor = format!("&cursor={next}");
        assert!(all.len() < 1000, "{query}");
    }
}

/// Returns the path of a link.
fn path_of_link(link: &Value) -> String {
    link.as_str().expect("a link").strip_prefix(ORIGIN).expect("of ours").to_owned()
}

#[test]
fn accounts_are_searched_filtered_and_sorted() {
    let world = world(1);
    let rows: Vec<String> = (0..60)
        .map(|number| {
            let status = if number % 7 == 0 { "suspended" } else { "active" };
            let hash = if number % 5 == 0 { "NULL" } else { "'x'" };
            let deleted = if number % 49 == 0 { "5" } else { "NULL" };
            format!(
                "('{:032x}', 'user{number:02}', '{}', '{status}', {hash}, 1, 0, {}, NULL, 'mail{number:02}@example.org', {deleted})",
                0xabc_0000 + (number * 37) % 60,
                if number % 10 == 0 { "admin" } else { "user" },
                1000 + number / 10,
            )
        })
        .collect();
    world.database.execute(&format!(
        "INSERT INTO users (id, username, role, status, password_hash, version, version_raised_at, created_at,
         last_signed_in_at, email, deleted_at) VALUES {}",
        rows.join(",")
    ));
    let root = world.logged_in("root");
    let expected = |filter: &str, order: &str| {
        world.database.texts(&format!("SELECT username AS value FROM users WHERE {filter} ORDER BY {order}"))
    };
    for (query, filter, order) in [
        ("limit=7", "deleted_at IS NULL", "username"),
        ("limit=7&sort=-name", "deleted_at IS NULL", "username DESC"),
        ("limit=7&sort=created", "deleted_at IS NULL", "created_at, id"),
        ("limit=7&sort=-created", "deleted_at IS NULL", "created_at DESC, id DESC"),
        ("limit=7&sort=-signed_in", "deleted_at IS NULL", "COALESCE(last_signed_in_at, 0) DESC, id DESC"),
        ("status=deleted", "deleted_at IS NOT NULL", "username"),
        ("status=invited&limit=3", "deleted_at IS NULL AND status = 'active' AND password_hash IS NULL", "username"),
        ("role=admin", "deleted_at IS NULL AND role = 'admin'", "username"),
        ("search=user1*&limit=3", "username LIKE 'user1%' AND deleted_at IS NULL", "username"),
        ("search=user1*&limit=3&sort=-created", "username LIKE 'user1%' AND deleted_at IS NULL", "username"),
        ("search=MAIL12@example.org", "email = 'mail12@example.org'", "username"),
        ("search=mail1*&limit=3", "username = 'mail1'", "email"),
        ("search=mail*@*", "username = 'nobody'", "email"),
        ("search=nobody", "username = 'nobody'", "email"),
    ] {
        assert_eq!(walk(&root, query), expected(filter, order), "{query}");
    }
    let first = root.get("/api/admin/users?limit=7&sort=created").json();
    let next = first["next"].as_str().expect("more");
    for query in [format!("sort=name&cursor={next}"), format!("cursor={next}"), "cursor=bmFtZX4hfjE".into()] {
        let answer = root.get(&format!("/api/admin/users?{query}"));
        assert_eq!(error(&answer), (409, json!("unknown_cursor")), "{query}");
    }
    for query in ["role=king", "status=dead", "sort=role", "search=a+b", "search=", "search=%00", "limit=0", "user=ada"]
    {
        assert_eq!(root.get(&format!("/api/admin/users?{query}")).status, 400, "{query}");
    }
    let found = root.get("/api/admin/users?search=root").json();
    let mut members: Vec<_> = found["items"][0].as_object().expect("a user").keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["created_at", "deleted_at", "email", "id", "last_signed_in_at", "role", "state", "username"]);
    assert!(is_in(&world, &found["items"][0]["last_signed_in_at"], 0), "{found}");
}

#[test]
fn somebody_is_invited_chooses_a_password_and_logs_in() {
    let world = world(1);
    let root = world.logged_in("root");
    let new = json!({"username": "Grace", "role": "admin", "email": "Grace@Example.org"});
    let made = root.post("/api/admin/users", &new);
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"), "{}", made.body);
    let made_json = made.json();
    let user = &made_json["user"];
    assert_eq!((&user["username"], &user["state"]), (&json!("grace"), &json!("invited")));
    assert_eq!((&user["role"], &user["email"]), (&json!("admin"), &json!("grace@example.org")));
    let location = made.header("location").to_owned();
    assert_eq!(location, path(&world, "grace", ""));
    let expires_at = &made_json["invitation"]["expires_at"];
    assert!(is_in(&world, expires_at, 7 * 86_400), "{made_json}");
    let shown = root.get(&location);
    assert_eq!(shown.json()["invitation_expires_at"], *expires_at);
    let first = path_of_link(&made_json["invitation"]["link"]);
    assert!(shown.hides(&first), "a link is shown once");
    assert_eq!(root.post("/api/admin/users", &new).json()["error"], json!("name_taken"));
    // A newer link voids the first.
    let again = post(&root, &path(&world, "grace", "/invitation"));
    assert_eq!(again.status, 200, "{}", again.body);
    let second = path_of_link(&again.json()["link"]);
    assert!(world.visitor().get(&first).hides("new_password"));
    assert_eq!(choose(&mut world.visitor(), &second, NEW).status, 303);
    assert!(can_log_in(&world, "grace", NEW));
    assert_eq!(error(&post(&root, &path(&world, "grace", "/invitation"))), (409, json!("has_password")));

    let reset = post(&root, &path(&world, "grace", "/password-reset"));
    assert_eq!(reset.status, 200, "{}", reset.body);
    assert_eq!(root.get(&location).json()["password_reset_expires_at"], reset.json()["expires_at"]);
    assert_eq!(choose(&mut world.visitor(), &path_of_link(&reset.json()["link"]), "another mauve hinge").status, 303);
    assert!(can_log_in(&world, "grace", "another mauve hinge") && !can_log_in(&world, "grace", NEW));

    assert_eq!(root.post("/api/admin/users", &json!({"username": "bob"})).json()["user"]["role"], json!("user"));
    assert_eq!(error(&post(&root, &path(&world, "bob", "/password-reset"))), (409, json!("has_no_password")));
    let by = "SELECT COUNT(*) FROM events JOIN users ON users.id = events.actor_id WHERE username = 'root' AND kind IN
              ('user_created', 'invitation_created', 'password_reset_started')";
    assert_eq!(world.database.number(by), 6);
}

#[test]
fn new_accounts_are_described_exactly() {
    let world = world(1);
    let root = world.logged_in("root");
    let long = format!("{}@b", "a".repeat(253));
    for body in [
        json!({"username": ""}),
        json!({"username": ".ada"}),
        json!({"username": "a".repeat(33)}),
        json!({"username": "é"}),
        json!({"username": "eve", "role": "king"}),
        json!({"username": "eve", "role": null}),
        json!({"username": "eve", "email": ""}),
        json!({"username": "eve", "email": "nowhere"}),
        json!({"username": "eve", "email": long}),
        json!({"username": "eve", "password": "x"}),
        json!({"role": "admin"}),
    ] {
        assert_eq!(root.post("/api/admin/users", &body).status, 400, "{body}");
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM users"), 2);
    let eve = json!({"username": "eve", "email": "유나@예시.한국"});
    // A host has one spelling, that of DNS.
    assert_eq!(root.post("/api/admin/users", &eve).json()["user"]["email"], "유나@xn--vv4b11d.xn--3e0b707e");
    let null = json!({"username": "mallory", "email": null});
    assert_eq!(root.post("/api/admin/users", &null).json()["user"]["email"], Value::Null);
}

#[test]
fn addresses_are_noted_and_taken_away() {
    let world = world(1);
    let root = world.logged_in("root");
    let path = path(&world, "ada", "/email");
    for (body, status, noted) in [
        (json!({"email": "Ada@Example.org"}), 204, json!("ada@example.org")),
        (json!({"email": "ada@example.org"}), 204, json!("ada@example.org")),
        (json!({}), 400, json!("ada@example.org")),
        (json!({"email": ""}), 400, json!("ada@example.org")),
        (json!({"email": "a b@c"}), 400, json!("ada@example.org")),
        (json!({"email": null}), 204, Value::Null),
    ] {
        let answer = root.put(&path, &body);
        assert_eq!(answer.status, status, "{body}: {}", answer.body);
        assert_eq!(root.get(path.trim_end_matches("/email")).json()["email"], noted, "{body}");
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'email_changed'"), 2);
}

#[test]
fn a_role_counts_at_once_on_every_instance() {
    let world = world(2);
    let root = world.logged_in("root");
    let mut ada = world.logged_in("ada").at(world.other_app().port);
    assert_eq!(ada.get("/api/admin/users").status, 403);
    let role = path(&world, "ada", "/role");
    assert_eq!(root.put(&role, &json!({"role": "admin"})).status, 204);
    // The guard reads the role from the database; the token with the old role is recalled within a second, too.
    assert!(matches!(ada.get("/api/admin/users").status, 200 | 419));
    assert!(becomes(&ada, "/api/me", 419));
    assert_eq!(ada.renew().status, 200);
    assert_eq!((ada.get("/api/me").json()["role"].clone(), ada.get("/api/admin/users").status), (json!("admin"), 200));
    assert_eq!(root.put(&role, &json!({"role": "user"})).status, 204);
    assert!(matches!(ada.get("/api/admin/users").status, 403 | 419), "the new role counts at once");
    assert!(becomes(&ada, "/api/me", 419));
    assert_eq!(root.put(&role, &json!({"role": "user"})).status, 204, "setting the role that the user has succeeds");
    let by = "SELECT COUNT(*) FROM events JOIN users ON users.id = events.actor_id
              WHERE username = 'root' AND kind = 'role_changed'";
    assert_eq!(world.database.number(by), 2);
}

#[test]
fn suspending_signing_out_and_deleting_end_all_sessions_everywhere() {
    let world = world(2);
    let root = world.logged_in("root");
    let sessions = || (world.logged_in("ada"), world.logged_in("ada").at(world.other_app().port));
    let are_over = |(here, there): &(ApiClient, ApiClient)| {
        here.get("/api/me").status == 419 && becomes(there, "/api/me", 419) && here.clone().renew().status == 401
    };
    let (clients, user) = (sessions(), path(&world, "ada", ""));
    assert_eq!(root.get(&user).json()["live_sessions"], json!(2));
    let answer = post(&root, &format!("{user}/sign-out"));
    assert_eq!((answer.status, answer.json()), (200, json!({"ended": 2})));
    assert!(are_over(&clients));
    assert_eq!(post(&root, &format!("{user}/sign-out")).json(), json!({"ended": 0}));

    let (clients, suspension) = (sessions(), format!("{user}/suspension"));
    assert_eq!(root.send("PUT", &suspension, None).status, 204);
    assert!(are_over(&clients) && !can_log_in(&world, "ada", PASSWORD));
    assert_eq!(root.send("PUT", &suspension, None).status, 204, "suspending a suspended user succeeds");
    assert_eq!(root.get(&user).json()["state"], json!("suspended"));
    for part in ["/invitation", "/password-reset"] {
        assert_eq!(error(&post(&root, &format!("{user}{part}"))), (409, json!("suspended")), "{part}");
    }
    assert_eq!(root.delete(&suspension).status, 204);
    assert_eq!(root.delete(&suspension).status, 204);
    assert!(can_log_in(&world, "ada", PASSWORD));

    let clients = sessions();
    assert_eq!(root.delete(&user).status, 204);
    assert!(are_over(&clients) && !can_log_in(&world, "ada", PASSWORD));
    let shown = root.get(&user).json();
    assert_eq!((&shown["state"], &shown["email"]), (&json!("deleted"), &Value::Null));
    assert!(is_in(&world, &shown["deleted_at"], 0), "{shown}");
    assert_eq!(root.delete(&user).status, 404, "a deleted account cannot be deleted again");
    for (part, body) in [("/role", json!({"role": "admin"})), ("/email", json!({"email": "a@b"}))] {
        assert_eq!(root.put(&format!("{user}{part}"), &body).status, 404, "{part}");
    }
    for kind in ["user_suspended", "user_reactivated", "user_deleted"] {
        let by = format!(
            "SELECT COUNT(*) FROM events JOIN users ON users.id = events.actor_id WHERE username = 'root' AND kind = '{kind}'"
        );
        assert_eq!(world.database.number(&by), 1, "{kind}");
    }
}

#[test]
fn the_last_administrator_stays_one() {
    let world = world(1);
    let root = world.logged_in("root");
    let own = path(&world, "root", "");
    let refused = [
        root.put(&format!("{own}/role"), &json!({"role": "user"})),
        root.send("PUT", &format!("{own}/suspension"), None),
        root.delete(&own),
    ];
    for answer in refused {
        assert_eq!(error(&answer), (409, json!("last_admin")));
        assert!(answer.says("this is the last administrator who can sign in"), "{}", answer.body);
    }
    let korean = root.with_header("accept-language", "ko").delete(&own);
    assert!(korean.says("관리자"), "{}", korean.body);
    world.add_user("second", Role::Admin);
    assert_eq!(root.put(&format!("{own}/role"), &json!({"role": "user"})).status, 204);
    assert!(matches!(root.get("/api/admin/users").status, 403 | 419));
}

#[test]
fn two_administrators_who_end_each_other_by_calls_leave_one() {
    let world = World::with(2, |_| {});
    let names = ["root0", "root1"];
    for name in names {
        world.add_user(name, Role::Admin);
    }
    let paths = [path(&world, names[1], ""), path(&world, names[0], "")];
    let can_sign_in =
        "SELECT COUNT(*) FROM users WHERE role = 'admin' AND status = 'active' AND password_hash IS NOT NULL";
    let hash = world.database.texts("SELECT password_hash AS value FROM users WHERE username = 'ada'").remove(0);
    for round in 0..20 {
        let ports = [world.app().port, world.other_app().port];
        let admins = [0, 1].map(|number| world.logged_in(names[number]).at(ports[number]));
        let tries: Vec<_> = admins
            .into_iter()
            .enumerate()
            .map(|(number, admin)| {
                let path = paths[number].clone();
                thread::spawn(move || match (round + number) % 3 {
                    0 => admin.put(&format!("{path}/role"), &json!({"role": "user"})).status,
                    1 => admin.send("PUT", &format!("{path}/suspension"), None).status,
                    _ => admin.delete(&path).status,
                })
            })
            .collect();
        let statuses: Vec<_> = tries.into_iter().map(|one| one.join().expect("answered")).collect();
        assert_eq!(world.database.number(can_sign_in), 1, "round {round}: {statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1, "round {round}: {statuses:?}");
        // An administrator whose request came too late is no administrator any more, or would have been the last one.
        let is_late = |status: &u16| matches!(status, 204 | 403 | 409 | 419);
        assert!(statuses.iter().all(is_late), "round {round}: {statuses:?}");
        world.database.execute(&format!(
            "UPDATE users SET role = 'admin', status = 'active', deleted_at = NULL, password_hash = '{hash}'
             WHERE username LIKE 'root%'"
        ));
    }
}
