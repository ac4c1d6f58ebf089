//! What people type and paste: codes in any grouping, names with blanks around them, one password written in two ways,
//! links with a blank. Input that cannot be a code, a name or a password does not count as a try.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use doorward::account::Role;
use doorward::config::TwoFactorPolicy;
use serde_json::json;

use crate::support::authenticator::{Authenticator, recovery_codes};
use crate::support::{Answer, PASSWORD, Visitor};
use crate::two_factor::{ask_for_key, begin, enrol, give, next_step};
use crate::world::World;

const COUNTED: &str = "SELECT COUNT(*) FROM throttle_tries";
const REFUSED: &str =
    "SELECT COUNT(*) FROM events WHERE kind IN ('code_refused', 'sign_in_failed', 'password_confirmation_failed')";

/// Returns the ways in which people and their devices write a code.
fn ways(code: &str) -> Vec<String> {
    let plain = code.replace('-', "");
    let (first, second) = plain.split_at(plain.len() / 2);
    let wide = |text: &str| -> String {
        text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).expect("a full-width form")).collect()
    };
    vec![
        format!("{first} {second}"),
        format!("{first}-{second}"),
        format!("\t{plain} "),
        wide(&plain),
        format!("{}\u{3000}{}", wide(first), wide(second)),
        format!("{first}\u{a0}{second}\u{200b}"),
        format!("{first}\u{2011}{second}"),
        plain.chars().flat_map(|c| [c, ' ']).collect(),
    ]
}

/// Returns the same ways, and those in which people write a code of letters and digits.
fn ways_of_recovery_code(code: &str) -> Vec<String> {
    let mut ways = ways(code);
    ways.push(code.to_uppercase());
    ways.push(code.replace('0', "O").replace('1', "l"));
    ways
}

/// A field into which a code of the second factor is typed, as a function that sends it.
type Field = fn(&World, &mut Visitor, &str) -> Answer;
const FIELDS: [(&str, Field); 5] = [
    ("second step", |world, _, code| begin(world, "ada").post("/login/two-factor", &[("code", code)])),
    ("second step, other field", |world, _, code| {
        begin(world, "ada").post("/login/two-factor", &[("recovery_code", code)])
    }),
    ("api", |world, _, code| {
        world.client().post("/api/tokens", &json!({"username": "ada", "password": PASSWORD, "code": code}))
    }),
    ("confirmation", |_, desk, code| {
        desk.post("/account/two-factor/enrolment", &[("current_password", PASSWORD), ("current_code", code)])
    }),
    ("password", |_, desk, code| {
        let new = "quietly mauve hinges";
        let fields =
            [("current_password", PASSWORD), ("code", code), ("new_password", new), ("new_password_again", new)];
        desk.post("/account/password", &fields)
    }),
];

#[test]
fn codes_are_read_however_they_are_grouped_in_every_field_for_a_code() {
    for (name, send) in FIELDS {
        let world = World::new();
        let mut desk = world.signed_in("ada");
        let (app, mut recovery) = enrol(&world, &mut desk);
        let hash = world.database.texts("SELECT password_hash AS value FROM users").remove(0);
        let mut accepted = |code: &str| {
            let answer = send(&world, &mut desk, code);
            assert!(matches!(answer.status, 200 | 303), "{name}, {code:?}: {}", answer.body);
            // The next code must find the old password.
            world.database.execute(&format!("UPDATE users SET password_hash = '{hash}'"));
        };
        for way in 0..ways("123456").len() {
            accepted(&ways(&app.code(&world.clock))[way]);
            next_step(&world);
        }
        for way in 0..ways_of_recovery_code("abcde-fghjk").len() {
            accepted(&ways_of_recovery_code(&recovery.remove(0))[way]);
        }
        assert_eq!(world.database.number(REFUSED), 0, "{name}");
    }
}

#[test]
fn the_first_code_of_an_app_is_read_however_it_is_grouped() {
    let mut world = World::empty();
    world.start(|settings| settings.two_factor = TwoFactorPolicy::Admins, |_| {});
    for way in 0..ways("123456").len() {
        let (user, admin) = (format!("user{way}"), format!("admin{way}"));
        world.add_user(&user, Role::User);
        let mut visitor = world.signed_in(&user);
        let offer = ask_for_key(&mut visitor);
        let code = &ways(&Authenticator::scan(&offer).code(&world.clock))[way];
        let done = visitor.submit(&offer, "/account/two-factor/activation", &[("code", code)]);
        assert!(done.status == 200 && recovery_codes(&done).len() == 10, "{code:?}: {}", done.body);
        world.add_user(&admin, Role::Admin);
        let mut visitor = begin(&world, &admin);
        let page = visitor.get("/login/two-factor");
        let offer = visitor.submit(&page, "/login/two-factor/enrolment", &[]);
        let code = &ways(&Authenticator::scan(&offer).code(&world.clock))[way];
        let done = visitor.submit(&offer, "/login/two-factor/activation", &[("code", code)]);
        assert!(done.status == 200 && recovery_codes(&done).len() == 10, "{code:?}: {}", done.body);
    }
}

