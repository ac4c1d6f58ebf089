//! Admins change accounts on the pages: each verb takes effect at once, on every instance.

use std::thread::sleep;
use std::time::{Duration, Instant};

use doorward::account::Role;
use doorward::internals::users;

use crate::support::{Answer, ORIGIN, PASSWORD, Visitor};
use crate::world::World;

pub const NEW: &str = "quietly mauve hinges";

/// Starts this number of instances, with a user `ada` and an admin `root`.
pub fn world(instances: usize) -> World {
    let world = World::with(instances, |_| {});
    world.add_user("root", Role::Admin);
    world
}

pub fn id_of(world: &World, name: &str) -> String {
    let ids = world.database.texts(&format!("SELECT id AS value FROM users WHERE username = '{name}'"));
    ids.into_iter().next().expect("a user")
}

pub fn path_of(world: &World, name: &str) -> String {
    format!("/admin/users/{}", id_of(world, name))
}

/// Presses the button of the form that goes to `part` of a user's page.
pub fn press(admin: &mut Visitor, user: &str, part: &str, fields: &[(&str, &str)]) -> Answer {
    let page = admin.get(user);
    assert_eq!(page.status, 200, "{}", page.body);
    admin.submit(&page, &format!("{user}/{part}"), fields)
}

/// Returns the path of the link that a page shows.
pub fn shown_link(page: &Answer) -> String {
    let start = page.body.find(&format!("<code>{ORIGIN}/")).unwrap_or_else(|| panic!("no link in {}", page.body));
    let rest = &page.body[start + "<code>".len() + ORIGIN.len()..];
    rest[..rest.find('<').expect("an end")].to_owned()
}

/// Chooses a password on the page of a link.
pub fn choose(visitor: &mut Visitor, link: &str, password: &str) -> Answer {
    let page = visitor.get(link);
    assert_eq!(page.status, 200, "{}", page.body);
    visitor.submit(&page, link, &[("new_password", password), ("new_password_again", password)])
}

pub fn can_log_in(world: &World, name: &str, password: &str) -> bool {
    world.visitor().post("/login", &[("username", name), ("password", password)]).status == 303
}

fn is_refused_soon(visitor: &mut Visitor) -> bool {
    let started = Instant::now();
    while started.elapsed() < Duration::from_millis(1500) {
        if !visitor.is_signed_in() {
            return true;
        }
        sleep(Duration::from_millis(20));
    }
    false
}

fn events(world: &World, kind: &str) -> i64 {
    world.database.number(&format!("SELECT COUNT(*) FROM events WHERE kind = '{kind}'"))
}

#[test]
fn somebody_is_invited_chooses_a_password_and_is_signed_in() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let form = root.get("/admin/users/new");
    let fields = [("username", "Grace"), ("email", "grace@Example.org"), ("role", "admin")];
    let made = root.submit(&form, "/admin/users/new", &fields);
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"), "{}", made.body);
    assert!(made.says("grace is invited") && made.says("Copy it now"));
    let link = shown_link(&made);

    let page = root.get(&path_of(&world, "grace"));
    assert!(page.says("Invited") && page.says("grace@example.org") && page.says("Invitation valid until"));
    assert!(!page.says(&link), "a link is shown once");
    assert!(!can_log_in(&world, "grace", "") && !can_log_in(&world, "grace", PASSWORD));

    let mut grace = world.visitor();
    let answer = choose(&mut grace, &link, NEW);
    assert_eq!((answer.status, answer.header("location")), (303, "/?welcome"));
    assert_eq!(grace.claims()["role"], "admin");
    assert_eq!(grace.get("/admin/users").status, 200);
    for kind in ["invitation_created", "invitation_accepted"] {
        assert_eq!(events(&world, kind), 1, "{kind}");
    }
    let by = "SELECT COUNT(*) FROM events JOIN users ON users.id = events.actor_id WHERE username = 'root'
              AND kind IN ('user_created', 'invitation_created')";
    assert_eq!(world.database.number(by), 2, "the events name the admin");
}

