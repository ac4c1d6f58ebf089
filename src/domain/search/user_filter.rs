//! What a list of users is narrowed down to, and how it is sorted: read from the parameters of an address, and written
//! back to it.

use std::fmt;

use super::paging::Position;
use super::user_search::UserSearch;
use crate::domain::account::email::Email;
use crate::domain::account::user::{Role, UserState};
use crate::domain::account::username::Username;
use crate::domain::id::UserId;
use crate::domain::text::trimmed;

/// Which users a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFilter {
    /// Whom somebody looks for.
    pub search: Option<UserSearch>,
    /// What they may do.
    pub role: Option<Role>,
    /// In which state they are; all but the deleted ones without it.
    pub state: Option<UserState>,
}

/// The parameters of an address, as typed. An empty one is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserParameters {
    /// A [`UserSearch`].
    pub search: String,
    /// A [`Role`].
    pub role: String,
    /// A [`UserState`].
    pub status: String,
}

/// The parameter that cannot be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreadableUser {
    /// `search`
    Search,
    /// One that a form of ours offers as a choice.
    Choice,
}

impl UserFilter {
    /// Reads parameters.
    ///
    /// # Errors
    /// The first that cannot be understood.
    pub fn parse(parameters: &UserParameters) -> Result<UserFilter, UnreadableUser> {
        fn read<T>(
            text: &str,
            parse: impl Fn(&str) -> Option<T>,
            error: UnreadableUser,
        ) -> Result<Option<T>, UnreadableUser> {
            match trimmed(text) {
                "" => Ok(None),
                text => parse(text).map(Some).ok_or(error),
            }
        }
        Ok(UserFilter {
            search: read(&parameters.search, UserSearch::parse, UnreadableUser::Search)?,
            role: read(&parameters.role, Role::parse, UnreadableUser::Choice)?,
            state: read(&parameters.status, UserState::parse, UnreadableUser::Choice)?,
        })
    }

    /// The states that it lets through.
    pub fn states(&self) -> Vec<UserState> {
        match self.state {
            Some(state) => vec![state],
            None => vec![UserState::Active, UserState::Invited, UserState::Suspended],
        }
    }

    /// The roles that it lets through.
    pub fn roles(&self) -> Vec<Role> {
        self.role.map_or_else(|| Role::ALL.to_vec(), |role| vec![role])
    }

    /// What the list can be sorted by, the usual first: what a search finds lies together in one order only.
    pub const fn columns(&self) -> &'static [UserColumn] {
        match &self.search {
            None => &[UserColumn::Name, UserColumn::Created, UserColumn::SignedIn],
            Some(UserSearch::Name(_) | UserSearch::NamePrefix(_)) => &[UserColumn::Name],
            Some(UserSearch::Email(_) | UserSearch::EmailPrefix(_)) => &[UserColumn::Email],
        }
    }

    /// The order asked for, if the list can be sorted so, else the usual one.
    pub fn order(&self, wanted: Option<UserOrder>) -> UserOrder {
        let usual = UserOrder { column: self.columns()[0], is_descending: false };
        wanted.filter(|order| self.columns().contains(&order.column)).unwrap_or(usual)
    }
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserColumn {
    /// The name.
    Name,
    /// The e-mail address.
    Email,
    /// When the account was made.
    Created,
    /// When somebody last signed in with it; whoever never did comes before everybody who did.
    SignedIn,
}

impl UserColumn {
    /// Every one.
    pub const ALL: [UserColumn; 4] = [UserColumn::Name, UserColumn::Email, UserColumn::Created, UserColumn::SignedIn];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            UserColumn::Name => "name",
            UserColumn::Email => "email",
            UserColumn::Created => "created",
            UserColumn::SignedIn => "signed_in",
        }
    }

    /// Whether a place in a list can be one in a list that is sorted so.
    pub fn accepts(self, position: &Position) -> bool {
        let is_value = match self {
            UserColumn::Name => Username::parse(&position.value).is_ok(),
            UserColumn::Email => Email::parse(&position.value).is_ok(),
            UserColumn::Created | UserColumn::SignedIn => position.value.parse::<i64>().is_ok(),
        };
        is_value && UserId::parse(&position.id).is_some()
    }
}

/// A column and a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserOrder {
    /// What counts.
    pub column: UserColumn,
    /// Whether the largest comes first.
    pub is_descending: bool,
}

impl UserOrder {
    /// Reads `name` or, descending, `-name`.
    pub fn parse(text: &str) -> Option<UserOrder> {
        let (is_descending, word) = text.strip_prefix('-').map_or((false, text), |word| (true, word));
        let column = UserColumn::ALL.into_iter().find(|column| column.as_str() == word)?;
        Some(UserOrder { column, is_descending })
    }
}

impl fmt::Display for UserOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.is_descending { "-" } else { "" }, self.column.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(search: &str, role: &str, status: &str) -> Result<UserFilter, UnreadableUser> {
        UserFilter::parse(&UserParameters { search: search.into(), role: role.into(), status: status.into() })
    }

    #[test]
    fn parameters_are_read_or_named() {
        assert_eq!(filter("", " ", ""), Ok(UserFilter::default()));
        let read = filter(" Ad* ", "admin", "invited").expect("a filter");
        assert_eq!((read.role, read.state), (Some(Role::Admin), Some(UserState::Invited)));
        assert_eq!(filter("a b", "", ""), Err(UnreadableUser::Search));
        assert_eq!(filter("", "king", ""), Err(UnreadableUser::Choice));
        assert_eq!(filter("", "", "dead"), Err(UnreadableUser::Choice));
    }

    #[test]
    fn deleted_users_are_shown_only_when_asked_for() {
        assert!(!UserFilter::default().states().contains(&UserState::Deleted));
        assert_eq!(filter("", "", "deleted").expect("a filter").states(), [UserState::Deleted]);
    }

    #[test]
    fn a_list_is_sorted_only_as_an_index_can() {
        let wanted = UserOrder::parse("-created");
        assert_eq!(filter("", "", "").expect("a filter").order(wanted).to_string(), "-created");
        assert_eq!(filter("a*", "", "").expect("a filter").order(wanted).to_string(), "name");
        assert_eq!(filter("a@*", "", "").expect("a filter").order(UserOrder::parse("-email")).to_string(), "-email");
        assert_eq!(UserOrder::parse("password_hash"), None);
        let position = |value: &str| Position { value: value.into(), id: "0".repeat(32) };
        assert!(UserColumn::Created.accepts(&position("17")) && UserColumn::Name.accepts(&position("ada")));
        assert!(!UserColumn::Created.accepts(&position("ada")) && !UserColumn::Email.accepts(&position("ada")));
    }
}
