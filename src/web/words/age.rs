//! Ages.

use std::time::Duration;

use crate::web::language::Language;

/// In whole days.
pub fn days(age: Duration, language: Language) -> String {
    match age.as_secs() / 86_400 {
        0 => language.t("age-less-than-a-day").to_owned(),
        days => language.with("age-days", &[("count", days)]),
    }
}
