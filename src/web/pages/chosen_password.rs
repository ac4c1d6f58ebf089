//! A new password, typed twice.

use crate::domain::account::password::Password;
use crate::web::language::say;

/// The password, if it is twice the same and not too long; else what is wrong.
pub fn chosen_password(first: String, again: String) -> Result<Password, &'static str> {
    let (Some(password), Some(again)) = (Password::new(first), Password::new(again)) else {
        return Err(say("Too long: use at most 256 characters."));
    };
    match password.is_same_as(&again) {
        true => Ok(password),
        false => Err(say("The two passwords differ. Type the same one twice.")),
    }
}
