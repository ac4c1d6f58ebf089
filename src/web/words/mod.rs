//! Sentences for the types of the layers below, one file for each subject.

mod account;
mod number;
mod password;
mod record;
mod session;
mod sign_in;
mod upkeep;

pub use self::account::{
    account_refusal, email_error, identity_check_error, role, user_badge, user_state, username_error,
};
pub use self::number::{days, number};
pub use self::password::{password_too_long, weak_password};
pub use self::record::{detail, event, kind, origin};
pub use self::session::{device, ended, session_end, session_state, state_filter, time_filter, tone_of_state};
pub use self::sign_in::{code_pause, code_refusal, throttled};
pub use self::upkeep::{key_state, task, task_outcome};