#[test]
fn mistakes_on_the_form_for_a_new_account_keep_what_was_typed() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let form = root.get("/admin/users/new");
    for (name, email, status, reason) in [
        ("not a name", "x@y", 422, "Use 1 to 32 letters"),
        ("grace", "nowhere", 422, "This is not an email address"),
        ("ada", "x@y", 409, "This username is taken"),
    ] {
        let fields = [("username", name), ("email", email), ("role", "admin")];
        let answer = root.submit(&form, "/admin/users/new", &fields);
        assert!(answer.status == status && answer.says(reason), "{name}: {} {}", answer.status, answer.body);
        assert!(answer.says(&format!("value=\"{name}\"")) && answer.says(&format!("value=\"{email}\"")));
        assert!(answer.says("<option value=\"admin\" selected>"));
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM users"), 2);
}

#[test]
fn the_page_with_a_new_link_has_a_message_to_send_and_a_code_to_scan() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let form = root.get("/admin/users/new");
    let made = root.submit(&form, "/admin/users/new", &[("username", "grace"), ("email", ""), ("role", "user")]);
    let invited = shown_link(&made);
    let user = path_of(&world, "ada");
    for (page, words) in [
        (made, "grace, here is your invitation to Doorward:"),
        (
            press(&mut root, &user, "password-reset", &[]),
            "ada, here is your link to choose a new password at Doorward:",
        ),
        (press(&mut root, &user, "device-link", &[]), "ada, open this link in the browser"),
    ] {
        let message = page.body.split("<p class=\"grab kept\">").last().and_then(|rest| rest.split('<').next());
        let message = message.expect("a message");
        let link = format!("{ORIGIN}{}", shown_link(&page));
        assert!(message.starts_with(words) && message.contains(&link) && message.contains("UTC"), "{message}");
        assert!(page.says("<svg class=\"qr\"") && page.says("<p class=\"grab kept\"><code>"), "{}", page.body);
    }
    // Who has lost the page is led to where another link is made.
    let form = root.get("/admin/users/new");
    let again = root.submit(&form, "/admin/users/new", &[("username", "grace"), ("email", ""), ("role", "user")]);
    assert!(again.status == 409 && again.says("grace is already invited"), "{}", again.body);
    assert!(again.says(&format!("href=\"{}\"", path_of(&world, "grace"))) && again.hides(&invited));
    let again = root.submit(&form, "/admin/users/new", &[("username", "ada"), ("email", ""), ("role", "user")]);
    assert!(again.says(&format!("href=\"{user}\"")) && again.hides("is already invited"), "{}", again.body);
    // Also if something else is wrong.
    let again =
        root.submit(&form, "/admin/users/new", &[("username", "grace"), ("email", "nowhere"), ("role", "user")]);
    assert!(again.status == 422 && again.says("grace is already invited"), "{}", again.body);
    assert!(again.says("This is not an email address"), "{}", again.body);
}

#[test]
fn next_steps_are_shown_to_admins_while_they_are_open() {
    let world = World::with(1, |_| {});
    world.database.execute("UPDATE users SET role = 'admin'");
    let mut ada = world.signed_in("ada");
    let shows = |visitor: &mut Visitor, links: &[&str]| {
        let page = visitor.get("/");
        for link in ["/account/two-factor", "/admin/users/new", "/admin/users", "/admin/settings#public_url"] {
            let is_shown = page.says(&format!("class=\"button quiet\" href=\"{link}\""));
            assert_eq!(is_shown, links.contains(&link), "{link}: {}", page.body);
        }
        assert_eq!(page.says("Next steps"), !links.is_empty());
    };
    shows(&mut ada, &["/account/two-factor", "/admin/users/new", "/admin/settings#public_url"]);
    world.add_user("bob", Role::User);
    shows(&mut ada, &["/account/two-factor", "/admin/users", "/admin/settings#public_url"]);
    shows(&mut world.signed_in("bob"), &[]);
    world.add_user("root", Role::Admin);
    crate::two_factor::enrol(&world, &mut ada);
    shows(&mut ada, &["/admin/settings#public_url"]);
}

