//! Texts that calls take, each read exactly as its schema says: no blanks around it, nothing passed over.

use std::borrow::Cow;
use std::net::IpAddr;
use std::ops::RangeInclusive;

use serde::Deserialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::schemas;
use crate::domain::account::email::Email;
use crate::domain::account::identity_check::IdentityCheck;
use crate::domain::account::user::{Role, UserState};
use crate::domain::account::username::Username;
use crate::domain::id::SessionId;
use crate::domain::record::kind::EventKind;
use crate::domain::search::session_filter::{Order, SortColumn, StateFilter, TimeFilter};
use crate::domain::search::user_filter::{UserColumn, UserOrder};
use crate::domain::search::user_search::UserSearch;
use crate::domain::text::{is_invisible, trimmed};

/// A text that must be of a certain form.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident = $word:literal: $is_one:expr, $schema:expr;)+) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                let is_one: fn(&str) -> bool = $is_one;
                if is_one(&text) { Ok($name(text)) } else { Err("not as documented") }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($word)
            }
        }
    )+ };
}

/// A parameter as searches take it: empty for none.
pub fn given<T: AsRef<str>>(parameter: &Option<T>) -> String {
    parameter.as_ref().map(|text| text.as_ref().to_owned()).unwrap_or_default()
}

texts! {
    /// A username.
    Name = "Username": is_name, schemas::name();
    /// An e-mail address.
    Mail = "EmailAddress": is_email, schemas::email();
    /// A name, an e-mail address, or how one begins and `*`.
    Somebody = "UserSearch": is_somebody, schemas::somebody();
    /// The same without e-mail addresses that begin alike.
    SomebodyToSignOut = "UserSearchToEnd": |text| is_somebody(text) && !is_email_beginning(text), schemas::somebody_to_sign_out();
    /// A username or the id of a user.
    NameOrId = "UsernameOrId": is_name, schemas::name_or_id();
    /// An address or a network.
    Network = "AddressOrNetwork": is_network, schemas::address();
    /// An address as events have it.
    EventIp = "EventAddress": |text| matches!(text, "local" | "unknown") || text.parse::<IpAddr>().is_ok(), schemas::event_ip();
    /// Words of a device.
    Words = "DeviceWords": is_words, schemas::device();
    /// A span of time.
    Time = "TimeFilter": is_time, schemas::time_filter();
    /// In which state sessions are.
    SessionStates = "SessionStateFilter": |text| StateFilter::parse(text).is_some(),
        schemas::one_of(StateFilter::choices().map(StateFilter::as_str));
    /// How sessions are sorted.
    SessionSort = "SessionOrder": |text| Order::parse(text).is_some(),
        schemas::one_of(SortColumn::ALL.into_iter().flat_map(|column| both_ways(column.as_str())));
    /// In which state users are.
    UserStates = "UserStateFilter": |text| UserState::parse(text).is_some(), schemas::one_of(UserState::ALL.map(UserState::as_str));
    /// How users are sorted.
    UserSort = "UserOrder": |text| UserOrder::parse(text).is_some(),
        schemas::one_of(UserColumn::ALL.into_iter().flat_map(|column| both_ways(column.as_str())));
    /// What users may do.
    Roles = "RoleFilter": |text| Role::parse(text).is_some(), schemas::one_of(Role::ALL.map(Role::as_str));
    /// What happened.
    Kinds = "EventKind": |text| EventKind::parse(text).is_some(),
        schemas::one_of(EventKind::ALL.iter().map(|kind| kind.as_str()));
    /// The id of a session.
    SessionIdText = "SessionId": |text| SessionId::parse(text).is_some(), schemas::Id::schema();
    /// How it was made sure who asks.
    CheckText = "IdentityCheck": is_check, schemas::identity_check();
    /// Where to go on.
    Cursor = "Cursor": is_cursor, schemas::cursor();
}

fn both_ways(column: &str) -> [String; 2] {
    [column.to_owned(), format!("-{column}")]
}

fn has_length(text: &str, lengths: RangeInclusive<usize>) -> bool {
    lengths.contains(&text.chars().count())
}

/// Nothing blank or invisible, and not too long: with other characters than those of ASCII a text has up to four times as
/// many bytes as a schema, which counts characters, can say.
fn is_plain(text: &str) -> bool {
    let most = if text.is_ascii() { Email::MAX_LENGTH } else { schemas::MAX_LONG_CHARACTERS };
    has_length(text, 0..=most) && !text.chars().any(|c| c.is_whitespace() || is_invisible(c))
}

/// Without what is passed over where people type.
fn is_name(text: &str) -> bool {
    trimmed(text) == text && Username::parse(text).is_ok()
}

fn is_email(text: &str) -> bool {
    is_plain(text) && Email::parse(text).is_ok()
}

