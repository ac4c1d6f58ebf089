//! When a mail is tried again, and when no more.

use std::path::PathBuf;
use std::time::Duration;

use super::row::Mail;
use crate::domain::text::words;
use crate::domain::time::Timestamp;

/// How long a mail is tried. RFC 5321 section 4.5.4.1 asks for four to five days between servers; a server of one's own
/// that does not take a mail for two needs an operator, who is told then.
pub const PATIENCE: Duration = Duration::from_secs(2 * 86_400);
/// The time after the first failure; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(60);
/// The longest time between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(2 * 3600);

/// How a try to send a mail ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The server has taken the mail, and said this.
    Sent(String),
    /// The mail is in this file, since there is no server.
    Filed(PathBuf),
    /// The server did not take it, or the connection broke; this may change.
    Deferred(String),
    /// The server refuses this mail for good.
    Refused(String),
    /// There was no conversation about this mail: the server cannot be reached, or serves nobody.
    NotTried(String),
}

/// What becomes of a mail after a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Done,
    At(Timestamp),
    Failed(Failing),
}

words! {
    /// Why a mail was not sent.
    pub enum Failing {
        /// The mail server refuses it.
        Refused = "refused",
        /// It was tried for two days.
        Unanswered = "two days",
        /// What it says was of no use any more before the mail server took it.
        Outdated = "outdated",
        /// It was written under a secret that is gone.
        Unreadable = "unreadable",
    }
}

/// Decides what becomes of a mail.
pub fn after(mail: &Mail, attempt: &Attempt, now: Timestamp) -> Next {
    match attempt {
        Attempt::Sent(_) | Attempt::Filed(_) => Next::Done,
        Attempt::Refused(_) => Next::Failed(Failing::Refused),
        // Whoever tries next looks at the server first, so the mail itself does not wait.
        Attempt::NotTried(_) => Next::At(now),
        Attempt::Deferred(_) => Next::At(now.plus(pause(mail.tries))),
    }
}

/// Tells why a waiting mail is given up now, if it is.
pub fn given_up(mail: &Mail, now: Timestamp) -> Option<Failing> {
    let is_outdated = mail.expires_at.is_some_and(|end| end <= now);
    let is_old = mail.created_at.plus(PATIENCE) <= now;
    if is_outdated {
        Some(Failing::Outdated)
    } else if is_old {
        Some(Failing::Unanswered)
    } else {
        None
    }
}

/// Returns how long a mail waits that has failed `tries` times before.
fn pause(tries: i64) -> Duration {
    let doublings = u32::try_from(tries).unwrap_or(u32::MAX).min(16);
    (FIRST_PAUSE * 2_u32.pow(doublings)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::Email;
    use crate::domain::mail::{LetterKind, MailState};

    const CREATED: Timestamp = Timestamp::from_milliseconds(1_800_000_000_000);

    fn mail(tries: i64, expires_at: Option<Timestamp>) -> Mail {
        Mail {
            id: 1,
            message_id: "m".into(),
            user_id: None,
            address: Email::parse("ada@example.org").expect("an address"),
            language: "en".into(),
            kind: LetterKind::Invitation,
            sealed_letter: None,
            created_at: CREATED,
            expires_at,
            state: MailState::Waiting,
            tries,
            next_try_at: CREATED,
            held_until: CREATED,
            answer: None,
            finished_at: None,
        }
    }

    #[test]
    fn a_deferred_mail_waits_twice_as_long_each_time_up_to_two_hours() {
        let waits = |tries| match after(&mail(tries, None), &Attempt::Deferred("451".into()), CREATED) {
            Next::At(at) => at.since(CREATED).as_secs() / 60,
            other => panic!("{other:?}"),
        };
        assert_eq!([0, 1, 2, 6, 7, 50, i64::MAX].map(waits), [1, 2, 4, 64, 120, 120, 120]);
    }

    #[test]
    fn only_what_the_server_said_about_this_mail_counts_against_it() {
        let next = |attempt| after(&mail(3, None), &attempt, CREATED);
        assert_eq!(next(Attempt::Sent("250 OK".into())), Next::Done);
        assert_eq!(next(Attempt::Filed("m.eml".into())), Next::Done);
        assert_eq!(next(Attempt::NotTried("connection refused".into())), Next::At(CREATED));
        assert_eq!(next(Attempt::Refused("550 no such user".into())), Next::Failed(Failing::Refused));
    }

    #[test]
    fn a_mail_is_given_up_after_two_days_or_when_its_link_is_over() {
        let hour = Duration::from_secs(3600);
        let after = |span| CREATED.plus(span);
        assert_eq!(given_up(&mail(0, None), after(hour * 47)), None);
        assert_eq!(given_up(&mail(0, None), after(hour * 48)), Some(Failing::Unanswered));
        let link = Some(after(hour));
        assert_eq!(given_up(&mail(0, link), after(hour / 2)), None);
        assert_eq!(given_up(&mail(0, link), after(hour)), Some(Failing::Outdated));
    }
}
