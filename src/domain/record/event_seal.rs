//! The hash chain over the events: each seal covers a run of events and the seal before it, under a key outside the
//! database. Somebody who can write only to the database cannot change sealed events without being noticed.

use std::fmt;

use aws_lc_rs::digest::{Context, SHA256};
use aws_lc_rs::hmac;
use diesel::prelude::*;

use super::event::Event;
use super::row::EventRow;
use crate::domain::time::Timestamp;
use crate::schema::{event_prunings, event_seals};

/// The largest number of events that one seal covers.
pub const MAX_EVENTS: i64 = 1000;

fn texts(event: &EventRow) -> [Option<&str>; 8] {
    [
        Some(&event.kind),
        event.user_id.as_deref(),
        event.actor_id.as_deref(),
        event.session_id.as_deref(),
        event.ip.as_deref(),
        event.user_agent.as_deref(),
        event.request_id.as_deref(),
        event.detail.as_deref(),
    ]
}

/// The digest over a run of events that are read one after the other.
pub struct Run {
    digest: Context,
    first: Option<i64>,
    events: i64,
}

impl Default for Run {
    fn default() -> Run {
        Run { digest: Context::new(&SHA256), first: None, events: 0 }
    }
}

impl Run {
    /// Adds the next event. Every column is written with its length, so two different runs are never the same bytes.
    pub fn add(&mut self, event: &EventRow) {
        self.first.get_or_insert(event.id);
        self.events += 1;
        self.digest.update(&event.id.to_be_bytes());
        self.digest.update(&event.at.milliseconds().to_be_bytes());
        for text in texts(event) {
            match text {
                None => self.digest.update(&[0]),
                Some(text) => {
                    self.digest.update(&[1]);
                    self.digest.update(&(text.len() as u64).to_be_bytes());
                    self.digest.update(text.as_bytes());
                }
            }
        }
    }

    pub fn events(&self) -> i64 {
        self.events
    }

    /// Returns the SHA-256 digest over all events of the run.
    pub fn digest(self) -> Vec<u8> {
        self.digest.finish().as_ref().to_vec()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = event_seals)]
pub struct Seal {
    /// The position in the chain; the first is 1.
    pub position: i64,
    pub first_event: i64,
    pub last_event: i64,
    /// The number of events; ids may have gaps.
    pub events: i64,
    /// The SHA-256 digest over the events.
    pub digest: Vec<u8>,
    /// The HMAC-SHA-256 over all other fields and the MAC of the seal before.
    pub mac: Vec<u8>,
    pub sealed_at: Timestamp,
}

impl Seal {
    /// Makes the seal over these events, which follow those of `previous`. Returns `None` if there are no events.
    pub fn over(events: &[EventRow], previous: Option<&Seal>, key: &ChainKey, now: Timestamp) -> Option<Seal> {
        let mut run = Run::default();
        events.iter().for_each(|event| run.add(event));
        let mut seal = Seal {
            position: previous.map_or(0, |seal| seal.position) + 1,
            first_event: events.first()?.id,
            last_event: events.last()?.id,
            events: run.events(),
            digest: run.digest(),
            mac: Vec::new(),
            sealed_at: now,
        };
        seal.mac = hmac::sign(&key.0, &seal.signed(previous.map(|seal| seal.mac.as_slice()))).as_ref().to_vec();
        Some(seal)
    }

    /// Tells whether one of `keys` made this seal, after a seal with this MAC.
    pub fn is_authentic(&self, keys: &[ChainKey], previous_mac: Option<&[u8]>) -> bool {
        let signed = self.signed(previous_mac);
        keys.iter().any(|key| hmac::verify(&key.0, &signed, &self.mac).is_ok())
    }

    fn signed(&self, previous_mac: Option<&[u8]>) -> Vec<u8> {
        let numbers = [self.position, self.first_event, self.last_event, self.events, self.sealed_at.milliseconds()];
        let mut bytes = b"seal\0".to_vec();
        numbers.iter().for_each(|number| bytes.extend_from_slice(&number.to_be_bytes()));
        for text in [self.digest.as_slice(), previous_mac.unwrap_or_default()] {
            bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
            bytes.extend_from_slice(text);
        }
        bytes
    }

    /// Returns the value that an operator writes down elsewhere.
    pub fn head(&self) -> Head {
        Head { position: self.position, mac: self.mac.clone() }
    }
}

/// The end of the chain at some moment. Nobody can cut off seals up to this one without being noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The position of the seal.
    pub position: i64,
    /// The MAC of the seal.
    pub mac: Vec<u8>,
}

impl Head {
    /// Reads `POSITION:MAC`, with the MAC in 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Head> {
        let (position, mac) = text.trim().split_once(':')?;
        let position = position.parse().ok().filter(|position| *position > 0)?;
        let is_mac = mac.len() == 64 && mac.bytes().all(|byte| byte.is_ascii_hexdigit());
        let byte = |at: usize| u8::from_str_radix(mac.get(at..at + 2)?, 16).ok();
        let mac = (0..64).step_by(2).map(byte).collect::<Option<_>>().filter(|_| is_mac)?;
        Some(Head { position, mac })
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.position, hexadecimal(&self.mac))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = event_prunings)]
pub struct Pruning {
    /// The last event that this pruning allows to be deleted.
    pub last_event: i64,
    /// The time of the decision.
    pub pruned_at: Timestamp,
}

