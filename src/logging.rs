//! Log lines for people or programs: one line per event. Nothing that a client sends can break a line.

use std::io::Write;

use env_logger::{Builder, Env};
use log::kv::{Error, Key, Value, VisitSource};
use log::{LevelFilter, Record};
use serde_json::{Map, Value as Json};

use crate::clock::Clock;
use crate::config::LogFormat;

/// Starts logging to standard error. `RUST_LOG` sets the levels. Without it Doorward logs at `level`, and libraries log
/// warnings at most.
pub fn start(format: LogFormat, level: LevelFilter) {
    let libraries = level.min(LevelFilter::Warn);
    let mut builder = Builder::from_env(Env::default().default_filter_or(format!("{libraries},doorward={level}")));
    builder.format(move |out, record| match format {
        LogFormat::Text => writeln!(out, "{}", text_line(record)),
        LogFormat::Json => writeln!(out, "{}", json_line(record)),
    });
    // A second logger is refused; in tests the first one stays.
    drop(builder.try_init());
    std::panic::set_hook(Box::new(|panic| {
        // The message may hold something that a client sent; the location in the code does not.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        log::error!(place; "panic");
    }));
}

/// Writes a line like `2026-11-23T19:05:01.123Z INFO signed in request=1f3a… ip=192.0.2.1`.
fn text_line(record: &Record<'_>) -> String {
    let mut line =
        format!("{} {:5} {}", Clock::system().now().to_rfc3339(), record.level(), inert(&record.args().to_string()));
    for (key, value) in fields(record) {
        let text = match value {
            Json::String(text) => text,
            other => other.to_string(),
        };
        let is_plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && c != '"' && c != '=');
        let shown = if is_plain { text } else { format!("\"{}\"", inert(&text).replace('"', "\\\"")) };
        line.push_str(&format!(" {key}={shown}"));
    }
    line
}

fn json_line(record: &Record<'_>) -> String {
    let mut object = Map::new();
    object.insert("time".into(), Clock::system().now().to_rfc3339().into());
    object.insert("level".into(), record.level().as_str().to_lowercase().into());
    object.insert("target".into(), record.target().into());
    object.insert("message".into(), record.args().to_string().into());
    object.extend(fields(record));
    // The line is ASCII only, so that characters which end lines or change the writing direction cannot confuse a
    // reader.
    let mut line = String::new();
    for c in Json::Object(object).to_string().chars() {
        if c.is_ascii() && !c.is_ascii_control() {
            line.push(c);
        } else {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| line.push_str(&format!("\\u{unit:04x}")));
        }
    }
    line
}

/// Escapes control characters, line ends and invisible characters.
fn inert(text: &str) -> String {
    text.chars().map(|c| if c == '"' || c == '\'' { c.to_string() } else { c.escape_debug().to_string() }).collect()
}

fn fields(record: &Record<'_>) -> Map<String, Json> {
    struct Collect(Map<String, Json>);
    impl<'kvs> VisitSource<'kvs> for Collect {
        fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), Error> {
            let json = match value.to_i64() {
                Some(number) => number.into(),
                None => value.to_string().into(),
            };
            self.0.insert(key.as_str().to_owned(), json);
            Ok(())
        }
    }
    let mut collected = Collect(Map::new());
    // Collecting in memory cannot fail.
    record.key_values().visit(&mut collected).unwrap_or_default();
    collected.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "x\n2026 FAKE\r\u{1b}[2J\"}\u{2028}\u{202e}\u{9b}end";

    fn line(write: fn(&Record<'_>) -> String) -> String {
        let values: &[(&str, &str)] = &[("user_agent", HOSTILE), ("plain", "ada")];
        write(&Record::builder().args(format_args!("a {HOSTILE}")).level(log::Level::Info).key_values(&values).build())
    }

    #[test]
    fn nothing_breaks_a_line_of_text() {
        let line = line(text_line);
        assert!(!line.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{202e}')), "{line}");
        assert!(line.ends_with("plain=ada") || line.contains(" plain=ada "), "{line}");
    }

    #[test]
    fn nothing_breaks_a_line_of_json() {
        let line = line(json_line);
        assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{line}");
        let parsed: Json = serde_json::from_str(&line).expect("JSON");
        assert_eq!(parsed["user_agent"], HOSTILE);
    }
}
