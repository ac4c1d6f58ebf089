//! A secret in an answer is shown again only as long as it is valid.

use std::collections::BTreeSet;

use regex::Regex;

use super::cases::{CASES, Sent};
use super::limits::ask;
use crate::admin_users::{path_of, press, shown_link, world};
use crate::support::authenticator::{Authenticator, recovery_codes};
use crate::support::{Answer, PASSWORD, Visitor};
use crate::two_factor::{enrol, next_step};
use crate::world::World;

const PAGE: &str = "/account/two-factor";

/// Presses a button of a page, and fills in the page that asks for the password. Returns the form and its answer.
fn confirmed(visitor: &mut Visitor, page: &str, action: &str, code: Option<&str>) -> (Sent, Answer) {
    let page = visitor.get(page);
    let asked = visitor.submit(&page, action, &[]);
    let typed: Vec<_> =
        [("current_password", PASSWORD)].into_iter().chain(code.map(|code| ("current_code", code))).collect();
    let sent = Sent { visitor: visitor.clone(), action: action.to_owned(), fields: asked.filled(action, &typed) };
    let answer = ask(visitor, action, &sent.fields);
    visitor.keep(&answer);
    (sent, answer)
}

#[test]
fn recovery_codes_and_keys_are_not_shown_again_after_others_have_taken_their_place() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let (offering, offer) = confirmed(&mut ada, PAGE, "/account/two-factor/enrolment", None);
    let app = Authenticator::scan(&offer);
    assert!(ask(&ada, &offering.action, &offering.fields).says("otpauth"));
    let action = "/account/two-factor/activation";
    let fields = offer.filled(action, &[("code", &app.code(&world.clock))]);
    let activation = Sent { visitor: ada.clone(), action: action.to_owned(), fields };
    let shown = ask(&ada, action, &activation.fields);
    assert_eq!(recovery_codes(&shown).len(), 10);
    assert_eq!(ask(&ada, action, &activation.fields).body, shown.body);
    let mut dead = vec![(offering, vec![Authenticator::scan(&offer).code(&world.clock)])];
    dead.push((activation, recovery_codes(&shown)));
    next_step(&world);
    let action = "/account/two-factor/recovery-codes";
    let (first, shown) = confirmed(&mut ada, PAGE, action, Some(&app.code(&world.clock)));
    assert_eq!(recovery_codes(&shown).len(), 10);
    assert_eq!(ask(&ada, action, &first.fields).body, shown.body);
    dead.push((first, recovery_codes(&shown)));
    next_step(&world);
    let (second, shown) = confirmed(&mut ada, PAGE, action, Some(&app.code(&world.clock)));
    let stored = || world.database.texts("SELECT hashing AS value FROM recovery_codes");
    let before = stored();
    for (sent, secrets) in dead {
        let again = ask(&ada, &sent.action, &sent.fields);
        assert_eq!((again.status, again.header("location")), (303, PAGE), "{}", sent.action);
        assert!(secrets.iter().all(|secret| again.hides(secret)) && again.hides("otpauth"), "{}", sent.action);
    }
    assert_eq!(stored(), before, "the newest codes stay valid");
    assert_eq!(ask(&ada, action, &second.fields).body, shown.body);
}

#[test]
fn a_link_is_not_shown_again_after_another_was_made_or_it_was_spent() {
    let world = world(1);
    let mut root = world.signed_in("root");
    let user = path_of(&world, "ada");
    let action = format!("{user}/password-reset");
    let (first, shown) = confirmed(&mut root, &user, &action, None);
    let (second, other) = confirmed(&mut root, &user, &action, None);
    let (old, new) = (shown_link(&shown), shown_link(&other));
    let again = ask(&root, &action, &first.fields);
    assert_eq!((again.status, again.header("location")), (303, user.as_str()), "{}", again.body);
    assert!(old != new && world.visitor().get(&old).status == 403);
    assert_eq!(shown_link(&ask(&root, &action, &second.fields)), new);
    let mut bearer = world.visitor();
    let page = bearer.get(&new);
    let typed = [("new_password", "a quite new pass phrase"), ("new_password_again", "a quite new pass phrase")];
    assert_eq!(bearer.submit(&page, &new, &typed).status, 303);
    assert_eq!(ask(&root, &action, &second.fields).status, 303);
    // This account was made with a link, and then received another one.
    let form = root.get("/admin/users/new");
    let fields = form.filled("/admin/users/new", &[("username", "grace"), ("role", "user")]);
    let made = ask(&root, "/admin/users/new", &fields);
    assert_eq!(made.status, 201);
    assert_eq!(shown_link(&ask(&root, "/admin/users/new", &fields)), shown_link(&made));
    let grace = path_of(&world, "grace");
    press(&mut root.confirming(), &grace, "invitation", &[]);
    let again = ask(&root, "/admin/users/new", &fields);
    assert!(again.status != 201 && again.hides(&shown_link(&made)), "{}", again.status);
}

#[test]
fn whoever_gives_the_second_step_up_and_signs_in_on_the_page_that_the_browser_has_kept_comes_to_a_second_step() {
    let world = World::new();
    enrol(&world, &mut world.signed_in("ada"));
    let mut visitor = world.visitor();
    let page = visitor.get("/login");
    let fields = page.filled("/login", &[("username", "ada"), ("password", PASSWORD)]);
    for _ in 0..2 {
        let answer = ask(&visitor, "/login", &fields);
        assert_eq!(answer.header("location"), "/login/two-factor");
        visitor.keep(&answer);
        let step = visitor.get("/login/two-factor");
        assert_eq!(step.status, 200, "{}", step.header("location"));
        visitor.submit(&step, "/login/two-factor/cancellation", &[]);
    }
}

/// Returns the links, recovery codes and second-step tokens in an answer.
fn secrets(answer: &Answer) -> BTreeSet<String> {
    let in_page =
        Regex::new(r"/(?:invitation|password-reset|device)/([\w-]{43})|<code>(\w{5}-\w{5})</code>").expect("a pattern");
    let found = in_page.captures_iter(&answer.body).filter_map(|found| found.get(1).or(found.get(2)));
    let mut all: BTreeSet<_> = found.map(|found| found.as_str().to_owned()).collect();
    let cookies = answer.set_cookies();
    let tokens = cookies.iter().filter_map(|cookie| cookie.strip_prefix("second-step=")?.split(';').next());
    all.extend(tokens.filter(|token| !token.is_empty()).map(str::to_owned));
    all
}

#[test]
fn whatever_any_form_shows_is_not_shown_again_once_it_is_void() {
    let mut shown = 0;
    for case in CASES {
        let world = (case.world)();
        let Sent { mut visitor, action, fields } = (case.form)(&world);
        let mut first = ask(&visitor, &action, &fields);
        let mut fields = fields;
        if first.says("name=\"current_password\"") {
            visitor.keep(&first);
            fields = first.filled(&action, &[("current_password", PASSWORD)]);
            first = ask(&visitor, &action, &fields);
        }
        let secrets = secrets(&first);
        if secrets.is_empty() {
            continue;
        }
        shown += 1;
        world.database.execute("DELETE FROM account_links; DELETE FROM recovery_codes; DELETE FROM pending_sign_ins");
        let mut successor = visitor.clone();
        successor.keep(&first);
        for asker in [visitor, successor] {
            let again = ask(&asker, &action, &fields);
            assert!(self::secrets(&again).is_disjoint(&secrets), "{} {}", case.handler, again.status);
        }
    }
    assert!(shown >= 7, "{shown}");
}
