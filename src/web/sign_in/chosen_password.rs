//! A new password, typed twice.

use crate::domain::account::Password;
use crate::web::forms::field_errors::FieldErrors;
use crate::web::language::{Language, say};

/// What was typed into the two fields.
pub struct Chosen {
    /// `None` if it is too long. It may be weak; the desk judges that.
    pub password: Option<Password>,
    is_same: bool,
}

impl Chosen {
    pub fn read(first: String, again: String) -> Chosen {
        let is_equal = first == again;
        let (password, again) = (Password::new(first).ok(), Password::new(again).ok());
        let is_same = match (&password, &again) {
            (Some(password), Some(again)) => password.is_same_as(again),
            _ => is_equal,
        };
        Chosen { password, is_same }
    }

    /// Whether only the desk can still find something wrong with it.
    pub fn is_ready(&self) -> bool {
        self.password.is_some() && self.is_same
    }

    /// Notes what is wrong with the two fields. `refused` is why the desk refuses the password.
    pub fn note(&self, refused: Option<String>, errors: &mut FieldErrors, language: Language) {
        if self.password.is_none() {
            errors.note("new_password", language.t(say("password-too-long")));
        }
        if let Some(reason) = refused {
            errors.note("new_password", reason);
        }
        if !self.is_same {
            errors.note("new_password_again", language.t(say("passwords-differ")));
        }
    }
}
