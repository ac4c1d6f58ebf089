//! Tests of the rules as tables: each row has a situation and the expected result. They need no database.

use std::collections::BTreeMap;
use std::time::Duration;

use super::admission::Admission;
use super::*;
use crate::domain::account::Username;
use crate::domain::id::{SessionId, UserId};
use crate::domain::time::Timestamp;

const NOW: Timestamp = Timestamp::from_milliseconds(1_800_000_000_000);
const HOME: &str = "192.0.2.1";

fn after(seconds: i64) -> Timestamp {
    Timestamp::from_milliseconds(NOW.milliseconds() + seconds * 1000)
}

fn owner() -> UserId {
    UserId::from_bytes([1; 16])
}

fn attempt(caller: Caller, password: &str, ip: &str) -> Try {
    Try::new(&ThrottleKey::new(&[7; 32]), caller, password.as_bytes(), ip, 30)
}

fn stranger(name: &str, password: &str, ip: &str) -> Try {
    let name = Username::parse(name).expect("a name");
    attempt(Caller::Stranger(name, Some(owner())), password, ip)
}

fn device() -> Try {
    attempt(Caller::KnownDevice(owner(), [2; 16]), "guess", HOME)
}

fn session() -> Try {
    attempt(Caller::Session(owner(), SessionId::from_bytes([3; 16])), "guess", HOME)
}

/// The content of the two tables, without a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Book {
    /// For each mark: when it was seen last, the number of tries that it stands for, and when its row may be deleted.
    counts: BTreeMap<(Subject, Vec<u8>), (Timestamp, i64, Timestamp)>,
    locks: BTreeMap<Subject, Lock>,
}

impl Book {
    fn ledger(&self, attempt: &Try, now: Timestamp) -> Ledger {
        let all = self.counts.iter().map(|((subject, mark), &(at, tries, _))| {
            let (subject, mark) = (subject.clone(), Mark::of(mark.clone()));
            Count { subject, mark, at, tries }
        });
        let counts: Vec<Count> = all.collect();
        let bare = Ledger { counts, names: Names::default(), locks: self.locks.clone().into_iter().collect() };
        let number = |has_failed: bool| {
            let names = bare.counts_of(&attempt.address.names, NAMES_SPAN, now);
            names.filter(|count| !has_failed || count.has_failed(now)).count() as i64
        };
        Ledger { names: Names { tried: number(false), failed: number(true) }, ..bare }
    }

    fn write(&mut self, postings: &Postings) {
        for entry in postings.entries.clone() {
            match entry {
                Entry::Count(count, expires_at) => {
                    let key = (count.subject, count.mark.as_bytes().to_vec());
                    self.counts.insert(key, (count.at, count.tries, expires_at));
                }
                Entry::Forget(subject, mark) => drop(self.counts.remove(&(subject, mark.as_bytes().to_vec()))),
                Entry::Lock(subject, lock) => drop(self.locks.insert(subject, lock)),
                Entry::Unlock(subject) => drop(self.locks.remove(&subject)),
            }
        }
    }

    fn admit(&mut self, attempt: &Try, now: Timestamp) -> Result<Ticket, Throttled> {
        self.counts.retain(|_, (_, _, expires_at)| *expires_at > now);
        let admission = self.ledger(attempt, now).admit(attempt.clone(), now);
        self.write(&admission.postings);
        admission.judgement
    }

    fn settle(&mut self, ticket: &Ticket, outcome: Outcome, now: Timestamp) -> Vec<Locked> {
        let postings = self.ledger(&ticket.attempt, now).settle(ticket, outcome, now);
        self.write(&postings);
        postings.locked
    }

    /// Admits a try, which ends at once.
    fn end(&mut self, attempt: &Try, outcome: Outcome, now: Timestamp) -> Vec<Locked> {
        let ticket = self.admit(attempt, now).expect("let in");
        self.settle(&ticket, outcome, now)
    }

