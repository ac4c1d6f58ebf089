//! Who is asking, as far as the connection tells: goes into events and logs.

use super::text::is_invisible;

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
        RequestContext { request_id: "command-line".into(), ip: "local".into(), user_agent: "doorward command".into() }
    }

    /// Doorward itself, without anybody asking.
    pub fn background() -> RequestContext {
        RequestContext { request_id: "background".into(), ip: "local".into(), user_agent: "doorward".into() }
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

#[cfg(test)]
mod tests {
    use super::RequestContext;

    #[test]
    fn a_user_agent_is_made_inert() {
        assert_eq!(RequestContext::clean_user_agent(b"a\x1b[2J\nb\0c\xff"), "a [2J b c\u{fffd}");
        assert_eq!(RequestContext::clean_user_agent(&[b'x'; 9000]).len(), RequestContext::MAX_USER_AGENT);
    }
}
