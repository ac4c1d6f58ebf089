//! Everything that is wrong with a form is said in one answer: at each field, and in a summary that has the focus if there
//! is more than one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use doorward::account::Role;
use scraper::{ElementRef, Html, Selector};

use crate::admin_users::{path_of, press, shown_link};
use crate::support::{Answer, PASSWORD, Visitor};
use crate::two_factor::{begin, enrol};
use crate::world::World;

const WEAK: &str = "short otter";
const OTHER: &str = "another otter";

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

/// Returns the fields that an answer names as wrong, after looking at how it does so.
fn wrong_fields(answer: &Answer) -> Vec<String> {
    let page = Html::parse_document(&answer.body);
    assert!(matches!(answer.status, 409 | 422 | 429), "{}: {}", answer.status, answer.body);
    let title = text(all(&page, "head title")[0]);
    assert!(title.starts_with("Error: "), "{title}");
    let invalid = all(&page, "[aria-invalid='true']");
    let named: Vec<_> = invalid.iter().filter_map(|field| field.value().attr("id")).map(str::to_owned).collect();
    assert!(!named.is_empty() && named.len() == invalid.len(), "{}", answer.body);
    for field in &invalid {
        let described = field.value().attr("aria-describedby").expect("a description");
        let reasons = described.split_whitespace().filter(|id| id.contains("error"));
        let reasons: Vec<_> = reasons.flat_map(|id| all(&page, &format!("[id='{id}']"))).map(text).collect();
        assert!(reasons.len() == 1 && reasons[0].len() > 20, "{reasons:?}: {}", answer.body);
    }
    let focus = all(&page, "[autofocus]");
    assert_eq!(focus.len(), 1, "{}", answer.body);
    let summary = all(&page, "#errors");
    match named.as_slice() {
        [_] => {
            assert!(summary.is_empty(), "{}", answer.body);
            assert!(matches!(focus[0].value().name(), "input" | "select"), "{}", answer.body);
        }
        _ => {
            let focused = [focus[0].value().attr("id"), focus[0].value().attr("tabindex")];
            assert_eq!((summary.len(), focused), (1, [Some("errors"), Some("-1")]), "{}", answer.body);
            assert_eq!(focus[0].value().attr("aria-labelledby"), Some("errors_title"));
            assert_eq!(text(all(&page, "#errors_title")[0]), format!("{} fields need your attention", named.len()));
            let links = all(&page, "#errors a").into_iter().filter_map(|link| link.value().attr("href"));
            let links: Vec<_> = links.map(|link| link.trim_start_matches('#').to_owned()).collect();
            assert_eq!(links, named, "{}", answer.body);
            let labels = named.iter().map(|id| text(all(&page, &format!("label[for='{id}']"))[0]));
            let labels: Vec<_> = labels.collect();
            assert_eq!(all(&page, "#errors a").into_iter().map(text).collect::<Vec<_>>(), labels);
        }
    }
    for secret in [PASSWORD, WEAK, OTHER] {
        assert!(answer.hides(secret), "a secret is echoed: {}", answer.body);
    }
    named
}

/// Returns the fields that a person can change in the form with this action.
fn fields_of(page: &Answer, action: &str) -> Vec<String> {
    let page = Html::parse_document(&page.body);
    let form = all(&page, &format!("form[action='{action}']")).into_iter().next().expect("a form");
    let selector = Selector::parse("input[id], select[id], textarea[id]").expect("a selector");
    let changed = form.select(&selector).filter(|field| field.value().attr("readonly").is_none());
    changed.filter_map(|field| field.value().attr("name")).map(str::to_owned).collect()
}

/// Sends a form in which each of these fields is wrong, and finds each of them named. `spared` are the fields of the form
/// that cannot be wrong beside them.
fn all_are_named(visitor: &mut Visitor, page: &Answer, action: &str, wrong: &[(&str, &str)], spared: &[&str]) {
    let names: Vec<_> = wrong.iter().map(|(name, _)| *name).collect();
    let mut expected = fields_of(page, action);
    expected.retain(|name| !spared.contains(&name.as_str()));
    assert_eq!(expected, names, "the form has other fields");
    assert_eq!(wrong_fields(&visitor.submit(page, action, wrong)), names, "{action}");
}

