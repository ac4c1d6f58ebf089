//! What the connection tells about the client. It goes into events and logs.

use super::id::BulkRevocationId;
use super::text::is_invisible;
use crate::language::Language;

const COMMAND_LINE: &str = "command-line";
const BACKGROUND: &str = "background";
const BULK: &str = "bulk-";

/// The place from which a verb is called. It is made once for each request; the command line uses
/// [`RequestContext::command_line`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestContext {
    /// Is the same in all log lines and events of one request.
    pub request_id: String,
    /// The client's address; `unknown` if the request came over a Unix socket and no proxy named the address.
    pub ip: String,
    /// The `User-Agent` header, shortened, with invisible characters replaced.
    pub user_agent: String,
    /// The language that the person reads, if the request says so.
    pub language: Option<Language>,
}

impl RequestContext {
    /// The longest stored user agent, in bytes; real ones stay below 250. It makes up the most of an event, so it bounds
    /// how fast somebody can make the record grow.
    pub const MAX_USER_AGENT: usize = 200;

    /// Returns the context of an operator at the command line.
    pub fn command_line() -> RequestContext {
        RequestContext {
            request_id: COMMAND_LINE.into(),
            ip: "local".into(),
            user_agent: "doorward command".into(),
            language: None,
        }
    }

    /// Returns the context of work that Doorward does by itself, without a request.
    pub fn background() -> RequestContext {
        RequestContext {
            request_id: BACKGROUND.into(),
            ip: "local".into(),
            user_agent: "doorward".into(),
            language: None,
        }
    }

    /// Returns the context of all batches of one bulk revocation; the id is the same in all their events.
    pub fn bulk(id: &BulkRevocationId) -> RequestContext {
        RequestContext { request_id: format!("{BULK}{}", id.short()), ..Self::background() }
    }

    /// Returns a user agent that can be stored and shown: at most [`Self::MAX_USER_AGENT`] bytes, nothing invisible.
    pub fn clean_user_agent(header: &[u8]) -> String {
        let mut clean = String::new();
        for c in String::from_utf8_lossy(header).chars().map(|c| if is_invisible(c) { ' ' } else { c }) {
            if clean.len() + c.len_utf8() > Self::MAX_USER_AGENT {
                break;
            }
            clean.push(c);
        }
        clean
    }
}

/// The origin of a change, read from the id of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A request to a page or to the API.
    Request,
    /// One of the batches in which many sessions are ended.
    Bulk,
    /// A command of an operator.
    Operator,
    /// Work that Doorward does by itself, without a request.
    Doorward,
}

impl Origin {
    /// Parses a request id. The ids of requests consist of hexadecimal digits, and no other id does.
    pub fn of(request_id: &str) -> Origin {
        match request_id {
            COMMAND_LINE => Origin::Operator,
            BACKGROUND => Origin::Doorward,
            id if id.starts_with(BULK) => Origin::Bulk,
            _ => Origin::Request,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BulkRevocationId, Origin, RequestContext};

    #[test]
    fn the_origin_is_read_off_the_request_id() {
        for (context, origin) in [
            (RequestContext::command_line(), Origin::Operator),
            (RequestContext::background(), Origin::Doorward),
            (RequestContext::bulk(&BulkRevocationId::generate()), Origin::Bulk),
        ] {
            assert_eq!(Origin::of(&context.request_id), origin);
        }
        for id in ["8f3c0a51b2d4", "", "bulk", "command-lines"] {
            assert_eq!(Origin::of(id), Origin::Request, "{id}");
        }
    }

    #[test]
    fn a_user_agent_is_made_inert() {
        assert_eq!(RequestContext::clean_user_agent(b"a\x1b[2J\nb\0c\xff"), "a [2J b c\u{fffd}");
        assert_eq!(RequestContext::clean_user_agent(&[b'x'; 9000]).len(), RequestContext::MAX_USER_AGENT);
        let long = "가".repeat(9000);
        let kept = "가".repeat(RequestContext::MAX_USER_AGENT / 3);
        assert_eq!(RequestContext::clean_user_agent(long.as_bytes()), kept);
    }
}
