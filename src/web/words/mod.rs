//! Sentences for the types of the layers below, one file for each subject.

mod account;
mod age;
mod locks;
mod mail;
mod record;
mod session;
mod sign_in;
mod time;
mod upkeep;

pub use self::account::{
    account_refusal, closed_link, email_error, identity_check_error, made_link, message_with_link, role, user_badge,
    user_state, username_error, weak_password,
};
pub use self::age::days;
pub use self::locks::{code_lock, lock};
pub use self::record::{acted_by, detail, event, kind, origin};
pub use self::session::{
    as_a_beginning, device, ended, session_end, session_state, state_filter, time_filter, tone_of_state,
};
pub use self::sign_in::{code_pause, code_refusal, throttled, ways_in};
pub use self::time::{day, when};
pub use self::upkeep::{key_state, task, task_outcome};
