//! Setting up the first admin.

use doorward::config::TwoFactorPolicy;

use crate::support::PASSWORD;
use crate::world::World;

fn code(world: &World) -> Option<String> {
    let code = world.app().block_on(|desk| async move { doorward::account::setup::create_code(&desk).await });
    code.expect("asked").map(|code| code.expose().clone())
}

fn world() -> World {
    let mut world = World::empty();
    world.start(|_| {}, |_| {});
    world
}

#[test]
fn the_link_makes_the_first_admin_and_then_nothing_more() {
    let world = world();
    let path = format!("/setup?code={}", code(&world).expect("no user yet"));
    let mut visitor = world.visitor();
    for _ in 0..3 {
        assert_eq!(visitor.get(&path).status, 200, "looking at the page does not use up the link");
    }
    let page = visitor.get(&path);
    let fields = [("username", "Root"), ("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    let done = visitor.submit(&page, "/setup", &fields);
    assert_eq!((done.status, done.header("location")), (303, "/?welcome"));
    assert_eq!(visitor.jar.keys().collect::<Vec<_>>(), ["access", "app-access", "device", "refresh"]);
    assert_eq!(visitor.claims()["role"], "admin");
    let home = visitor.get("/?welcome");
    assert!(home.says("Your account is ready") && home.says("Hello, root") && home.says("Next steps"), "{}", home.body);
    assert_eq!(visitor.get("/admin").status, 200);
    let kinds = "SELECT kind AS value FROM events WHERE user_id IS NOT NULL AND kind <> 'session_renewed' ORDER BY id";
    assert_eq!(world.database.texts(kinds), ["user_created", "signed_in"]);
    world.advance(120);
    assert_eq!(visitor.submit(&page, "/setup", &fields).status, 403);
    assert_eq!(visitor.get(&path).status, 403);
    assert!(code(&world).is_none(), "there is no link once a user exists");
    world.signed_in("root");
}

#[test]
fn an_admin_who_must_have_a_second_factor_sets_it_up_first() {
    let mut world = World::empty();
    world.start(|settings| settings.two_factor = TwoFactorPolicy::Admins, |_| {});
    let path = format!("/setup?code={}", code(&world).expect("no user yet"));
    let mut visitor = world.visitor();
    let page = visitor.get(&path);
    let fields = [("username", "root"), ("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    let done = visitor.submit(&page, "/setup", &fields);
    assert_eq!((done.status, done.header("location")), (303, "/login/two-factor?next=%2F%3Fwelcome"));
    assert_eq!(visitor.jar.keys().collect::<Vec<_>>(), ["device", "second-step"]);
    let page = visitor.get(done.header("location"));
    let offer = visitor.submit(&page, "/login/two-factor/enrolment", &[]);
    let app = crate::support::authenticator::Authenticator::scan(&offer);
    let codes = visitor.submit(&offer, "/login/two-factor/activation", &[("code", &app.code(&world.clock))]);
    assert!(codes.says("href=\"/?welcome\""), "{}", codes.body);
    let home = visitor.get("/?welcome");
    assert!(home.says("Invite people") && home.hides("Protect your account"), "{}", home.body);
}

#[test]
fn before_there_is_an_account_no_page_shows_a_form_that_cannot_work() {
    let world = world();
    let path = format!("/setup?code={}", code(&world).expect("no user yet"));
    let mut visitor = world.visitor();
    for page in ["/", "/login", "/login?next=%2Faccount", "/?signed-out"] {
        let answer = visitor.get(page);
        assert!(answer.status == 200 && answer.says("Open the setup link"), "{page}: {}", answer.body);
        assert!(answer.says("doorward serve") && answer.hides("name=\"password\""), "{page}");
        assert_eq!(visitor.request("HEAD", page, None).status, 200);
    }
    let answer = visitor.post("/login", &[("username", "root"), ("password", PASSWORD)]);
    assert!(answer.status == 403 && answer.says("Open the setup link"), "{}", answer.body);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'sign_in_failed'"), 0);
    let page = visitor.get(&path);
    let fields = [("username", "root"), ("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    assert_eq!(visitor.submit(&page, "/setup", &fields).status, 303);
    for page in ["/", "/login"] {
        let answer = world.visitor().get(page);
        assert!(answer.says("name=\"password\"") && answer.hides("setup link"), "{page}: {}", answer.body);
    }
}

#[test]
fn mistakes_keep_what_was_typed_and_the_link_alive() {
    let world = world();
    let path = format!("/setup?code={}", code(&world).expect("no user yet"));
    let mut visitor = world.visitor();
    let page = visitor.get(&path);
    for (name, one, two, reason) in [
        ("not a name", PASSWORD, PASSWORD, "Use 1 to 32 letters"),
        ("root", PASSWORD, "something else", "The two passwords do not match"),
        ("root", "short", "short", "at least 15 characters"),
    ] {
        let fields = [("username", name), ("new_password", one), ("new_password_again", two)];
        let answer = visitor.submit(&page, "/setup", &fields);
        assert!(
            answer.status == 422 && answer.says(reason) && answer.says(&format!("value=\"{name}\"")),
            "{}",
            answer.body
        );
    }
    let fields = [("username", "not a name"), ("new_password", PASSWORD), ("new_password_again", "something else")];
    let both = visitor.submit(&page, "/setup", &fields);
    assert!(both.says("Use 1 to 32 letters") && both.says("The two passwords do not match"), "{}", both.body);
    assert!(both.says("<title>Error: Set up"), "{}", both.body);
    assert_eq!(visitor.get(&path).status, 200);
}

#[test]
fn wrong_and_old_codes_do_not_work() {
    let world = world();
    let code = code(&world).expect("no user yet");
    for wrong in ["", "x", &code[1..], &format!("{code}A"), &code.to_uppercase()] {
        assert_eq!(world.visitor().get(&format!("/setup?code={wrong}")).status, 403, "{wrong}");
    }
    assert_eq!(world.visitor().get("/setup").status, 403);
    world.advance(24 * 3600 + 1);
    assert_eq!(world.visitor().get(&format!("/setup?code={code}")).status, 403);
}

#[test]
fn the_code_itself_is_not_in_the_database() {
    let world = world();
    let code = code(&world).expect("no user yet");
    let details = world.database.texts("SELECT COALESCE(detail, '') AS value FROM events");
    assert!(details.iter().all(|detail| !detail.contains(&code)));
    assert_eq!(world.database.number("SELECT CAST(LENGTH(digest) AS BIGINT) FROM setup_codes"), 32);
}
