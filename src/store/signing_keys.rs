//! The table `signing_keys`.

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::signing_key::StoredKey;
use crate::schema::signing_keys;

/// All keys, newest first.
pub fn list(connection: &mut Connection) -> Result<Vec<StoredKey>, Error> {
    Ok(signing_keys::table
        .order((signing_keys::created_at.desc(), signing_keys::kid))
        .select(StoredKey::as_select())
        .load(connection)?)
}

/// The ids of all keys, in any order.
pub fn list_kids(connection: &mut Connection) -> Result<Vec<String>, Error> {
    Ok(signing_keys::table.select(signing_keys::kid).load(connection)?)
}

/// Exchanges the sealed form of a key, if it is still the one that was read.
pub fn replace_seal(connection: &mut Connection, key: &StoredKey, sealed: &[u8]) -> Result<(), Error> {
    diesel::update(signing_keys::table.find(&key.kid))
        .filter(signing_keys::sealed_private_key.eq(&key.sealed_private_key))
        .set(signing_keys::sealed_private_key.eq(sealed))
        .execute(connection)?;
    Ok(())
}

/// Adds one.
pub fn insert(connection: &mut Connection, key: &StoredKey) -> Result<(), Error> {
    diesel::insert_into(signing_keys::table).values(key).execute(connection)?;
    Ok(())
}
