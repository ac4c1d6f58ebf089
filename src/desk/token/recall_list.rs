//! The recall list for other programs: signed, small, and cheap to fetch again and again.
//!
//! An app that only checks access tokens with the public keys would accept a revoked one until it expires. Instead it
//! fetches this list every few seconds, and learns about each revocation without one call per request. Envelope and
//! times are those of a status list token (draft-ietf-oauth-status-list): `typ`, `sub`, `iat`, `exp`, `ttl`. We do not
//! use its bit array, which has a place for every token that was ever issued; our list names only the few that must not
//! be accepted.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use tokio::sync::Mutex;

use super::recall::{Knowledge, Recalled};
use crate::desk::Desk;
use crate::domain::time::Timestamp;

/// The `typ` of the list, which no access token has.
pub const TYPE: &str = "recall-list+jwt";
pub const PATH: &str = "/recall-list.jwt";
/// A list may be relied on for this many seconds.
const LIFETIME: i64 = 60;
/// A list is signed again at this age in seconds, even if nothing has changed: so a program that asks in time always
/// has one with most of its life left.
const RENEWAL: i64 = 20;
/// The number of seconds after which a program should ask again.
const TTL: i64 = 2;
/// In characters.
const TAG_LENGTH: usize = 16;
/// In characters, which hold 72 bits.
const FINGERPRINT_LENGTH: usize = 12;

/// Times are NumericDates.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: String,
    iat: i64,
    exp: i64,
    ttl: i64,
    #[serde(flatten)]
    content: &'a Content,
}

/// The recalled tokens, and the keys in use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
struct Content {
    sessions: Vec<String>,
    versions: BTreeMap<String, i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued_after: Option<i64>,
    keys: Vec<String>,
}

impl Content {
    fn of(recalled: Recalled, keys: Vec<String>) -> Content {
        let mut sessions: Vec<_> = recalled.sessions.iter().map(|id| fingerprint(id.as_str())).collect();
        sessions.sort();
        let versions = recalled.minimum_versions.iter().map(|(id, version)| (fingerprint(id.as_str()), *version));
        Content { sessions, versions: versions.collect(), issued_after: recalled.issued_after, keys }
    }
}

/// Returns a fingerprint that replaces an id. Everybody may read the list, but ids are private: the holder of a token
/// can search for its own id, and nobody can tell to whom the others belong. It is nearly impossible that two ids share
/// a fingerprint, and that would only cost a renewal.
fn fingerprint(id: &str) -> String {
    let mut text = URL_SAFE_NO_PAD.encode(digest(&SHA256, id.as_bytes()));
    text.truncate(FINGERPRINT_LENGTH);
    text
}

/// The list as it was last signed.
#[derive(Default)]
pub struct RecallList {
    last: Mutex<Option<Last>>,
}

struct Last {
    list: Arc<SignedList>,
    /// The state from which the list was made. While the state is the same, the list stays the same.
    knowledge: Knowledge,
    keys: Vec<String>,
}

pub struct SignedList {
    /// The signed list in compact form.
    pub token: String,
    /// The beginning of the list's digest, by which a program recognises the list that it has already.
    pub tag: String,
    content: Content,
    signed_at: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoList {
    /// Tokens are signed with HS256, which nobody else can verify.
    #[error("tokens are signed with HS256")]
    NotPublic,
    /// This instance does not know what is recalled, or has no key.
    #[error("the recall list is not fresh")]
    NotFresh,
}

pub async fn current(desk: &Desk) -> Result<Arc<SignedList>, NoList> {
    let now = desk.clock().now();
    if !desk.issuer().signs_for_others(now) {
        return Err(NoList::NotPublic);
    }
    if !desk.recall().is_fresh() {
        return Err(NoList::NotFresh);
    }
    let mut last = desk.recall_list().last.lock().await;
    let (knowledge, keys, date) = (desk.recall().knowledge(), desk.issuer().kids(now), now.numeric_date());
    let recent = last.take().filter(|last| (last.list.signed_at..last.list.signed_at + RENEWAL).contains(&date));
    if let Some(recent) = recent.as_ref().filter(|recent| recent.knowledge == knowledge && recent.keys == keys) {
        let list = recent.list.clone();
        *last = Some(Last { list: list.clone(), knowledge, keys });
        return Ok(list);
    }
    // After an emergency there may be a hundred thousand entries. Then this takes some time, but happens at most once a
    // second.
    let (known, kids) = (knowledge.clone(), keys.clone());
    let content = tokio::task::spawn_blocking(move || Content::of(known.everything(), kids)).await;
    let content = content.map_err(|_| NoList::NotFresh)?;
    let list = match recent.filter(|recent| recent.list.content == content) {
        Some(recent) => recent.list,
        None => Arc::new(sign(desk, content, now).ok_or(NoList::NotFresh)?),
    };
    *last = Some(Last { list: list.clone(), knowledge, keys });
    Ok(list)
}

fn sign(desk: &Desk, content: Content, now: Timestamp) -> Option<SignedList> {
    let (iss, iat) = (desk.issuer().issuer(), now.numeric_date());
    let claims = Claims { iss, sub: format!("{iss}{PATH}"), iat, exp: iat + LIFETIME, ttl: TTL, content: &content };
    let token = desk.issuer().sign_as(TYPE, &claims, now)?;
    let mut tag = URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes()));
    tag.truncate(TAG_LENGTH);
    Some(SignedList { token, tag, content, signed_at: iat })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::domain::id::{SessionId, UserId};

    #[test]
    fn ids_are_told_by_the_beginning_of_their_digest() {
        // The digest of "abc" is in FIPS 180-2, appendix B.1.
        assert_eq!(fingerprint("abc"), "ungWv48Bz-pB");
    }

    #[test]
    fn a_list_stays_small_and_is_the_same_in_whatever_order_it_was_found() {
        let sessions: Vec<_> = (0..100).map(|n| SessionId::from_bytes([n; 16])).collect();
        let users = HashMap::from([(UserId::from_bytes([1; 16]), 3)]);
        let of = |sessions: Vec<SessionId>| {
            let sessions = sessions.into_iter().collect();
            Recalled { sessions, minimum_versions: users.clone(), issued_after: None }
        };
        let content = Content::of(of(sessions.clone()), vec!["k".into()]);
        assert_eq!(content, Content::of(of(sessions.into_iter().rev().collect()), vec!["k".into()]));
        assert!(serde_json::to_vec(&content).expect("JSON").len() < 2000);
    }
}
