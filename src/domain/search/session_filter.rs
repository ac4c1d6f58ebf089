//! What a list of sessions is narrowed down to, and how it is sorted: read from the parameters of an address, and
//! written back to it.

use std::time::Duration;

use super::user_search::UserSearch;
use crate::domain::net::network::NetworkRange;
use crate::domain::session::RevocationReason;
use crate::domain::session::device::Device;
use crate::domain::session::session_state::SessionState;
use crate::domain::text::trimmed;
use crate::domain::time::Timestamp;

/// Which sessions a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionFilter {
    /// Alive, or how they ended.
    pub state: StateFilter,
    /// Whose.
    pub user: Option<UserSearch>,
    /// From where.
    pub network: Option<Searched<NetworkRange>>,
    /// On what: words of the device's label.
    pub device: Option<Searched<Vec<String>>>,
    /// When they began.
    pub signed_in: Option<TimeFilter>,
    /// When they were last used.
    pub last_seen: Option<TimeFilter>,
}

/// What somebody typed, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Searched<T> {
    /// As it was typed.
    pub text: String,
    /// What it means.
    pub meaning: T,
}

/// The parameters of an address, as typed. An empty one is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionParameters {
    /// A name, an e-mail address, or the beginning of one with `*`.
    pub user: String,
    /// An address or network.
    pub address: String,
    /// Words of a device.
    pub device: String,
    /// A [`StateFilter`].
    pub state: String,
    /// A [`TimeFilter`].
    pub signed_in: String,
    /// A [`TimeFilter`].
    pub last_seen: String,
}

/// The parameter that cannot be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// `user`
    User,
    /// `address`
    Address,
    /// `device`: no device has all of these words.
    Device,
    /// One that a form of ours offers as a choice.
    Choice,
}

impl SessionFilter {
    /// Reads parameters.
    ///
    /// # Errors
    /// The first that cannot be understood.
    pub fn parse(parameters: &SessionParameters) -> Result<SessionFilter, Unreadable> {
        let given = |text: &String| Some(trimmed(text)).filter(|text| !text.is_empty()).map(str::to_owned);
        let user = given(&parameters.user).map(|text| UserSearch::parse(&text).ok_or(Unreadable::User)).transpose()?;
        let network = given(&parameters.address)
            .map(|text| {
                let meaning = NetworkRange::parse(&text).ok_or(Unreadable::Address)?;
                Ok(Searched { text, meaning })
            })
            .transpose()?;
        let device = given(&parameters.device)
            .map(|text| match Device::labels_with(&text) {
                labels if labels.is_empty() => Err(Unreadable::Device),
                meaning => Ok(Searched { text, meaning }),
            })
            .transpose()?;
        let time =
            |text: &String| given(text).map(|text| TimeFilter::parse(&text).ok_or(Unreadable::Choice)).transpose();
        let state = match given(&parameters.state) {
            Some(word) => StateFilter::parse(&word).ok_or(Unreadable::Choice)?,
            None => StateFilter::default(),
        };
        let (signed_in, last_seen) = (time(&parameters.signed_in)?, time(&parameters.last_seen)?);
        Ok(SessionFilter { state, user, network, device, signed_in, last_seen })
    }

    /// Reads parameters for ending what they match: of live sessions only, there are no others to be ended. `None` when
    /// they cannot be understood, or sessions must not be ended by them.
    pub fn to_end(parameters: &SessionParameters) -> Option<SessionFilter> {
        let filter = SessionFilter::parse(parameters).ok().filter(SessionFilter::can_end)?;
        Some(SessionFilter { state: StateFilter::Live, ..filter })
    }

    /// The parameters that say the same.
    pub fn to_parameters(&self) -> SessionParameters {
        let time = |filter: &Option<TimeFilter>| filter.as_ref().map(TimeFilter::to_string).unwrap_or_default();
        SessionParameters {
            user: self.user.as_ref().map(UserSearch::to_string).unwrap_or_default(),
            address: self.network.as_ref().map(|searched| searched.text.clone()).unwrap_or_default(),
            device: self.device.as_ref().map(|searched| searched.text.clone()).unwrap_or_default(),
            state: if self.state == StateFilter::default() { String::new() } else { self.state.as_str().to_owned() },
            signed_in: time(&self.signed_in),
            last_seen: time(&self.last_seen),
        }
    }

    /// The same filter with its times fixed as they are now, for work that goes on for a while.
    pub fn fixed_at(&self, now: Timestamp) -> SessionFilter {
        SessionFilter {
            signed_in: self.signed_in.map(|filter| filter.fixed_at(now)),
            last_seen: self.last_seen.map(|filter| filter.fixed_at(now)),
            ..self.clone()
        }
    }

