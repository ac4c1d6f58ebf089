//! Renaming people: names may change, ids do not.

use std::thread;

use doorward::account::{self, AccountRefusal, Role, Username};
use doorward::config::AccessRules;
use doorward::internals::UserId;
use doorward::{By, Failure};
use serde_json::json;

use crate::admin_users::{can_log_in, id_of, path_of, press, world};
use crate::support::{Answer, PASSWORD, Visitor};
use crate::two_factor::soon;
use crate::world::{App, World};

/// Renames an account as an operator.
fn rename(app: &App, id: &str, name: &str) -> Result<bool, Failure<AccountRefusal>> {
    let (id, name) = (UserId::parse(id).expect("an id"), Username::parse(name).expect("a name"));
    app.block_on(move |desk| async move { account::rename(&desk, id, name, By::operator()).await })
}

fn press_rename(admin: &mut Visitor, world: &World, from: &str, to: &str) -> Answer {
    press(admin, &path_of(world, from), "name", &[("username", to)])
}

/// Returns the number of sessions that are listed under a name that is not their user's.
fn listed_wrongly(world: &World) -> i64 {
    world.database.number(
        "SELECT COUNT(*) FROM sessions JOIN users ON users.id = sessions.user_id WHERE sessions.username <> users.username",
    )
}

#[test]
fn a_renamed_person_goes_on_under_the_new_name_on_every_instance() {
    let world = world(2);
    let (mut root, mut here) = (world.signed_in("root").confirming(), world.signed_in("ada"));
    let mut there = world.signed_in("ada").at(world.other_app().port);
    let mut program = world.logged_in("ada");
    let (id, session) = (id_of(&world, "ada"), here.session_id());

    let answer = press_rename(&mut root, &world, "ada", " Grace ");
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = root.get(answer.header("location"));
    assert!(
        page.says("The username is changed") && page.says("<h1>grace") && page.says("Username changed"),
        "{}",
        page.body
    );

    // The access token still has the old name, and is renewed with the next request.
    assert!(here.get("/").says("grace"));
    let claims = here.claims();
    assert_eq!((&claims["preferred_username"], &claims["sub"]), (&json!("grace"), &json!(id)));
    assert_eq!(here.session_id(), session);
    soon(|| there.get("/").says("grace"));
    assert_eq!(program.get("/api/me").status, 419);
    assert_eq!(program.renew().status, 200);
    let me = program.get("/api/me").json();
    assert_eq!((&me["username"], &me["id"]), (&json!("grace"), &json!(id)));

    assert!(!can_log_in(&world, "ada", PASSWORD) && can_log_in(&world, "grace", PASSWORD));
    assert!(
        root.get("/admin/sessions?user=grace").says("grace") && root.get("/admin/sessions?user=ada").hides(&session)
    );
    assert_eq!(listed_wrongly(&world), 0);
    let told = format!(
        "SELECT COUNT(*) FROM events WHERE kind = 'user_renamed' AND user_id = '{id}' AND detail = 'ada is now grace' \
         AND actor_id = (SELECT id FROM users WHERE username = 'root')"
    );
    assert_eq!(world.database.number(&told), 1);
    assert!(root.get("/admin/events?user=grace&kind=user_renamed").says("ada is now grace"));

    // Setting the name that the user has succeeds, and recalls nothing.
    assert_eq!(press_rename(&mut root, &world, "grace", "GRACE").status, 303);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'user_renamed'"), 1);
    assert_eq!(program.get("/api/me").status, 200);
}

#[test]
fn of_all_who_want_a_name_at_once_one_gets_it() {
    let world = World::with(2, |_| {});
    let names: Vec<String> = (0..12).map(|number| format!("user{number}")).collect();
    for name in &names {
        world.add_user(name, Role::User);
    }
    let ids: Vec<String> = names.iter().map(|name| id_of(&world, name)).collect();
    let apps = [world.app(), world.other_app()];
    let outcomes: Vec<_> = thread::scope(|scope| {
        let tries: Vec<_> = ids
            .iter()
            .enumerate()
            .map(|(number, id)| scope.spawn(move || rename(apps[number % 2], id, "wanted")))
            .collect();
        tries.into_iter().map(|one| one.join().expect("answered")).collect()
    });
    let taken = |outcome: &&Result<bool, _>| matches!(outcome, Err(Failure::Refused(AccountRefusal::NameTaken)));
    assert_eq!(outcomes.iter().filter(taken).count(), 11, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Ok(true))).count(), 1, "{outcomes:?}");
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'user_renamed'"), 1);
}

#[test]
fn whoever_signs_in_while_being_renamed_is_listed_by_the_name_they_have() {
    let world = World::with(2, |_| {});
    let id = id_of(&world, "ada");
    let ports = [world.app().port, world.other_app().port];
    thread::scope(|scope| {
        for name in ["ada", "grace"] {
            for port in ports {
                let visitor = world.visitor();
                scope.spawn(move || {
                    for _ in 0..8 {
                        visitor.clone().at(port).post("/login", &[("username", name), ("password", PASSWORD)]);
                    }
                });
            }
        }
        for round in 0..8 {
            let name = ["grace", "ada"][round % 2];
            assert!(matches!(rename(world.app(), &id, name), Ok(true)));
        }
    });
    assert_eq!(listed_wrongly(&world), 0);
}