#[test]
fn a_reset_changes_nothing_until_it_is_completed_and_then_ends_everything() {
    let world = world(2);
    let mut root = world.signed_in("root").confirming();
    let (mut here, mut there) = (world.signed_in("ada"), world.signed_in("ada").at(world.other_app().port));
    let shown = press(&mut root, &path_of(&world, "ada"), "password-reset", &[]);
    assert_eq!(shown.status, 200);
    let link = shown_link(&shown);
    assert!(here.is_signed_in() && there.is_signed_in() && can_log_in(&world, "ada", PASSWORD));
    assert!(root.get(&path_of(&world, "ada")).says("Reset link valid until"));

    let mut holder = world.visitor();
    assert_eq!(choose(&mut holder, &link, NEW).status, 303);
    assert!(holder.is_signed_in());
    assert!(!here.is_signed_in() && is_refused_soon(&mut there));
    assert!(here.get("/login").says("A new password was set for your account"));
    assert!(!can_log_in(&world, "ada", PASSWORD) && can_log_in(&world, "ada", NEW));
    assert_eq!(events(&world, "password_reset_completed"), 1);
}

#[test]
fn a_suspension_ends_all_sessions_at_once_and_can_be_taken_back() {
    let world = world(2);
    let mut root = world.signed_in("root").confirming();
    let path = path_of(&world, "ada");
    let (mut here, mut there) = (world.signed_in("ada"), world.signed_in("ada").at(world.other_app().port));
    let answer = root.post(&format!("{path}/suspension"), &[("sure", "yes")]);
    assert_eq!((answer.status, answer.header("location")), (303, &*format!("{path}?done=suspended")));
    assert!(root.get(answer.header("location")).says("The account is suspended and signed out everywhere"));
    assert!(!here.is_signed_in() && is_refused_soon(&mut there));
    assert!(here.get("/login").says("Your account is suspended"));
    assert!(!can_log_in(&world, "ada", PASSWORD));

    let answer = press(&mut root, &path, "reactivation", &[]);
    assert!(root.get(answer.header("location")).says("The account is active again"));
    assert!(!here.is_signed_in(), "active again. It has to sign in again");
    assert!(can_log_in(&world, "ada", PASSWORD));
    assert!(
        !root.get(&format!("{path}?done=suspended")).says("is suspended and signed out"),
        "an old address does not claim that the account is suspended"
    );
}

#[test]
fn signing_out_everywhere_and_changing_a_role_take_effect_on_the_next_request() {
    let world = world(2);
    let mut root = world.signed_in("root").confirming();
    let path = path_of(&world, "ada");
    let mut there = world.signed_in("ada").at(world.other_app().port);
    assert_eq!(press(&mut root, &path, "sign-out", &[]).status, 303);
    assert!(is_refused_soon(&mut there));
    assert!(there.get("/login").says("An administrator signed you out"));

    let mut several = [world.signed_in("ada"), world.signed_in("ada")];
    let asked = press(&mut root, &path, "sign-out", &[]);
    assert_eq!((asked.status, asked.header("location")), (303, format!("{path}/sign-out").as_str()));
    assert!(several.iter_mut().all(Visitor::is_signed_in), "a page asks before more than one session ends");
    let asked = root.get(&format!("{path}/sign-out"));
    assert!(asked.says("Sign ada out everywhere?"), "{}", asked.body);
    assert_eq!(root.submit(&asked, &format!("{path}/sign-out"), &[]).status, 303);
    assert!(several.iter_mut().all(|one| !one.is_signed_in()));

    let mut ada = world.signed_in("ada");
    assert_eq!(ada.get("/admin/users").status, 403);
    let page = root.get(&path);
    assert!(page.says("Make ada an administrator"));
    assert_eq!(root.submit(&page, &format!("{path}/role"), &[]).status, 303);
    assert_eq!(ada.get("/admin/users").status, 200, "the role is read from the database");
    let page = root.get(&path);
    assert_eq!(root.submit(&page, &format!("{path}/role"), &[("role", "user")]).status, 303);
    assert_eq!(ada.get("/admin/users").status, 403);
    assert_eq!(events(&world, "role_changed"), 2);
}