fn is_email_beginning(text: &str) -> bool {
    text.strip_suffix('*').is_some_and(|beginning| beginning.contains('@') && is_plain(beginning))
}

fn is_somebody(text: &str) -> bool {
    let is_email = text.contains('@');
    let is_one = if is_email { is_email_beginning(text) || self::is_email(text) } else { trimmed(text) == text };
    is_one && UserSearch::parse(text).is_some()
}

fn is_network(text: &str) -> bool {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let most = if address.is_ipv4() { 32 } else { 128 };
    length.is_none_or(|length| number(length).is_some_and(|length| length <= most))
}

fn is_words(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic());
    has_length(text, 1..=64) && text.split(' ').all(is_word)
}

fn is_time(text: &str) -> bool {
    let Some((word, value)) = text.split_once('-') else { return false };
    match (word, value.strip_suffix('h')) {
        ("within" | "beyond", Some(hours)) => number(hours).is_some_and(|hours| (1..=9_999_999).contains(&hours)),
        ("since" | "until", None) => number(value).is_some_and(|seconds| seconds <= 999_999_999_999),
        _ => false,
    }
}

/// Written as it goes on record: one space between words, and none around them.
fn is_check(text: &str) -> bool {
    IdentityCheck::parse(text).is_ok_and(|check| check.as_str() == text)
}

fn is_cursor(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    has_length(text, 1..=600) && text.bytes().all(is_part)
}

/// Decimal digits in their one spelling: no sign, no zeros before others.
pub(super) fn number(text: &str) -> Option<u64> {
    let is_spelt = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if is_spelt { text.parse().ok() } else { None }
}

impl Time {
    /// As searches take it, which have milliseconds.
    pub fn in_milliseconds(parameter: &Option<Time>) -> String {
        match given(parameter) {
            text if text.is_empty() || text.ends_with('h') => text,
            text => format!("{text}000"),
        }
    }

    /// The other way round.
    pub fn in_seconds(filter: TimeFilter) -> String {
        match filter {
            TimeFilter::Within(_) | TimeFilter::Beyond(_) => filter.to_string(),
            TimeFilter::Since(moment) => format!("since-{}", moment.numeric_date()),
            TimeFilter::Until(moment) => format!("until-{}", moment.numeric_date()),
        }
    }
}

#[cfg(test)]
mod tests {
    use regex::Regex;
    use serde_json::Value;

    use super::*;

    /// Whether a schema lets a text through.
    fn allows(schema: &Value, text: &str) -> bool {
        if let Some(choices) = schema["anyOf"].as_array() {
            return choices.iter().any(|choice| allows(choice, text));
        }
        let length = text.chars().count() as u64;
        let is_word = |words: &Value| words.as_array().is_none_or(|words| words.iter().any(|word| word == text));
        let fits = |pattern: &Value| pattern.as_str().is_none_or(|p| Regex::new(p).expect("a pattern").is_match(text));
        schema["type"] == "string"
            && is_word(&schema["enum"])
            && fits(&schema["pattern"])
            && schema["minLength"].as_u64().is_none_or(|least| length >= least)
            && schema["maxLength"].as_u64().is_none_or(|most| length <= most)
    }

    fn check<T: TryFrom<String> + PartialSchema>(good: &[&str], bad: &[&str]) {
        let schema = serde_json::to_value(T::schema()).expect("JSON");
        let (name, none) = (std::any::type_name::<T>(), ["", " ", "\0", "\n", "a b", "é", "null", "-", "*", "@", "/"]);
        for text in good {
            assert!(T::try_from((*text).to_owned()).is_ok(), "{name} {text:?} is refused");
            assert!(allows(&schema, text), "{name} {text:?}: {schema}");
        }
        for text in bad {
            assert!(T::try_from((*text).to_owned()).is_err(), "{name} {text:?} is accepted");
        }
        let spoilt = good.iter().flat_map(|text| {
            [format!(" {text}"), format!("{text} "), format!("{text}\n"), format!("{text}*"), format!("{text}é")]
        });
        let all = bad.iter().copied().chain(none).map(str::to_owned).chain(spoilt);
        for text in all.chain(good.iter().flat_map(|text| [text.to_uppercase(), format!("0{text}"), text.repeat(20)])) {
            assert_eq!(T::try_from(text.clone()).is_ok(), allows(&schema, &text), "{name} {text:?}: {schema}");
        }
    }

