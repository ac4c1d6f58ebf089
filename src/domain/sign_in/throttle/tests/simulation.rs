//! Plays a week of an attacker who knows all the rules against the owner of one account, on a clock that is moved.
//!
//! The attacker gives another password as soon as one may be looked at, for seven days. The owner signs in once an hour,
//! with the right password. The test prints the table that is in `docs/security-model.md`, and compares both.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::Duration;

use super::book::{Book, Dice, HOME, NOW, device, stranger};
use crate::domain::sign_in::throttle::*;
use crate::domain::sign_in::{Admission as CodeAdmission, CodeKind, CodeTries};
use crate::domain::time::Timestamp;

const DAY: i64 = 86_400_000;
const DAYS: i64 = 7;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Attacker {
    Address,
    Subnet64,
    Subnet48,
    TenThousand,
    /// Somebody who stops at nine wrong ones, before there is a pause, until the owner has signed in again.
    Patient,
    /// Somebody with a copy of the cookie of the device that the owner uses.
    CookieThief,
    /// Somebody behind the same address as the owner.
    Insider,
}

impl Attacker {
    const ALL: [(Attacker, &str); 7] = [
        (Attacker::Address, "one address"),
        (Attacker::Subnet64, "a /64"),
        (Attacker::Subnet48, "a /48"),
        (Attacker::TenThousand, "10,000 addresses"),
        (Attacker::Patient, "one who stops at nine until the owner signs in"),
        (Attacker::CookieThief, "a thief of a device cookie"),
        (Attacker::Insider, "an insider behind the owner's address"),
    ];