    /// Whether it names anything but a state.
    pub const fn is_narrow(&self) -> bool {
        self.user.is_some()
            || self.network.is_some()
            || self.device.is_some()
            || self.signed_in.is_some()
            || self.last_seen.is_some()
    }

    /// Whether sessions can be ended by it: many accounts may have e-mail addresses that begin alike, and which of them
    /// were meant nobody has seen.
    pub const fn can_end(&self) -> bool {
        !matches!(self.user, Some(UserSearch::EmailPrefix(_)))
    }

    /// How the list is sorted unless somebody says otherwise: so that what is searched for lies together.
    pub fn default_order(&self) -> Order {
        match self {
            SessionFilter { user: Some(user), .. } if !user.is_name_prefix() => Order::NEWEST_USE,
            SessionFilter { network: Some(_), .. } => Order::ascending(SortColumn::Address),
            SessionFilter { device: Some(_), .. } => Order::ascending(SortColumn::Device),
            SessionFilter { user: Some(_), .. } => Order::ascending(SortColumn::User),
            SessionFilter { signed_in: Some(_), last_seen: None, .. } => {
                Order { column: SortColumn::SignedIn, is_descending: true }
            }
            _ => Order::NEWEST_USE,
        }
    }
}

impl SessionParameters {
    /// Names and values, for addresses.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        vec![
            ("user", self.user.clone()),
            ("address", self.address.clone()),
            ("device", self.device.clone()),
            ("state", self.state.clone()),
            ("signed_in", self.signed_in.clone()),
            ("last_seen", self.last_seen.clone()),
        ]
    }

    /// As one text, for the record: a query without what is empty.
    pub fn encode(&self) -> String {
        let pairs = self.pairs().into_iter().filter(|(_, value)| !value.is_empty());
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    /// Reads what [`SessionParameters::encode`] wrote; names that it does not know are passed over.
    pub fn decode(text: &str) -> SessionParameters {
        let mut parameters = SessionParameters::default();
        for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
            let place = match &*name {
                "user" => &mut parameters.user,
                "address" => &mut parameters.address,
                "device" => &mut parameters.device,
                "state" => &mut parameters.state,
                "signed_in" => &mut parameters.signed_in,
                "last_seen" => &mut parameters.last_seen,
                _ => continue,
            };
            *place = value.into_owned();
        }
        parameters
    }
}

/// Alive, or ended, or how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StateFilter {
    /// Alive.
    #[default]
    Live,
    /// Over by time alone.
    Expired,
    /// Over by somebody's decision.
    Revoked,
    /// All there are.
    Any,
    /// Exactly this state.
    One(SessionState),
}

impl StateFilter {
    /// What forms offer.
    pub fn choices() -> impl Iterator<Item = StateFilter> {
        let reasons = RevocationReason::ALL.into_iter().map(|reason| StateFilter::One(SessionState::Revoked(reason)));
        let expired = [SessionState::IdleExpired, SessionState::AbsolutelyExpired].map(StateFilter::One);
        [StateFilter::Live, StateFilter::Any, StateFilter::Expired]
            .into_iter()
            .chain(expired)
            .chain([StateFilter::Revoked])
            .chain(reasons)
    }

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            StateFilter::Live => "live",
            StateFilter::Expired => "expired",
            StateFilter::Revoked => "revoked",
            StateFilter::Any => "any",
            StateFilter::One(state) => state.as_str(),
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<StateFilter> {
        Self::choices().find(|choice| choice.as_str() == word)
    }

    /// The states that it lets through.
    pub fn states(self) -> Vec<SessionState> {
        match self {
            StateFilter::Live => vec![SessionState::Live],
            StateFilter::Expired => vec![SessionState::IdleExpired, SessionState::AbsolutelyExpired],
            StateFilter::Revoked => RevocationReason::ALL.into_iter().map(SessionState::Revoked).collect(),
            StateFilter::Any => SessionState::all().collect(),
            StateFilter::One(state) => vec![state],
        }
    }
}

/// A moment after or before which something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFilter {
    /// Within so many hours before now.
    Within(u64),
    /// Longer ago than so many hours.
    Beyond(u64),
    /// At this moment or later.
    Since(Timestamp),
    /// Before this moment.
    Until(Timestamp),
}

impl TimeFilter {
    /// What forms offer, in hours.
    pub const CHOICES: [u64; 5] = [1, 24, 7 * 24, 30 * 24, 90 * 24];

