//! A lock that was just brought, for the log.

use crate::domain::record::detail::LockCause;
use crate::domain::request_context::RequestContext;

/// Something that was locked, for events and the log.
pub(super) struct Locked {
    pub(super) what: LockCause,
    pub(super) seconds: u32,
}

impl Locked {
    pub(super) fn log(&self, context: &RequestContext) {
        log::warn!(
            request = context.request_id, ip = context.ip, what = self.what.as_str(), seconds = self.seconds;
            "too many tries to sign in"
        );
    }
}
