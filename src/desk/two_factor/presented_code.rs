//! A code that somebody has given, and what it takes to find it: the slow hash of a short recovery code, which is made
//! before the transaction that checks it.

use super::fresh_codes::slow_digest;
use crate::desk::Desk;
use crate::desk::fault::Fault;
use crate::domain::id::UserId;
use crate::domain::sign_in::two_factor::{Admission, Code, CodeKind, Door, TwoFactor};
use crate::store::{Connection, recovery_codes, two_factor};

/// A code and its slow hash.
#[derive(Clone)]
pub(in crate::desk) struct PresentedCode {
    pub(super) code: Code,
    /// `None` where none is needed, or nothing would come of it.
    pub(super) slow_digest: Option<Vec<u8>>,
}

impl PresentedCode {
    /// Hashes a code that was given for an account, if there is any use in it: one that is not looked at, or was used
    /// before, costs nothing.
    pub(in crate::desk) async fn new(
        desk: &Desk,
        user: &UserId,
        door: Door,
        code: Code,
    ) -> Result<PresentedCode, Fault> {
        let slow_digest = match &code {
            Code::Recovery(recovery_code) if recovery_code.is_short() => {
                let (user, quick, now) = (user.clone(), recovery_code.digest(), desk.clock().now());
                let read = move |connection: &mut Connection| {
                    let factor = two_factor::find(connection, &user)?;
                    let is_open =
                        |factor: &TwoFactor| factor.admission(door, CodeKind::Recovery, now) == Admission::Open;
                    if !factor.as_ref().is_some_and(is_open) || recovery_codes::is_used(connection, &user, &quick)? {
                        return Ok(None);
                    }
                    recovery_codes::find_hashing(connection, &user)
                };
                match desk.store().read(read).await? {
                    Some(hashing) => slow_digest(desk, recovery_code, Some(hashing)).await?.map(|(_, digest)| digest),
                    None => None,
                }
            }
            Code::OneTime(_) | Code::Recovery(_) | Code::Nonsense => None,
        };
        Ok(PresentedCode { code, slow_digest })
    }

    /// The same for a code that may not have been given.
    pub(in crate::desk) async fn given(
        desk: &Desk,
        user: &UserId,
        door: Door,
        code: Option<Code>,
    ) -> Result<Option<PresentedCode>, Fault> {
        match code {
            Some(code) => PresentedCode::new(desk, user, door, code).await.map(Some),
            None => Ok(None),
        }
    }
}
