//! Who is asking, as far as the connection tells: goes into events and logs.

use super::id::BulkRevocationId;
use super::text::is_invisible;

const COMMAND_LINE: &str = "command-line";
const BACKGROUND: &str = "background";
const BULK: &str = "bulk-";

/// Where a verb was called from. Made once a request; the command line has [`RequestContext::command_line`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestContext {
    /// Ties log lines and events of one request together.
    pub request_id: String,
    /// The client's address, `unknown` over a Unix socket without a proxy's word.
    pub ip: String,
    /// The `User-Agent` header, shortened, with what cannot be seen replaced.
    pub user_agent: String,
}

impl RequestContext {
    /// The longest stored user agent, in characters; real ones stay below 250.
    pub const MAX_USER_AGENT: usize = 300;

    /// An operator at the command line.
    pub fn command_line() -> RequestContext {
        RequestContext { request_id: COMMAND_LINE.into(), ip: "local".into(), user_agent: "doorward command".into() }
    }

    /// Doorward itself, without anybody asking.
    pub fn background() -> RequestContext {
        RequestContext { request_id: BACKGROUND.into(), ip: "local".into(), user_agent: "doorward".into() }
    }

    /// The batches of one bulk revocation; the id ties their events together.
    pub fn bulk(id: &BulkRevocationId) -> RequestContext {
        RequestContext { request_id: format!("{BULK}{}", id.short()), ..Self::background() }
    }

    /// A user agent fit to be stored and shown: at most [`Self::MAX_USER_AGENT`] characters, nothing invisible.
    pub fn clean_user_agent(header: &[u8]) -> String {
        String::from_utf8_lossy(header)
            .chars()
            .map(|c| if is_invisible(c) { ' ' } else { c })
            .take(Self::MAX_USER_AGENT)
            .collect()
    }
}

/// Where a change was asked for, read from the id of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A page or the API.
    Request,
    /// One of the batches in which many sessions are ended.
    Bulk,
    /// The command line.
    Operator,
    /// Doorward itself.
    Doorward,
}

impl Origin {
    /// Parses a request id. Those of requests are hexadecimal digits, which none of the others is.
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
    }
}
