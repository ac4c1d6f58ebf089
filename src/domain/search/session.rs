//! The search parameters of a list of sessions, and its order.

use std::fmt;
use std::str::FromStr;

use clap::Args;
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::order::{Column, Order};
use super::state::StateFilter;
use super::value::{as_text, one_of, words};
use super::when::{InZone, TimeFilter};
use super::who::Who;
use crate::domain::net::NetworkRange;
use crate::domain::session::Device;
use crate::domain::text::{NOT_ON_OFFER, Unreadable, trimmed};
use crate::domain::time::{Timestamp, Zone};
use crate::language::say;

/// Which sessions: those that fit all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams, ToSchema, Args)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
#[schema(example = json!({"user": "ada", "last_seen": "beyond-720h"}))]
pub struct SessionSearch {
    /// Whose: a name, an e-mail address, or the beginning of one with * at its end.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "ada*")]
    #[schema(value_type = String, required = false)]
    #[arg(long, value_name = "WHO")]
    pub user: Option<Who>,
    /// From where: an address such as 192.0.2.7, or a network such as 192.0.2.0/24.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "192.0.2.0/24")]
    #[schema(value_type = String, required = false)]
    #[arg(long, value_name = "NETWORK")]
    pub address: Option<NetworkRange>,
    /// On what: words of browser and system, such as firefox or android.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "firefox linux")]
    #[schema(value_type = String, required = false)]
    #[arg(long, value_name = "WORDS")]
    pub device: Option<DeviceWords>,
    /// In which state: live, any, expired, revoked, or how they ended. Without it those that are live.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(schema_with = states, required = false)]
    #[schema(schema_with = states, required = false)]
    #[arg(long, value_name = "STATE", value_parser = words::<StateFilter>(StateFilter::choices().map(StateFilter::as_str)))]
    pub state: Option<StateFilter>,
    /// When they began: within-24h, beyond-24h (longer ago), since-2026-11-23 or until-2026-11-23 (in UTC; also a moment of
    /// RFC 3339, or a NumericDate as in since-1767225600).
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "within-24h")]
    #[schema(value_type = String, required = false)]
    #[arg(long, value_name = "WHEN")]
    pub signed_in: Option<TimeFilter>,
    /// When they were last used, in the same way.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "beyond-720h")]
    #[schema(value_type = String, required = false)]
    #[arg(long, value_name = "WHEN")]
    pub last_seen: Option<TimeFilter>,
    /// Whether whoever signed in chose to be kept signed in: yes or no.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(schema_with = answers, required = false)]
    #[schema(schema_with = answers, required = false)]
    #[arg(long, value_parser = words::<Answer>([Answer::Yes.as_str(), Answer::No.as_str()]))]
    pub remembered: Option<Answer>,
}

fn states() -> Object {
    one_of(StateFilter::choices().map(StateFilter::as_str))
}

fn answers() -> Object {
    one_of([Answer::Yes.as_str(), Answer::No.as_str()])
}

impl SessionSearch {
    /// Returns the states that the search accepts: live, unless it names others.
    pub fn state(&self) -> StateFilter {
        self.state.unwrap_or_default()
    }

    /// Returns the same search for live sessions only, because no others can be ended.
    pub fn of_live_ones(&self) -> SessionSearch {
        SessionSearch { state: None, ..self.clone() }
    }

    /// Returns the same search with its times fixed as they are now, for work that goes on for a while.
    pub fn fixed_at(&self, now: Timestamp) -> SessionSearch {
        SessionSearch {
            signed_in: self.signed_in.map(|filter| filter.fixed_at(now)),
            last_seen: self.last_seen.map(|filter| filter.fixed_at(now)),
            ..self.clone()
        }
    }

    /// Tells whether the search names anything but a state.
    pub fn is_narrow(&self) -> bool {
        self.of_live_ones() != SessionSearch::default()
    }

