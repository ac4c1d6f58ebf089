//! The workplace of one hashing thread: it runs Argon2id in blocks of memory that it keeps.
//!
//! If each hash took new blocks, the allocator would take them from anywhere and keep them: many sign-ins at once used
//! ten times the memory of the budget. The kept blocks are wiped after each hash. Otherwise the first block would let
//! an attacker who can read the memory try passwords without the work that a hash is meant to cost.

use argon2::password_hash::Error;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash as Phc, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroize;

use crate::domain::account::PasswordHash;
use crate::random;

/// The length of a salt in bytes (RFC 9106 section 3.1).
const SALT: usize = 16;

pub(in crate::desk) struct Workplace {
    params: Params,
    /// Empty until the first hash.
    blocks: Vec<Block>,
}

impl Workplace {
    pub(in crate::desk) fn new(params: Params) -> Workplace {
        Workplace { params, blocks: Vec::new() }
    }

    /// Hashes a new password with a fresh salt.
    pub(in crate::desk) fn hash(&mut self, password: &[u8]) -> Result<PasswordHash, Error> {
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone());
        let salt = Salt::new(&random::bytes::<SALT>())?;
        let hash = self.output(&argon2, password, &salt, Params::DEFAULT_OUTPUT_LEN)?;
        in_phc_form(&self.params, salt, hash)
    }

    /// Hashes with the salt and the costs of another hash.
    pub(in crate::desk) fn hash_like(&mut self, secret: &[u8], other: &PasswordHash) -> Result<PasswordHash, Error> {
        let phc = Phc::new(other.as_str())?;
        let salt = phc.salt.ok_or(Error::SaltInvalid)?;
        let params = Params::try_from(&phc)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let hash = self.output(&argon2, secret, &salt, Params::DEFAULT_OUTPUT_LEN)?;
        in_phc_form(&params, salt, hash)
    }

    /// Tells whether `password` is the hashed one. The parameters are those of the stored hash.
    pub(in crate::desk) fn verify(&mut self, password: &[u8], stored: &PasswordHash) -> Result<bool, Error> {
        let phc = Phc::new(stored.as_str())?;
        let (Some(salt), Some(expected)) = (&phc.salt, &phc.hash) else { return Ok(false) };
        let algorithm = Algorithm::try_from(phc.algorithm.as_str())?;
        let version = phc.version.map(Version::try_from).transpose()?.unwrap_or_default();
        let argon2 = Argon2::new(algorithm, version, Params::try_from(&phc)?);
        // Outputs are compared in constant time.
        Ok(self.output(&argon2, password, salt, expected.len())? == *expected)
    }

    fn output(&mut self, argon2: &Argon2<'_>, password: &[u8], salt: &Salt, length: usize) -> Result<Output, Error> {
        let needed = argon2.params().block_count();
        if self.blocks.len() < needed {
            // The old blocks are freed first, so that both never exist at once.
            self.blocks = Vec::new();
            self.blocks = vec![Block::new(); needed];
        }
        let mut buffer = [0; Output::MAX_LENGTH];
        let out = buffer.get_mut(..length).ok_or(Error::OutputSize)?;
        let hashed = argon2.hash_password_into_with_memory(password, salt, out, &mut self.blocks);
        let output = hashed.map_err(Error::from).and_then(|()| Ok(Output::new(out)?));
        buffer.zeroize();
        self.blocks.iter_mut().take(needed).for_each(Zeroize::zeroize);
        if needed > self.params.block_count() {
            // The hash has stronger settings than ours, so its memory is not in the budget.
            self.blocks = Vec::new();
        }
        output
    }
}

/// Makes a hash that no password has, and that costs as much to verify as any other.
pub(in crate::desk) fn decoy(params: &Params) -> Result<PasswordHash, Error> {
    let salt = Salt::new(&random::bytes::<SALT>())?;
    in_phc_form(params, salt, Output::new(&random::bytes::<{ Params::DEFAULT_OUTPUT_LEN }>())?)
}

fn in_phc_form(params: &Params, salt: Salt, hash: Output) -> Result<PasswordHash, Error> {
    let phc = Phc {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params)?,
        salt: Some(salt),
        hash: Some(hash),
    };
    Ok(PasswordHash::new(phc.to_string()))
}

#[cfg(test)]
mod tests {
    use argon2::PasswordHasher;

    use super::*;

    fn params(memory: u32, iterations: u32, lanes: u32) -> Params {
        Params::new(memory, iterations, lanes, None).expect("possible")
    }

    /// Hashes with the crate's own memory management.
    fn hashed_elsewhere(algorithm: Algorithm, version: Version, params: Params) -> PasswordHash {
        let argon2 = Argon2::new(algorithm, version, params);
        PasswordHash::new(argon2.hash_password(b"right").expect("hashed").to_string())
    }

    #[test]
    fn hashes_of_any_parameters_are_verified_in_kept_blocks_and_by_others() {
        let mut place = Workplace::new(params(64, 1, 1));
        let own = place.hash(b"right").expect("hashed");
        let phc = Phc::new(own.as_str()).expect("a hash");
        assert!(argon2::PasswordVerifier::verify_password(&Argon2::default(), b"right", &phc).is_ok());
        let others = [
            (Algorithm::Argon2id, Version::V0x13, params(8, 3, 1)),
            (Algorithm::Argon2id, Version::V0x13, params(64, 1, 4)),
            (Algorithm::Argon2id, Version::V0x13, params(512, 1, 1)),
            (Algorithm::Argon2i, Version::V0x10, params(32, 2, 1)),
            (Algorithm::Argon2d, Version::V0x13, params(32, 2, 2)),
        ];
        let others = others.map(|(algorithm, version, params)| hashed_elsewhere(algorithm, version, params));
        // Both orders are tested, because blocks that one hash leaves behind must not affect the next.
        for hash in others.iter().chain([&own]).chain(others.iter().rev()) {
            assert_eq!(place.verify(b"right", hash), Ok(true), "{}", hash.as_str());
            assert_eq!(place.verify(b"wrong", hash), Ok(false), "{}", hash.as_str());
        }
    }

    #[test]
    fn blocks_are_kept_within_the_budget_and_wiped() {
        let mut place = Workplace::new(params(64, 1, 1));
        assert_eq!(place.blocks.capacity(), 0, "nothing is taken before the first hash");
        let own = place.hash(b"right").expect("hashed");
        let kept = (place.blocks.as_ptr(), place.blocks.len());
        assert_eq!(kept.1, 64);
        place.verify(b"right", &own).expect("verified");
        place.hash(b"another").expect("hashed");
        assert_eq!((place.blocks.as_ptr(), place.blocks.len()), kept, "the same blocks serve again");
        assert!(place.blocks.iter().all(|block| block.as_ref().iter().all(|word| *word == 0)));
        let strong = hashed_elsewhere(Algorithm::Argon2id, Version::V0x13, params(512, 1, 1));
        assert_eq!(place.verify(b"right", &strong), Ok(true));
        assert_eq!(place.blocks.capacity(), 0, "what is beyond the budget is given back");
    }

    #[test]
    fn a_decoy_fits_no_password_and_looks_like_any_hash() {
        let params = params(64, 1, 1);
        let decoy = decoy(&params).expect("made");
        let mut place = Workplace::new(params);
        let own = place.hash(b"right").expect("hashed");
        assert_eq!(decoy.as_str().len(), own.as_str().len());
        assert_eq!(decoy.as_str().split('$').nth(3), own.as_str().split('$').nth(3));
        assert_eq!(place.verify(b"decoy", &decoy), Ok(false));
    }
}