#[test]
fn no_field_cuts_or_refuses_in_the_browser_what_the_server_would_read() {
    let mut fields = 0;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let page = std::fs::read_to_string(&path).expect("a template");
            for input in page.split("<input ").skip(1).map(|rest| rest.split(">\n").next().unwrap_or(rest)) {
                let shown = format!("{}: {input}", path.display());
                assert!(!input.contains("pattern="), "{shown}");
                let Some(most) = input.split("maxlength=\"").nth(1).and_then(|rest| rest.split('"').next()) else {
                    continue;
                };
                // The name of a device is visible text and has a length limit of its own.
                let least = if input.contains("name=\"label\"") { 40 } else { 100 };
                assert!(most.parse::<u32>().expect("a number") >= least, "{shown}");
                fields += 1;
            }
        }
    }
    // The forms of all lists share one template.
    assert!(fields >= 13, "{fields}");
}

#[test]
fn codes_of_the_step_before_and_after_work_each_once() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    next_step(&world);
    next_step(&world);
    let [before, now, after] = [-1, 0, 1].map(|steps| app.code_at(&world.clock, steps));
    for code in [&before, &now, &after] {
        assert_eq!(give(&mut begin(&world, "ada"), code).status, 303, "{code}");
    }
    for code in [&before, &now, &after] {
        let again = give(&mut begin(&world, "ada"), code);
        assert!(again.status == 422 && again.says("This code was already used"), "{}", again.body);
    }
    // The code that was used early cannot be used again in its own step and the next, nor can the one before it.
    for used in [[&now, &after], [&after, &after]] {
        next_step(&world);
        for code in used {
            assert!(give(&mut begin(&world, "ada"), code).says("This code was already used"));
        }
        assert_eq!(give(&mut begin(&world, "ada"), &app.code_at(&world.clock, 1)).status, 303);
    }
    for (name, send) in FIELDS {
        next_step(&world);
        next_step(&world);
        next_step(&world);
        let mut desk = begin(&world, "ada");
        assert_eq!(give(&mut desk, &app.code_at(&world.clock, -1)).status, 303);
        let early = app.code_at(&world.clock, 1);
        let answer = send(&world, &mut desk, &early);
        assert!(matches!(answer.status, 200 | 303), "{name}: {}", answer.body);
        if name == "password" {
            break;
        }
        assert!(matches!(send(&world, &mut desk, &early).status, 401 | 422), "{name}");
    }
    assert_eq!(world.database.number(REFUSED), 0);
}

#[test]
fn what_cannot_be_a_code_is_never_counted() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (app, _) = enrol(&world, &mut desk);
    let impossible = ["12345", "1234567", "hunter2", "١٢٣٤٥٦", "abcde-fghju", "a recovery code", "1.23456"];
    for (name, send) in FIELDS {
        for code in impossible {
            let answer = send(&world, &mut desk, code);
            assert!(matches!(answer.status, 401 | 422), "{name}, {code}: {}", answer.status);
            assert!(answer.says("This cannot be a code"), "{name}, {code}: {}", answer.body);
        }
    }
    assert_eq!(world.database.number(REFUSED), 0);
    let failures = "SELECT CAST(COALESCE(SUM(failures), 0) AS BIGINT) FROM code_failures";
    assert_eq!(world.database.number(failures), 0);
    assert_eq!(give(&mut begin(&world, "ada"), &app.code(&world.clock)).status, 303);
    let page = desk.get("/account/password");
    let new = "quietly mauve hinges";
    let blank = [("current_password", PASSWORD), ("code", " \t"), ("new_password", new), ("new_password_again", new)];
    assert!(desk.submit(&page, "/account/password", &blank).says("Enter a code too"));
}