    fn count(&mut self, subject: &Subject, marks: std::ops::Range<u8>, at: Timestamp, tries: i64) {
        self.counts.extend(marks.map(|mark| ((subject.clone(), vec![mark]), (at, tries, after(86_400)))));
    }

    fn lock(&mut self, subject: &Subject, locked_until: Timestamp, recorded_until: Timestamp) {
        let lock = Lock { locks: 1, locked_until, recorded_until, expires_at: locked_until };
        self.locks.insert(subject.clone(), lock);
    }
}

/// Tells whether a refused try is put on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Record {
    /// An event is written.
    New,
    /// Nothing is written.
    Silent,
}

#[test]
fn when_a_try_is_refused() {
    use Obstacle::{AddressNames, AddressTries, KnownDevice, Session, UnknownDevices};
    use Record::{New, Silent};
    type Row = (&'static str, fn() -> Try, fn(&mut Book, &Try), Option<(Obstacle, u32, Record)>);
    let ada: fn() -> Try = || stranger("ada", "guess", HOME);
    let rows: &[Row] = &[
        ("nothing is known", ada, |_, _| {}, None),
        ("29 tries", ada, |book, t| book.count(&t.address.tries, 0..29, after(-60), 1), None),
        ("30 tries", ada, |b, t| b.count(&t.address.tries, 0..30, after(-60), 1), Some((AddressTries, 240, New))),
        ("30 in one piece", ada, |b, t| b.count(&t.address.tries, 0..1, NOW, 30), Some((AddressTries, 300, New))),
        ("30 that are over", ada, |b, t| b.count(&t.address.tries, 0..30, after(-300), 1), None),
        ("30 of a wrong clock", ada, |b, t| b.count(&t.address.tries, 0..30, after(86_400), 1), None),
        (
            "30 tries, on record",
            ada,
            |b, t| {
                b.count(&t.address.tries, 0..30, after(-60), 1);
                b.lock(&t.address.tries, after(-60), after(100));
            },
            Some((AddressTries, 240, Silent)),
        ),
        ("14 names", ada, |b, t| b.count(&t.address.names, 0..14, after(-60), 1), None),
        ("15 names", ada, |b, t| b.count(&t.address.names, 0..15, after(-60), 1), Some((AddressNames, 900, New))),
        ("15 cut off", ada, |b, t| b.count(&t.address.names, 0..15, after(-11), 0), Some((AddressNames, 900, New))),
        ("15 under way", ada, |b, t| b.count(&t.address.names, 0..15, after(-9), 0), Some((AddressTries, 10, Silent))),
        (
            "15 under way, this one among them",
            ada,
            |b, t| {
                b.count(&t.address.names, 0..14, after(-9), 0);
                b.end(&stranger("ada", "another", HOME), Outcome::Wrong, after(-9));
            },
            None,
        ),
        ("15 names that are over", ada, |b, t| b.count(&t.address.names, 0..15, after(-900), 1), None),
        ("a block", ada, |b, t| b.lock(&t.address.names, after(500), after(500)), Some((AddressNames, 500, Silent))),
        (
            "a block comes before all else",
            ada,
            |b, t| {
                b.lock(&t.address.names, after(500), after(500));
                b.count(&t.address.tries, 0..30, NOW, 1);
                b.lock(&t.own, after(60), after(60));
            },
            Some((AddressNames, 500, Silent)),
        ),
        ("a block that is over", ada, |b, t| b.lock(&t.address.names, NOW, NOW), None),
        ("a block of a wrong clock", ada, |b, t| b.lock(&t.address.names, after(86_400), after(86_400)), None),
        ("a lock", ada, |b, t| b.lock(&t.own, after(60), after(60)), Some((UnknownDevices, 60, Silent))),
        ("a lock, just brought", ada, |b, t| b.lock(&t.own, after(60), after(0)), Some((UnknownDevices, 2, Silent))),
        ("a lock of one second", ada, |b, t| b.lock(&t.own, after(1), after(-9)), Some((UnknownDevices, 1, Silent))),
        ("a lock, not told of", ada, |b, t| b.lock(&t.own, after(50), after(-10)), Some((UnknownDevices, 50, New))),
        ("a lock that is over", ada, |b, t| b.lock(&t.own, NOW, NOW), None),
        ("100 wrong passwords", ada, |b, t| b.count(&t.own, 0..100, NOW, 1), None),
        ("9 of a device", device, |b, t| b.count(&t.own, 0..9, after(-60), 1), None),
        ("10 of a device", device, |b, t| b.count(&t.own, 0..10, after(-60), 1), Some((KnownDevice, 840, New))),
        ("10 of a session", session, |b, t| b.count(&t.own, 0..5, after(-60), 2), Some((Session, 840, New))),
        (
            "10 of a session, on record",
            session,
            |b, t| {
                b.count(&t.own, 0..10, after(-60), 1);
                b.lock(&t.own, after(-60), after(800));
            },
            Some((Session, 840, Silent)),
        ),
    ];
    for (name, attempt, happened, expected) in rows {
        let (attempt, mut book) = (attempt(), Book::default());
        happened(&mut book, &attempt);
        let ledger = book.ledger(&attempt, NOW);
        let Admission { judgement, postings } = ledger.admit(attempt.clone(), NOW);
        if ledger.is_blocked(&attempt, NOW) {
            // Its locks alone decide the same.
            let locks = Ledger { locks: ledger.locks.clone(), ..Ledger::default() };
            assert_eq!(locks.hold(&attempt, NOW), ledger.hold(&attempt, NOW), "{name}");
            assert_eq!(locks.admit(attempt.clone(), NOW).postings, postings, "{name}");
        }
        let judged = judgement.err().map(|throttled| {
            let obstacle = ledger.hold(&attempt, NOW).expect("an obstacle").obstacle;
            let told = Locked { obstacle, seconds: throttled.seconds };
            match postings.locked.as_slice() {
                [] => assert_eq!(postings, Postings::default(), "{name}"),
                [locked] => assert_eq!(*locked, told, "{name}"),
                more => panic!("{name}: {more:?}"),
            }
            (obstacle, throttled.seconds, if postings.locked.is_empty() { Silent } else { New })
        });
        assert_eq!(judged, *expected, "{name}");
        // An obstacle is put on record once, and still refuses the try.
        book.write(&postings);
        if expected.is_some() {
            let again = book.ledger(&attempt, NOW).admit(attempt, NOW);
            assert!(again.judgement.is_err() && again.postings == Postings::default(), "{name}: {again:?}");
        }
    }
}

#[test]
fn neighbours_and_strangers_are_not_in_the_way_of_whoever_is_known() {
    let mut book = Book::default();
    let ada = stranger("ada", "guess", HOME);
    book.count(&ada.address.tries, 0..200, NOW, 1);
    book.count(&ada.address.names, 0..200, NOW, 1);
    book.count(&ada.own, 0..200, NOW, 1);
    for subject in [&ada.address.tries, &ada.address.names, &ada.own] {
        book.lock(subject, after(500), after(500));
    }
    for attempt in [device(), session()] {
        assert!(book.admit(&attempt, NOW).is_ok());
    }
}

#[test]
fn what_a_try_counts_for_when_it_has_ended() {
    type Row = (&'static str, fn() -> Try, [[i64; 4]; 3]);
    let (ada, elsewhere) = (|| stranger("ada", "guess", HOME), || stranger("ada", "before", "192.0.2.9"));
    // The numbers are: tries and failed names of the address, passwords of the account, tries of the device or session.
    let rows: [Row; 4] = [
        ("a password", ada, [[1, 0, 1, 0], [1, 1, 2, 0], [0, 0, 1, 0]]),
        ("one that was wrong before", elsewhere, [[1, 0, 0, 0], [1, 1, 1, 0], [0, 0, 1, 0]]),
        ("of a known device", device, [[0, 0, 1, 0], [0, 0, 1, 1], [0, 0, 1, 0]]),
        ("of a session", session, [[0, 0, 1, 0], [0, 0, 1, 1], [0, 0, 1, 0]]),
    ];
    for (name, attempt, expected) in rows {
        for (outcome, expected) in [Outcome::Right, Outcome::Wrong, Outcome::Unchecked].into_iter().zip(expected) {
            let (mut book, attempt) = (Book::default(), attempt());
            book.end(&stranger("ada", "before", "192.0.2.8"), Outcome::Wrong, after(-100));
            let before = book.clone();
            let ticket = book.admit(&attempt, NOW).expect("let in");
            book.settle(&ticket, outcome, after(1));
            let tries = |subject: &Subject| {
                let own = book.counts.iter().filter(|((counted, _), _)| counted == subject);
                own.map(|(_, (_, tries, _))| tries).sum::<i64>()
            };
            let is_known = attempt.stranger.is_none();
            let account = stranger("ada", "", HOME);
            let own = if is_known { tries(&attempt.own) } else { 0 };
            let counted = [tries(&attempt.address.tries), tries(&attempt.address.names), tries(&account.own), own];
            assert_eq!(counted, expected, "{name} {outcome:?}");
            assert_eq!(book == before, outcome == Outcome::Unchecked || counted == [0, 0, 1, 0], "{name} {outcome:?}");
        }
    }
}

#[test]
fn the_tenth_wrong_password_locks_and_the_right_one_takes_that_back() {
    for outcome in [Outcome::Right, Outcome::Wrong, Outcome::Unchecked] {
        let mut book = Book::default();
        for number in 0..9u8 {
            let guess = stranger("ada", &format!("guess {number}"), &format!("192.0.2.{number}"));
            assert_eq!(book.end(&guess, Outcome::Wrong, NOW), []);
        }
        let ticket = book.admit(&stranger("ada", "the tenth", HOME), NOW).expect("let in");
        let waiting = stranger("ada", "the eleventh", "192.0.2.50");
        assert_eq!(book.admit(&waiting, NOW).err(), Some(Throttled { seconds: 2 }));
        let locked = book.settle(&ticket, outcome, after(1));
        let expected = Locked { obstacle: Obstacle::UnknownDevices, seconds: 59 };
        assert_eq!(locked, Vec::from_iter((outcome == Outcome::Wrong).then_some(expected)));
        assert_eq!(book.admit(&waiting, after(1)).is_ok(), outcome != Outcome::Wrong, "{outcome:?}");
    }
}

#[test]
fn a_lock_that_another_one_has_replaced_is_not_taken_back() {
    let mut book = Book::default();
    let account = stranger("ada", "", HOME);
    book.lock(&account.own, after(-10), after(-10));
    let ticket = book.admit(&stranger("ada", "guess", HOME), NOW).expect("let in");
    book.lock(&account.own, after(700), after(700));
    book.settle(&ticket, Outcome::Right, after(1));
    assert_eq!(book.locks[&account.own].locked_until, after(700));
}

#[test]
fn the_fifteenth_name_that_fails_blocks_its_address_once() {
    let mut book = Book::default();
    let name = |number: usize| stranger(&format!("name{number}"), "guess", HOME);
    let tickets: Vec<_> = (0..15).map(|number| book.admit(&name(number), NOW).expect("let in")).collect();
    assert_eq!(book.admit(&name(15), NOW).err(), Some(Throttled { seconds: 10 }));
    let told: Vec<_> = tickets.iter().map(|ticket| book.settle(ticket, Outcome::Wrong, after(1)).len()).collect();
    assert_eq!(told, [vec![0; 14], vec![1]].concat());
    assert_eq!(book.admit(&name(0), after(1)).err(), Some(Throttled { seconds: 900 }));
    // A name that fails again is counted once.
    let mut book = Book::default();
    for _ in 0..20 {
        assert_eq!(book.end(&name(0), Outcome::Wrong, NOW), []);
    }
}

/// Makes numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

#[test]
fn what_nobody_looked_at_leaves_no_trace_whatever_happened_before() {
    let (mut dice, mut book, mut now, mut refused) = (Dice(1), Book::default(), NOW, 0);
    for _ in 0..5000 {
        now = now.plus(Duration::from_millis(dice.below(20_000)));
        let attempt = match dice.below(10) {
            0 => device(),
            1 => session(),
            number => stranger(
                ["ada", "bob"][usize::from(number % 2 == 0)],
                &format!("guess {}", dice.below(30)),
                &format!("192.0.2.{}", dice.below(4)),
            ),
        };
        let before = book.clone();
        let Ok(ticket) = book.admit(&attempt, now) else {
            refused += 1;
            continue;
        };
        book.settle(&ticket, Outcome::Unchecked, now);
        // The only difference that stays is the moment at which a piece of a budget was seen last.
        let of = |book: &Book| -> Vec<_> {
            let lasting = book.counts.iter().filter(|(_, (_, _, expires_at))| *expires_at > now);
            lasting.map(|(mark, (_, tries, _))| (mark.clone(), *tries)).collect()
        };
        assert_eq!((of(&book), &book.locks), (of(&before), &before.locks), "{attempt:?}");
        let ticket = book.admit(&attempt, now).expect("let in again");
        book.settle(&ticket, if dice.below(4) == 0 { Outcome::Right } else { Outcome::Wrong }, now);
    }
    assert!((100..4900).contains(&refused), "{refused}");
}

#[test]
fn whoever_comes_back_when_they_were_told_to_is_let_in() {
    let (mut dice, mut now, mut waited) = (Dice(2), NOW, 0);
    let mut book = Book::default();
    for round in 0..3000 {
        now = now.plus(Duration::from_millis(dice.below(30_000)));
        let attempt = match dice.below(4) {
            0 => device(),
            number => stranger("ada", &format!("guess {round}"), &format!("192.0.2.{number}")),
        };
        let mut patience = 0;
        // The account and its address may each demand a pause.
        let ticket = loop {
            match book.admit(&attempt, now) {
                Ok(ticket) => break ticket,
                Err(throttled) => now = now.plus(Duration::from_secs(throttled.seconds.into())),
            }
            patience += 1;
            assert!(patience <= 2, "{attempt:?}");
        };
        waited += patience;
        book.settle(&ticket, Outcome::Wrong, now);
    }
    assert!(waited > 100, "{waited}");
}

#[test]
fn however_many_come_at_once_no_more_are_looked_at_than_there_may_be() {
    let admitted = |attempt: &dyn Fn(usize) -> Try| {
        let mut book = Book::default();
        let all: Vec<_> = (0..200).filter_map(|number| book.admit(&attempt(number), NOW).ok()).collect();
        all.len()
    };
    let from = |number: usize| format!("198.51.100.{number}");
    assert_eq!(admitted(&|number| stranger("ada", &format!("guess {number}"), &from(number))), 10);
    assert_eq!(admitted(&|number| stranger(&format!("name{number}"), "guess", HOME)), 15);
    assert_eq!(admitted(&|_| stranger("ada", "always the same", HOME)), 30);
    assert_eq!(admitted(&|_| device()), 10);
    assert_eq!(admitted(&|_| session()), 10);
}

#[test]
fn half_a_day_of_guessing_gets_as_many_looked_at_as_the_documents_say() {
    // One attacker goes on through every lock, and one stays below the limit. Each guess comes from another address.
    for (pause, looked_at) in [(1, 10 + 4 + 46), (100, 9 * 48)] {
        let (mut book, mut count) = (Book::default(), 0);
        for second in (0..12 * 3600).step_by(pause) {
            let ip = format!("198.{}.{}.{}", second >> 16, (second >> 8) & 255, second & 255);
            let now = after(i64::from(second));
            if let Ok(ticket) = book.admit(&stranger("ada", &format!("guess {second}"), &ip), now) {
                book.settle(&ticket, Outcome::Wrong, now);
                count += 1;
            }
        }
        assert_eq!(count, looked_at, "every {pause} s");
    }
}