    /// Reads `within-24h`, `beyond-24h`, `since-2026-11-23` or `until-2026-11-23`; instead of a day a moment of RFC 3339
    /// or, as it is written back, milliseconds since the Unix epoch.
    pub fn parse(text: &str) -> Option<TimeFilter> {
        let (word, value) = text.split_once('-')?;
        let hours = || value.strip_suffix('h')?.parse::<u32>().ok().map(u64::from);
        let span = || Timestamp::parse(value);
        let milliseconds = || value.parse().ok().map(Timestamp::from_milliseconds);
        match word {
            "within" => hours().map(TimeFilter::Within),
            "beyond" => hours().map(TimeFilter::Beyond),
            "since" => milliseconds().or_else(|| span().map(|span| span.start)).map(TimeFilter::Since),
            "until" => milliseconds().or_else(|| span().map(|span| span.end)).map(TimeFilter::Until),
            _ => None,
        }
    }

    /// The same with a moment instead of a span before now.
    pub fn fixed_at(self, now: Timestamp) -> TimeFilter {
        let ago = |hours: u64| now.minus(Duration::from_secs(hours * 3600));
        match self {
            TimeFilter::Within(hours) => TimeFilter::Since(ago(hours)),
            TimeFilter::Beyond(hours) => TimeFilter::Until(ago(hours)),
            fixed => fixed,
        }
    }
}

impl std::fmt::Display for TimeFilter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            TimeFilter::Within(hours) => write!(f, "within-{hours}h"),
            TimeFilter::Beyond(hours) => write!(f, "beyond-{hours}h"),
            TimeFilter::Since(moment) => write!(f, "since-{}", moment.milliseconds()),
            TimeFilter::Until(moment) => write!(f, "until-{}", moment.milliseconds()),
        }
    }
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortColumn {
    /// The user's name.
    User,
    /// The device's label.
    Device,
    /// The address, as a number.
    Address,
    /// When it began.
    SignedIn,
    /// When it was last used.
    LastSeen,
}

impl SortColumn {
    /// Every one, in the order of the list's columns.
    pub const ALL: [SortColumn; 5] =
        [SortColumn::User, SortColumn::Device, SortColumn::Address, SortColumn::SignedIn, SortColumn::LastSeen];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            SortColumn::User => "user",
            SortColumn::Device => "device",
            SortColumn::Address => "address",
            SortColumn::SignedIn => "signed_in",
            SortColumn::LastSeen => "last_seen",
        }
    }
}

/// A column and a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// What counts.
    pub column: SortColumn,
    /// Whether the largest comes first.
    pub is_descending: bool,
}

impl Order {
    /// Last used first.
    pub const NEWEST_USE: Order = Order { column: SortColumn::LastSeen, is_descending: true };

    /// The smallest first.
    pub const fn ascending(column: SortColumn) -> Order {
        Order { column, is_descending: false }
    }

    /// Reads `last_seen` or, descending, `-last_seen`.
    pub fn parse(text: &str) -> Option<Order> {
        let (is_descending, word) = text.strip_prefix('-').map_or((false, text), |word| (true, word));
        let column = SortColumn::ALL.into_iter().find(|column| column.as_str() == word)?;
        Some(Order { column, is_descending })
    }
}

impl std::fmt::Display for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.is_descending { "-" } else { "" }, self.column.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_survives_the_way_through_an_address() {
        let parameters = SessionParameters {
            user: "ad*".into(),
            address: "192.0.2.0/24".into(),
            device: "linux firefox".into(),
            state: "reused".into(),
            signed_in: "within-24h".into(),
            last_seen: "until-1000".into(),
        };
        let filter = SessionFilter::parse(&parameters).expect("a filter");
        assert_eq!(filter.to_parameters(), parameters);
        assert_eq!(SessionParameters::decode(&parameters.encode()), parameters);
        let now = Timestamp::from_milliseconds(100 * 3_600_000);
        assert_eq!(filter.fixed_at(now).to_parameters().signed_in, format!("since-{}", 76 * 3_600_000));
        assert_eq!(SessionFilter::parse(&SessionParameters::default()), Ok(SessionFilter::default()));
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        let cases = [
            (SessionParameters { user: "a b".into(), ..Default::default() }, Unreadable::User),
            (SessionParameters { address: "192.0.2".into(), ..Default::default() }, Unreadable::Address),
            (SessionParameters { device: "netscape".into(), ..Default::default() }, Unreadable::Device),
            (SessionParameters { state: "dead".into(), ..Default::default() }, Unreadable::Choice),
            (SessionParameters { last_seen: "within-1y".into(), ..Default::default() }, Unreadable::Choice),
        ];
        for (parameters, expected) in cases {
            assert_eq!(SessionFilter::parse(&parameters), Err(expected));
        }
    }

    #[test]
    fn words_of_states_and_orders_are_read_back() {
        for choice in StateFilter::choices() {
            assert_eq!(StateFilter::parse(choice.as_str()), Some(choice));
        }
        for text in SortColumn::ALL.map(|column| format!("-{}", column.as_str())) {
            assert_eq!(Order::parse(&text).map(|order| order.to_string()), Some(text));
        }
        assert_eq!(Order::parse("seed"), None);
    }
}