#[test]
fn what_cannot_be_a_name_or_a_password_is_never_counted() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    world.database.execute("DELETE FROM throttle_tries");
    let long = "x".repeat(257);
    let impossible = [
        ("ada lovelace", PASSWORD),
        ("my own secret!", "ada"),
        ("ada@example.org", PASSWORD),
        (&*"a".repeat(33), PASSWORD),
        ("", PASSWORD),
        ("ａｄａ", PASSWORD),
        ("ada", ""),
        ("ada", &long),
    ];
    for _ in 0..5 {
        for (name, password) in impossible {
            let answer = world.visitor().post("/login", &[("username", name), ("password", password)]);
            assert!(answer.status == 422 && answer.says("Username or password is wrong"), "{name}");
            let api = world.client().post("/api/tokens", &json!({"username": name, "password": password}));
            assert_eq!((api.status, api.json()["error"].as_str()), (401, Some("invalid_grant")), "{name}");
        }
        for password in ["", &long] {
            let confirmed = desk.post("/account/two-factor/enrolment", &[("current_password", password)]);
            assert!(confirmed.status == 422 && confirmed.says("This is not your current password"));
            let new = "quietly mauve hinges";
            let fields = [("current_password", password), ("new_password", new), ("new_password_again", new)];
            assert_eq!(desk.post("/account/password", &fields).status, 422);
        }
    }
    assert_eq!((world.database.number(COUNTED), world.database.number(REFUSED)), (0, 0));
}

#[test]
fn blanks_and_tabs_around_a_name_do_not_matter_wherever_one_is_typed() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root");
    for (number, name) in
        [" ada", "ada ", "\tada\t", "\u{a0}ADA\u{3000}", "\u{feff}ada\u{200b}"].into_iter().enumerate()
    {
        let mut visitor = world.visitor();
        let answer = visitor.post("/login", &[("username", name), ("password", PASSWORD)]);
        assert_eq!((answer.status, answer.header("location")), (303, "/"), "{name:?}");
        let api = world.client().post("/api/tokens", &json!({"username": name, "password": PASSWORD}));
        assert_eq!(api.status, 200, "{name:?}");
        // Both spellings are one name, so its wrong passwords are counted together.
        world.database.execute("DELETE FROM throttle_tries");
        for name in [name, "ada"] {
            assert_eq!(world.visitor().post("/login", &[("username", name), ("password", "wrong")]).status, 422);
        }
        let names = "SELECT COUNT(*) FROM throttle_tries WHERE expires_at - at = 7776000000";
        assert_eq!(world.database.number(names), 1, "{name:?}");

        let typed = name.replace("ada", &format!("bob{number}")).replace("ADA", &format!("BOB{number}"));
        let made =
            root.post("/admin/users/new", &[("username", &*typed), ("email", "\tbob@example.org "), ("role", "user")]);
        assert_eq!(made.status, 201, "{typed:?}: {}", made.body);
        let made = format!("bob{number}");
        assert_eq!(
            world.database.texts(&format!("SELECT email AS value FROM users WHERE username = '{made}'")),
            ["bob@example.org"]
        );

        let query = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        for (path, finds) in [
            (format!("/admin/users?search={}", query(&typed)), &*made),
            (format!("/admin/sessions?user={}", query(name)), "ada"),
            (format!("/admin/sessions?address={}", query("\t127.0.0.1 ")), "ada"),
            (format!("/admin/events?user={}", query(name)), "ada"),
            (format!("/admin/events?ip={}", query(" 127.0.0.1\t")), "ada"),
            (format!("/admin/events?session={}", query(&format!(" {}\t", root.session_id()))), "root"),
        ] {
            let page = root.get(&path);
            assert_eq!(page.status, 200, "{path}");
            assert!(page.says(&format!(">{finds}</a>")), "{path}: {}", page.body);
            assert!(page.hides("No session matches") && page.hides("No event matches"), "{path}");
        }
    }
}

/// One password in three spellings, since devices encode it differently.
const COMPOSED: &str = "ünïcödé gärtën für zwölf";
const DECOMPOSED: &str = "u\u{308}ni\u{308}co\u{308}de\u{301} ga\u{308}rte\u{308}n fu\u{308}r zwo\u{308}lf";
const OTHER_BLANKS: &str = "ünïcödé\u{a0}gärtën\u{3000}für\u{2002}zwölf";

