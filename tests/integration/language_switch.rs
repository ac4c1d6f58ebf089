//! The language switch on a page that reports an error in a form: it leads to the page of the form, in the other
//! language, and not to the start page. A page whose contents cannot be shown again has no switch.

use crate::admin_users::{NEW, path_of, press, shown_link, world};
use crate::support::{Answer, PASSWORD, Visitor};
use crate::two_factor::{ask_for_key, begin, enrol};
use crate::world::World;

/// Presses the switch on this page, which is the answer to a form with this action, and expects to see the form again.
fn leads_back_to_the_form(visitor: &Visitor, page: &Answer, action: &str) {
    assert!(matches!(page.status, 409 | 422), "{action}: {} {}", page.status, page.body);
    let mut visitor = visitor.clone();
    let switched = visitor.submit(page, "/language", &[("language", "ko")]);
    assert_eq!(switched.status, 303, "{action}");
    let there = visitor.get(switched.header("location"));
    assert!(there.status == 200 && there.says("<html lang=\"ko\">"), "{action}: {}", switched.header("location"));
    // This panics if there is no such form.
    there.filled(action, &[]);
}

/// Fills in the form with this action on a page, and presses the switch on the page that refuses it.
fn sweep(visitor: &mut Visitor, page: &str, action: &str, fields: &[(&str, &str)]) {
    let form = visitor.get(page);
    let refused = visitor.submit(&form, action, fields);
    leads_back_to_the_form(visitor, &refused, action);
}

const DIFFERENT: [(&str, &str); 2] = [("new_password", NEW), ("new_password_again", PASSWORD)];

#[test]
fn on_a_refused_form_of_a_stranger_it_leads_to_the_form() {
    let mut empty = World::empty();
    empty.start(|_| {}, |_| {});
    let code = empty.app().block_on(|desk| async move { doorward::account::setup::create_code(&desk).await });
    let setup = format!("/setup?code={}", code.expect("asked").expect("no user yet").expose());
    sweep(&mut empty.visitor(), &setup, "/setup", &[&[("username", "root")][..], &DIFFERENT].concat());

    let world = world(1);
    sweep(&mut world.visitor(), "/login?next=%2Faccount", "/login", &[("username", "ada"), ("password", "wrong")]);
    let mut root = world.signed_in("root").confirming();
    let form = root.get("/admin/users/new");
    let invitation = shown_link(&root.submit(&form, "/admin/users/new", &[("username", "grace")]));
    let reset = shown_link(&press(&mut root, &path_of(&world, "ada"), "password-reset", &[]));
    for link in [invitation, reset] {
        sweep(&mut world.visitor(), &link, &link, &DIFFERENT);
    }
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    let wrong = [("code", app.wrong_code(&world.clock))];
    let wrong = wrong.each_ref().map(|(name, code)| (*name, code.as_str()));
    sweep(&mut begin(&world, "ada"), "/login/two-factor", "/login/two-factor", &wrong);
}

#[test]
fn on_a_refused_form_of_somebody_signed_in_it_leads_to_the_form() {
    let world = world(1);
    let mut ada = world.signed_in("ada");
    let fields = [&[("current_password", PASSWORD)][..], &DIFFERENT].concat();
    sweep(&mut ada, "/account/password", "/account/password", &fields);
    enrol(&world, &mut ada);

    let mut root = world.signed_in("root").confirming();
    let (new, user) = ("/admin/users/new", path_of(&world, "ada"));
    sweep(&mut root, new, new, &[("username", "not a name")]);
    sweep(&mut root, new, new, &[("username", "grace"), ("email", "none")]);
    sweep(&mut root, new, new, &[("username", "ada")]);
    for (part, fields) in
        [("name", ("username", "not a name")), ("name", ("username", "root")), ("email", ("email", "none"))]
    {
        sweep(&mut root, &user, &format!("{user}/{part}"), &[fields]);
    }
    let removal = format!("{user}/two-factor-removal");
    sweep(&mut root, &removal, &removal, &[("identity_check", "short")]);
    // This is the account of the only admin.
    let own = path_of(&world, "root");
    let refused = root.post(&format!("{own}/suspension"), &[("sure", "yes")]);
    assert!(refused.status == 409, "{}", refused.body);
    leads_back_to_the_form(&root, &refused, &format!("{own}/name"));
}

#[test]
fn there_is_none_where_it_would_lose_what_was_typed_or_is_shown_once() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let offer = ask_for_key(&mut ada);
    let wrong = ada.submit(&offer, "/account/two-factor/activation", &[("code", "000000")]);
    assert_eq!(wrong.status, 422);
    let page = ada.get("/account/two-factor");
    let asked = ada.submit(&page, "/account/two-factor/enrolment", &[]);
    assert_eq!(asked.status, 200);
    let label = format!("/account/sessions/{}/label", ada.session_id());
    let unsaved = world.visitor().post(&label, &[("label", "the desk")]);
    assert!(unsaved.status == 403 && unsaved.says("Your form was not saved"));
    assert!(unsaved.says("<dt>Device name</dt><dd>the desk</dd>"), "{}", unsaved.body);
    for page in [offer, wrong, asked, unsaved] {
        assert!(page.hides("action=\"/language\"") && page.hides("action=\"/appearance\""), "{}", page.body);
    }
}
