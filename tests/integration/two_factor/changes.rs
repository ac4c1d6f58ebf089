//! Users set up and change their own second factor, with the password.

use super::{ask_for_key, begin, enrol, give, next_step};
use crate::support::authenticator::{Authenticator, recovery_codes};
use crate::support::database::is_postgres;
use crate::support::{Answer, PASSWORD, Visitor};
use crate::world::World;

#[test]
fn an_app_that_was_not_proved_is_not_asked_for() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let offer = ask_for_key(&mut visitor);
    assert_eq!(offer.header("cache-control"), "no-store");
    let app = Authenticator::scan(&offer);
    let wrong = [("code", &*app.wrong_code(&world.clock))];
    let again = visitor.submit(&offer, "/account/two-factor/activation", &wrong);
    assert!(again.status == 422 && again.says("This code does not match the key"));
    // The page shows the same key again, so people need not scan it again.
    assert_eq!(Authenticator::scan(&again).code(&world.clock), app.code(&world.clock));
    assert_eq!(world.visitor().log_in("ada").header("location"), "/");
    let done = visitor.submit(&again, "/account/two-factor/activation", &[("code", &app.code(&world.clock))]);
    assert_eq!(done.status, 200);
}

#[test]
fn setting_up_takes_the_password_and_ends_other_sessions() {
    let world = World::new();
    let (mut desk, mut phone) = (world.signed_in("ada"), world.signed_in("ada"));
    let before = desk.session_id();
    let offer = ask_for_key(&mut desk);
    assert_ne!(desk.session_id(), before);
    let app = Authenticator::scan(&offer);
    let done = desk.submit(&offer, "/account/two-factor/activation", &[("code", &app.code(&world.clock))]);
    assert_eq!(done.status, 200);
    assert!(desk.is_signed_in());
    assert!(phone.get("/login").says("Two-factor authentication was set up, changed or removed on your account"));
    assert!(!phone.is_signed_in());
}

#[test]
fn a_key_is_good_for_who_asked_for_it_and_for_a_quarter_of_an_hour() {
    let world = World::new();
    let (mut desk, mut phone) = (world.signed_in("ada"), world.signed_in("ada"));
    let offer = ask_for_key(&mut desk);
    let app = Authenticator::scan(&offer);
    let sealed = offer.body.split("name=\"offer\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let sealed = sealed.expect("the form has an offer").to_owned();
    let is_too_late =
        |answer: &Answer| answer.status == 409 && answer.says("The key that you were shown is no longer valid");
    let send = |visitor: &mut Visitor, sealed: &str, code: &str| {
        visitor.post("/account/two-factor/activation", &[("offer", sealed), ("code", code)])
    };
    // Another session, a sign-in, or a visitor without the page can neither see nor prove the key.
    let wrong = app.wrong_code(&world.clock);
    for code in [&wrong, &app.code(&world.clock)] {
        assert!(is_too_late(&send(&mut phone, &sealed, code)));
        assert!(is_too_late(&send(&mut desk, "", code)));
        let changed = sealed.char_indices().map(|(at, c)| if at == 20 { if c == 'A' { 'B' } else { 'A' } } else { c });
        let changed: String = changed.collect();
        assert!(is_too_late(&send(&mut desk, &changed, code)));
    }
    assert!(phone.get("/account/two-factor?late").hides("no longer valid"), "an address proves nothing");
    world.advance(14 * 60);
    assert_eq!(send(&mut desk, &sealed, &app.wrong_code(&world.clock)).status, 422);
    world.advance(61);
    let late = app.code(&world.clock);
    assert!(is_too_late(&send(&mut desk, &sealed, &late)));
    assert_eq!(world.visitor().log_in("ada").header("location"), "/");
}

#[test]
fn a_copy_of_the_cookies_is_not_enough_to_change_it() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    enrol(&world, &mut desk);
    let mut thief = desk.clone();
    for path in ["enrolment", "recovery-codes", "removal"] {
        let answer = thief.post(&format!("/account/two-factor/{path}"), &[]);
        assert!(
            answer.says("Your password is asked for every time you do this") && answer.set_cookies().is_empty(),
            "{path}"
        );
        assert!(answer.says("The six digits in your authenticator app"), "{path}");
    }
}

#[test]
fn a_new_phone_takes_the_place_of_the_old_one() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (old, old_codes) = enrol(&world, &mut desk);
    let page = desk.get("/account/two-factor");
    let asked = desk.submit(&page, "/account/two-factor/enrolment", &[]);
    let typed = [("current_password", PASSWORD), ("current_code", &*old.code(&world.clock))];
    let offer = desk.submit(&asked, "/account/two-factor/enrolment", &typed);
    let new = Authenticator::scan(&offer);
    next_step(&world);
    // The old app works until the new one is proved.
    assert_eq!(give(&mut begin(&world, "ada"), &old.code(&world.clock)).status, 303);
    let done = desk.submit(&offer, "/account/two-factor/activation", &[("code", &new.code(&world.clock))]);
    assert!(done.status == 200 && recovery_codes(&done).len() == 10, "{}", done.body);
    next_step(&world);
    assert_eq!(give(&mut begin(&world, "ada"), &old.code(&world.clock)).status, 422);
    assert_eq!(give(&mut begin(&world, "ada"), &old_codes[0]).status, 422);
    assert_eq!(give(&mut begin(&world, "ada"), &new.code(&world.clock)).status, 303);
}

