//! What is new to somebody since their last visit, and what they did themselves in this one.
//!
//! A visit begins with a sign-in, or with the first use of a session after a pause. The visit before it is then the
//! sign-in before this one, whoever it was that signed in, or the last use before the pause. Both are noted in writes that
//! happen anyway, so looking at a page changes nothing: what is new stays new for the whole visit.

use std::collections::BTreeSet;
use std::time::Duration;

use super::RevocationReason;
use crate::domain::id::SessionId;
use crate::domain::time::Timestamp;

/// A session that was not used for this long is visited anew.
pub const PAUSE: Duration = Duration::from_secs(4 * 3600);

/// What is known of a session that an event names.
#[derive(Clone, Debug)]
pub struct Named {
    pub id: SessionId,
    pub user_agent: String,
    pub label: Option<String>,
    pub signed_in_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
    pub revocation_reason: Option<RevocationReason>,
}

/// Returns the ids of this session and of those that it has replaced, one after the other, in the same browser: whoever
/// enters the password again goes on in a new session. `named` may hold other sessions too.
///
/// A session is ended in the moment at which its successor begins.
pub fn lineage(current: &SessionId, began_at: Timestamp, named: &[Named]) -> BTreeSet<SessionId> {
    let mut all = BTreeSet::from([current.clone()]);
    let mut began_at = began_at;
    while let Some(before) = named.iter().find(|one| {
        one.revocation_reason == Some(RevocationReason::Replaced)
            && one.revoked_at == Some(began_at)
            && !all.contains(&one.id)
    }) {
        all.insert(before.id.clone());
        began_at = before.signed_in_at;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_milliseconds(milliseconds)
    }

    fn named(signed_in: i64, revoked: Option<(i64, RevocationReason)>) -> Named {
        Named {
            id: SessionId::generate(),
            user_agent: String::new(),
            label: None,
            signed_in_at: at(signed_in),
            revoked_at: revoked.map(|(moment, _)| at(moment)),
            revocation_reason: revoked.map(|(_, reason)| reason),
        }
    }

    #[test]
    fn a_session_goes_on_in_its_successor_and_in_no_other() {
        let first = named(10, Some((20, RevocationReason::Replaced)));
        let second = named(20, Some((30, RevocationReason::Replaced)));
        let current = named(30, None);
        let others = [
            named(12, Some((30, RevocationReason::SignedOutElsewhere))),
            named(14, Some((29, RevocationReason::Replaced))),
            named(16, None),
        ];
        let mut all: Vec<Named> = others.into();
        all.extend([second.clone(), first.clone(), current.clone()]);
        let own = lineage(&current.id, at(30), &all);
        assert_eq!(own, BTreeSet::from([first.id, second.id, current.id.clone()]));
        assert_eq!(lineage(&current.id, at(30), &[]), BTreeSet::from([current.id]));
    }

    #[test]
    fn a_clock_that_stands_still_makes_no_endless_chain() {
        let one = named(30, Some((30, RevocationReason::Replaced)));
        let other = named(30, Some((30, RevocationReason::Replaced)));
        let current = named(30, None);
        let own = lineage(&current.id, at(30), &[one.clone(), other.clone()]);
        assert_eq!(own.len(), 3);
    }
}
