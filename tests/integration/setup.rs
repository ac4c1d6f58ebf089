//! Setting up the first admin.

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
    assert!(visitor.get("/login").says("There is no account yet"));
    for _ in 0..3 {
        assert_eq!(visitor.get(&path).status, 200, "looking at the page does not use up the link");
    }
    let page = visitor.get(&path);
    let fields = [("username", "Root"), ("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    let done = visitor.submit(&page, "/setup", &fields);
    assert_eq!((done.status, done.header("location")), (303, "/login?welcome"));
    assert!(visitor.get("/login?welcome").says("The account is made"));
    assert_eq!(visitor.jar.keys().collect::<Vec<_>>(), ["device"], "setting up does not sign in");
    world.advance(120);
    assert_eq!(visitor.submit(&page, "/setup", &fields).status, 403);
    assert_eq!(visitor.get(&path).status, 403);
    assert!(code(&world).is_none(), "there is no link once a user exists");
    visitor.log_in("root");
    assert_eq!(visitor.claims()["role"], "admin");
}

#[test]
fn mistakes_keep_what_was_typed_and_the_link_alive() {
    let world = world();
    let path = format!("/setup?code={}", code(&world).expect("no user yet"));
    let mut visitor = world.visitor();
    let page = visitor.get(&path);
    for (name, one, two, reason) in [
        ("not a name", PASSWORD, PASSWORD, "Use 1 to 32 letters"),
        ("root", PASSWORD, "something else", "The two passwords differ"),
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
