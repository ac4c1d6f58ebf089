//! Too many wrong passwords or codes in a row, as programs read of them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::sign_in::CodeLock;
use crate::domain::sign_in::throttle::Lock;
use crate::domain::time::Timestamp;

/// Ten or more different wrong passwords in a row.
#[derive(Serialize, ToSchema)]
pub struct SignInLockRecord {
    /// Who gave them: all unknown devices, one known device, or one session.
    by: &'static str,
    /// How many there were.
    #[schema(minimum = 0)]
    wrong_passwords: i64,
    /// Whether no further one is looked at. A known device or a session then counts as an unknown device.
    closed: bool,
    /// From when on the next one is looked at, as a NumericDate; null when it is closed.
    #[schema(required = true)]
    until: Option<i64>,
}

impl SignInLockRecord {
    pub fn of(lock: &Lock) -> SignInLockRecord {
        SignInLockRecord {
            by: lock.guesser.as_str(),
            wrong_passwords: lock.wrong,
            closed: lock.is_closed(),
            until: (!lock.is_closed()).then(|| lock.locked_until.numeric_date()),
        }
    }
}

/// Five or more wrong codes of one kind in a row.
#[derive(Serialize, ToSchema)]
pub struct CodeLockRecord {
    /// Where they were given: at sign-ins from unknown devices, from known ones, or in sessions.
    door: &'static str,
    /// Whether they were codes of the app or recovery codes.
    kind: &'static str,
    /// How many there were.
    #[schema(minimum = 0)]
    wrong_codes: i64,
    /// Whether no further one is looked at.
    closed: bool,
    /// From when on the next one is looked at, as a NumericDate; null when it is closed.
    #[schema(required = true)]
    until: Option<i64>,
}

impl CodeLockRecord {
    pub fn of(lock: &CodeLock) -> CodeLockRecord {
        let until = lock.until();
        CodeLockRecord {
            door: lock.door.as_str(),
            kind: lock.kind.as_str(),
            wrong_codes: lock.failures,
            closed: until.is_none(),
            until: until.map(Timestamp::numeric_date),
        }
    }
}
