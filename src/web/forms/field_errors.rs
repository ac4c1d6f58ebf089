//! What is wrong with the fields of a form: all of it in one answer, each at its field.
//!
//! If one field is wrong, it has the focus. If several are, a summary above the form has it, which names each and leads
//! to it.

use crate::web::language::say;

/// The words on each field that can be wrong: its name in the form, and the id of the message.
const LABELS: [(&str, &str); 10] = [
    ("username", say("username")),
    ("email", say("user-new-email")),
    ("message", say("user-new-message")),
    ("current_password", say("password-current")),
    ("code", say("code")),
    ("current_code", say("code")),
    ("recovery_code", say("second-step-recovery-code")),
    ("current_recovery_code", say("second-step-recovery-code")),
    ("new_password", say("password-new")),
    ("new_password_again", say("password-new-again")),
];

/// The fields that are wrong, in the order of the page.
#[derive(Default)]
pub struct FieldErrors(Vec<FieldError>);

pub struct FieldError {
    /// The name of the field, which is also its id in the page.
    pub field: &'static str,
    /// What is wrong, and what to do.
    pub reason: String,
}

impl FieldError {
    /// The id of the message on the field.
    pub fn label(&self) -> &'static str {
        LABELS.iter().find(|(field, _)| *field == self.field).map_or(self.field, |(_, label)| label)
    }
}

impl FieldErrors {
    /// Just this one.
    pub fn at(field: &'static str, reason: impl Into<String>) -> FieldErrors {
        let mut errors = FieldErrors::default();
        errors.note(field, reason);
        errors
    }

    /// Notes the reason, if there is none for this field yet.
    pub fn note(&mut self, field: &'static str, reason: impl Into<String>) {
        if self.reason(field).is_none() {
            self.0.push(FieldError { field, reason: reason.into() });
        }
    }

    pub fn reason(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|error| error.field == field).map(|error| error.reason.as_str())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The errors for a summary: all of them if there are several, otherwise none.
    pub fn summary(&self) -> &[FieldError] {
        if self.0.len() > 1 { &self.0 } else { &[] }
    }

    /// Whether this field has the focus, as the only wrong one. Passwords that differ are both typed again, from the
    /// first on.
    pub fn has_focus(&self, field: &str) -> bool {
        let [error] = self.0.as_slice() else { return false };
        let first = if error.field == "new_password_again" { "new_password" } else { error.field };
        first == field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_error_has_the_focus_and_several_have_a_summary() {
        let mut errors = FieldErrors::at("username", "taken");
        assert!(errors.has_focus("username") && !errors.has_focus("email") && errors.summary().is_empty());
        errors.note("email", "no address");
        errors.note("email", "again");
        assert!(!errors.has_focus("username") && !errors.has_focus("email"));
        let said: Vec<_> = errors.summary().iter().map(|error| (error.label(), error.reason.as_str())).collect();
        assert_eq!(said, [("username", "taken"), ("user-new-email", "no address")]);
        assert_eq!((errors.reason("email"), errors.reason("code")), (Some("no address"), None));
        assert!(FieldErrors::default().is_empty() && !errors.is_empty());
    }
}
