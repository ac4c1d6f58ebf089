//! The file of one language, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

/// What a language says.
pub struct Locale {
    pub file: String,
    /// The ids of its messages, each with the names of its values.
    pub messages: BTreeMap<String, BTreeSet<String>>,
}

/// The languages in a folder: the names of its files without their ending.
pub fn codes(folder: &Path) -> io::Result<Vec<String>> {
    let mut codes = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        codes.extend(name.to_str().and_then(|name| name.strip_suffix(".ftl")).map(str::to_owned));
    }
    // Editors put hidden files beside the one that is edited.
    codes.retain(|code| !code.starts_with('.'));
    codes.sort();
    Ok(codes)
}

/// As people read it: `$count and $network`.
pub fn list(values: &BTreeSet<String>) -> String {
    let names: Vec<String> = values.iter().map(|name| format!("${name}")).collect();
    if names.is_empty() { "no value".to_owned() } else { names.join(" and ") }
}

impl Locale {
    /// Reads what can be read, and complains about the rest.
    pub fn read(file: &str, text: &str, complaints: &mut Vec<String>) -> Locale {
        let (resource, errors) = match parser::parse(text) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        for error in errors {
            let line = text[..error.pos.start.min(text.len())].matches('\n').count() + 1;
            complaints.push(format!("{file}:{line}: {error}"));
        }
        let mut messages = BTreeMap::new();
        for entry in &resource.body {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Term(term) => {
                    complaints.push(format!("{file}: -{} is a term, and there are messages only", term.id.name));
                    continue;
                }
                _ => continue,
            };
            let (id, mut values) = (message.id.name.to_owned(), BTreeSet::new());
            let is_plain = message.value.as_ref().is_some_and(|pattern| collect(pattern, &mut values));
            if !is_plain || !message.attributes.is_empty() {
                complaints.push(format!("{file}: {id} has more in it than text, values and forms chosen by a value"));
            }
            if messages.insert(id.clone(), values).is_some() {
                complaints.push(format!("{file}: {id} is there twice"));
            }
        }
        Locale { file: file.to_owned(), messages }
    }

    /// Complains about what this language has less or more than English, and about other values.
    pub fn compare(&self, english: &Locale, complaints: &mut Vec<String>) {
        for (id, values) in &english.messages {
            match self.messages.get(id) {
                None => complaints.push(format!("{} lacks {id}", self.file)),
                Some(own) if own != values => complaints.push(format!(
                    "{}: {id} has {}, and in {} {}",
                    self.file,
                    list(own),
                    english.file,
                    list(values)
                )),
                Some(_) => {}
            }
        }
        let more = self.messages.keys().filter(|id| !english.messages.contains_key(*id));
        complaints.extend(more.map(|id| format!("{} has {id}, which {} does not have", self.file, english.file)));
    }
}

/// Adds the names of the values in a pattern. Returns false if there is something else in it, which could fail when it
/// is shown: references to other messages, or functions.
fn collect(pattern: &Pattern<&str>, values: &mut BTreeSet<String>) -> bool {
    pattern.elements.iter().all(|element| match element {
        PatternElement::TextElement { .. } => true,
        PatternElement::Placeable { expression: Expression::Inline(inline) } => is_value(inline, values),
        PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
            is_value(selector, values) && variants.iter().all(|variant| collect(&variant.value, values))
        }
    })
}

fn is_value(expression: &InlineExpression<&str>, values: &mut BTreeSet<String>) -> bool {
    match expression {
        InlineExpression::VariableReference { id } => {
            values.insert(id.name.to_owned());
            true
        }
        InlineExpression::StringLiteral { .. } => true,
        _ => false,
    }
}
