//! How `doorward doctor` proves to a running server that it has the same secret: with `TIME.MAC`, valid for a minute.

use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::domain::time::Timestamp;

/// The header that carries the proof.
pub const HEADER: &str = "doorward-doctor";
/// The largest allowed difference between both clocks. Somebody who sees a proof on its way can use it for this long.
const LIFETIME: Duration = Duration::from_secs(60);

pub struct DoctorKey(hmac::Key);

impl DoctorKey {
    pub fn new(bytes: &[u8; 32]) -> DoctorKey {
        DoctorKey(hmac::Key::new(hmac::HMAC_SHA256, bytes))
    }

    pub fn prove(&self, now: Timestamp) -> String {
        let time = now.milliseconds().to_string();
        let mac = hmac::sign(&self.0, time.as_bytes());
        format!("{time}.{}", URL_SAFE_NO_PAD.encode(mac))
    }

    /// Tells whether this key made the proof, less than a minute ago.
    pub fn is_proof(&self, text: &str, now: Timestamp) -> bool {
        let Some((time, mac)) = text.split_once('.') else { return false };
        let Ok(mac) = URL_SAFE_NO_PAD.decode(mac) else { return false };
        let Ok(at) = time.parse().map(Timestamp::from_milliseconds) else { return false };
        hmac::verify(&self.0, time.as_bytes(), &mac).is_ok() && now.since(at).max(at.since(now)) <= LIFETIME
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_good_for_a_minute_and_under_its_own_key_only() {
        let (key, other, now) =
            (DoctorKey::new(&[1; 32]), DoctorKey::new(&[2; 32]), Timestamp::from_milliseconds(1 << 40));
        let proof = key.prove(now);
        assert!(key.is_proof(&proof, now) && key.is_proof(&proof, now.plus(LIFETIME)));
        assert!(!other.is_proof(&proof, now));
        assert!(!key.is_proof(&proof, now.plus(LIFETIME + Duration::from_millis(1))));
        assert!(!key.is_proof(&key.prove(now.plus(Duration::from_secs(61))), now));
        for bad in ["", ".", "1.", &proof[1..], &proof[..proof.len() - 1], &format!("{proof}A")] {
            assert!(!key.is_proof(bad, now), "{bad}");
        }
    }
}
