//! When a form asks for the password and the code of a second factor: if they were entered too long ago, or each time.

pub trait Occasion<T> {
    /// Whether they are asked for with this form itself, even if they were given a moment ago.
    fn is_anew(fields: &T) -> bool;
}

/// For important changes: a password that was entered lately counts.
pub struct Lately;

/// For the most serious changes: somebody who finds an unlocked screen, or steals a session that was just opened, must
/// not be able to make them.
pub struct EachTime;

/// For forms whose fields decide whether they are grave.
pub struct IfGrave;

pub trait MayBeGrave {
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