impl Pruning {
    /// Makes the event that records this pruning. It tells up to which event the record was deleted, and contains a
    /// proof. The proof is made with the key outside the database: it shows that Doorward deleted the events, and that
    /// the chain goes on from `anchor`, the seal over the last of them.
    pub fn event(&self, anchor: &Seal, key: &ChainKey) -> Event {
        let mut bytes = b"pruning\0".to_vec();
        for number in [self.last_event, self.pruned_at.milliseconds(), anchor.position] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        bytes.extend_from_slice(&anchor.mac);
        let proof = hexadecimal(hmac::sign(&key.0, &bytes).as_ref());
        Event::EventsPruned { last_event: self.last_event, proof }
    }
}

pub struct ChainKey(hmac::Key);

impl ChainKey {
    pub fn new(key: &[u8; 32]) -> ChainKey {
        ChainKey(hmac::Key::new(hmac::HMAC_SHA256, key))
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: i64) -> EventRow {
        EventRow {
            id,
            at: Timestamp::from_milliseconds(id * 10),
            kind: "signed_in".into(),
            user_id: Some("ab".into()),
            actor_id: None,
            session_id: None,
            ip: Some(String::new()),
            user_agent: Some("curl".into()),
            request_id: None,
            detail: None,
        }
    }

    fn digest(events: &[EventRow]) -> Vec<u8> {
        let mut run = Run::default();
        events.iter().for_each(|event| run.add(event));
        run.digest()
    }

    #[test]
    fn every_column_counts_and_none_flows_into_the_next() {
        let plain = digest(&[event(1)]);
        let changed = [
            EventRow { id: 2, ..event(1) },
            EventRow { at: Timestamp::from_milliseconds(11), ..event(1) },
            EventRow { kind: "signed".into(), user_id: Some("_inab".into()), ..event(1) },
            EventRow { user_id: None, actor_id: Some("ab".into()), ..event(1) },
            EventRow { session_id: Some("ab".into()), ..event(1) },
            EventRow { ip: None, ..event(1) },
            EventRow { user_agent: Some("cur".into()), request_id: Some("l".into()), ..event(1) },
            EventRow { detail: Some("x".into()), ..event(1) },
        ];
        for other in changed {
            assert_ne!(digest(std::slice::from_ref(&other)), plain, "{other:?}");
        }
        assert_ne!(digest(&[event(1), event(2)]), digest(&[event(2), event(1)]));
    }

    #[test]
    fn a_seal_holds_in_its_place_under_its_key_only() {
        let (key, other, now) = (ChainKey::new(&[1; 32]), ChainKey::new(&[2; 32]), Timestamp::from_milliseconds(7));
        let first = Seal::over(&[event(1), event(3)], None, &key, now).expect("events");
        let second = Seal::over(&[event(4)], Some(&first), &key, now).expect("events");
        assert_eq!((first.position, first.first_event, first.last_event, first.events), (1, 1, 3, 2));
        assert!(first.is_authentic(&[ChainKey::new(&[2; 32]), ChainKey::new(&[1; 32])], None));
        assert!(second.is_authentic(std::slice::from_ref(&key), Some(&first.mac)));
        assert!(!second.is_authentic(&[key], None) && !first.is_authentic(&[other], None));
        let keys = [ChainKey::new(&[1; 32])];
        let changed = [
            Seal { position: 2, ..first.clone() },
            Seal { first_event: 2, ..first.clone() },
            Seal { last_event: 4, ..first.clone() },
            Seal { events: 3, ..first.clone() },
            Seal { digest: vec![0; 32], ..first.clone() },
            Seal { sealed_at: Timestamp::from_milliseconds(8), ..first.clone() },
            Seal { mac: vec![0; 32], ..first.clone() },
        ];
        assert!(changed.iter().all(|seal| !seal.is_authentic(&keys, None)));
        assert_eq!(Seal::over(&[], Some(&first), &keys[0], now), None);
    }

    #[test]
    fn a_pruning_is_proved_by_the_key() {
        let (key, now) = (ChainKey::new(&[1; 32]), Timestamp::from_milliseconds(7));
        let anchor = Seal::over(&[event(1)], None, &key, now).expect("events");
        let pruning = Pruning { last_event: 1, pruned_at: now };
        let proof = |pruning: &Pruning, anchor: &Seal, key: &ChainKey| match pruning.event(anchor, key) {
            Event::EventsPruned { last_event, proof } if last_event == pruning.last_event => proof,
            other => panic!("{other:?}"),
        };
        let proved = proof(&pruning, &anchor, &key);
        assert_eq!(proved.len(), 64);
        assert_ne!(proof(&pruning, &anchor, &ChainKey::new(&[2; 32])), proved);
        assert_ne!(proof(&Pruning { last_event: 2, ..pruning.clone() }, &anchor, &key), proved);
        assert_ne!(proof(&pruning, &Seal { mac: vec![0; 32], ..anchor }, &key), proved);
    }

    #[test]
    fn a_head_is_read_back_and_nothing_else_is() {
        let head = Head { position: 12, mac: (0..32).collect() };
        assert_eq!(Head::parse(&head.to_string()), Some(head.clone()));
        let text = head.to_string();
        for other in
            ["", "12", "12:", "0:00", &text[1..text.len() - 1], &text.replace("12:", "-1:"), &text.replace("00", "é")]
        {
            assert_eq!(Head::parse(other), None, "{other}");
        }
    }
}
