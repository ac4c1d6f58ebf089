//! What happens around a form that matters: the password is asked for, and a form sent twice is dealt with once.

pub mod acts;
pub mod confirmed;
pub mod idempotent;
pub mod occasion;
pub mod remembered;
pub mod sent_again;
