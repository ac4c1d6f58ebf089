//! The recall list for others: signed, small, and cheap to ask for again and again.
//!
//! An app that checks access tokens by the public keys alone would believe a revoked one until it expires. It asks for
//! this list every few seconds instead, and learns of each revocation without a call per request. Envelope and times are
//! those of a status list token (draft-ietf-oauth-status-list): `typ`, `sub`, `iat`, `exp`, `ttl`. Its bit array is not:
//! it has a place for every token that was ever issued, and ours only tells of the few that must not be believed.

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
/// The path of the list on Doorward's own origin.
pub const PATH: &str = "/recall-list.jwt";
/// How long a list may be relied on, in seconds.
const LIFETIME: i64 = 60;
/// How old a list gets, in seconds, before it is signed anew although nothing has changed: whoever asks in time always
/// holds one with most of its life before it.
const RENEWAL: i64 = 20;
/// After how many seconds to ask again.
const TTL: i64 = 2;
/// Characters of a tag.
const TAG_LENGTH: usize = 16;
/// Characters of a fingerprint: 72 bits.
const FINGERPRINT_LENGTH: usize = 12;

/// What the list says. Times are NumericDates.
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

/// What is recalled, and which keys are in force.
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

/// What stands for an id. The list is for everybody to read, and ids are nobody's business: whoever holds a token can
/// look for its own, and nobody can tell whom the others belong to. That two ids share one is as good as impossible, and
/// would only cost a renewal.
fn fingerprint(id: &str) -> String {
    let mut text = URL_SAFE_NO_PAD.encode(digest(&SHA256, id.as_bytes()));
    text.truncate(FINGERPRINT_LENGTH);
    text
}

/// The list as it was signed last.
#[derive(Default)]
pub struct RecallList {
    last: Mutex<Option<Last>>,
}

struct Last {
    list: Arc<SignedList>,
    /// What it was made from: while that is the same, the list is.
    knowledge: Knowledge,
    keys: Vec<String>,
}

/// A signed list.
pub struct SignedList {
    /// In compact form.
    pub token: String,
    /// What tells it from others, for whoever has it already: the beginning of its digest.
    pub tag: String,
    content: Content,
    signed_at: i64,
}

/// Why there is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoList {
    /// Tokens are signed with HS256, which nobody else can check.
    #[error("tokens are signed with HS256")]
    NotPublic,
    /// This instance does not know what is recalled, or has no key.
    #[error("the recall list is not fresh")]
    NotFresh,
}

/// The list as it is now.
///
/// # Errors
/// [`NoList`].
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
    // After an emergency there may be a hundred thousand entries, which take a while; but not more than once a second.
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
        let of = |sessions| Recalled { sessions, minimum_versions: users.clone(), issued_after: None };
        let content = Content::of(of(sessions.clone()), vec!["k".into()]);
        assert_eq!(content, Content::of(of(sessions.into_iter().rev().collect()), vec!["k".into()]));
        assert!(serde_json::to_vec(&content).expect("JSON").len() < 2000);
    }
}