#[test]
fn new_recovery_codes_replace_the_old_ones() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (app, old) = enrol(&world, &mut desk);
    let page = desk.get("/account/two-factor");
    let asked = desk.submit(&page, "/account/two-factor/recovery-codes", &[]);
    let typed = [("current_password", PASSWORD), ("current_code", &*app.code(&world.clock))];
    let answer = desk.submit(&asked, "/account/two-factor/recovery-codes", &typed);
    let new = recovery_codes(&answer);
    assert!(new.len() == 10 && new.iter().all(|code| !old.contains(code)));
    assert_eq!(give(&mut begin(&world, "ada"), &old[0]).status, 422);
    assert_eq!(give(&mut begin(&world, "ada"), &new[0]).status, 303);
}

#[test]
fn changing_the_password_and_confirming_take_a_code_too() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (app, _) = enrol(&world, &mut desk);
    let page = desk.get("/account/password");
    let new = "quietly mauve hinges";
    let fields =
        |code| [("current_password", PASSWORD), ("code", code), ("new_password", new), ("new_password_again", new)];
    let missing = desk.submit(&page, "/account/password", &fields(""));
    assert!(missing.status == 422 && missing.says("Enter a code too"));
    let wrong = desk.submit(&page, "/account/password", &fields(&app.wrong_code(&world.clock)));
    assert!(wrong.status == 422 && wrong.says("This code is wrong"));
    let page = desk.get("/account/two-factor");
    let asked = desk.submit(&page, "/account/two-factor/removal", &[]);
    assert!(asked.says("Confirm it is you") && asked.says("The six digits in your authenticator app"));
    let removal = |desk: &mut Visitor, code: &str| {
        let typed = [("current_password", PASSWORD), ("current_code", code)];
        desk.submit(&asked, "/account/two-factor/removal", &typed)
    };
    let wrong = removal(&mut desk, &app.wrong_code(&world.clock));
    assert!(wrong.status == 422 && wrong.says("This code is wrong") && wrong.hides(PASSWORD));
    let done = removal(&mut desk, &app.code(&world.clock));
    assert_eq!((done.status, done.header("location")), (303, "/account/two-factor?off"));
    assert!(desk.get("/account/two-factor?off").says("Two-factor authentication is off"));
    assert_eq!(world.visitor().log_in("ada").header("location"), "/");
}

#[test]
fn the_same_set_up_sent_again_changes_nothing() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let offer = ask_for_key(&mut desk);
    let app = Authenticator::scan(&offer);
    let code = app.code(&world.clock);
    let done = desk.submit(&offer, "/account/two-factor/activation", &[("code", &code)]);
    let codes = recovery_codes(&done);
    next_step(&world);
    // By now the answer to the form is forgotten.
    world.advance(120);
    for code in [code, app.code(&world.clock)] {
        let again = desk.submit(&offer, "/account/two-factor/activation", &[("code", &code)]);
        assert_eq!((again.status, again.header("location")), (303, "/account/two-factor"));
    }
    assert_eq!(give(&mut begin(&world, "ada"), &codes[0]).status, 303);
}

#[test]
fn a_form_sent_again_is_no_guess() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (app, _) = enrol(&world, &mut desk);
    let code = app.code(&world.clock);
    let typed = [("current_password", PASSWORD), ("current_code", &*code)];
    let shown = desk.post("/account/two-factor/recovery-codes", &typed);
    assert_eq!(recovery_codes(&shown).len(), 10);
    for _ in 0..6 {
        let again = desk.post("/account/two-factor/recovery-codes", &typed);
        assert!(again.status == 422 && again.says("This code was already used"), "{}", again.body);
    }
    assert_eq!(give(&mut begin(&world, "ada"), &recovery_codes(&shown)[0]).status, 303);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'code_refused'"), 0);
}

#[test]
fn neither_key_nor_codes_are_in_the_database() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let offer = ask_for_key(&mut desk);
    let key: String = offer.body.split("secret=").nth(1).expect("a key").chars().take(32).collect();
    let app = Authenticator::scan(&offer);
    let done = desk.submit(&offer, "/account/two-factor/activation", &[("code", &app.code(&world.clock))]);
    let kept = in_hexadecimal(&world);
    let codes = recovery_codes(&done);
    let written = codes.iter().flat_map(|code| [code.clone(), code.replace('-', "")]).chain([key.clone()]);
    let raw = data_encoding::BASE32_NOPAD.decode(key.as_bytes()).expect("base32");
    // A fast digest of such a short code would be as good as the code itself.
    let quick = codes.iter().map(|code| sha256(code.replace('-', "").as_bytes()));
    for secret in written.map(String::into_bytes).chain([raw]).chain(quick) {
        let secret = data_encoding::HEXUPPER.encode(&secret);
        assert!(kept.iter().all(|value| !value.contains(&secret)), "{secret}");
    }
    // This shows that the search had something to look at: a seed and ten hashes.
    assert_eq!(kept.len(), 11);
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref().to_vec()
}

/// Returns the secrets that the tables store, in hexadecimal.
fn in_hexadecimal(world: &World) -> Vec<String> {
    let hex = |column: &str| match is_postgres() {
        true => format!("upper(encode({column}, 'hex'))"),
        false => format!("hex({column})"),
    };
    let sql = format!(
        "SELECT {} AS value FROM two_factor UNION ALL SELECT {} FROM recovery_codes",
        hex("sealed_seed"),
        hex("digest")
    );
    world.database.texts(&sql)
}