#[test]
fn a_deleted_account_is_gone_at_once_and_its_row_with_its_last_session() {
    let world = world(2);
    let mut root = world.signed_in("root").confirming();
    let (path, id) = (path_of(&world, "ada"), id_of(&world, "ada"));
    assert_eq!(press(&mut root, &path, "email", &[("email", "ada@example.org")]).status, 303);
    let (mut here, mut there) = (world.signed_in("ada"), world.signed_in("ada").at(world.other_app().port));
    let page = root.get(&path);
    assert!(page.says(&format!("href=\"{path}/deletion\"")));
    let unasked = root.post(&format!("{path}/deletion"), &[]);
    assert_eq!((unasked.status, unasked.header("location")), (303, &*format!("{path}/deletion")));
    assert!(here.is_signed_in(), "nothing is deleted before the confirmation");
    let asked = root.get(&format!("{path}/deletion"));
    assert!(asked.says("Delete ada?") && asked.says("You cannot undo this"));
    assert_eq!(root.submit(&asked, &format!("{path}/deletion"), &[]).status, 303);

    assert!(!here.is_signed_in() && is_refused_soon(&mut there));
    assert!(here.get("/login").says("This account was deleted"));
    assert!(!can_log_in(&world, "ada", PASSWORD));
    let left =
        format!("SELECT COUNT(*) FROM users WHERE id = '{id}' AND (password_hash IS NOT NULL OR email IS NOT NULL)");
    assert_eq!(world.database.number(&left), 0);
    let shown = root.get(&path);
    assert!(shown.says("Deleted") && !shown.says(&format!("{path}/")), "no action on the account is offered any more");
    assert!(!root.get("/admin/users").says(&id) && root.get("/admin/users?status=deleted").says(&id));
    for part in
        ["name", "role", "suspension", "reactivation", "sign-out", "password-reset", "invitation", "email", "deletion"]
    {
        let fields: &[(&str, &str)] = match part {
            "name" => &[("username", "back")],
            "role" => &[("role", "admin")],
            "email" => &[("email", "a@b")],
            "deletion" => &[("sure", "yes")],
            _ => &[],
        };
        assert_eq!(root.post(&format!("{path}/{part}"), fields).status, 404, "{part}");
    }

    let form = root.get("/admin/users/new");
    let again = [("username", "ada"), ("email", ""), ("role", "user")];
    assert_eq!(root.submit(&form, "/admin/users/new", &again).status, 409, "the row keeps the name");
    let delete_gone = || {
        let desk = world.app().desk.clone();
        desk.store().write_blocking(|connection| users::delete_gone(connection, 10)).expect("asked")
    };
    assert_eq!(delete_gone(), 0, "the sessions are still on record");
    world.database.execute(&format!("DELETE FROM sessions WHERE user_id = '{id}'"));
    assert_eq!((delete_gone(), delete_gone()), (1, 0));
    assert_eq!(root.get(&path).status, 404);
    assert_eq!(root.submit(&form, "/admin/users/new", &again).status, 201);
    assert_ne!(id_of(&world, "ada"), id);
}

