//! A new password, typed twice.

use crate::domain::account::Password;
use crate::web::language::say;
use crate::web::words;

/// The password, if both are equal and not too long; otherwise what is wrong.
pub fn chosen_password(first: String, again: String) -> Result<Password, &'static str> {
    let (password, again) =
        Password::new(first).and_then(|first| Ok((first, Password::new(again)?))).map_err(words::password_too_long)?;
    match password.is_same_as(&again) {
        true => Ok(password),
        false => Err(say("passwords-differ")),
    }
}
