//! What happens around a form: what is wrong with it is said at once, the password is asked for, and a form that is sent
//! twice is handled once.

pub mod acts;
pub mod confirmed;
pub mod field_errors;
pub mod idempotent;
pub mod occasion;
pub mod remembered;
pub mod sent_again;
