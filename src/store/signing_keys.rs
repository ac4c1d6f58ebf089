//! The table `signing_keys`.

use diesel::prelude::*;

use super::statement::Statement;
use super::{Connection, Error};
use crate::domain::time::Timestamp;
use crate::domain::token::{KeyLife, StoredKey};
use crate::schema::signing_keys;

/// Returns all keys, newest first.
pub fn list(connection: &mut Connection) -> Result<Vec<StoredKey>, Error> {
    Ok(signing_keys::table
        .order((signing_keys::created_at.desc(), signing_keys::kid))
        .select(StoredKey::as_select())
        .load(connection)?)
}

/// Returns the lives of all keys, newest first.
pub fn list_lives(connection: &mut Connection) -> Result<Vec<KeyLife>, Error> {
    Ok(signing_keys::table
        .order((signing_keys::created_at.desc(), signing_keys::kid))
        .select(KeyLife::as_select())
        .load(connection)?)
}

/// Changes the time from which a key signs.
pub fn set_begin(connection: &mut Connection, kid: &str, signs_from: Timestamp) -> Result<(), Error> {
    diesel::update(signing_keys::table.find(kid)).set(signing_keys::signs_from.eq(signs_from)).run(connection)
}

/// Changes the time until which signatures of a key are accepted; `None` removes that end.
pub fn set_end(connection: &mut Connection, kid: &str, retires_at: Option<Timestamp>) -> Result<(), Error> {
    diesel::update(signing_keys::table.find(kid)).set(signing_keys::retires_at.eq(retires_at)).run(connection)
}

/// Deletes a key with its private key. Returns `false` if it does not exist.
pub fn delete(connection: &mut Connection, kid: &str) -> Result<bool, Error> {
    diesel::delete(signing_keys::table.find(kid)).hits(connection)
}

/// Replaces the encrypted form of a key, if the stored one is still the one that was read.
pub fn replace_seal(connection: &mut Connection, key: &StoredKey, sealed: &[u8]) -> Result<(), Error> {
    diesel::update(signing_keys::table.find(&key.kid))
        .filter(signing_keys::sealed_private_key.eq(&key.sealed_private_key))
        .set(signing_keys::sealed_private_key.eq(sealed))
        .run(connection)
}

/// Adds a key.
pub fn insert(connection: &mut Connection, key: &StoredKey) -> Result<(), Error> {
    diesel::insert_into(signing_keys::table).values(key).run(connection)
}
