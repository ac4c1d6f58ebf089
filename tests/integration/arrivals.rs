//! Whoever chooses a password by a link is signed in with it, by the rules of every other sign-in.

use doorward::By;
use doorward::account::{Role, Username, links};
use doorward::config::TwoFactorPolicy;

use crate::admin_users::{NEW, can_log_in, choose, path_of, press, shown_link, world};
use crate::support::authenticator::Authenticator;
use crate::support::{PASSWORD, Visitor};
use crate::two_factor::{enrol, give};
use crate::world::World;

fn invitation(root: &mut Visitor) -> String {
    let form = root.get("/admin/users/new");
    shown_link(&root.submit(&form, "/admin/users/new", &[("username", "grace"), ("role", "user")]))
}

fn invitation_of_an_operator(world: &World, role: Role) -> String {
    let made = world.app().block_on(move |desk| async move {
        let name = Username::parse("grace").expect("a name");
        links::invite(&desk, name, role, None, By::operator()).await
    });
    format!("/invitation/{}", made.expect("invited").token.expose())
}

fn reset(world: &World, root: &mut Visitor) -> String {
    shown_link(&press(root, &path_of(world, "ada"), "password-reset", &[]))
}

/// The events about somebody, without renewals, in their order.
fn events(world: &World, name: &str) -> Vec<String> {
    world.database.texts(&format!(
        "SELECT kind AS value FROM events JOIN users ON users.id = events.user_id
         WHERE username = '{name}' AND kind <> 'session_renewed' ORDER BY events.id"
    ))
}

fn live_sessions(world: &World, name: &str) -> i64 {
    world.database.number(&format!("SELECT COUNT(*) FROM sessions WHERE username = '{name}' AND state = 'live'"))
}

#[test]
fn an_invited_person_is_signed_in_and_welcomed() {
    let world = world(1);
    let link = invitation(&mut world.signed_in("root").confirming());
    let mut grace = world.visitor();
    let answer = choose(&mut grace, &link, NEW);
    assert_eq!((answer.status, answer.header("location")), (303, "/?welcome"));
    assert_eq!(grace.jar.keys().collect::<Vec<_>>(), ["access", "app-access", "device", "refresh"]);
    let home = grace.get("/?welcome");
    assert!(home.says("Your account is ready") && home.says("Hello, grace"), "{}", home.body);
    assert!(grace.get("/").hides("Your account is ready"));
    assert_eq!(grace.claims()["role"], "user");
    let done = events(&world, "grace");
    assert_eq!(done[done.len() - 2..], ["invitation_accepted", "signed_in"], "{done:?}");
    let signed_in = "SELECT COUNT(*) FROM users WHERE username = 'grace' AND last_signed_in_at IS NOT NULL";
    assert_eq!((world.database.number(signed_in), live_sessions(&world, "grace")), (1, 1));
    // The session is not kept when the browser is closed: nobody was asked.
    assert!(
        answer.set_cookies().iter().filter(|cookie| cookie.starts_with("refresh=")).all(|c| !c.contains("Max-Age"))
    );
    assert!(can_log_in(&world, "grace", NEW));
}

#[test]
fn a_reset_ends_every_session_but_the_one_that_it_opens() {
    let world = world(1);
    let link = reset(&world, &mut world.signed_in("root").confirming());
    let (mut phone, mut desk) = (world.signed_in("ada"), world.signed_in("ada"));
    // The desk is still signed in to the account itself, so nobody is signed out by surprise.
    assert!(desk.get(&link).hides("is signed in in this browser"));
    let answer = choose(&mut desk, &link, NEW);
    assert_eq!((answer.status, answer.header("location")), (303, "/?chosen"));
    assert!(desk.get("/?chosen").says("Your new password is saved") && desk.is_signed_in());
    assert!(!phone.is_signed_in());
    assert_eq!(live_sessions(&world, "ada"), 1);
}

#[test]
fn a_link_replaces_the_password_and_not_the_second_factor() {
    let world = world(1);
    let mut phone = world.signed_in("ada");
    let (app, _) = enrol(&world, &mut phone);
    let link = reset(&world, &mut world.signed_in("root").confirming());
    let mut holder = world.visitor();
    let answer = choose(&mut holder, &link, NEW);
    assert_eq!((answer.status, answer.header("location")), (303, "/login/two-factor?next=%2F%3Fchosen"));
    assert_eq!(holder.jar.keys().collect::<Vec<_>>(), ["device", "second-step"]);
    assert!(!holder.is_signed_in() && !phone.is_signed_in());
    assert_eq!(live_sessions(&world, "ada"), 0);
    let page = holder.get(answer.header("location"));
    assert!(page.says("Your new password is saved") && page.hides("Your password is correct"), "{}", page.body);
    assert_eq!(give(&mut holder, &app.wrong_code(&world.clock)).status, 422);
    assert!(!holder.is_signed_in());
    let page = holder.get(answer.header("location"));
    let done = holder.submit(&page, "/login/two-factor", &[("code", &app.code(&world.clock))]);
    assert_eq!((done.status, done.header("location")), (303, "/?chosen"));
    assert!(holder.is_signed_in());
    // Whoever gives up at the second step has the new password all the same.
    assert!(can_log_in(&world, "ada", NEW) && !can_log_in(&world, "ada", PASSWORD));
}

