//! How much the database grows by in a day of somebody who writes as fast as they may. Some of it is really done, through
//! the program and with the largest values, and the growth of the database is measured; the budgets say how often it may
//! be done in a day. `docs/security-model.md` states what that comes to.

use doorward::internals::{ACCOUNT_IN_A_DAY, Allowance, seals};
use regex::Regex;
use ureq::http::header::USER_AGENT;

use super::{BURST, DAY, count, label_path, write_until_refused};
use crate::support::authenticator::recovery_codes;
use crate::support::database::is_postgres;
use crate::support::{Answer, PASSWORD, Visitor};
use crate::two_factor::enrol;
use crate::world::World;

const MODEL: &str = include_str!("../../../docs/security-model.md");
/// The largest names that people can give: 40 characters of 4 bytes.
const LABEL: &str = "\u{1F511}";
/// An address that takes as much room as any.
const ADDRESS: &str = "2001:db8:85a3:1234:5678:8a2e:1370:7334";
/// What a measurement may be off by, in per cent, since databases grow by pages.
const TOLERANCE: f64 = 25.0;

/// A world behind a proxy, in which the oldest sessions of an account soon make room.
fn world() -> World {
    World::with(1, |settings| {
        settings.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
        settings.max_sessions_per_user = 15;
    })
}

/// Returns a user agent that takes all the room there is.
fn user_agent(name: &str) -> String {
    format!("{name}/1 {}", "and much to say about itself ".repeat(20))
}

fn visitor(world: &World) -> Visitor {
    world.visitor().with_header("x-forwarded-for", ADDRESS).with_header(USER_AGENT.as_str(), user_agent("curl"))
}

/// Seals each event on its own, which is the most that seals can take.
fn seal(world: &World) {
    world.app().block_on(|desk| async move { seals::run(&desk).await }).expect("sealed");
}

/// Returns the bytes that the database takes, without what goes by itself within two days.
fn size(world: &World) -> i64 {
    let soon = world.clock.now().milliseconds() + 2 * 86_400_000;
    for table in ["throttle_tries", "form_answers", "pending_sign_ins"] {
        world.database.execute(&format!("DELETE FROM {table} WHERE expires_at < {soon}"));
    }
    world.database.execute("DELETE FROM write_budgets");
    world.database.size()
}

/// Does something that grows the database, and returns the bytes by which it grew.
fn growth(world: &World, act: impl FnOnce()) -> f64 {
    let before = size(world);
    act();
    (size(world) - before) as f64
}

/// Names a device as often as that is allowed in a row, a few times, and renews a session that comes from another device
/// each time. Returns the bytes of one such change.
fn bytes_of_a_change(world: &World) -> f64 {
    let (mut ada, mut bob, mut program) = (visitor(world), world.signed_in("bob"), world.client());
    ada.log_in("ada");
    program.log_in("ada");
    let done = || count(world, "session_labelled") + count(world, "session_renewed");
    let mut before = 0;
    let mut burst = || {
        for _ in 0..BURST {
            let path = label_path(&ada);
            assert_eq!(ada.post(&path, &[("label", &LABEL.repeat(40))]).status, 303);
            seal(world);
        }
        write_until_refused(&mut ada);
        let path = label_path(&bob);
        assert_eq!(bob.post(&path, &[("label", "x")]).status, 303, "others notice nothing");
        world.advance(1500);
    };
    // The first pages are not typical.
    burst();
    let bytes = growth(world, || {
        before = done();
        burst();
        burst();
        burst();
        for turn in 0..200 {
            world.advance(12);
            let device = user_agent(if turn % 2 == 0 { "curl" } else { "w3m" });
            program.headers = vec![("x-forwarded-for".into(), ADDRESS.into()), ("user-agent".into(), device)];
            assert_eq!(program.renew().status, 200);
            seal(world);
        }
    });
    bytes / (done() - before) as f64
}

/// Has new recovery codes made, with one of the old ones. No other act with a password leaves as much.
fn new_codes(world: &World, ada: &mut Visitor, codes: &mut Vec<String>) {
    let code = codes.pop().expect("one of ten");
    let fields = [("current_password", PASSWORD), ("current_code", &code)];
    let answer: Answer = ada.post("/account/two-factor/recovery-codes", &fields);
    assert_eq!(answer.status, 200, "{}", answer.body);
    *codes = recovery_codes(&answer);
    seal(world);
}