#[test]
fn the_set_up_names_each_wrong_field() {
    let mut world = World::empty();
    world.start(|_| {}, |_| {});
    let code = world.app().block_on(|desk| async move { doorward::account::setup::create_code(&desk).await });
    let code = code.expect("asked").expect("no user yet").expose().clone();
    let mut visitor = world.visitor();
    let page = visitor.get(&format!("/setup?code={code}"));
    let wrong = [("username", "not a name"), ("new_password", WEAK), ("new_password_again", OTHER)];
    all_are_named(&mut visitor, &page, "/setup", &wrong, &[]);
    let fields = [("username", "root"), ("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    for bad in [("username", "not a name"), ("new_password_again", OTHER)] {
        let fields = fields.map(|field| if field.0 == bad.0 { bad } else { field });
        assert_eq!(wrong_fields(&visitor.submit(&page, "/setup", &fields)), [bad.0]);
    }
    // A password is judged beside a name that nobody can have.
    let fields = [("username", "-"), ("new_password", "doorward admin login"), ("new_password_again", OTHER)];
    let answer = visitor.submit(&page, "/setup", &fields);
    assert!(answer.says("Too easy to guess") && answer.says("Use 1 to 32 letters"), "{}", answer.body);
    assert_eq!(wrong_fields(&answer), ["username", "new_password", "new_password_again"]);
}

#[test]
fn links_that_choose_a_password_name_both_fields() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root").confirming();
    let reset = shown_link(&press(&mut root, &path_of(&world, "ada"), "password-reset", &[]));
    let form = root.get("/admin/users/new");
    let invited = root.submit(&form, "/admin/users/new", &[("username", "grace"), ("email", ""), ("role", "user")]);
    for link in [reset, shown_link(&invited)] {
        let mut visitor = world.visitor();
        let page = visitor.get(&link);
        let wrong = [("new_password", WEAK), ("new_password_again", OTHER)];
        all_are_named(&mut visitor, &page, &link, &wrong, &[]);
    }
}

#[test]
fn changing_the_password_names_each_wrong_field() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let path = "/account/password";
    let page = ada.get(path);
    let [current, new, again] =
        [("current_password", "not it at all"), ("new_password", WEAK), ("new_password_again", OTHER)];
    all_are_named(&mut ada, &page, path, &[current, new, again], &[]);
    for (fields, expected) in [
        (
            [("current_password", PASSWORD), ("new_password", PASSWORD), again],
            &["new_password", "new_password_again"][..],
        ),
        (
            [("current_password", ""), ("new_password", "x"), ("new_password_again", "x")],
            &["current_password", "new_password"],
        ),
        // How hard it is to guess is told only to whoever knows the current one.
        (
            [current, ("new_password", "welcome to doorward"), ("new_password_again", "welcome to doorward")],
            &["current_password"],
        ),
    ] {
        assert_eq!(wrong_fields(&ada.submit(&page, path, &fields)), expected);
    }
    enrol(&world, &mut ada);
    let page = ada.get(path);
    let code = ("code", "abc");
    all_are_named(&mut ada, &page, path, &[current, code, new, again], &["recovery_code"]);
    let recovery_code = ("recovery_code", "abc");
    all_are_named(&mut ada, &page, path, &[current, recovery_code, new, again], &["code"]);
    let missing = [("current_password", PASSWORD), new, again];
    assert_eq!(wrong_fields(&ada.submit(&page, path, &missing)), ["code", "new_password", "new_password_again"]);
}

#[test]
fn a_pause_hides_nothing_else_that_is_wrong() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    enrol(&world, &mut ada);
    let (path, removal) = ("/account/password", "/account/two-factor/removal");
    let (page, list) = (ada.get(path), ada.get("/account/two-factor"));
    let new = [("new_password", WEAK), ("new_password_again", OTHER)];
    let paused = (0..20).find_map(|number| {
        let guess = format!("guess number {number}");
        let answer = ada.submit(&page, path, &[("current_password", &guess), ("code", "abc"), new[0], new[1]]);
        (answer.status == 429).then_some(answer)
    });
    let paused = paused.expect("a pause after some guesses");
    assert!(paused.says("Too many attempts"), "{}", paused.body);
    assert_eq!(wrong_fields(&paused), ["current_password", "code", "new_password", "new_password_again"]);
    let asked = ada.submit(&list, removal, &[]);
    let paused = ada.submit(&asked, removal, &[("current_password", PASSWORD), ("current_code", "abc")]);
    assert!(paused.status == 429 && paused.says("Too many attempts"), "{}", paused.body);
    assert_eq!(wrong_fields(&paused), ["current_password", "current_code"]);
}

#[test]
fn inviting_and_confirming_name_each_wrong_field() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root").confirming();
    let page = root.get("/admin/users/new");
    for name in ["not a name", "ada"] {
        let long = "x".repeat(1001);
        let wrong = [("username", name), ("email", "no address"), ("message", &long)];
        all_are_named(&mut root, &page, "/admin/users/new", &wrong, &["role", "language"]);
    }
    let (mut root, path) = (world.signed_in("root"), format!("{}/deletion", path_of(&world, "ada")));
    enrol(&world, &mut root);
    let asked = root.get(&path);
    let confirm = root.submit(&asked, &path, &[]);
    let wrong = [("current_password", "not it at all"), ("current_code", "abc")];
    all_are_named(&mut root, &confirm, &path, &wrong, &["current_recovery_code"]);
    let wrong = [("current_password", "not it at all"), ("current_recovery_code", "abc")];
    all_are_named(&mut root, &confirm, &path, &wrong, &["current_code"]);
}