#[test]
fn who_must_have_a_second_factor_sets_it_up_before_they_are_in() {
    let world = World::with(1, |settings| settings.two_factor = TwoFactorPolicy::Admins);
    let link = invitation_of_an_operator(&world, Role::Admin);
    let mut grace = world.visitor();
    let answer = choose(&mut grace, &link, NEW);
    assert_eq!((answer.status, answer.header("location")), (303, "/login/two-factor?next=%2F%3Fwelcome"));
    assert!(!grace.is_signed_in());
    let page = grace.get(answer.header("location"));
    assert!(page.says("Your password is saved"), "{}", page.body);
    let offer = grace.submit(&page, "/login/two-factor/enrolment", &[]);
    let code = Authenticator::scan(&offer).code(&world.clock);
    let codes = grace.submit(&offer, "/login/two-factor/activation", &[("code", &code)]);
    assert!(codes.status == 200 && codes.says("href=\"/?welcome\""), "{}", codes.body);
    assert!(grace.is_signed_in() && grace.get("/?welcome").says("Your account is ready"));
}

#[test]
fn somebody_else_who_is_signed_in_in_the_browser_is_named_and_then_signed_out() {
    let world = world(1);
    let link = invitation(&mut world.signed_in("root").confirming());
    let mut browser = world.signed_in("ada");
    let before = browser.clone();
    let page = browser.get(&link);
    assert!(page.says("ada is signed in in this browser"), "{}", page.body);
    assert!(browser.is_signed_in(), "looking signs nobody out");
    assert_eq!(choose(&mut browser, &link, NEW).status, 303);
    assert_eq!(browser.claims()["preferred_username"], "grace");
    assert!(!before.clone().is_signed_in());
    assert_eq!(
        world.database.texts("SELECT revocation_reason AS value FROM sessions WHERE username = 'ada'"),
        ["replaced"]
    );
}

#[test]
fn a_form_of_another_site_signs_nobody_in() {
    let world = world(1);
    let link = invitation(&mut world.signed_in("root").confirming());
    let fields = [("new_password", NEW), ("new_password_again", NEW)];
    let mut victim = world.signed_in("ada");
    let session = victim.session_id();
    for site in ["cross-site", "same-site"] {
        let mut lured = victim.with_header("sec-fetch-site", site).with_header("origin", "https://evil.example");
        let answer = lured.post(&link, &fields);
        assert!(answer.status == 403 && answer.set_cookies().is_empty(), "{site}: {}", answer.status);
    }
    assert!(victim.is_signed_in() && victim.session_id() == session);
    assert_eq!(choose(&mut world.visitor(), &link, NEW).status, 303, "the link still works");
}

#[test]
fn looking_at_a_link_signs_nobody_in() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    for link in [invitation(&mut root), reset(&world, &mut root)] {
        for method in ["GET", "HEAD"] {
            let answer = world.visitor().request(method, &link, None);
            assert!(answer.status == 200 && answer.set_cookies().is_empty(), "{method} {link}");
        }
    }
    assert_eq!(live_sessions(&world, "grace") + live_sessions(&world, "ada"), 0);
}

#[test]
fn a_link_that_does_not_work_leaves_the_browser_as_it_is() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let (first, _second) = (reset(&world, &mut root), reset(&world, &mut root));
    let suspended = invitation(&mut root);
    press(&mut root, &path_of(&world, "grace"), "suspension", &[]);
    let mut ada = world.signed_in("ada");
    for link in [first, suspended] {
        let answer = ada.post(&link, &[("new_password", NEW), ("new_password_again", NEW)]);
        assert!(answer.status == 403 && answer.set_cookies().is_empty() && ada.is_signed_in(), "{link}");
    }
    assert_eq!(live_sessions(&world, "grace"), 0);
}

#[test]
fn a_link_pressed_twice_gives_both_answers_the_same_session() {
    let world = world(1);
    let link = invitation(&mut world.signed_in("root").confirming());
    let mut grace = world.visitor();
    let page = grace.get(&link);
    let stranger = grace.clone();
    let fields = page.filled(&link, &[("new_password", NEW), ("new_password_again", NEW)]);
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
    let ask =
        |visitor: &Visitor| visitor.ask("POST", &link, Some(("application/x-www-form-urlencoded", body.as_bytes())));
    let (first, second) = (ask(&grace), ask(&grace));
    assert_eq!((first.header("location"), second.header("location")), ("/?welcome", "/?welcome"));
    grace.keep(&second);
    assert!(grace.is_signed_in());
    assert_eq!(live_sessions(&world, "grace"), 1);
    // After its person has signed out, the same form opens nothing again.
    grace.post("/logout", &[]);
    for late in [&grace, &stranger] {
        let answer = ask(late);
        assert!(answer.status == 403 && answer.set_cookies().is_empty(), "{}", answer.status);
    }
}

#[test]
fn the_page_says_who_invites_to_which_site_and_until_when() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let link = invitation(&mut root);
    let page = world.visitor().get(&link);
    assert!(page.says("root invites you to Doorward") && page.says("This link works once, until"), "{}", page.body);
    assert!(page.says("value=\"grace\" autocomplete=\"username\" readonly"), "{}", page.body);
    // Whoever made it is gone.
    world.database.execute("UPDATE users SET deleted_at = 1 WHERE username = 'root'");
    let page = world.visitor().get(&link);
    assert!(page.says("You were invited to Doorward") && page.hides("root"), "{}", page.body);
    world.database.execute("UPDATE users SET deleted_at = NULL");
    let page = world.visitor().get(&reset(&world, &mut world.signed_in("root").confirming()));
    assert!(page.says("Choose a new password for ada") && page.says("This link works once, until"), "{}", page.body);
    let other = World::new();
    let page = other.visitor().get(&invitation_of_an_operator(&other, Role::User));
    assert!(page.says("You were invited to Doorward"), "{}", page.body);
}
