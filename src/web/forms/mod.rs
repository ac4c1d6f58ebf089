//! What happens around an important form: the password is asked for, and a form that is sent twice is handled once.

pub mod acts;
pub mod confirmed;
pub mod idempotent;
pub mod occasion;
pub mod remembered;
pub mod sent_again;
