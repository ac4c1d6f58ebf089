//! The search parameters of a list of users, and its order.

use clap::Args;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa::openapi::schema::Object;

use super::order::{Column, Order};
use super::paging::Position;
use super::value::{as_text, one_of, words};
use super::when::InZone;
use super::who::Who;
use crate::domain::account::{Email, Role, UserState, Username};
use crate::domain::id::UserId;
use crate::domain::time::Zone;

/// Which users: those that fit all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams, Args)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UserSearch {
    /// Whom to look for: a name, an e-mail address, or the beginning of one with * at its end.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "ad*")]
    #[arg(long, value_name = "TEXT")]
    pub search: Option<Who>,
    /// What they may do.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(schema_with = roles, required = false)]
    #[arg(long, value_parser = words::<Role>(Role::ALL.map(Role::as_str)))]
    pub role: Option<Role>,
    /// In which state they are. Without it all but the deleted ones.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(schema_with = states, required = false)]
    #[arg(long, value_parser = words::<UserState>(UserState::ALL.map(UserState::as_str)))]
    pub status: Option<UserState>,
}

/// No filter of this list names a time.
impl InZone for UserSearch {
    fn in_zone(self, _: &Zone) -> UserSearch {
        self
    }
}

fn roles() -> Object {
    one_of(Role::ALL.map(Role::as_str))
}

fn states() -> Object {
    one_of(UserState::ALL.map(UserState::as_str))
}

impl UserSearch {
    pub fn states(&self) -> Vec<UserState> {
        match self.status {
            Some(state) => vec![state],
            None => vec![UserState::Active, UserState::Invited, UserState::Suspended],
        }
    }

    pub fn roles(&self) -> Vec<Role> {
        self.role.map_or_else(|| Role::ALL.to_vec(), |role| vec![role])
    }

    /// Returns the columns that the list can be sorted by, the default first. The users whom a search finds lie
    /// together in one order only.
    pub const fn columns(&self) -> &'static [UserColumn] {
        match &self.search {
            None => &[UserColumn::Name, UserColumn::Created, UserColumn::SignedIn],
            Some(Who::Name(_) | Who::NamePrefix(_)) => &[UserColumn::Name],
            Some(Who::Email(_) | Who::EmailPrefix(_)) => &[UserColumn::Email],
        }
    }

    /// Returns the wanted order if the list can be sorted by it, else the default.
    pub fn order(&self, wanted: Option<Order<UserColumn>>) -> Order<UserColumn> {
        let usual = Order::ascending(self.columns()[0]);
        wanted.filter(|order| self.columns().contains(&order.column)).unwrap_or(usual)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserColumn {
    Name,
    Email,
    Created,
    /// The time of the last sign-in. Users who never signed in come before all others.
    SignedIn,
}

impl UserColumn {
    /// Tells whether a position can belong to a list that is sorted by this column.
    pub fn accepts(self, position: &Position) -> bool {
        let is_value = match self {
            UserColumn::Name => Username::parse(&position.value).is_ok(),
            UserColumn::Email => Email::parse(&position.value).is_ok(),
            UserColumn::Created | UserColumn::SignedIn => position.value.parse::<i64>().is_ok(),
        };
        is_value && UserId::parse(&position.id).is_some()
    }
}

impl Column for UserColumn {
    const ALL: &'static [UserColumn] =
        &[UserColumn::Name, UserColumn::Email, UserColumn::Created, UserColumn::SignedIn];

    fn as_str(self) -> &'static str {
        match self {
            UserColumn::Name => "name",
            UserColumn::Email => "email",
            UserColumn::Created => "created",
            UserColumn::SignedIn => "signed_in",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::search::value::{read, write};

    fn search(search: &str, role: &str, status: &str) -> UserSearch {
        let pairs = [("search", search), ("role", role), ("status", status)];
        read(pairs.into_iter().filter(|(_, text)| !text.is_empty())).expect("a search")
    }

    #[test]
    fn a_search_is_read_back_as_it_is_written() {
        let asked = search(" Ad* ", "admin", "invited");
        assert_eq!((asked.role, asked.status), (Some(Role::Admin), Some(UserState::Invited)));
        assert_eq!(write(&asked), "search=ad*&role=admin&status=invited");
        for (name, text) in [("search", "a b"), ("role", "king"), ("status", "dead"), ("role", "")] {
            assert!(read::<UserSearch>([(name, text)]).is_err(), "{name}={text}");
        }
    }

    #[test]
    fn deleted_users_are_shown_only_when_asked_for() {
        assert!(!UserSearch::default().states().contains(&UserState::Deleted));
        assert_eq!(search("", "", "deleted").states(), [UserState::Deleted]);
    }

    #[test]
    fn a_list_is_sorted_only_as_an_index_can() {
        let wanted = "-created".parse().ok();
        assert_eq!(search("", "", "").order(wanted).to_string(), "-created");
        assert_eq!(search("a*", "", "").order(wanted).to_string(), "name");
        assert_eq!(search("a@*", "", "").order("-email".parse().ok()).to_string(), "-email");
        assert!("password_hash".parse::<Order<UserColumn>>().is_err());
        let position = |value: &str| Position { value: value.into(), id: "0".repeat(32) };
        assert!(UserColumn::Created.accepts(&position("17")) && UserColumn::Name.accepts(&position("ada")));
        assert!(!UserColumn::Created.accepts(&position("ada")) && !UserColumn::Email.accepts(&position("ada")));
    }
}
