//! Titles tell tabs apart: no two pages have the same one, and each ends with the name of the site.

use std::collections::BTreeMap;

use doorward::account::Role;
use scraper::{Html, Selector};

use crate::admin_users::path_of;
use crate::support::{Answer, PASSWORD, Visitor};
use crate::two_factor::{ask_for_key, begin, enrol};
use crate::world::World;

fn title(page: &Answer) -> String {
    let selector = Selector::parse("head title").expect("a selector");
    let document = Html::parse_document(&page.body);
    document.select(&selector).next().expect("a title").text().collect()
}

struct Titles(BTreeMap<String, String>);

impl Titles {
    fn note(&mut self, place: &str, page: &Answer) {
        let title = title(page);
        assert!(page.status != 303 && title.ends_with(" · Doorward"), "{place}: {} {title}", page.status);
        assert_eq!(title.starts_with("Error: "), page.status >= 400, "{place}: {title}");
        let is_admins = page.says("<body class=\"admin\">");
        assert_eq!(title.contains(" · Administration · "), is_admins, "{place}: {title}");
        if let Some(other) = self.0.insert(title.clone(), place.to_owned()) {
            panic!("{place} and {other} are both called {title}");
        }
    }

    fn visit(&mut self, who: &str, visitor: &mut Visitor, paths: &[&str]) {
        for path in paths {
            self.note(&format!("{who} {path}"), &visitor.get(path));
        }
    }
}

#[test]
fn no_two_pages_share_a_title() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut titles = Titles(BTreeMap::new());
    let nobodys = ["/login", "/nothing", "/setup?code=x", "/invitation/x", "/openapi"];
    titles.visit("nobody", &mut world.visitor(), &nobodys);
    let refused = world.visitor().post("/login", &[("username", "ada"), ("password", "not it")]);
    titles.note("a refused sign-in", &refused);
    for closed in ["/password-reset/x", "/device/x"] {
        let page = world.visitor().get(closed);
        assert_eq!((page.status, &*title(&page)), (403, "Error: This link does not work · Doorward"), "{closed}");
    }
    let mut ada = world.signed_in("ada");
    let own = ["/", "/account", "/account/sessions", "/account/password", "/account/two-factor", "/logout", "/admin"];
    titles.visit("ada", &mut ada, &own);
    let page = ada.get("/account/password");
    let change = ada.submit(&page, "/account/password", &[("current_password", PASSWORD), ("new_password", "x")]);
    titles.note("a refused password", &change);
    titles.note("the key of an app", &ask_for_key(&mut ada));
    enrol(&world, &mut ada);
    titles.visit("half signed in", &mut begin(&world, "ada"), &["/login/two-factor"]);

    let mut root = world.signed_in("root");
    let (user, own) = (path_of(&world, "ada"), path_of(&world, "root"));
    let kid = world.database.texts("SELECT kid AS value FROM signing_keys").remove(0);
    let session = format!("/admin/sessions/{}", ada.session_id());
    let paths = [
        "/admin",
        "/admin/sessions",
        &session,
        "/admin/sessions/revocations",
        "/admin/sessions/revocations/new",
        "/admin/sessions/revocations/new?everybody=yes",
        "/admin/users",
        "/admin/users/new",
        &user,
        &own,
        &format!("{user}/role"),
        &format!("{user}/suspension"),
        &format!("{user}/deletion"),
        &format!("{user}/sign-out"),
        &format!("{user}/two-factor-removal"),
        "/admin/events",
        "/admin/keys",
        &format!("/admin/keys/{kid}/retirement"),
        "/admin/settings",
    ];
    titles.visit("root", &mut root, &paths);
    for path in ["/admin/sessions?address=x", "/admin/users?role=x", "/admin/events?ip=x"] {
        titles.note("a wrong search", &root.get(path));
    }
    let page = root.get(&format!("{user}/deletion"));
    titles.note("the question for the password", &root.submit(&page, &format!("{user}/deletion"), &[]));
    let page = root.get("/admin/users/new");
    titles.note("an invitation", &root.submit(&page, "/admin/users/new", &[("username", "grace")]));
}

#[test]
fn counts_are_in_the_titles_of_lists() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let (mut ada, mut root) = (world.signed_in("ada"), world.signed_in("root"));
    world.signed_in("ada");
    assert_eq!(title(&ada.get("/account/sessions")), "Devices (2) · Doorward");
    assert_eq!(title(&root.get("/admin/sessions")), "3 sessions · Administration · Doorward");
    assert_eq!(title(&root.get("/admin/users")), "2 users · Administration · Doorward");
}
