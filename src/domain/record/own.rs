//! Events as the person reads them whose account they are about.

use serde_json::{Value, json};

use super::row::EventRow;
use crate::domain::request_context::Origin;
use crate::domain::text::words;

/// The members of an event in an export of one's own activity, in their order.
pub const COLUMNS: [&str; 9] = ["id", "at", "kind", "by", "session_id", "ip", "user_agent", "request_id", "detail"];

words! {
    /// Who acted, as far as the owner of the account is told.
    pub enum ActedBy {
        Owner = "owner",
        Admin = "admin",
        /// Somebody at the command line of the server.
        Operator = "operator",
        Doorward = "doorward",
    }
}

impl EventRow {
    /// Returns the id of the account in whose activity the event belongs: that of the user whom it is about or, if it is
    /// about nobody, of the user who did it. What an admin did to somebody is in the activity of that person alone.
    pub fn owner(&self) -> Option<&str> {
        self.user_id.as_deref().or(self.actor_id.as_deref())
    }

    /// Returns who acted. `None` if that is not known: whoever gives a wrong password may be anybody.
    fn acted_by(&self) -> Option<ActedBy> {
        match (self.actor_id.as_deref(), self.origin()) {
            (Some(actor), _) if self.owner() == Some(actor) => Some(ActedBy::Owner),
            (Some(_), _) => Some(ActedBy::Admin),
            // The batches of a bulk revocation by an operator; those of an admin name the admin.
            (None, Origin::Operator | Origin::Bulk) => Some(ActedBy::Operator),
            (None, Origin::Doorward) => Some(ActedBy::Doorward),
            (None, Origin::Request) => None,
        }
    }

    pub fn for_owner(self) -> OwnEvent {
        let by = self.acted_by();
        let row = match by {
            None | Some(ActedBy::Owner) => self,
            Some(ActedBy::Admin | ActedBy::Operator | ActedBy::Doorward) => {
                EventRow { actor_id: None, ip: None, user_agent: None, request_id: None, ..self }
            }
        };
        OwnEvent { row, by }
    }
}

/// An event without what is not for the owner: if somebody else acted, who it was and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnEvent {
    pub row: EventRow,
    pub by: Option<ActedBy>,
}

impl OwnEvent {
    pub fn to_json(&self) -> Value {
        let EventRow { id, at, kind, session_id, ip, user_agent, request_id, detail, .. } = &self.row;
        json!({
            "id": id,
            "at": at.to_rfc3339(),
            "kind": kind,
            "by": self.by.map(ActedBy::as_str),
            "session_id": session_id,
            "ip": ip,
            "user_agent": user_agent,
            "request_id": request_id,
            "detail": detail,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Timestamp;

    fn event(user: Option<&str>, actor: Option<&str>, request: &str) -> EventRow {
        EventRow {
            id: 7,
            at: Timestamp::from_milliseconds(0),
            kind: "session_revoked".into(),
            user_id: user.map(str::to_owned),
            actor_id: actor.map(str::to_owned),
            session_id: Some("5e".into()),
            ip: Some("192.0.2.7".into()),
            user_agent: Some("curl/8".into()),
            request_id: Some(request.into()),
            detail: Some("administrator".into()),
        }
    }

    #[test]
    fn where_somebody_else_was_is_not_for_the_owner() {
        for (user, actor, request, by, is_shown) in [
            (Some("ada"), Some("ada"), "8f3c", Some(ActedBy::Owner), true),
            (None, Some("ada"), "8f3c", Some(ActedBy::Owner), true),
            (Some("ada"), None, "8f3c", None, true),
            (Some("ada"), Some("root"), "8f3c", Some(ActedBy::Admin), false),
            (Some("ada"), Some("root"), "bulk-8f3c", Some(ActedBy::Admin), false),
            (Some("ada"), None, "bulk-8f3c", Some(ActedBy::Operator), false),
            (Some("ada"), None, "command-line", Some(ActedBy::Operator), false),
            (Some("ada"), None, "background", Some(ActedBy::Doorward), false),
        ] {
            let event = event(user, actor, request).for_owner();
            assert_eq!(event.by, by, "{user:?} {actor:?} {request}");
            let json = event.to_json();
            for (name, text) in [("ip", "192.0.2.7"), ("user_agent", "curl/8"), ("request_id", request)] {
                let expected = if is_shown { json!(text) } else { Value::Null };
                assert_eq!(json[name], expected, "{user:?} {actor:?} {request} {name}");
            }
            assert_eq!((&json["session_id"], &json["detail"]), (&json!("5e"), &json!("administrator")));
            assert_eq!(json.as_object().map(|members| members.len()), Some(COLUMNS.len()));
            assert!(COLUMNS.iter().all(|name| json.get(name).is_some()) && !json.to_string().contains("root"));
        }
    }
}