#[test]
fn a_name_is_taken_while_somebody_has_it_and_free_once_they_have_another() {
    let world = world(1);
    world.add_user("bob", Role::User);
    world.add_user("gone", Role::User);
    let mut root = world.signed_in("root").confirming();
    let refused = press_rename(&mut root, &world, "ada", "bob");
    assert_eq!(refused.status, 422);
    assert!(refused.says("This username is taken") && refused.says("value=\"bob\""), "{}", refused.body);
    for no_name in ["", "a b", ".ada", "аda", &"a".repeat(33)] {
        let refused = press_rename(&mut root, &world, "ada", no_name);
        assert!(refused.status == 422 && refused.says("Use 1 to 32 letters"), "{no_name}: {}", refused.body);
    }
    // The name of a deleted account is taken as long as its sessions are on record.
    world.signed_in("gone");
    let gone = path_of(&world, "gone");
    assert_eq!(root.post(&format!("{gone}/deletion"), &[("sure", "yes")]).status, 303);
    assert_eq!(press_rename(&mut root, &world, "ada", "gone").status, 422);
    assert_eq!(root.post(&format!("{gone}/name"), &[("username", "back")]).status, 404);

    let mut ada = world.signed_in("ada");
    assert_eq!(press_rename(&mut root, &world, "ada", "grace").status, 303);
    assert_eq!(press_rename(&mut root, &world, "bob", "ada").status, 303);
    assert!(ada.get("/").says("grace"), "an old session belongs to its user, not to the name");
    let other = world.signed_in("ada");
    assert_eq!(other.claims()["sub"], json!(id_of(&world, "ada")));
    assert_ne!(other.claims()["sub"], ada.claims()["sub"]);
    assert_eq!(listed_wrongly(&world), 0);
}

#[test]
fn a_device_is_known_to_the_account_and_tries_count_for_the_name() {
    let world = World::with(1, |settings| {
        settings.sign_in_tries_per_address = 1000;
        settings.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
    });
    world.add_user("bob", Role::User);
    let log_in = |visitor: &mut Visitor, name: &str, password: &str| {
        visitor.post("/login", &[("username", name), ("password", password)]).status
    };
    let mut device = world.visitor().with_header("x-forwarded-for", "192.0.2.1");
    assert_eq!(log_in(&mut device, "ada", PASSWORD), 303);
    let (ada, bob) = (id_of(&world, "ada"), id_of(&world, "bob"));
    assert!(matches!(rename(world.app(), &ada, "grace"), Ok(true)));
    assert!(matches!(rename(world.app(), &bob, "ada"), Ok(true)));
    for name in ["ada", "grace"] {
        for number in 0..10 {
            let mut stranger = world.visitor().with_header("x-forwarded-for", format!("198.51.100.{number}"));
            assert_eq!(log_in(&mut stranger, name, &format!("guess {number}")), 422);
        }
    }
    assert_eq!(log_in(&mut device.clone(), "grace", PASSWORD), 303, "the same account");
    assert_eq!(log_in(&mut device.clone(), "ada", PASSWORD), 429, "the same name alone");
}

#[test]
fn admins_may_rename_themselves_and_stay_signed_in() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let own = path_of(&world, "root");
    assert_eq!(press_rename(&mut root, &world, "root", "boss").status, 303);
    let page = root.get(&own);
    assert!(page.status == 200 && page.says("<h1>boss"), "{}", page.body);
    assert_eq!(press(&mut root, &own, "name", &[("username", "root")]).status, 303);
}

#[test]
fn programs_of_administrators_rename_too() {
    let world = world(1);
    world.add_user("bob", Role::User);
    let root = world.logged_in("root");
    let path = |name: &str| format!("/api{}", path_of(&world, name));
    let ada = path("ada");
    for _ in 0..2 {
        assert_eq!(root.put(&format!("{ada}/name"), &json!({"username": "Grace"})).status, 204);
    }
    assert_eq!(root.get(&ada).json()["username"], json!("grace"));
    let taken = root.put(&format!("{ada}/name"), &json!({"username": "bob"}));
    assert_eq!((taken.status, &taken.json()["error"]), (409, &json!("name_taken")));
    for body in [json!({"username": "a b"}), json!({"username": ""}), json!({"name": "ada"}), json!({})] {
        assert_eq!(root.put(&format!("{ada}/name"), &body).status, 400, "{body}");
    }
    assert_eq!(world.logged_in("bob").put(&format!("{ada}/name"), &json!({"username": "eve"})).status, 403);
    assert_eq!(root.delete(&path("bob")).status, 204);
    assert_eq!(root.put(&format!("{}/name", path("bob")), &json!({"username": "eve"})).status, 404);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'user_renamed'"), 1);
}

#[test]
fn the_page_of_a_user_tells_which_access_rules_go_by_the_name() {
    let world = World::with(1, |settings| {
        settings.access_rules =
            AccessRules::parse("wiki.example.org user,wiki.example.org/admin user:grace").expect("rules");
    });
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root").confirming();
    let page = root.get(&path_of(&world, "ada"));
    assert!(
        page.says("Permissions in access_rules belong to the username") && !page.says("user:grace"),
        "{}",
        page.body
    );
    let answer = press_rename(&mut root, &world, "ada", "grace");
    let page = root.get(answer.header("location"));
    assert!(page.says("The username is changed") && page.says("wiki.example.org/admin user:grace"), "{}", page.body);
}
