//! Events as text for other programs: CSV (RFC 4180) and JSON Lines.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::detail::ExportFormat;
use super::row::EventRow;

/// The names of users by their ids, for the users who still have an account.
pub type Names = HashMap<String, String>;

/// The members of an event in an export of the whole record, in their order.
pub const COLUMNS: [&str; 12] = [
    "id",
    "at",
    "kind",
    "user_id",
    "user",
    "actor_id",
    "actor",
    "session_id",
    "ip",
    "user_agent",
    "request_id",
    "detail",
];

impl ExportFormat {
    pub const fn media_type(self) -> &'static str {
        match self {
            ExportFormat::Csv => "text/csv; charset=utf-8; header=present",
            ExportFormat::JsonLines => "application/jsonl; charset=utf-8",
        }
    }

    /// Returns the text before the first event.
    pub fn head(self, columns: &[&str]) -> String {
        match self {
            ExportFormat::Csv => line_of_csv(columns.iter().map(|name| (*name).to_owned())),
            ExportFormat::JsonLines => String::new(),
        }
    }

    /// Returns an event, whose members are `columns`, with its line end.
    pub fn line(self, event: &Value, columns: &[&str]) -> String {
        match self {
            ExportFormat::Csv => line_of_csv(columns.iter().map(|name| text_of(&event[name]))),
            // Some readers take these characters for the end of a line.
            ExportFormat::JsonLines => {
                let line = event.to_string();
                let line =
                    line.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029").replace('\u{85}', "\\u0085");
                format!("{line}\n")
            }
        }
    }
}

pub fn to_json(event: &EventRow, names: &Names) -> Value {
    json!({
        "id": event.id,
        "at": event.at.to_rfc3339(),
        "kind": event.kind,
        "user_id": event.user_id,
        "user": name(&event.user_id, names),
        "actor_id": event.actor_id,
        "actor": name(&event.actor_id, names),
        "session_id": event.session_id,
        "ip": event.ip,
        "user_agent": event.user_agent,
        "request_id": event.request_id,
        "detail": event.detail,
    })
}

pub fn name<'a>(id: &Option<String>, names: &'a Names) -> Option<&'a str> {
    names.get(id.as_ref()?).map(String::as_str)
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn line_of_csv(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| cell_of_csv(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A spreadsheet takes a cell that begins with such a character for a formula, which may send data to others (OWASP,
/// *CSV Injection*); an apostrophe before it makes it text. Quotes are doubled, and a cell with a character that could
/// end it stands between quotes (RFC 4180 section 2).
fn cell_of_csv(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    // In countries that write numbers with a comma, a semicolon or a tab ends a cell.
    match text.contains(['"', ',', ';', '\t', '\r', '\n', '\'']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Timestamp;

    fn event() -> EventRow {
        EventRow {
            id: 7,
            at: Timestamp::from_milliseconds(1_795_460_701_123),
            kind: "signed_in".into(),
            user_id: Some("ab".into()),
            actor_id: None,
            session_id: None,
            ip: Some("192.0.2.7".into()),
            user_agent: Some("=HYPERLINK(\"http://x\",\"y\")".into()),
            request_id: None,
            detail: Some("a, b".into()),
        }
    }

    #[test]
    fn a_line_of_csv_is_quoted_and_inert() {
        let names = Names::from([("ab".to_owned(), "ada".to_owned())]);
        assert_eq!(
            ExportFormat::Csv.line(&to_json(&event(), &names), &COLUMNS),
            "7,2026-11-23T19:05:01.123Z,signed_in,ab,ada,,,,192.0.2.7,\
             \"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",,\"a, b\"\r\n"
        );
        let head = ExportFormat::Csv.head(&COLUMNS);
        assert!(head.starts_with("id,at,kind,") && head.ends_with("\r\n"));
    }

    #[test]
    fn no_cell_begins_a_formula() {
        for first in "=+-@\t\r\n\0＝＋－＠".chars() {
            let cell = cell_of_csv(&format!("{first}1"));
            assert!(cell.trim_start_matches('"').starts_with('\''), "{cell:?}");
        }
        assert_eq!(cell_of_csv("1-2=3"), "1-2=3");
    }

    #[test]
    fn a_line_of_json_has_null_for_nothing() {
        let line = ExportFormat::JsonLines.line(&to_json(&event(), &Names::new()), &COLUMNS);
        assert!(line.ends_with("}\n") && line.matches('\n').count() == 1);
        let value: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(value["user_agent"], "=HYPERLINK(\"http://x\",\"y\")");
        assert!(value["user"].is_null() && value["actor_id"].is_null());
        assert_eq!(value.as_object().map(serde_json::Map::len), Some(COLUMNS.len()));
    }
}
