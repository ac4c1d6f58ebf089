//! Forms of strangers: they are answered as usual, but the memory of forms does not store them.

use doorward::config::Settings;
use doorward::internals::{IdempotencyKey, Sending, claim, may_claim, release};

use super::cases::{CASES, Sent};
use super::limits::{ask, login_form};
use crate::support::{PASSWORD, Visitor};
use crate::two_factor::{begin, enrol, next_step, soon};
use crate::world::World;

/// Forms that people may send without being signed in.
const PUBLIC: [&str; 11] = [
    "setup::submit",
    "login::submit",
    "second_step::submit",
    "second_step::begin_enrolment",
    "second_step::activate",
    "second_step::cancel",
    "account_link::submit_invitation",
    "account_link::submit_reset",
    "device_link::submit",
    "link_request::submit_reset",
    "link_request::submit_device",
];

fn with_key(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let key = IdempotencyKey::generate().to_string();
    let fields = fields.iter().copied().chain([("idempotency_key", key.as_str())]);
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Returns two strangers: one without cookies, and one with invented ones.
fn strangers(world: &World) -> [Visitor; 2] {
    let mut inventive = world.visitor();
    for name in ["access", "app-access", "refresh", "second-step", "device"] {
        inventive.jar.insert(name.to_owned(), "A".repeat(43));
    }
    [world.visitor(), inventive]
}

/// Returns somebody who has kept the cookies of a session that has ended.
fn former(world: &World) -> Visitor {
    let mut visitor = world.signed_in("ada");
    let cookies = visitor.jar.clone();
    visitor.post("/logout", &[]);
    visitor.jar = cookies;
    visitor
}

#[test]
fn strangers_do_not_fill_the_memory_with_what_is_no_try() {
    let world = World::new();
    let long = format!("/{}", "a".repeat(7990));
    let next = ("next", long.as_str());
    let forms: [(&str, &[(&str, &str)]); 15] = [
        ("/login", &[("username", "<<<<"), ("password", "x"), next]),
        ("/login", &[("username", "ada"), ("password", ""), next]),
        ("/login/two-factor", &[("code", "123456"), next]),
        ("/login/two-factor", &[("recovery_code", "aaaaa-aaaaa"), next]),
        ("/login/two-factor/enrolment", &[next]),
        ("/login/two-factor/activation", &[("offer", "x"), ("code", "123456"), next]),
        ("/login/two-factor/cancellation", &[next]),
        ("/logout", &[next]),
        ("/logout", &[]),
        ("/language", &[("language", "ko"), next]),
        ("/appearance", &[("appearance", "dark"), next]),
        ("/setup", &[("code", "x"), ("username", "a"), ("new_password", "b"), ("new_password_again", "b")]),
        ("/invitation/x", &[("new_password", "b"), ("new_password_again", "b")]),
        ("/password-reset/x", &[("new_password", "b"), ("new_password_again", "b")]),
        ("/device/x", &[]),
    ];
    let former = former(&world);
    let remembered = || world.database.number("SELECT COUNT(*) FROM form_answers");
    let before = remembered();
    for stranger in strangers(&world).into_iter().chain([former]) {
        for (path, fields) in forms {
            let answer = ask(&stranger, path, &with_key(fields));
            assert!(matches!(answer.status, 303 | 403 | 422), "{path} {}", answer.status);
            assert_eq!(remembered(), before, "{path}");
        }
    }
}

#[test]
fn strangers_at_guarded_pages_do_not_make_the_database_write() {
    for case in CASES.iter().filter(|case| !PUBLIC.contains(&case.handler)) {
        let world = (case.world)();
        let Sent { action, .. } = (case.form)(&world);
        let strangers = strangers(&world);
        // Without this table, a request that asks for it is answered with 503.
        world.database.execute("DROP TABLE form_answers");
        for stranger in strangers {
            let answer = ask(&stranger, &action, &with_key(&[]));
            assert!(matches!(answer.status, 303 | 400 | 403), "{action} {}", answer.status);
        }
    }
}

#[test]
fn strangers_between_the_steps_do_not_make_the_database_write() {
    let world = World::new();
    enrol(&world, &mut world.signed_in("ada"));
    let waiting = begin(&world, "ada");
    world.database.execute("DROP TABLE form_answers");
    for path in ["", "/enrolment", "/activation", "/cancellation"] {
        let path = format!("/login/two-factor{path}");
        let answer = ask(&world.visitor(), &path, &with_key(&[("code", "123456")]));
        assert!(matches!(answer.status, 303 | 400), "{path} {}", answer.status);
        assert_eq!(ask(&waiting, &path, &with_key(&[("code", "123456")])).status, 503, "{path}");
    }
}

fn behind_a_proxy(settings: &mut Settings) {
    settings.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
}

#[test]
fn forms_of_people_who_are_not_signed_in_are_remembered_so_often_for_a_network() {
    let world = World::with(1, behind_a_proxy);
    let mut former = former(&world);
    // A known device has what nobody else can use up.
    former.jar.remove("device");
    world.app().block_on(|desk| async move {
        // Some are earned meanwhile.
        let claims = |address: fn(u32) -> String| {
            (0..10_000).filter(|number| may_claim(&desk, None, None, &address(*number))).count()
        };
        let of_one_address = claims(|_| "192.0.2.1".to_owned());
        assert!((1200..1300).contains(&of_one_address), "{of_one_address}");
        let of_one_customer = claims(|number| format!("2001:db8:1:1::{number:x}"));
        assert!((1200..1300).contains(&of_one_customer), "{of_one_customer}");
        let of_a_48 = claims(|number| format!("2001:db8:2:{number:x}::1"));
        assert!((4800..5200).contains(&of_a_48), "{of_a_48}");
    });
    // After this nothing is earned for half a minute, however long the test takes.
    world.advance(-30);
    // Without this table, a form that is claimed is answered with 503.
    world.database.execute("ALTER TABLE form_answers RENAME TO form_answers_away");
    let send = |visitor: &Visitor, address: &str, path: &str| {
        ask(&visitor.with_header("x-forwarded-for", address), path, &with_key(&[])).status
    };
    let visitor = world.visitor();
    let mut between = world.visitor();
    between.jar.insert("second-step".into(), "A".repeat(43));
    for (sender, path) in
        [(&visitor, "/device/x"), (&visitor, "/login"), (&between, "/login/two-factor"), (&former, "/logout")]
    {
        for spent in ["192.0.2.1", "2001:db8:1:1:ffff::1", "2001:db8:2:ffff::1"] {
            let status = send(sender, spent, path);
            assert!(matches!(status, 303 | 400 | 403 | 404 | 422), "{path} {spent} {status}");
        }
        for fresh in ["192.0.2.2", "2001:db8:1:2::1", "198.51.100.1"] {
            assert_eq!(send(sender, fresh, path), 503, "{path} {fresh}");
        }
    }
    world.advance(31);
    assert_eq!(send(&visitor, "192.0.2.1", "/device/x"), 503, "some are earned again");
    world.database.execute("ALTER TABLE form_answers_away RENAME TO form_answers");
}

#[test]
fn two_hundred_people_of_one_office_press_the_button_twice_and_are_answered_once() {
    let world = World::new();
    let mut visitor = world.visitor();
    let page = visitor.get("/login");
    for number in 0..200 {
        let mut fields = page.filled("/login", &[("username", "ada"), ("password", PASSWORD)]);
        let key = with_key(&[]);
        fields.retain(|(name, _)| name != "idempotency_key");
        fields.extend(key);
        let answers = [(); 2].map(|()| ask(&world.visitor(), "/login", &fields));
        assert!(answers.iter().all(|answer| answer.status == 303), "{number}");
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions"), 200);
}

/// Uses up what forms from this address have. After this nothing is earned for a minute, however long the test takes.
fn use_up(world: &World, address: &'static str) {
    world.app().block_on(move |desk| async move { while may_claim(&desk, None, None, address) {} });
    world.advance(-60);
}

#[test]
fn a_form_that_comes_again_when_nothing_is_left_still_gets_its_answer() {
    let world = World::new();
    let (visitor, fields) = login_form(&world, PASSWORD);
    let first = ask(&visitor, "/login", &fields);
    use_up(&world, "127.0.0.1");
    let again = ask(&visitor, "/login", &fields);
    assert_eq!((first.status, again.status, again.header("location")), (303, 303, first.header("location")));
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions"), 1);
    let (visitor, fields) = login_form(&world, PASSWORD);
    let two = [(); 2].map(|()| ask(&visitor, "/login", &fields).status);
    assert_eq!((two, world.database.number("SELECT COUNT(*) FROM sessions")), ([303, 303], 3), "not remembered");
}

#[test]
fn neighbours_use_up_nothing_of_a_known_device_or_of_whoever_is_between_the_steps() {
    let world = World::new();
    let mut device = world.signed_in("ada");
    device.post("/logout", &[]);
    use_up(&world, "127.0.0.1");
    let page = device.get("/login");
    let fields = page.filled("/login", &[("username", "ada"), ("password", PASSWORD)]);
    let answers = [(); 2].map(|()| ask(&device, "/login", &fields).status);
    let live = "SELECT COUNT(*) FROM sessions WHERE revoked_at IS NULL";
    assert_eq!((answers, world.database.number(live)), ([303, 303], 1));

    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    next_step(&world);
    let between = begin(&world, "ada");
    let fields = with_key(&[("code", &app.code(&world.clock))]);
    let answers = [(); 2].map(|()| ask(&between, "/login/two-factor", &fields));
    let locations = answers.each_ref().map(|answer| (answer.status, answer.header("location").to_owned()));
    assert!(locations[0].0 == 303 && locations[0] == locations[1], "{locations:?}");
    assert!(answers.iter().all(|answer| !answer.set_cookies().is_empty()), "both answers sign in");
}

#[test]
fn people_whose_address_nobody_knows_pay_once_for_a_form() {
    let world = World::new();
    let claims = world
        .app()
        .block_on(|desk| async move { (0..10_000).filter(|_| may_claim(&desk, None, None, "unknown")).count() });
    assert!((4800..5200).contains(&claims), "{claims}");
}

#[test]
fn a_claim_that_could_not_be_given_back_is_given_back_soon() {
    let world = World::new();
    let claimed = world.app().block_on(|desk| async move {
        match claim(&desk, b"a form").await {
            Ok(Sending::First(claimed)) => claimed,
            _ => panic!("it is the first"),
        }
    });
    let rows = || world.database.number("SELECT COUNT(*) FROM form_answers");
    world.database.execute("ALTER TABLE form_answers RENAME TO form_answers_away");
    let given_back = world.app().block_on(|desk| async move { release(&desk, claimed).await });
    assert!(given_back.is_err());
    world.database.execute("ALTER TABLE form_answers_away RENAME TO form_answers");
    soon(|| rows() == 0);
}
