//! A key that signs access tokens, as it is stored.

use std::fmt;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::time::Timestamp;
use crate::schema::signing_keys;

/// One row of `signing_keys`.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_keys)]
pub struct StoredKey {
    /// The id that tokens name it by.
    pub kid: String,
    /// The one algorithm it is used with.
    pub algorithm: SigningAlgorithm,
    /// The private key, encrypted under a key derived from the server secret.
    pub sealed_private_key: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when it signs; until then it is only published.
    pub signs_from: Timestamp,
    /// Until when what it signed is believed; `None` while no other key has taken its place.
    pub retires_at: Option<Timestamp>,
}

/// The algorithms on offer (RFC 7518 section 3.1, RFC 8037).
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum SigningAlgorithm {
    /// ECDSA on P-256 with SHA-256: the default.
    Es256,
    /// Ed25519.
    EdDsa,
    /// RSASSA-PKCS1-v1_5 with 3072 bits, for verifiers that know nothing newer.
    Rs256,
    /// HMAC with SHA-256: nobody but Doorward can verify it.
    Hs256,
}

impl SigningAlgorithm {
    /// Every one.
    pub const ALL: [SigningAlgorithm; 4] =
        [SigningAlgorithm::Es256, SigningAlgorithm::EdDsa, SigningAlgorithm::Rs256, SigningAlgorithm::Hs256];

    /// The name in JOSE headers, settings and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            SigningAlgorithm::Es256 => "ES256",
            SigningAlgorithm::EdDsa => "EdDSA",
            SigningAlgorithm::Rs256 => "RS256",
            SigningAlgorithm::Hs256 => "HS256",
        }
    }

    /// Reads that name, exactly as written.
    pub fn parse(name: &str) -> Option<SigningAlgorithm> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }
}

impl fmt::Display for SigningAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
