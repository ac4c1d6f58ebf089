//! A code that somebody has typed, with the slow hash by which a short recovery code is found. The hash is made before
//! the transaction that checks the code.

use super::fresh_codes::slow_digest;
use crate::desk::Desk;
use crate::desk::fault::Fault;
use crate::domain::id::UserId;
use crate::domain::sign_in::{Admission, Code, CodeKind, Door};
use crate::store::{Connection, code_failures, recovery_codes, two_factor};

#[derive(Clone)]
pub(in crate::desk) struct PresentedCode {
    pub(super) code: Code,
    /// `None` if no hash is needed, or it would be of no use.
    pub(super) slow_digest: Option<Vec<u8>>,
}

impl PresentedCode {
    /// Hashes a code that was typed for an account, if that is of any use: a code that will not be checked, or was used
    /// before, costs nothing.
    pub(in crate::desk) async fn new(
        desk: &Desk,
        user: &UserId,
        door: Door,
        code: Code,
    ) -> Result<PresentedCode, Fault> {
        let slow_digest = match &code {
            Code::Recovery(recovery_code) if recovery_code.is_short() => {
                let (owner, quick, now) = (user.clone(), recovery_code.digest(), desk.clock().now());
                let read = move |connection: &mut Connection| {
                    let tries = code_failures::find(connection, &owner, door)?;
                    let is_looked_at = two_factor::find(connection, &owner)?.is_some()
                        && tries.admission(CodeKind::Recovery, now) == Admission::Open;
                    if !is_looked_at || recovery_codes::is_used(connection, &owner, &quick)? {
                        return Ok(None);
                    }
                    recovery_codes::find_hashing(connection, &owner)
                };
                match desk.store().read(read).await? {
                    Some(hashing) => {
                        slow_digest(desk, user, recovery_code, Some(hashing)).await?.map(|(_, digest)| digest)
                    }
                    None => None,
                }
            }
            Code::OneTime(_) | Code::Recovery(_) | Code::Nonsense => None,
        };
        Ok(PresentedCode { code, slow_digest })
    }

    /// Hashes an optional code in the same way.
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