#[test]
fn one_password_written_in_two_ways_is_one_in_every_form() {
    for chosen in [COMPOSED, DECOMPOSED, OTHER_BLANKS] {
        let world = World::new();
        let mut desk = world.signed_in("ada");
        let page = desk.get("/account/password");
        let fields = [("current_password", PASSWORD), ("new_password", chosen), ("new_password_again", COMPOSED)];
        assert_eq!(desk.submit(&page, "/account/password", &fields).status, 303);
        for typed in [COMPOSED, DECOMPOSED, OTHER_BLANKS] {
            assert_eq!(world.visitor().post("/login", &[("username", "ada"), ("password", typed)]).status, 303);
            let api = world.client().post("/api/tokens", &json!({"username": "ada", "password": typed}));
            assert_eq!(api.status, 200);
            let confirmed = desk.post("/account/two-factor/enrolment", &[("current_password", typed)]);
            assert_eq!(confirmed.status, 200);
            let fields = [("current_password", typed), ("new_password", chosen), ("new_password_again", typed)];
            let same = desk.post("/account/password", &fields);
            assert!(same.status == 422 && same.says("already your password"), "{}", same.body);
        }
        for other in [&COMPOSED.to_uppercase(), &format!("{COMPOSED} "), &COMPOSED.replace('ü', "u")] {
            assert_eq!(world.visitor().post("/login", &[("username", "ada"), ("password", other)]).status, 422);
        }
    }
}

#[test]
fn a_wrong_password_written_in_two_ways_is_counted_once() {
    let world = World::new();
    let wrong = |typed: &str| world.visitor().post("/login", &[("username", "ada"), ("password", typed)]).status;
    for number in 0..9 {
        for typed in [COMPOSED, DECOMPOSED, OTHER_BLANKS] {
            assert_eq!(wrong(&format!("{typed} {number}")), 422);
        }
    }
    assert_eq!(world.visitor().post("/login", &[("username", "ada"), ("password", PASSWORD)]).status, 303);
}

/// Returns a hash as older versions made it: of the bytes as they were typed.
fn hash_from_before(typed: &str) -> String {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).expect("allowed"));
    argon2.hash_password(typed.as_bytes()).expect("hashed").to_string()
}

#[test]
fn a_hash_from_before_is_tried_as_typed_and_renewed() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let log_in = |typed: &str| world.visitor().post("/login", &[("username", "ada"), ("password", typed)]).status;
    let hash = || world.database.texts("SELECT password_hash AS value FROM users").remove(0);
    for typed in [DECOMPOSED, OTHER_BLANKS] {
        world.database.execute(&format!("UPDATE users SET password_hash = '{}'", hash_from_before(typed)));
        let before = hash();
        let confirmed = desk.post("/account/two-factor/enrolment", &[("current_password", typed)]);
        assert_eq!((confirmed.status, hash() == before), (200, true));
        assert_eq!(log_in(COMPOSED), 422);
        assert_eq!((log_in("wrong in two wa\u{308}ys"), hash() == before), (422, true));
        assert_eq!(log_in(typed), 303);
        let renewed = hash();
        assert_ne!(renewed, before);
        for typed in [COMPOSED, DECOMPOSED, OTHER_BLANKS] {
            assert_eq!((log_in(typed), hash() == renewed), (303, true));
        }
    }
    // The API replaces such a hash as well, and no sign-in is refused when several arrive at once.
    world.database.execute(&format!("UPDATE users SET password_hash = '{}'", hash_from_before(DECOMPOSED)));
    let threads: Vec<_> = (0..6)
        .map(|number| {
            let (mut visitor, client) = (world.visitor(), world.client());
            std::thread::spawn(move || match number % 2 {
                0 => visitor.post("/login", &[("username", "ada"), ("password", DECOMPOSED)]).status,
                _ => client.post("/api/tokens", &json!({"username": "ada", "password": DECOMPOSED})).status,
            })
        })
        .collect();
    for thread in threads {
        assert!(matches!(thread.join().expect("asks"), 200 | 303));
    }
    assert_eq!(log_in(COMPOSED), 303);
}

#[test]
fn a_setup_code_and_a_first_name_are_read_with_blanks_around_them() {
    for bend in [" {}", "{}\t", "{} ", "{}\u{200b}"] {
        let mut world = World::empty();
        world.start(|_| {}, |_| {});
        let code = world.app().block_on(|desk| async move {
            let code = doorward::account::setup::create_code(&desk).await.expect("asked").expect("made");
            code.expose().clone()
        });
        let typed = bend.replace("{}", &code);
        let query: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        let mut visitor = world.visitor();
        let page = visitor.get(&format!("/setup?code={query}"));
        assert_eq!(page.status, 200, "{typed:?}");
        let fields = [
            ("code", &*typed),
            ("username", "\tRoot "),
            ("new_password", DECOMPOSED),
            ("new_password_again", COMPOSED),
        ];
        assert_eq!(visitor.submit(&page, "/setup", &fields).status, 303, "{typed:?}");
        assert_eq!(world.visitor().post("/login", &[("username", "root"), ("password", COMPOSED)]).status, 303);
    }
}