    /// Returns the address of the next try.
    fn address(self, dice: &mut Dice) -> String {
        match self {
            Attacker::Address | Attacker::Patient | Attacker::CookieThief => "203.0.113.66".to_owned(),
            Attacker::Subnet64 => format!("2001:db8:6:6::{:x}", dice.below(65_536)),
            Attacker::Subnet48 => format!("2001:db8:6:{:x}::1", dice.below(65_536)),
            Attacker::TenThousand => {
                let number = dice.below(10_000);
                format!("10.{}.{}.1", number / 250, number % 250)
            }
            Attacker::Insider => HOME.to_owned(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// Somebody who signs in with another new device each time.
    NewDevice,
    /// The same, and has a device link made when the device is refused.
    WithLink,
    KnownDevice,
    /// Somebody on the device from which the thief has the cookie, who has not signed in there since.
    CopiedDevice,
    /// The same, and has a device link made when the device is refused.
    CopiedWithLink,
}

impl Owner {
    const ALL: [(Owner, &str); 3] = [
        (Owner::NewDevice, "a new device each time"),
        (Owner::WithLink, "a new device each time, and a device link where it is refused"),
        (Owner::KnownDevice, "a known device"),
    ];
    const COPIED: [(Owner, &str); 2] = [
        (Owner::CopiedDevice, "the device that was copied"),
        (Owner::CopiedWithLink, "the device that was copied, and a device link where it is refused"),
    ];
}

/// What came of a week.
#[derive(Default)]
struct Outcomes {
    in_a_row: u32,
    /// How many guesses were looked at since the last right password.
    row: u32,
    by_day: [u32; DAYS as usize],
    tries: u32,
    got_in: u32,
    events: [u32; DAYS as usize],
    refusals: BTreeSet<(i64, String)>,
}

impl Outcomes {
    fn day(now: Timestamp) -> usize {
        usize::try_from((now.milliseconds() - NOW.milliseconds()) / DAY).unwrap_or(0).min(DAYS as usize - 1)
    }

    fn look(&mut self, now: Timestamp, alarm: bool) {
        self.row += 1;
        self.in_a_row = self.in_a_row.max(self.row);
        self.by_day[Outcomes::day(now)] += 1;
        self.events[Outcomes::day(now)] += 1 + u32::from(alarm);
    }

    fn refuse(&mut self, now: Timestamp, ip: &str) {
        // There is one event for each network and quarter of an hour.
        if self.refusals.insert((now.milliseconds() / 900_000, widest(ip))) {
            self.events[Outcomes::day(now)] += 1;
        }
    }

    fn sign_in(&mut self, now: Timestamp, did: bool) {
        self.tries += 1;
        if did {
            self.got_in += 1;
            self.row = 0;
            self.events[Outcomes::day(now)] += 1;
        }
    }

    fn most<const N: usize>(numbers: &[u32; N]) -> u32 {
        numbers.iter().copied().max().unwrap_or(0)
    }

    fn cells(&self) -> String {
        let share = 100 * self.got_in / self.tries.max(1);
        let (day, events) = (Outcomes::most(&self.by_day), Outcomes::most(&self.events));
        format!("{} | {day} | {share} % | {events}", self.in_a_row)
    }
}

fn soon(now: Timestamp, seconds: u32) -> Timestamp {
    now.plus(Duration::from_secs(seconds.into()))
}

/// Returns the moments at which the owner signs in: once an hour.
fn hours(dice: &mut Dice) -> Vec<Timestamp> {
    let hours = 0..u64::try_from(DAYS * 24).expect("positive");
    hours.map(|hour| NOW.plus(Duration::from_secs(3600 * hour + dice.below(3600)))).collect()
}

fn week_of_guesses(attacker: Attacker, owner: Owner) -> Outcomes {
    let (mut book, mut dice, mut outcomes) = (Book::default(), Dice(11), Outcomes::default());
    let (mut now, mut number) = (NOW, 0);
    // Each sign-in with the device is a new meeting, and so is each link.
    let stolen = 0;
    let mut meeting = u8::from(!Owner::COPIED.iter().any(|(copied, _)| *copied == owner));
    let mut row_of_strangers = 0;
    for moment in hours(&mut dice) {
        while now < moment {
            if attacker == Attacker::Patient && row_of_strangers == 9 {
                now = moment;
                break;
            }
            number += 1;
            let (ip, password) = (attacker.address(&mut dice), format!("guess {number}"));
            let guess = match attacker {
                Attacker::CookieThief => device(stolen, &password),
                _ => stranger("ada", &password, &ip),
            };
            now = match book.admit(&guess, now) {
                Ok(ticket) => {
                    let alarm = book.settle(&ticket, Outcome::Wrong, now);
                    outcomes.look(now, alarm.is_some());
                    row_of_strangers += 1;
                    soon(now, 1)
                }
                Err((throttled, _)) => {
                    outcomes.refuse(now, &ip);
                    soon(now, throttled.retry_after())
                }
            };
        }
        let mut sign_in = |attempt: Try| match book.admit(&attempt, moment) {
            Ok(ticket) => {
                book.settle(&ticket, Outcome::Right, moment);
                row_of_strangers = if attempt.is_known() { row_of_strangers } else { 0 };
                true
            }
            Err(_) => false,
        };
        let did = match owner {
            Owner::NewDevice => sign_in(stranger("ada", "right", HOME)),
            Owner::WithLink => sign_in(stranger("ada", "right", HOME)) || sign_in(device(meeting + 1, "right")),
            Owner::KnownDevice | Owner::CopiedDevice => sign_in(device(meeting, "right")),
            Owner::CopiedWithLink => sign_in(device(meeting, "right")) || sign_in(device(meeting + 1, "right")),
        };
        meeting += u8::from(did);
        outcomes.sign_in(moment, did);
    }
    outcomes
}

/// The owner of a second factor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    KnownDevice,
    /// Somebody who signs in with another new device each time, by a code of the app, or by a recovery code where those
    /// are not looked at. There is always one left.
    NewDevice,
}

/// Somebody who knows the password guesses codes of these kinds.
fn week_of_codes(kinds: &[CodeKind], holder: Holder) -> Outcomes {
    let (mut book, mut dice, mut outcomes) = (Book::default(), Dice(12), Outcomes::default());
    // The thief gives codes at the door for unknown devices, and a known device has a door of its own.
    let (mut strangers, known) = (CodeTries::default(), CodeTries::default());
    let mut now = NOW;
    for moment in hours(&mut dice) {
        while now < moment {
            let ip = Attacker::TenThousand.address(&mut dice);
            let ticket = book.admit(&stranger("ada", "right", &ip), now).expect("the password is right");
            book.settle(&ticket, Outcome::Right, now);
            let next = |(kind, admission)| match admission {
                CodeAdmission::Open => (now, Some(kind)),
                CodeAdmission::After(pause) => (now.plus(pause), None),
                CodeAdmission::Closed => (soon(now, 3600), None),
            };
            let admissions = kinds.iter().map(|kind| (*kind, strangers.admission(*kind, now)));
            now = match admissions.map(next).min_by_key(|(at, _)| *at).expect("a kind") {
                (_, Some(kind)) => {
                    let alarm = strangers.after_failure(kind) != CodeAdmission::Open;
                    strangers.count(kind, now);
                    outcomes.look(now, alarm);
                    soon(now, 1)
                }
                (at, None) => at,
            };
        }
        match holder {
            Holder::KnownDevice => {
                let ticket = book.admit(&device(1, "right"), moment).expect("known");
                book.settle(&ticket, Outcome::Right, moment);
                // What is right at the one door ends no row at the other.
                let row = outcomes.row;
                outcomes.sign_in(moment, known.admission(CodeKind::App, moment) == CodeAdmission::Open);
                outcomes.row = row;
            }
            Holder::NewDevice => {
                let ticket = book.admit(&stranger("ada", "right", HOME), moment).expect("the password is right");
                book.settle(&ticket, Outcome::Right, moment);
                let is_open = |kind| strangers.admission(kind, moment) == CodeAdmission::Open;
                let did = is_open(CodeKind::App) || is_open(CodeKind::Recovery);
                outcomes.sign_in(moment, did);
                // A right code ends the rows of both kinds.
                strangers = if did { CodeTries::default() } else { strangers };
            }
        }
    }
    outcomes
}

/// Sends the same wrong password as fast as the networks of the attacker allow, for a day: each time for another name that
/// nobody has, or always for one name.
fn day_of_one_password(attacker: Attacker, is_for_many: bool) -> Outcomes {
    let (mut book, mut dice, mut outcomes) = (Book::default(), Dice(13), Outcomes::default());
    let (mut now, mut number) = (NOW, 0);
    while now.milliseconds() < NOW.milliseconds() + DAY {
        number += u32::from(is_for_many);
        let ip = attacker.address(&mut dice);
        now = match book.admit(&stranger(&format!("name{number}"), "the same", &ip), now) {
            Ok(ticket) => {
                book.settle(&ticket, Outcome::Wrong, now);
                outcomes.look(now, false);
                now.plus(Duration::from_millis(100))
            }
            Err((throttled, _)) => {
                outcomes.refuse(now, &ip);
                soon(now, throttled.retry_after())
            }
        };
    }
    outcomes
}

#[test]
fn a_week_of_an_attacker_who_knows_the_rules_is_as_the_documents_say() {
    let mut table = String::new();
    let mut row = |attacker: &str, owner: &str, outcomes: &Outcomes| {
        writeln!(table, "| {attacker} | {owner} | {} |", outcomes.cells()).expect("written");
    };
    for (attacker, name) in Attacker::ALL {
        let copied = Owner::COPIED.into_iter().filter(|_| attacker == Attacker::CookieThief);
        for (owner, owner_name) in Owner::ALL.into_iter().chain(copied) {
            let outcomes = week_of_guesses(attacker, owner);
            // A stolen cookie is worth as many again as strangers have.
            let most = if attacker == Attacker::CookieThief { 200 } else { 100 };
            assert!(outcomes.in_a_row <= most, "{name}, {owner_name}");
            let may_be_kept_out = matches!(owner, Owner::NewDevice | Owner::CopiedDevice);
            assert!(may_be_kept_out || outcomes.got_in == outcomes.tries, "{name}, {owner_name}");
            row(name, owner_name, &outcomes);
        }
    }
    for (kinds, name) in [
        (&[CodeKind::App][..], "a thief of the password, at the codes of the app"),
        (&[CodeKind::App, CodeKind::Recovery], "a thief of the password, at both kinds of codes"),
    ] {
        for (holder, holder_name) in [
            (Holder::NewDevice, "a new device each time, a second factor and recovery codes"),
            (Holder::KnownDevice, "a known device and a second factor"),
        ] {
            let outcomes = week_of_codes(kinds, holder);
            assert!(outcomes.in_a_row <= 100 * u32::try_from(kinds.len()).expect("few"), "{name}, {holder_name}");
            assert!(holder == Holder::NewDevice || outcomes.got_in == outcomes.tries, "{name}, {holder_name}");
            row(name, holder_name, &outcomes);
        }
    }
    println!("{table}");
    let document = include_str!("../../../../../docs/security-model.md");
    for line in table.lines() {
        assert!(document.contains(line), "docs/security-model.md has another row: {line}\n{table}");
    }
}

#[test]
fn a_day_of_one_wrong_password_is_as_the_documents_say() {
    let mut table = String::new();
    for (attacker, name) in [Attacker::ALL[0], Attacker::ALL[1], Attacker::ALL[2]] {
        let [many, one] = [true, false].map(|is_for_many| day_of_one_password(attacker, is_for_many));
        let [many_names, one_name] = [&many, &one].map(|outcomes| Outcomes::most(&outcomes.by_day));
        let events = Outcomes::most(&many.events).max(Outcomes::most(&one.events));
        writeln!(table, "| {name} | {many_names} | {one_name} | {events} |").expect("written");
    }
    println!("{table}");
    let document = include_str!("../../../../../docs/security-model.md");
    for line in table.lines() {
        assert!(document.contains(line), "docs/security-model.md has another row: {line}\n{table}");
    }
}
