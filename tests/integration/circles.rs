//! An app that does not accept the login that the login page reports: nobody is sent back and forth for ever.

use doorward::config::Origin;

use crate::world::World;

fn world() -> World {
    World::with(1, |settings| settings.return_origins = Origin::parse("http://wiki.example.org").into_iter().collect())
}

#[test]
fn somebody_whom_an_app_keeps_sending_back_is_told_so() {
    let world = world();
    let mut visitor = world.signed_in("ada");
    let login = "/login?next=http%3A%2F%2Fwiki.example.org%2Fpage";
    for _ in 0..4 {
        let answer = visitor.get(login);
        assert_eq!((answer.status, answer.header("location")), (303, "http://wiki.example.org/page"));
    }
    let page = visitor.get(login);
    assert_eq!(page.status, 200);
    assert!(page.says("Redirected in a loop") && page.says("href=\"http://wiki.example.org/page\""));
    // A visit to another page of the app starts afresh, and so does a later visit to the same page.
    assert_eq!(visitor.get("/login?next=http%3A%2F%2Fwiki.example.org%2Fother").status, 303);
    for _ in 0..4 {
        visitor.get(login);
    }
    assert_eq!(visitor.get(login).status, 200);
    world.advance(21);
    assert_eq!(visitor.get(login).status, 303);
}

#[test]
fn our_own_pages_are_led_to_however_often() {
    let world = world();
    let mut visitor = world.signed_in("ada");
    for _ in 0..8 {
        assert_eq!(visitor.get("/login?next=%2Faccount").header("location"), "/account");
    }
}
