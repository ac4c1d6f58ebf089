//! The messages of one language, read from its file.

use std::collections::HashMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;

use super::{numbers, say};

/// How a bundle writes a value, if not in its own way.
type Writer<M> = fn(&FluentValue<'_>, &M) -> Option<String>;

pub struct Messages {
    /// What the messages without values say.
    texts: HashMap<Box<str>, Box<str>>,
    /// All messages.
    bundle: FluentBundle<FluentResource>,
    /// What stands between groups of three digits.
    pub separator: char,
}

impl Messages {
    /// Reads the text of a file. `build.rs` has looked for mistakes in it: what does not parse is left out here.
    pub fn read(code: &str, text: &str) -> Messages {
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(readable, _)| readable);
        let ids: Vec<Box<str>> = resource.entries().filter_map(id).map(Box::from).collect();
        let mut bundle = FluentBundle::new_concurrent(code.parse().into_iter().collect());
        // Isolating marks belong around values in another writing direction; usernames and numbers are in none.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        let mut messages = Messages { texts: HashMap::new(), bundle, separator: ',' };
        messages.texts = ids.into_iter().filter_map(|id| messages.whole(&id).map(|text| (id, text))).collect();
        messages.separator =
            messages.text(say("language-digit-separator")).and_then(|text| text.chars().next()).unwrap_or(',');
        messages.bundle.set_formatter(Some(writer(messages.separator)));
        messages
    }

    /// What a message without values says.
    pub fn text(&self, id: &str) -> Option<&str> {
        self.texts.get(id).map(Box::as_ref)
    }

    /// What a message says with these values.
    pub fn format<'a>(&self, id: &str, values: impl Iterator<Item = (&'a str, FluentValue<'a>)>) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let values: FluentArgs = values.collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{id}: {errors:?}");
        Some(text)
    }

    /// The text of a message, if it needs no value.
    fn whole(&self, id: &str) -> Option<Box<str>> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, None, &mut errors);
        errors.is_empty().then(|| text.into())
    }
}

fn id<'a>(entry: &Entry<&'a str>) -> Option<&'a str> {
    match entry {
        Entry::Message(message) => Some(message.id.name),
        _ => None,
    }
}

/// A bundle takes a function that knows nothing but the value, so there is one for each separator.
fn writer<M>(separator: char) -> Writer<M> {
    match separator {
        '.' => write::<'.', M>,
        '’' => write::<'’', M>,
        '\u{a0}' => write::<'\u{a0}', M>,
        '\u{202f}' => write::<'\u{202f}', M>,
        _ => write::<',', M>,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the numbers of messages are counts")]
fn write<const SEPARATOR: char, M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(numbers::grouped(number.value as i64, SEPARATOR)),
        _ => None,
    }
}