#[test]
fn the_forms_above_lists_name_each_wrong_field() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root");
    for (path, fields) in [
        ("/admin/sessions", &["user", "address", "device", "state", "signed_in", "last_seen", "remembered"][..]),
        ("/admin/users", &["search", "role", "status"]),
        ("/admin/events", &["kind", "user", "actor", "session", "ip", "from", "until"]),
    ] {
        assert_eq!(fields_of(&root.get(path), path), fields, "{path}");
        let wrong: Vec<_> = fields.iter().map(|field| format!("{field}=%21+%21")).collect();
        assert_eq!(wrong_fields(&root.get(&format!("{path}?{}", wrong.join("&")))), fields, "{path}");
        for (field, wrong) in fields.iter().zip(&wrong) {
            assert_eq!(wrong_fields(&root.get(&format!("{path}?{wrong}"))), [*field], "{path}");
        }
    }
}

#[test]
fn forms_of_one_field_keep_the_focus_there() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut ada = world.signed_in("ada");
    enrol(&world, &mut ada);
    let mut half = begin(&world, "ada");
    for (field, text) in [("code", "abc"), ("recovery_code", "abc")] {
        assert_eq!(wrong_fields(&half.post("/login/two-factor", &[(field, text)])), [field]);
    }
    let (mut root, path) = (world.signed_in("root").confirming(), path_of(&world, "ada"));
    for (part, field) in [("name", "username"), ("email", "email")] {
        assert_eq!(wrong_fields(&press(&mut root, &path, part, &[(field, "! !")])), [field]);
    }
    let removal = format!("{path}/two-factor-removal");
    let asked = root.get(&removal);
    assert_eq!(wrong_fields(&root.submit(&asked, &removal, &[("identity_check", "no")])), ["identity_check"]);
}

/// Returns the texts of all files with this ending in a folder of the project and those below it, with their paths.
fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let (mut folders, mut found) = (vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                let text = std::fs::read_to_string(&path).expect("text");
                found.push((path, text));
            }
        }
    }
    found
}

/// Returns what stands in quotes after each of these beginnings.
fn quoted<'a>(text: &'a str, beginnings: &[&str]) -> Vec<&'a str> {
    let after = |beginning: &&str| text.split(beginning).skip(1).filter_map(|rest| rest.split('"').next()).collect();
    beginnings.iter().flat_map::<Vec<_>, _>(after).collect()
}

#[test]
fn every_field_that_can_be_wrong_has_a_label_and_an_input() {
    let (code, templates) = (files("src/web", "rs"), files("templates", "html"));
    let of = |name: &str| code.iter().find(|(path, _)| path.ends_with(name)).map(|(_, text)| text).expect("a file");
    let labels = of("forms/field_errors.rs").split("const LABELS").nth(1).and_then(|text| text.split("];").next());
    let labels: BTreeSet<_> = quoted(labels.expect("the labels"), &["    (\""]).into_iter().collect();
    let mut noted: BTreeSet<_> =
        code.iter().flat_map(|(_, text)| quoted(text, &["errors.note(\"", "FieldErrors::at(\""])).collect();
    noted.extend(quoted(of("forms/confirmed.rs"), &["_FIELD: &str = \""]));
    let of_code = of("own/password.rs").lines().filter(|line| line.contains("let code_field = "));
    noted.extend(of_code.flat_map(|line| quoted(line, &["{ \""])));
    assert_eq!(noted, labels);
    for field in labels {
        let input = [format!("id=\"{field}\""), format!("_name = \"{field}\"")];
        let is_input = |(_, text): &(PathBuf, String)| input.iter().any(|input| text.contains(input));
        assert!(templates.iter().any(is_input), "{field}");
    }
}

#[test]
fn every_template_with_several_fields_has_the_summary() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let (mut with, mut without) = (0, Vec::new());
    for (path, text) in files("templates", "html") {
        let fields = text.matches("class=\"field\"").count()
            + 2 * text.matches("components/new_password.html").count()
            + 2 * text.matches("components/code.html").count();
        let is_form = text.contains("method=\"post\"");
        with += usize::from(text.contains("components/error_summary.html"));
        if is_form && fields > 1 && !text.contains("components/error_summary.html") {
            without.push(path.strip_prefix(&templates).expect("below").display().to_string());
        }
    }
    without.sort();
    // A wrong name and a wrong password are one refusal; the others have several forms of one field.
    assert_eq!(without, ["admin/users/show.html", "login.html", "second_step.html"]);
    assert_eq!(with, 5);
}