#[test]
fn an_email_address_is_a_note_and_no_way_in() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let path = path_of(&world, "ada");
    let answer = press(&mut root, &path, "email", &[("email", "not one")]);
    assert!(answer.status == 422 && answer.says("This is not an email address") && answer.says("value=\"not one\""));
    press(&mut root, &path, "email", &[("email", "ada@Example.org")]);
    assert!(root.get(&path).says("ada@example.org"));
    assert!(!can_log_in(&world, "ada@example.org", PASSWORD));
    press(&mut root, &path, "email", &[("email", "")]);
    assert!(!root.get(&path).says("ada@example.org"));
    let told = "SELECT COUNT(*) FROM events WHERE kind = 'email_changed' AND detail LIKE '%@%'";
    assert_eq!(
        (events(&world, "email_changed"), world.database.number(told)),
        (2, 0),
        "the record outlives the account"
    );
}

#[test]
fn what_hits_oneself_is_asked_again_first() {
    let world = world(1);
    world.add_user("other", Role::Admin);
    let mut root = world.signed_in("root").confirming();
    let path = path_of(&world, "root");
    for part in ["role", "suspension", "deletion"] {
        let page = root.get(&path);
        assert!(page.says(&format!("href=\"{path}/{part}\"")), "{part}");
        let fields: &[(&str, &str)] = if part == "role" { &[("role", "user")] } else { &[] };
        let unasked = root.post(&format!("{path}/{part}"), fields);
        assert_eq!((unasked.status, unasked.header("location")), (303, &*format!("{path}/{part}")));
        assert!(root.get(&format!("{path}/{part}")).says("This is your own account"), "{part}");
    }
    assert_eq!(root.get("/admin/users").status, 200, "nothing changes before the confirmation");

    let asked = root.get(&format!("{path}/role"));
    let answer = root.submit(&asked, &format!("{path}/role"), &[]);
    assert_eq!((answer.status, answer.header("location")), (303, "/account"));
    assert!(root.get("/account").status == 200 && root.get("/admin/users").status == 403);

    let mut other = world.signed_in("other");
    world.database.execute("UPDATE users SET role = 'admin' WHERE username = 'root'");
    let path = path_of(&world, "other");
    let asked = other.get(&format!("{path}/suspension"));
    let answer = other.submit(&asked, &format!("{path}/suspension"), &[]);
    assert_eq!((answer.status, answer.header("location")), (303, "/login"));
    assert!(other.get("/login").says("Your account is suspended"));
}

#[test]
fn refusals_say_what_to_do_next() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let own = path_of(&world, "root");
    for part in ["role", "suspension", "deletion"] {
        let asked = root.get(&format!("{own}/{part}"));
        let answer = root.submit(&asked, &format!("{own}/{part}"), &[]);
        assert!(answer.status == 409 && answer.says("this is the last administrator who can sign in"), "{part}");
    }
    assert_eq!(root.get("/admin/users").status, 200);

    let ada = path_of(&world, "ada");
    let answer = root.post(&format!("{ada}/invitation"), &[]);
    assert!(answer.status == 409 && answer.says("Create a reset link instead"));
    let form = root.get("/admin/users/new");
    root.submit(&form, "/admin/users/new", &[("username", "grace"), ("role", "user"), ("email", "")]);
    let grace = path_of(&world, "grace");
    let answer = root.post(&format!("{grace}/password-reset"), &[]);
    assert!(answer.status == 409 && answer.says("Create a new invitation instead"));
    press(&mut root, &ada, "suspension", &[]);
    for part in ["password-reset", "invitation"] {
        let answer = root.post(&format!("{ada}/{part}"), &[]);
        assert!(answer.status == 409 && answer.says("the account is suspended"), "{part}");
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM account_links"), 1);
}

#[test]
fn the_page_of_a_user_shows_sessions_and_events_with_links() {
    let world = world(1);
    let ada = world.signed_in("ada");
    let mut root = world.signed_in("root").confirming();
    let page = root.get(&path_of(&world, "ada"));
    assert!(page.says(&format!("href=\"/admin/sessions/{}\"", ada.session_id())));
    assert!(page.says("href=\"/admin/events?user=ada\"") && page.says("Account created") && page.says("Signed in"));
    assert!(root.get(&path_of(&world, "root")).says("your session"));
}
