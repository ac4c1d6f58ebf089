//! An app that does not believe what the login page says: nobody is sent round for ever.

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
    assert!(page.says("Sent back and forth") && page.says("href=\"http://wiki.example.org/page\""));
    // Another page of it is another matter, and so is the same one later.
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
