//! Tables of situations: each row has one, and the expected result.

use std::time::Duration;

use super::book::{Book, Dice, HOME, NOW, after, device, device_where, link, session, stranger};
use crate::domain::sign_in::throttle::*;

fn ada() -> Try {
    stranger("ada", "guess", HOME)
}

/// Returns the subject of the budget that is the widest (0) or narrower.
fn budget(attempt: &Try, index: usize) -> Subject {
    attempt.budgets[index].subject.clone()
}

fn own(attempt: &Try) -> Subject {
    attempt.streak().expect("a password").subject.clone()
}

#[test]
fn when_a_try_is_refused() {
    use Guesser::{KnownDevice, Session, UnknownDevices};
    use Obstacle::{Account, Known, Link, Names, Network, Streak};
    type Happened = fn(&mut Book, &Try);
    type Row = (&'static str, fn() -> Try, Happened, Option<(Obstacle, u32)>);
    let [known, confirming]: [fn() -> Try; 2] = [|| device(2, "guess"), || session(3, "guess")];
    let six: fn() -> Try = || stranger("ada", "guess", "2001:db8:1:2::3");
    let of_link: fn() -> Try = || link(b"token", HOME);
    let of_office: fn() -> Try = || device_where(400, 2, "guess");
    let rows: &[Row] = &[
        ("nothing is known", ada, |_, _| {}, None),
        ("29 tries", ada, |b, t| b.count(&budget(t, 1), 0..29, after(-60), 1), None),
        ("30 tries", ada, |b, t| b.count(&budget(t, 1), 0..30, after(-60), 1), Some((Network, 240))),
        ("30 in one piece", ada, |b, t| b.count(&budget(t, 1), 0..1, NOW, 30), Some((Network, 300))),
        ("30 that are over", ada, |b, t| b.count(&budget(t, 1), 0..30, after(-300), 1), None),
        ("30 of a wrong clock", ada, |b, t| b.count(&budget(t, 1), 0..30, after(86_400), 1), None),
        ("239 tries of a /24", ada, |b, t| b.count(&budget(t, 0), 0..1, after(-60), 239), None),
        ("240 tries of a /24", ada, |b, t| b.count(&budget(t, 0), 0..1, after(-60), 240), Some((Network, 240))),
        ("30 tries of a /64", six, |b, t| b.count(&budget(t, 2), 0..30, after(-60), 1), Some((Network, 240))),
        ("59 tries of a /56", six, |b, t| b.count(&budget(t, 1), 0..59, after(-60), 1), None),
        ("60 tries of a /56", six, |b, t| b.count(&budget(t, 1), 0..60, after(-60), 1), Some((Network, 240))),
        ("120 tries of a /48", six, |b, t| b.count(&budget(t, 0), 0..120, after(-60), 1), Some((Network, 240))),
        ("14 names", ada, |b, t| b.count(&t.names[1].subject, 0..14, after(-60), 1), None),
        ("15 names", ada, |b, t| b.count(&t.names[1].subject, 0..15, after(-60), 1), Some((Names, 840))),
        ("15 names, cut off", ada, |b, t| b.count(&t.names[1].subject, 0..15, after(-11), 0), Some((Names, 889))),
        ("15 names, under way", ada, |b, t| b.count(&t.names[1].subject, 0..15, after(-9), 0), Some((Names, 10))),
        (
            "15 names under way, this one among them",
            ada,
            |b, t| {
                b.count(&t.names[1].subject, 0..14, after(-9), 0);
                b.end(&stranger("ada", "another", HOME), Outcome::Wrong, after(-9));
            },
            None,
        ),
        ("15 names that are over", ada, |b, t| b.count(&t.names[1].subject, 0..15, after(-900), 1), None),
        ("120 names of a /24", ada, |b, t| b.count(&t.names[0].subject, 0..120, after(-60), 1), Some((Names, 840))),
        ("60 names of a /48", six, |b, t| b.count(&t.names[0].subject, 0..60, after(-60), 1), Some((Names, 840))),
        ("9 wrong passwords", ada, |b, t| b.count(&own(t), 0..9, NOW, 1), None),
        ("10, just now", ada, |b, t| b.count(&own(t), 0..10, after(-1), 1), Some((Streak(UnknownDevices), 59))),
        ("10, a minute ago", ada, |b, t| b.count(&own(t), 0..10, after(-60), 1), None),
        ("11, a minute ago", ada, |b, t| b.count(&own(t), 0..11, after(-60), 1), Some((Streak(UnknownDevices), 60))),
        ("16, a minute ago", ada, |b, t| b.count(&own(t), 0..16, after(-60), 1), Some((Streak(UnknownDevices), 3540))),
        (
            "10 that are being checked",
            ada,
            |b, t| b.count(&own(t), 0..10, after(-1), 0),
            Some((Streak(UnknownDevices), 2)),
        ),
        ("10, cut off", ada, |b, t| b.count(&own(t), 0..10, after(-11), 0), Some((Streak(UnknownDevices), 49))),
        (
            "10, and one of a wrong clock",
            ada,
            |b, t| {
                b.count(&own(t), 0..10, after(-1), 1);
                b.count(&own(t), 10..11, after(86_400), 1);
            },
            Some((Streak(UnknownDevices), 119)),
        ),
        ("10 of a wrong clock", ada, |b, t| b.count(&own(t), 0..10, after(86_400), 1), None),
        ("99, long ago", ada, |b, t| b.count(&own(t), 0..99, after(-86_400), 1), None),
        (
            "100, long ago",
            ada,
            |b, t| b.count(&own(t), 0..100, after(-89 * 86_400), 1),
            Some((Streak(UnknownDevices), 3600)),
        ),
        ("100, 90 days ago", ada, |b, t| b.count(&own(t), 0..100, after(-90 * 86_400), 1), None),
        ("10 of a device", known, |b, t| b.count(&own(t), 0..10, after(-1), 1), Some((Streak(KnownDevice), 59))),
        ("16 of a device", known, |b, t| b.count(&own(t), 0..16, after(-1), 1), Some((Streak(KnownDevice), 899))),
        ("10 of a session", confirming, |b, t| b.count(&own(t), 0..10, after(-1), 1), Some((Streak(Session), 59))),
        ("100 of a device, a stranger's now", known, |b, t| b.count(&own(t), 0..100, after(-1), 1), None),
        (
            "100 of a device, and strangers pause",
            known,
            |b, t| {
                b.count(&own(t), 0..100, after(-1), 1);
                b.count(&own(t.otherwise().expect("known")), 0..10, after(-1), 1);
            },
            Some((Streak(UnknownDevices), 59)),
        ),
        ("30 tries of a device", known, |b, t| b.count(&budget(t, 1), 0..30, after(-60), 1), Some((Known, 240))),
        ("120 of all devices", confirming, |b, t| b.count(&budget(t, 0), 0..30, after(-60), 4), Some((Account, 240))),
        (
            "360 tries of a device in a day",
            known,
            |b, t| b.count(&budget(t, 3), 0..1, after(-60), 360),
            Some((Known, 86_340)),
        ),
        (
            "960 of all devices in a day",
            known,
            |b, t| b.count(&budget(t, 2), 0..2, after(-60), 480),
            Some((Account, 86_340)),
        ),
        ("399 tries of a device of an office", of_office, |b, t| b.count(&budget(t, 1), 0..1, after(-60), 399), None),
        (
            "360 tries in a day, however many an address has",
            of_office,
            |b, t| b.count(&budget(t, 3), 0..1, after(-60), 360),
            Some((Known, 86_340)),
        ),
        (
            "960 of an account in a day, however many an address has",
            of_office,
            |b, t| b.count(&budget(t, 2), 0..2, after(-60), 480),
            Some((Account, 86_340)),
        ),
        (
            "960 right ones of strangers",
            ada,
            |b, t| b.count(&budget(t, 2), 0..2, after(-60), 480),
            Some((Account, 86_340)),
        ),
        ("10 tries of a link", of_link, |b, t| b.count(&budget(t, 2), 0..10, after(-60), 1), Some((Link, 240))),
        (
            "a link from where there were 30 tries",
            of_link,
            |b, t| b.count(&budget(t, 1), 0..30, after(-60), 1),
            Some((Network, 240)),
        ),
    ];
    for (name, attempt, happened, expected) in rows {
        let (attempt, mut book) = (attempt(), Book::default());
        happened(&mut book, &attempt);
        let refused = book.admit(&attempt, NOW).err().map(|(throttled, obstacle)| (obstacle, throttled.retry_after()));
        assert_eq!(refused, *expected, "{name}");
    }
}

#[test]
fn neighbours_and_strangers_are_not_in_the_way_of_whoever_is_known() {
    let (mut book, ada) = (Book::default(), ada());
    for subject in ada.subjects().into_iter().chain(ada.names.iter().map(|limit| &limit.subject)) {
        book.count(subject, 0..200, NOW, 100);
    }
    assert!(book.admit(&ada, NOW).is_err());
    for attempt in [device(2, "guess"), session(3, "guess")] {
        assert!(book.admit(&attempt, NOW).is_ok());
    }
}

#[test]
fn one_known_device_uses_up_nothing_of_another_one() {
    let mut book = Book::default();
    for number in 0..30 {
        assert!(book.admit(&device(1, &format!("always {}", number % 2)), NOW).is_ok());
    }
    assert!(book.admit(&device(1, "right"), NOW).is_err() && book.admit(&device(2, "right"), NOW).is_ok());
    for number in 0..100 {
        book.end(&device(3, &format!("guess {number}")), Outcome::Wrong, after(1000 * (number + 1)));
    }
    let later = after(200_000);
    assert!(book.ledger(&device(3, "x"), later).has_forgotten(&device(3, "x"), later));
    assert!(!book.ledger(&device(2, "x"), later).has_forgotten(&device(2, "x"), later));
}

#[test]
fn a_right_password_ends_the_streak_of_its_caller_and_no_copy_of_a_forgotten_device_is_known_again() {
    let mut book = Book::default();
    for number in 0..9 {
        book.end(&stranger("ada", &format!("guess {number}"), "198.51.100.1"), Outcome::Wrong, after(-number));
    }
    book.end(&device(2, "right"), Outcome::Right, NOW);
    assert!(book.end(&stranger("ada", "the tenth", "198.51.101.1"), Outcome::Wrong, NOW).is_some());
    book.end(&stranger("ada", "right", "198.51.102.1"), Outcome::Right, after(61));
    for number in 0..9 {
        let guess = stranger("ada", &format!("again {number}"), "198.51.103.1");
        assert_eq!(book.end(&guess, Outcome::Wrong, after(62)), None);
    }
    book.count(&own(&device(2, "x")), 0..100, after(-1), 1);
    book.end(&device(2, "right"), Outcome::Right, after(63));
    assert!(book.ledger(&device(2, "x"), after(64)).has_forgotten(&device(2, "x"), after(64)));
}

#[test]
fn the_owner_and_administrators_are_told_at_the_tenth_and_the_hundredth_once() {
    let (mut book, mut now, mut told) = (Book::default(), NOW, Vec::new());
    for number in 1..=100 {
        let guess = stranger("ada", &format!("guess {number}"), &format!("198.51.{number}.1"));
        let ticket = loop {
            match book.admit(&guess, now) {
                Ok(ticket) => break ticket,
                Err((throttled, _)) => now = now.plus(Duration::from_secs(throttled.retry_after().into())),
            }
        };
        told.extend(book.settle(&ticket, Outcome::Wrong, now).map(|alarm| (number, alarm.seconds)));
        // A password that was wrong before is wrong again, and tells nothing new.
        if number < 10 {
            assert_eq!(book.end(&guess, Outcome::Wrong, now), None);
        }
    }
    assert_eq!(told, [(10, Some(60)), (100, None)]);
    assert_eq!(book.locks[&own(&ada())].wrong, 100);
    assert!(book.admit(&ada(), now.plus(Duration::from_secs(30 * 86_400))).is_err());
}

#[test]
fn what_a_try_counts_for_when_it_has_ended() {
    type Row = (&'static str, fn() -> Try, [[i64; 4]; 3]);
    let elsewhere = || stranger("ada", "before", "198.51.100.9");
    // The numbers are: tries and failed names of the networks, passwords of the account, passwords of the device or session.
    let rows: [Row; 4] = [
        ("a password", ada, [[3, 0, 0, 0], [2, 2, 2, 0], [0, 0, 1, 0]]),
        ("one that was wrong before", elsewhere, [[3, 0, 0, 0], [2, 2, 1, 0], [0, 0, 1, 0]]),
        ("of a known device", || device(2, "guess"), [[4, 0, 1, 0], [4, 0, 1, 1], [0, 0, 1, 0]]),
        ("of a session", || session(3, "guess"), [[4, 0, 1, 0], [4, 0, 1, 1], [0, 0, 1, 0]]),
    ];
    for (name, attempt, expected) in rows {
        for (outcome, expected) in [Outcome::Right, Outcome::Wrong, Outcome::Unchecked].into_iter().zip(expected) {
            let (mut book, attempt) = (Book::default(), attempt());
            book.end(&stranger("ada", "before", "203.0.113.8"), Outcome::Wrong, after(-100));
            let before = book.clone();
            let ticket = book.admit(&attempt, NOW).expect("let in");
            book.settle(&ticket, outcome, after(1));
            let tries = |subject: &Subject| -> i64 {
                book.counts.get(subject).into_iter().flatten().map(|(_, (_, tries, _))| tries).sum()
            };
            let of_known = attempt.otherwise().map_or(0, |_| tries(&own(&attempt)));
            let budgets = attempt.budgets.iter().map(|spend| tries(&spend.subject)).sum();
            let names = attempt.names.iter().map(|limit| tries(&limit.subject)).sum();
            assert_eq!([budgets, names, tries(&own(&ada())), of_known], expected, "{name} {outcome:?}");
            assert_eq!(book.lasting(NOW) == before.lasting(NOW), outcome == Outcome::Unchecked, "{name} {outcome:?}");
        }
    }
}

#[test]
fn the_tenth_wrong_password_pauses_and_the_right_one_takes_that_back() {
    for outcome in [Outcome::Right, Outcome::Wrong, Outcome::Unchecked] {
        let mut book = Book::default();
        for number in 0..9u8 {
            let guess = stranger("ada", &format!("guess {number}"), &format!("192.0.2.{number}"));
            assert_eq!(book.end(&guess, Outcome::Wrong, NOW), None);
        }
        let ticket = book.admit(&stranger("ada", "the tenth", HOME), NOW).expect("let in");
        let waiting = stranger("ada", "the eleventh", "192.0.2.50");
        let told = book.admit(&waiting, NOW).err().map(|(throttled, _)| throttled.retry_after());
        assert_eq!(told, Some(2), "it may be the right one");
        let alarm = book.settle(&ticket, outcome, after(1));
        assert_eq!(alarm.is_some(), outcome == Outcome::Wrong);
        assert_eq!(book.admit(&waiting, after(1)).is_ok(), outcome != Outcome::Wrong, "{outcome:?}");
    }
}

#[test]
fn what_was_looked_at_stays_counted_when_another_try_of_it_was_not() {
    let (mut book, first, second) = (Book::default(), ada(), stranger("ada", "guess", "198.51.100.1"));
    let [waiting, checked] = [&first, &second].map(|attempt| book.admit(attempt, NOW).expect("let in"));
    book.settle(&checked, Outcome::Wrong, after(1));
    book.settle(&waiting, Outcome::Unchecked, after(2));
    assert_eq!(book.counts[&own(&first)].len(), 1);
}

#[test]
fn what_nobody_looked_at_leaves_no_trace_whatever_happened_before() {
    let (mut dice, mut book, mut now, mut refused) = (Dice(1), Book::default(), NOW, 0);
    for _ in 0..3000 {
        now = now.plus(Duration::from_millis(dice.below(20_000)));
        let guess = format!("guess {}", dice.below(60));
        let attempt = match dice.below(10) {
            0 => device(2, &guess),
            1 => session(3, &guess),
            2 => link(b"token", HOME),
            number => {
                let name = ["ada", "bob"][usize::from(number % 2 == 0)];
                stranger(name, &guess, &format!("192.0.2.{}", dice.below(4)))
            }
        };
        let before = book.clone();
        let Ok(ticket) = book.admit(&attempt, now) else {
            refused += 1;
            continue;
        };
        book.settle(&ticket, Outcome::Unchecked, now);
        // The only difference that stays is the moment at which a piece of a budget was seen last.
        assert_eq!(book.lasting(now), before.lasting(now), "{attempt:?}");
        let ticket = book.admit(&attempt, now).expect("let in again");
        book.settle(&ticket, if dice.below(4) == 0 { Outcome::Right } else { Outcome::Wrong }, now);
    }
    assert!((100..2900).contains(&refused), "{refused}");
}

#[test]
fn whoever_comes_back_when_they_were_told_to_is_let_in() {
    let (mut dice, mut now, mut waited) = (Dice(2), NOW, 0);
    let mut book = Book::default();
    for round in 0..90 {
        now = now.plus(Duration::from_millis(dice.below(30_000)));
        let guess = format!("guess {round}");
        let attempt = match dice.below(4) {
            0 => device(2, &guess),
            number => stranger("ada", &guess, &format!("192.0.2.{number}")),
        };
        let mut patience = 0;
        // The account and its networks may each demand a pause.
        let ticket = loop {
            match book.admit(&attempt, now) {
                Ok(ticket) => break ticket,
                Err((throttled, _)) => now = now.plus(Duration::from_secs(throttled.retry_after().into())),
            }
            patience += 1;
            assert!(patience <= 3, "{attempt:?}");
        };
        waited += patience;
        book.settle(&ticket, Outcome::Wrong, now);
    }
    assert!(waited > 30, "{waited}");
}

#[test]
fn however_many_come_at_once_no_more_are_looked_at_than_there_may_be() {
    let admitted = |attempt: &dyn Fn(usize) -> Try| {
        let mut book = Book::default();
        (0..300).filter(|number| book.admit(&attempt(*number), NOW).is_ok()).count()
    };
    let from = |number: usize| format!("198.51.{}.7", number % 256);
    assert_eq!(admitted(&|number| stranger("ada", &format!("guess {number}"), &from(number))), 10);
    assert_eq!(admitted(&|number| stranger(&format!("name{number}"), "guess", HOME)), 15);
    assert_eq!(admitted(&|_| stranger("ada", "always the same", HOME)), 30);
    assert_eq!(admitted(&|number| stranger("ada", "always the same", &format!("192.0.2.{}", number % 256))), 240);
    assert_eq!(
        admitted(&|number| stranger("ada", "always the same", &format!("2001:db8:1:{:x}::1", number % 256 * 256))),
        120
    );
    assert_eq!(admitted(&|number| device(2, &format!("guess {number}"))), 10);
    assert_eq!(admitted(&|_| device(2, "always the same")), 30);
    assert_eq!(admitted(&|number| session(number as u8, "always the same")), 120);
    assert_eq!(admitted(&|_| link(b"token", HOME)), 10);
    assert_eq!(admitted(&|number| link(&[number as u8], HOME)), 30);
}

#[test]
fn strangers_from_networks_without_failures_are_served_before_the_others() {
    let is_quiet = |names: [i64; 2]| {
        let (mut book, attempt) = (Book::default(), stranger("bob", "right", HOME));
        for (limit, count) in attempt.names.iter().zip(names) {
            book.count(&limit.subject, 0..u8::try_from(count).expect("few"), after(-60), 1);
        }
        book.admit(&attempt, NOW).expect("let in").is_quiet
    };
    // The first number counts the failed names of the /24, the second those of the address.
    assert_eq!([[0, 0], [7, 0], [8, 0], [1, 1]].map(is_quiet), [true, true, false, false]);
}
