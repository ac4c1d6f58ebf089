//! The sentences of one language, to find them in the text of a page whatever their values are.

use std::path::Path;

use regex::Regex;

pub struct Sentences {
    language: &'static str,
    file: String,
}

impl Sentences {
    pub fn of(language: &'static str) -> Sentences {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{language}.ftl"));
        Sentences { language, file: std::fs::read_to_string(path).expect("a file with sentences") }
    }

    /// Tells whether the text says the message with this id, in any of its forms, with whatever values.
    pub fn are_in(&self, text: &str, id: &str) -> bool {
        let text = in_one_line(text);
        self.forms(id).iter().any(|form| {
            let mut rest = text.as_str();
            form.iter().all(|piece| match rest.split_once(piece.as_str()) {
                Some((_, after)) => {
                    rest = after;
                    true
                }
                None => false,
            })
        })
    }

    /// Returns the pieces between the values of each form of a message.
    fn forms(&self, id: &str) -> Vec<Vec<String>> {
        let (start, language) = (format!("{id} ="), self.language);
        let mut lines = self.file.lines().skip_while(|line| !line.starts_with(&start));
        let first = lines.next().unwrap_or_else(|| panic!("{language} has no message {id}"))[start.len()..].trim();
        let form = Regex::new(r"^\s+\*?\[\w+\] (.*)$").expect("a pattern");
        let texts: Vec<_> = match first {
            "" => lines
                .take_while(|line| line.starts_with(' '))
                .filter_map(|line| form.captures(line).map(|found| found[1].to_owned()))
                .collect(),
            first => vec![first.to_owned()],
        };
        let value = Regex::new(r"\{[^}]*\}").expect("a pattern");
        let pieces = |text: &String| -> Vec<String> {
            value.split(text).map(in_one_line).filter(|piece| !piece.is_empty()).collect()
        };
        let forms: Vec<_> = texts.iter().map(pieces).collect();
        assert!(!forms.is_empty() && forms.iter().all(|form| !form.is_empty()), "{language}: {id} says nothing");
        forms
    }
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_sentence_is_found_with_its_values_and_in_each_form_and_nowhere_else() {
    let english = Sentences::of("en");
    for (text, id, is_there) in [
        ("Hello, ada\nDevices", "home-hello", true),
        ("Goodbye, ada", "home-hello", false),
        ("1 session ended.", "sessions-ended", true),
        ("1,301 sessions\n  ended.", "sessions-ended", true),
        ("sessions will be ended.", "sessions-ended", false),
        ("This link works once, until noon.", "account-link-until", true),
        ("until noon. This link works once,", "account-link-closed-title", false),
    ] {
        assert_eq!(english.are_in(text, id), is_there, "{id} in {text}");
    }
    assert!(Sentences::of("ko").are_in("비밀번호", "password"));
}
