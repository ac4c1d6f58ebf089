//! Numbers and ages.

use std::time::Duration;

use crate::web::language::Language;

/// In groups of three digits.
pub fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = if number < 0 { "-".to_owned() } else { String::new() };
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// In whole days.
pub fn days(age: Duration, language: Language) -> String {
    match age.as_secs() / 86_400 {
        0 => language.t("less than a day").to_owned(),
        1 => language.t("1 day").to_owned(),
        days => language.with("{} days", &[&days.to_string()]),
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_grouped() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (10_000_000, "10,000,000"), (-1234, "-1,234")];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }
}