    /// Returns the name, if the search names one person and nothing else but a state.
    pub fn only_name(&self) -> Option<&Who> {
        let is_all = SessionSearch { user: None, ..self.of_live_ones() } == SessionSearch::default();
        self.user.as_ref().filter(|who| is_all && matches!(who, Who::Name(_)))
    }

    /// Tells whether sessions can be ended by this search. The beginning of an e-mail address is not enough: many
    /// accounts may have addresses that begin alike, and nobody has seen which of them were meant.
    pub const fn can_end(&self) -> bool {
        !matches!(self.user, Some(Who::EmailPrefix(_)))
    }

    /// Returns the default order of the list. In this order, the sessions that are searched for lie together.
    pub fn default_order(&self) -> Order<SessionColumn> {
        match self {
            SessionSearch { user: Some(Who::Name(_) | Who::Email(_) | Who::EmailPrefix(_)), .. } => Order::NEWEST_USE,
            SessionSearch { address: Some(_), .. } => Order::ascending(SessionColumn::Address),
            SessionSearch { device: Some(_), .. } => Order::ascending(SessionColumn::Device),
            SessionSearch { user: Some(_), .. } => Order::ascending(SessionColumn::User),
            SessionSearch { signed_in: Some(_), last_seen: None, .. } => Order::descending(SessionColumn::SignedIn),
            _ => Order::NEWEST_USE,
        }
    }
}

impl InZone for SessionSearch {
    fn in_zone(self, zone: &Zone) -> SessionSearch {
        let in_zone = |filter: Option<TimeFilter>| filter.map(|filter| filter.in_zone(zone));
        SessionSearch { signed_in: in_zone(self.signed_in), last_seen: in_zone(self.last_seen), ..self }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
}

impl Answer {
    pub const fn as_str(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
        }
    }

    pub fn is_yes(&self) -> bool {
        *self == Answer::Yes
    }
}

impl FromStr for Answer {
    type Err = Unreadable;

    fn from_str(word: &str) -> Result<Answer, Unreadable> {
        let found = [Answer::Yes, Answer::No].into_iter().find(|answer| answer.as_str() == trimmed(word));
        found.ok_or(Unreadable(NOT_ON_OFFER))
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// No device has more letters in its label. What is searched for is kept with the ending of many sessions.
const MOST_LETTERS: usize = 64;
const NO_DEVICE: &str = say("unreadable-device");

/// Words of browser and system, in any case and order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceWords {
    text: String,
    labels: Vec<String>,
}

impl DeviceWords {
    /// Returns the labels of the devices that have all of these words. The list is empty if no known device has them.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Fails if no known device has these words. It is for places where people type, because they may have mistyped a
    /// word.
    pub fn known(&self) -> Result<(), Unreadable> {
        match self.labels.is_empty() {
            false => Ok(()),
            true => Err(Unreadable(NO_DEVICE)),
        }
    }
}

impl FromStr for DeviceWords {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<DeviceWords, Unreadable> {
        match trimmed(text) {
            "" => Err(Unreadable(say("unreadable-empty"))),
            text if text.chars().count() > MOST_LETTERS => Err(Unreadable(NO_DEVICE)),
            text => Ok(DeviceWords { text: text.to_owned(), labels: Device::labels_with(text) }),
        }
    }
}

impl fmt::Display for DeviceWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The columns that a list of sessions can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionColumn {
    /// The user's name.
    User,
    /// The device's label.
    Device,
    /// The address, as a number.
    Address,
    /// The time of sign-in.
    SignedIn,
    /// The time of the last use.
    LastSeen,
}

impl SessionColumn {
    /// Tells whether the column contains times.
    pub const fn is_time(self) -> bool {
        matches!(self, SessionColumn::SignedIn | SessionColumn::LastSeen)
    }
}

impl Column for SessionColumn {
    const ALL: &'static [SessionColumn] = &[
        SessionColumn::User,
        SessionColumn::Device,
        SessionColumn::Address,
        SessionColumn::SignedIn,
        SessionColumn::LastSeen,
    ];