/// Returns the bytes of an act that takes a password, and of a sign-in with the end of its session.
fn bytes_of_passwords(world: &World, bytes_of_a_change: f64) -> (f64, f64) {
    const ACTS: usize = 100;
    const ROUNDS: usize = 10;
    let mut ada = visitor(world);
    ada.log_in("ada");
    let (_, mut codes) = enrol(world, &mut ada);
    let act = growth(world, || {
        for _ in 0..ACTS {
            world.advance(48);
            new_codes(world, &mut ada, &mut codes);
        }
    }) / ACTS as f64;
    let mut sign_ins = |rounds: usize| {
        let mut done = 0;
        for _ in 0..rounds {
            while codes.len() > 1 {
                // What two events of codes earn.
                world.advance(180);
                let mut other = visitor(world);
                assert_eq!(other.log_in("ada").header("location"), "/login/two-factor");
                let code = codes.pop().expect("more than one");
                assert_eq!(other.post("/login/two-factor", &[("recovery_code", &code)]).status, 303);
                let path = label_path(&other);
                assert_eq!(other.post(&path, &[("label", &LABEL.repeat(40))]).status, 303);
                seal(world);
                done += 1;
            }
            world.advance(48);
            new_codes(world, &mut ada, &mut codes);
        }
        f64::from(done)
    };
    // From now on each sign-in ends a session.
    sign_ins(2);
    let mut done = 0.0;
    let bytes = growth(world, || done = sign_ins(ROUNDS));
    (act, (bytes - ROUNDS as f64 * act) / done - bytes_of_a_change)
}

/// Returns the bytes of a sign-in that fails: always for one name, and each time for another name.
fn bytes_of_failures(world: &World) -> (f64, f64) {
    const FAILURES: usize = 300;
    let fail = |name: &dyn Fn(usize) -> String| {
        growth(world, || {
            for number in 0..FAILURES {
                let answer = visitor(world).post("/login", &[("username", &name(number)), ("password", "a wrong one")]);
                assert_eq!(answer.status, 422, "{}", answer.body);
                seal(world);
            }
        }) / FAILURES as f64
    };
    (fail(&|_| "ada".to_owned()), fail(&|number| format!("name{number}")))
}

/// Returns the number of megabytes that the documents state for somebody, on this database.
fn stated(who: &str) -> f64 {
    let row = Regex::new(&format!(r"(?m)^\| {who} \| (\d+) MB \| (\d+) MB \|$")).expect("a pattern");
    let row = row.captures(MODEL).unwrap_or_else(|| panic!("docs/security-model.md says nothing of {who}"));
    row[if is_postgres() { 2 } else { 1 }].parse().expect("a number")
}

/// Compares what was measured with what is stated: not less, and not so much more that a change would go unnoticed.
fn compare(who: &str, bytes: f64) {
    let (megabytes, stated) = (bytes / 1e6, stated(who));
    println!("{who}: {megabytes:.1} MB in a day, stated {stated} MB");
    assert!(
        megabytes <= stated && megabytes > stated * (1.0 - TOLERANCE / 100.0),
        "{who}: {megabytes} MB, not {stated}"
    );
}

#[test]
fn a_day_of_one_person_makes_the_database_grow_by_what_is_stated() {
    let world = world();
    world.add_user("bob", doorward::account::Role::User);
    let change = bytes_of_a_change(&world);
    let (act, sign_in) = bytes_of_passwords(&world, change);
    println!("a change {change:.0}, an act {act:.0}, a sign-in {sign_in:.0} bytes");
    let tries = ACCOUNT_IN_A_DAY as f64;
    let [changes, codes] = [Allowance::Person, Allowance::Codes].map(|allowance| allowance.most_in(DAY) as f64);
    // Of the passwords that are looked at, the known ones are worth most as acts, and those of strangers are sign-ins. No
    // event of a code is larger than that of a name.
    let day = (changes + codes) * change + tries * (act + sign_in);
    compare("one person who is signed in", day);
    assert!(stated("one person who is signed in") < 20.0);
}

#[test]
fn a_day_of_strangers_makes_the_database_grow_by_what_is_stated() {
    let world = world();
    let (one_name, many_names) = bytes_of_failures(&world);
    println!("for one name {one_name:.0}, for many {many_names:.0} bytes");
    for (attacker, who) in
        [("one address", "strangers at one address"), ("a /64", "strangers in a /64"), ("a /48", "strangers in a /48")]
    {
        // The simulation of `sign_in::throttle` plays that day, and the documents have what came of it.
        let row = Regex::new(&format!(r"(?m)^\| {attacker} \| (\d+) \| \d+ \| (\d+) \|")).expect("a pattern");
        let row = row.captures(MODEL).expect("the table of a day");
        let [names, events] = [1, 2].map(|cell| row[cell].parse::<f64>().expect("a number"));
        compare(who, events * one_name + names * (many_names - one_name).max(0.0));
    }
}
