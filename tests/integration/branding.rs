//! What operators change of the pages by settings: logo, colour, links, and help for whoever cannot sign in.

use doorward::config::{AccentColor, Link, Logo, Origin, Settings};

use crate::world::World;

fn path_after<'a>(body: &'a str, before: &str) -> &'a str {
    let (_, rest) = body.split_once(before).unwrap_or_else(|| panic!("no {before}: {body}"));
    rest.split('"').next().expect("a quotation mark")
}

fn branded(settings: &mut Settings) {
    settings.logo_file = Logo::read("static/favicon.svg");
    settings.accent_color = AccentColor::parse("#7a1f5c");
    settings.help_url = Link::parse("https://help.example.org/?a=b&c=d");
    settings.help_text = Some("Call <4711>.".into());
    settings.privacy_url = Link::parse("https://example.org/privacy");
    settings.imprint_url = Link::parse("mailto:office@example.org");
}

#[test]
fn logo_colour_and_links_are_on_every_page_and_served_by_doorward_itself() {
    let world = World::with(1, branded);
    let mut visitor = world.visitor();
    for (mut visitor, path) in [(visitor.clone(), "/login"), (world.signed_in("ada"), "/account")] {
        let page = visitor.get(path);
        for link in
            ["https://help.example.org/?a=b&#38;c=d", "https://example.org/privacy", "mailto:office@example.org"]
        {
            assert!(page.says(&format!("<a href=\"{link}\">")), "{path}, {link}: {}", page.body);
        }
        let logo = path_after(&page.body, "<img class=\"mark\" src=\"").to_owned();
        assert_eq!(path_after(&page.body, "<link rel=\"icon\" href=\""), logo);
        let picture = visitor.get(&logo);
        assert_eq!((picture.status, picture.header("content-type")), (200, "image/svg+xml"));
        assert_eq!(picture.body, std::fs::read_to_string("static/favicon.svg").expect("a file"));
        // A picture that is opened by itself must not run a script either.
        assert!(picture.header("content-security-policy").contains("script-src 'none'"));
        let style = visitor.get(path_after(&page.body, "<link rel=\"stylesheet\" href=\""));
        assert!(
            style.status == 200 && style.says("--fill:#7a1f5c") && style.header("cache-control").contains("immutable")
        );
    }
    let login = visitor.get("/login");
    assert!(login.says("Forgot your password? Call &#60;4711&#62;. <a href=\"https://help"), "{}", login.body);
    let refused = visitor.post("/login", &[("username", "ada"), ("password", "wrong")]);
    assert!(refused.status == 422 && refused.says("Forgot your password? Call"), "{}", refused.body);
    // Wherever somebody cannot go on, they are told whom to ask.
    let closed = visitor.get("/invitation/x");
    assert!(closed.status == 403 && closed.says("Need a new link? Call &#60;4711&#62;."), "{}", closed.body);
    crate::two_factor::enrol(&world, &mut world.signed_in("ada"));
    let code = crate::two_factor::begin(&world, "ada").get("/login/two-factor");
    assert!(code.says("Lost your recovery codes too? Call &#60;4711&#62;. <a href=\"https://help"), "{}", code.body);
    // Files of other settings are not served.
    let other = World::new();
    for path in [
        path_after(&login.body, "<img class=\"mark\" src=\""),
        path_after(&login.body, "<link rel=\"stylesheet\" href=\""),
    ] {
        assert_eq!(other.visitor().get(path).status, 404, "{path}");
    }
}

#[test]
fn without_settings_there_is_doorwards_mark_and_the_advice_to_ask() {
    let world = World::new();
    let page = world.visitor().get("/login");
    assert!(
        page.says("<svg class=\"mark\"") && page.says("Forgot your password? Ask the person who invited you"),
        "{}",
        page.body
    );
    assert!(page.hides("<a href=\"https://") && page.hides("mailto:"));
    let closed = world.visitor().get("/password-reset/x");
    assert!(closed.says("Need a new link? Ask whoever sent you this one"), "{}", closed.body);
}

#[test]
fn programs_that_do_not_read_the_page_find_the_icons() {
    let world = World::new();
    for (path, kind) in [
        ("/favicon.ico", "image/svg+xml"),
        ("/apple-touch-icon.png", "image/png"),
        ("/apple-touch-icon-precomposed.png", "image/png"),
    ] {
        let answer = world.visitor().get(path);
        assert_eq!(answer.status, 302, "{path}");
        let icon = world.visitor().get(answer.header("location"));
        assert_eq!((icon.status, icon.header("content-type")), (200, kind), "{path}");
    }
}

#[test]
fn a_site_with_a_logo_for_no_home_screen_shows_nobody_elses_there() {
    let world = World::with(1, |settings| settings.logo_file = Logo::read("static/favicon.svg"));
    let mut visitor = world.visitor();
    assert!(visitor.get("/login").hides("apple-touch-icon"));
    for path in ["/apple-touch-icon.png", "/apple-touch-icon-precomposed.png"] {
        assert_eq!(visitor.get(path).status, 404, "{path}");
    }
}

#[test]
fn the_sign_in_names_the_app_that_it_leads_to_and_no_other_site() {
    let world = World::with(1, |settings| {
        settings.return_origins = Origin::parse("https://wiki.example.org").into_iter().collect();
    });
    let mut visitor = world.visitor();
    let page = visitor.get("/login?next=https%3A%2F%2Fwiki.example.org%2Fpage");
    assert!(page.says("to continue to <strong>wiki.example.org</strong>"), "{}", page.body);
    let refused = visitor
        .post("/login", &[("username", "ada"), ("password", "wrong"), ("next", "https://wiki.example.org/page")]);
    assert!(refused.says("to continue to <strong>wiki.example.org</strong>"), "{}", refused.body);
    for next in ["https%3A%2F%2Fevil.example%2F", "%2Faccount", "https%3A%2F%2Fwiki.example.org%40evil.example%2F"] {
        let page = visitor.get(&format!("/login?next={next}"));
        assert!(page.hides("to continue to") && page.hides("<strong>"), "{next}: {}", page.body);
    }
}