    fn as_str(self) -> &'static str {
        match self {
            SessionColumn::User => "user",
            SessionColumn::Device => "device",
            SessionColumn::Address => "address",
            SessionColumn::SignedIn => "signed_in",
            SessionColumn::LastSeen => "last_seen",
        }
    }
}

impl Order<SessionColumn> {
    /// Sorts the sessions that were used last first.
    pub const NEWEST_USE: Order<SessionColumn> = Order { column: SessionColumn::LastSeen, is_descending: true };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::search::value::{names, read};

    #[test]
    fn a_search_survives_the_way_through_an_address_and_through_json() {
        let pairs = [
            ("user", "ad*"),
            ("address", "192.0.2.0/24"),
            ("device", "linux firefox"),
            ("state", "reused"),
            ("signed_in", "within-24h"),
            ("last_seen", "until-1000"),
            ("remembered", "yes"),
        ];
        let search: SessionSearch = read(pairs).expect("a search");
        let query = serde_urlencoded::to_string(&search).expect("a query");
        assert_eq!(
            query,
            "user=ad*&address=192.0.2.0%2F24&device=linux+firefox&state=reused&signed_in=within-24h&last_seen=until-1000&remembered=yes"
        );
        assert_eq!(serde_urlencoded::from_str(&query), Ok(search.clone()));
        let json = serde_json::to_value(&search).expect("JSON");
        assert_eq!((json.as_object().map(|members| members.len()), &json["user"]), (Some(7), &"ad*".into()));
        assert_eq!(serde_json::from_value::<SessionSearch>(json).expect("a search"), search);
        let now = Timestamp::from_milliseconds(100 * 3_600_000);
        assert_eq!(search.fixed_at(now).signed_in, "since-273600".parse().ok());
        assert_eq!(serde_urlencoded::to_string(SessionSearch::default()).as_deref(), Ok(""));
        assert_eq!(read(Vec::new()), Ok(SessionSearch::default()));
        assert_eq!(names::<SessionSearch>(), pairs.map(|(name, _)| name));
    }

    #[test]
    fn what_cannot_be_understood_has_a_reason() {
        for (name, text, reason) in [
            ("user", "a b", "unreadable-user-search"),
            ("user", "", "unreadable-user-search"),
            ("address", "192.0.2", "unreadable-network"),
            ("device", " ", "unreadable-empty"),
            ("state", "dead", "unreadable-choice"),
            ("last_seen", "within-1y", "unreadable-span"),
            ("remembered", "maybe", "unreadable-choice"),
            ("planet", "Mars", "unknown field"),
        ] {
            let error = read::<SessionSearch>([(name, text)]).expect_err(text);
            assert!(error.to_string().starts_with(reason), "{name}={text}: {error}");
        }
        assert!(read::<SessionSearch>([("user", "ada"), ("user", "bob")]).is_err());
        assert!(serde_json::from_str::<SessionSearch>(r#"{"user": null}"#).is_err());
        let unknown: DeviceWords = "netscape".parse().expect("words");
        assert!(unknown.labels().is_empty() && unknown.known().is_err());
    }

    #[test]
    fn words_are_read_back() {
        for text in Order::<SessionColumn>::words() {
            assert_eq!(text.parse::<Order<SessionColumn>>().map(|order| order.to_string()), Ok(text));
        }
        for choice in StateFilter::choices() {
            assert_eq!(choice.to_string().parse(), Ok(choice));
        }
    }

    #[test]
    fn what_names_one_person_only_is_told_from_the_rest() {
        let search = |pairs: &[(&str, &str)]| read::<SessionSearch>(pairs.iter().copied()).expect("a search");
        assert!(search(&[("user", "ada"), ("state", "any")]).only_name().is_some());
        assert!(search(&[("user", "ada"), ("device", "linux")]).only_name().is_none());
        assert!(search(&[("user", "ad*")]).only_name().is_none());
        assert!(!search(&[("state", "any")]).is_narrow() && search(&[("user", "ada")]).is_narrow());
        assert!(!search(&[("user", "ada@*")]).can_end());
    }
}
