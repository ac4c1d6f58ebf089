//! The content of the two tables, without a database.

use std::collections::BTreeMap;

use crate::domain::account::Username;
use crate::domain::id::{SessionId, UserId};
use crate::domain::sign_in::throttle::attempt::Caller;
use crate::domain::sign_in::throttle::*;
use crate::domain::time::Timestamp;

pub const NOW: Timestamp = Timestamp::from_milliseconds(1_800_000_000_000);
pub const HOME: &str = "192.0.2.1";
pub const TRIES: u32 = 30;

pub fn after(seconds: i64) -> Timestamp {
    Timestamp::from_milliseconds(NOW.milliseconds() + seconds * 1000)
}

fn key() -> ThrottleKey {
    ThrottleKey::new(&[7; 32])
}

pub fn stranger(name: &str, password: &str, ip: &str) -> Try {
    let name = Username::parse(name).expect("a name");
    Try::of_password(&key(), &Caller::stranger(&name), password.as_bytes(), ip, TRIES)
}

/// A try of `ada` on a device that her account knows.
pub fn device(number: u8, password: &str) -> Try {
    device_where(TRIES, number, password)
}

/// The same where an address has this number of tries.
pub fn device_where(tries: u32, number: u8, password: &str) -> Try {
    let name = Username::parse("ada").expect("a name");
    let caller = Caller::known_device(&name, UserId::from_bytes([1; 16]), [number; 8]);
    Try::of_password(&key(), &caller, password.as_bytes(), HOME, tries)
}

/// A try of `ada` in a session.
pub fn session(number: u8, password: &str) -> Try {
    let name = Username::parse("ada").expect("a name");
    let caller = Caller::session(&name, UserId::from_bytes([1; 16]), SessionId::from_bytes([number; 16]));
    Try::of_password(&key(), &caller, password.as_bytes(), HOME, TRIES)
}

pub fn link(link: &[u8], ip: &str) -> Try {
    Try::of_link(&key(), link, ip, TRIES)
}

/// When a mark was seen, the number of tries that it stands for, and when its row may be deleted.
type Row = (Timestamp, i64, Timestamp);

/// What counts for something: each mark with its number of tries, and the locks.
pub type Lasting = (Vec<(Subject, Vec<u8>, i64)>, Vec<(Subject, Lock)>);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    pub counts: BTreeMap<Subject, BTreeMap<Vec<u8>, Row>>,
    pub locks: BTreeMap<Subject, Lock>,
}

impl Book {
    fn of(&self, subject: &Subject, now: Timestamp) -> Vec<Count> {
        let rows = self.counts.get(subject).into_iter().flatten();
        let alive = rows.filter(|(_, (_, _, expires_at))| *expires_at > now);
        let count = |(mark, &(at, tries, _)): (&Vec<u8>, &Row)| Count {
            subject: subject.clone(),
            mark: Mark::of(mark.clone()),
            at,
            tries,
        };
        alive.map(count).collect()
    }

    pub fn ledger(&self, attempt: &Try, now: Timestamp) -> Ledger {
        let mut counts: Vec<Count> = attempt.subjects().into_iter().flat_map(|subject| self.of(subject, now)).collect();
        let mut names = Vec::new();
        for limit in &attempt.names {
            let lately = |count: &Count| count.at > now.minus(NAMES_SPAN) && count.at <= now.plus(NAMES_SPAN);
            let tried: Vec<Count> = self.of(&limit.subject, now).into_iter().filter(lately).collect();
            let mut failed: Vec<Timestamp> =
                tried.iter().filter(|count| count.has_failed(now)).map(|count| count.at).collect();
            failed.sort_unstable();
            let surplus = usize::try_from(failed.len() as i64 - limit.most).ok();
            let room_at = surplus.and_then(|surplus| failed.get(surplus)).map(|at| at.plus(NAMES_SPAN));
            names.push((
                limit.subject.clone(),
                Names { tried: tried.len() as i64, failed: failed.len() as i64, room_at },
            ));
            counts.extend(tried.into_iter().filter(|count| Some(&count.mark) == attempt.name()));
        }
        let lock = attempt.streak().and_then(|streak| self.locks.get(&streak.subject));
        Ledger { counts, names, told: lock.map_or(0, |lock| lock.told) }
    }

    fn write(&mut self, postings: &Postings) {
        for entry in postings.entries.clone() {
            match entry {
                Entry::Count(count, expires_at) => {
                    let row = (count.at, count.tries, expires_at);
                    self.counts.entry(count.subject).or_default().insert(count.mark.as_bytes().to_vec(), row);
                }
                Entry::Forget(subject, mark) => {
                    self.counts.entry(subject).or_default().remove(mark.as_bytes());
                }
                Entry::ForgetAll(subject) => {
                    self.counts.remove(&subject);
                    self.locks.remove(&subject);
                }
                Entry::Lock(subject, lock) => drop(self.locks.insert(subject, lock)),
            }
        }
    }

    pub fn admit(&mut self, attempt: &Try, now: Timestamp) -> Result<Ticket, (Throttled, Obstacle)> {
        let (mut attempt, mut ledger) = (attempt, self.ledger(attempt, now));
        if ledger.has_forgotten(attempt, now) {
            attempt = attempt.otherwise().expect("somebody known");
            ledger = self.ledger(attempt, now);
        }
        let admission = ledger.admit(attempt.clone(), now);
        assert!(admission.judgement.is_ok() || admission.postings == Postings::default(), "a refusal writes nothing");
        self.write(&admission.postings);
        admission.judgement
    }

    pub fn settle(&mut self, ticket: &Ticket, outcome: Outcome, now: Timestamp) -> Option<Alarm> {
        let postings = self.ledger(&ticket.attempt, now).settle(ticket, outcome, now);
        self.write(&postings);
        postings.alarm
    }

    /// Admits a try, which ends at once.
    pub fn end(&mut self, attempt: &Try, outcome: Outcome, now: Timestamp) -> Option<Alarm> {
        let ticket = self.admit(attempt, now).expect("let in");
        self.settle(&ticket, outcome, now)
    }

    /// Returns what counts for something now.
    pub fn lasting(&self, now: Timestamp) -> Lasting {
        let rows = self.counts.iter().flat_map(|(subject, rows)| rows.iter().map(move |row| (subject, row)));
        let alive = rows.filter(|(_, (_, (_, _, expires_at)))| *expires_at > now);
        let counts = alive.map(|(subject, (mark, (_, tries, _)))| (subject.clone(), mark.clone(), *tries)).collect();
        (counts, self.locks.clone().into_iter().collect())
    }

    /// Adds the tries of a budget or names or passwords, as if they had come earlier.
    pub fn count(&mut self, subject: &Subject, marks: std::ops::Range<u8>, at: Timestamp, tries: i64) {
        let rows = self.counts.entry(subject.clone()).or_default();
        rows.extend(marks.map(|mark| (vec![mark], (at, tries, after(100 * 86_400)))));
    }
}

/// Makes numbers that look random and are the same in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}