    #[test]
    fn names_and_addresses_are_accepted_exactly_as_their_schemas_say() {
        let (long, longer) = ("a".repeat(32), "a".repeat(33));
        let mails = [&format!("{}@b", "a".repeat(252)), &format!("{}@b", "한".repeat(61))];
        let too_long = [&format!("{}@b", "a".repeat(253)), &format!("{}@b", "한".repeat(62))];
        check::<Name>(&["a", "Ada.L-1_x", &long], &["", ".a", "a-", "a@b", "é", &longer]);
        check::<NameOrId>(&["ada", &"0".repeat(32)], &[&"0".repeat(33), "ada*"]);
        check::<Mail>(
            &["a@b", "Ada@Example.ORG", "a@b@c", "유나@예시.한국", "👩\u{200d}🚀@b", "a@b*", mails[0], mails[1]],
            &[
                "a",
                "@b",
                "a@",
                "a@b,c",
                "a@<b>",
                "a\u{202e}@b",
                "a\u{e0001}@b",
                "a\u{3000}@b",
                too_long[0],
                too_long[1],
            ],
        );
        check::<Somebody>(
            &["ada", "ad*", "._-*", "a@b", "ada@*", "@*", "유나@*", "a*b@*", mails[0], &format!("{}*", mails[0])],
            &["*", "a b*", "é*", ".a", "a\u{200b}@*", too_long[1], &format!("{}*", too_long[1]), &format!("{longer}*")],
        );
        check::<SomebodyToSignOut>(&["ada", "ad*", "a@b", "유나@예시.한국"], &["a@*", "a@b*", "유나@예시*", "*"]);
    }

    #[test]
    fn networks_devices_and_times_are_accepted_exactly_as_their_schemas_say() {
        let full = "1:2:3:4:5:6:7:8";
        check::<Network>(
            &[
                "192.0.2.7",
                "0.0.0.0/0",
                "255.255.255.255/32",
                "::",
                "::1",
                full,
                "2001:DB8::/32",
                "1:2:3:4:5:6:7::/128",
            ],
            &["192.0.2", "256.0.0.1", "01.0.0.1", "1.2.3.4/33", "1.2.3.4/08", "1.2.3.4/", ":::", "1::2::3", "::/129"],
        );
        check::<Network>(
            &["::2:3:4:5:6:7:8", "1::3:4:5:6:7:8", "1:2:3:4:5::8", "::ffff:192.0.2.7", "1:2:3:4:5:6:192.0.2.7/96"],
            &["1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1:2:3:4:5:6:7:8", "12345::", "fe80::1%eth0", "1.2.3.4::"],
        );
        check::<EventIp>(&["local", "unknown", "192.0.2.7", "::1"], &["192.0.2.0/24", "::/0", "localhost"]);
        check::<Words>(&["Firefox on Linux", "!", &"x".repeat(64)], &["", " x", "x  y", "x\ty", "é", &"x".repeat(65)]);
        check::<Time>(
            &["within-1h", "beyond-9999999h", "since-0", "until-999999999999"],
            &[
                "within-0h",
                "within-01h",
                "within-+1h",
                "within-1",
                "since--1",
                "since-00",
                "since-2026-01-01",
                "until-1h",
            ],
        );
        check::<CheckText>(
            &["met in person", "called back", "만나서 신분증을 확인했습니다", &"x".repeat(200)],
            &["met", "met  in person", "met in\u{3000}person", "met in\u{202e}person", &"x".repeat(201)],
        );
        check::<Cursor>(&["A-_9", &"x".repeat(600)], &["", "a=", "a~", &"x".repeat(601)]);
        check::<SessionIdText>(&[&"a".repeat(32)], &[&"A".repeat(32), &"a".repeat(31)]);
    }

    #[test]
    fn every_network_that_is_accepted_is_understood() {
        for text in
            ["192.0.2.7", "10.0.0.0/8", "0.0.0.0/0", "::", "::/0", "2001:db8::/32", "::ffff:1.2.3.4", "::1.2.3.4/9"]
        {
            assert!(Network::try_from(text.to_owned()).is_ok(), "{text}");
            assert!(crate::domain::net::network::NetworkRange::parse(text).is_some(), "{text}");
        }
    }

    #[test]
    fn words_are_those_of_the_searches() {
        check::<SessionStates>(&["live", "any", "revoked", "reused"], &["dead", "Live"]);
        check::<SessionSort>(&["user", "-last_seen"], &["seed", "--user"]);
        check::<UserStates>(&["active", "deleted"], &["any"]);
        check::<UserSort>(&["name", "-signed_in"], &["role"]);
        check::<Roles>(&["user", "admin"], &["king"]);
        check::<Kinds>(&["signed_in", "events_exported"], &["signed in"]);
    }

    #[test]
    fn times_become_milliseconds_and_seconds_again() {
        for (text, expected) in
            [("within-24h", "within-24h"), ("since-1767225600", "since-1767225600000"), ("until-0", "until-0000")]
        {
            let time = Time::try_from(text.to_owned()).ok();
            let typed = Time::in_milliseconds(&time);
            assert_eq!(typed, expected);
            assert_eq!(TimeFilter::parse(&typed).map(Time::in_seconds).as_deref(), Some(text));
        }
        assert_eq!(Time::in_milliseconds(&None), "");
    }
}
