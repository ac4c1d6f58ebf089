//! Pages that say what has just been done, by a parameter of their address: anybody can be sent such an address, so it
//! must prove nothing. The record does, or a cookie; the few sentences that need no proof are true whoever reads them.

use std::collections::BTreeSet;

use doorward::account::Role;
use regex::Regex;
use scraper::{Html, Selector};

use crate::admin_users::{path_of, press, world};
use crate::support::{Answer, Visitor};
use crate::two_factor::enrol;
use crate::world::World;

/// These sentences say nothing of what the reader did: in each, what is true at any time.
const TRUE_AT_ANY_TIME: [&str; 9] = [
    // Of a browser that is signed out.
    "You are signed out of this browser. That does not sign you out on your other devices.",
    "A sign-in ends when it takes too long, or when the account is changed in the meantime. Start again with your \
     password.",
    "If you came from a page whose address is too long to remember, sign in, then open that page again.",
    "Times are now in UTC.",
    // Of a browser with the cookie of a known device.
    "Your account knows this browser: other people's failed attempts do not lock you out here. Sign in with your \
     username and password. A device link works only once.",
    // Of somebody with one session, and of an account without any.
    "You are signed out on all other devices.",
    "The account is signed out everywhere.",
    // Of a page that nothing was done on.
    "Nothing was changed.",
    "Nothing was changed: select an active session first.",
];

/// Returns what a page says of what has just been done.
fn notices(page: &Answer) -> Vec<String> {
    let document = Html::parse_document(&page.body);
    let notice = Selector::parse("main .notice").expect("a selector");
    document.select(&notice).map(|notice| notice.text().collect::<String>().trim().to_owned()).collect()
}

/// Returns every address with a parameter that tells something: those of `paths.rs`, and those that handlers make up.
fn addresses(world: &World) -> BTreeSet<String> {
    let (paths, users) = (include_str!("../../src/web/paths.rs"), include_str!("../../src/web/admin/users/show.rs"));
    let constant = Regex::new(r#"pub const \w+: &str =\s*"([^"?]*\?[^"=]*)";"#).expect("a pattern");
    let mut all: BTreeSet<_> = constant.captures_iter(paths).map(|found| found[1].to_owned()).collect();
    assert!(all.len() >= 10, "{all:?}");
    let session =
        world.database.texts("SELECT id AS value FROM sessions WHERE state = 'live' ORDER BY signed_in_at")[0].clone();
    for parameter in ["ended", "named"] {
        all.insert(format!("/account/sessions?{parameter}={session}"));
    }
    for count in 0..3 {
        all.insert(format!("/admin/sessions?ended={count}"));
        all.insert(format!("/admin/sessions/{session}?ended={count}"));
    }
    let word = Regex::new(r#"Done::\w+ => "([a-z-]+)""#).expect("a pattern");
    let words: Vec<_> = word.captures_iter(users).map(|found| found[1].to_owned()).collect();
    assert!(words.len() >= 10, "{words:?}");
    for name in ["ada", "root"] {
        all.extend(words.iter().map(|word| format!("{}?done={word}", path_of(world, name))));
    }
    all.extend(["/login?again", "/login?signed-out", "/?known", "/?again"].map(str::to_owned));
    // Not told any more.
    all.insert("/account/two-factor?late".to_owned());
    all
}

#[test]
fn an_address_alone_tells_nobody_that_something_was_done() {
    let world = world(1);
    world.add_user("gone", Role::User);
    let mut known = world.signed_in("ada");
    let page = known.get("/account");
    assert_eq!(known.submit(&page, "/logout", &[]).status, 303);
    let people = [
        ("a stranger", world.visitor()),
        ("a known browser", known),
        ("ada", world.signed_in("ada")),
        ("root", world.signed_in("root")),
    ];
    let (addresses, mut read) = (addresses(&world), 0);
    for (who, mut visitor) in people {
        for address in &addresses {
            let page = visitor.get(address);
            if page.status != 200 {
                continue;
            }
            read += 1;
            let told = notices(&page);
            let is_true = |told: &String| TRUE_AT_ANY_TIME.contains(&told.as_str());
            assert!(told.iter().all(is_true), "{who} at {address}: {told:?}");
        }
    }
    assert!(read > 60, "{read}");
}

/// Opens what an answer leads to, and returns the page.
fn led(visitor: &mut Visitor, answer: &Answer) -> Answer {
    assert_eq!(answer.status, 303, "{}", answer.body);
    visitor.get(answer.header("location"))
}

#[test]
fn what_was_done_is_told_for_ten_minutes_and_to_nobody_who_did_not_do_it() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    world.add_user("eve", Role::Admin);
    let mut eve = world.signed_in("eve");
    let page = root.get("/admin/keys");
    let rotated = root.submit(&page, "/admin/keys/rotation", &[]);
    assert_eq!(notices(&led(&mut root, &rotated)).len(), 1);
    assert_eq!(notices(&eve.get(rotated.header("location"))), [""; 0], "another admin made it");
    let sessions = [(); 2].map(|()| world.signed_in("ada").session_id());
    let fields = [("id", sessions[0].as_str()), ("id", sessions[1].as_str()), ("sure", "yes")];
    let ended = root.post("/admin/sessions/ticked/revocation", &fields);
    assert_eq!(notices(&led(&mut root, &ended)), ["2 sessions ended."]);
    assert_eq!(notices(&root.get("/admin/sessions?ended=1")), [""; 0], "two were ended");
    assert_eq!(notices(&eve.get("/admin/sessions?ended=2")), [""; 0]);
    let user = path_of(&world, "ada");
    let suspended = press(&mut root, &user, "suspension", &[]);
    let suspended = if suspended.header("location").contains("done=") {
        suspended
    } else {
        let asked = led(&mut root, &suspended);
        root.submit(&asked, &format!("{user}/suspension"), &[])
    };
    assert_eq!(notices(&led(&mut root, &suspended)).len(), 1);
    assert_eq!(notices(&eve.get(suspended.header("location"))), [""; 0], "another admin did");
    world.advance(9 * 60);
    let told = [&rotated, &ended, &suspended].map(|answer| answer.header("location").to_owned());
    assert_eq!(notices(&root.get(&told[1])), ["2 sessions ended."], "a page that is loaded again says the same");
    assert_eq!(notices(&root.get(&told[2])).len(), 1);
    world.advance(61);
    for address in &told {
        assert_eq!(notices(&root.get(address)), [""; 0], "{address}");
    }
}

#[test]
fn a_second_factor_that_was_never_there_is_not_said_to_be_off() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    assert_eq!(notices(&ada.get("/account/two-factor?off")), [""; 0]);
    let (app, _) = enrol(&world, &mut ada);
    crate::two_factor::next_step(&world);
    let page = ada.get("/account/two-factor");
    let asked = ada.submit(&page, "/account/two-factor/removal", &[]);
    let code = app.code(&world.clock);
    let fields = [("current_password", crate::support::PASSWORD), ("current_code", code.as_str())];
    let off = ada.submit(&asked, "/account/two-factor/removal", &fields);
    assert_eq!(notices(&led(&mut ada, &off)).len(), 1);
    let mut bystander = world.signed_in("ada");
    assert_eq!(notices(&bystander.get(off.header("location"))).len(), 1, "it is so, and of late");
    world.advance(11 * 60);
    assert_eq!(notices(&bystander.get(off.header("location"))), [""; 0]);
}
