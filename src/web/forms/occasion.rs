//! When a form asks for the password, and the code of a second factor: once in a while, or with the form itself.

/// Decides it for forms with the fields `T`.
pub trait Occasion<T> {
    /// Whether they are asked for with this very form, however lately they were given before.
    fn is_anew(fields: &T) -> bool;
}

/// For what matters: a password that was entered lately counts.
pub struct Lately;

/// For the gravest: whoever finds an unlocked screen, or steals a session that was just opened, must not be able to.
pub struct EachTime;

/// For forms that are grave or not by what they say.
pub struct IfGrave;

/// Fields by which a form is grave or not.
pub trait MayBeGrave {
    /// Whether it is.
    fn is_grave(&self) -> bool;
}

impl<T> Occasion<T> for Lately {
    fn is_anew(_: &T) -> bool {
        false
    }
}

impl<T> Occasion<T> for EachTime {
    fn is_anew(_: &T) -> bool {
        true
    }
}

impl<T: MayBeGrave> Occasion<T> for IfGrave {
    fn is_anew(fields: &T) -> bool {
        fields.is_grave()
    }
}
