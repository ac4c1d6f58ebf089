//! `doorward user list`: pages one after the other, of any number.

use clap::Args;

use super::to_json;
use crate::cli::Failure;
use crate::cli::output::Format;
use crate::cli::streamed::Streamed;
use crate::cli::usage::one_of;
use crate::desk::Desk;
use crate::domain::account::email::Email;
use crate::domain::account::user::{Role, User, UserState};
use crate::domain::search::paging::Edge;
use crate::domain::search::user_filter::UserFilter;
use crate::domain::search::user_search::UserSearch;
use crate::domain::text::trimmed;
use crate::store::user_lists;

/// How many users are read at a time.
const PAGE: usize = 500;

/// Lists accounts by name, all but the deleted ones.
#[derive(Args)]
pub struct List {
    /// A name or e-mail address, or the beginning of one and *
    #[arg(long, value_name = "TEXT", value_parser = parse_search)]
    search: Option<UserSearch>,
    /// Only those who may do this: user or admin
    #[arg(long, value_parser = one_of(Role::ALL.map(Role::as_str), Role::parse))]
    role: Option<Role>,
    /// Only those who are active, invited, suspended or deleted
    #[arg(long, value_parser = one_of(UserState::ALL.map(UserState::as_str), UserState::parse))]
    status: Option<UserState>,
    #[command(flatten)]
    format: Format,
}

impl List {
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let filter = UserFilter { search: self.search, role: self.role, state: self.status };
        let order = filter.order(None);
        let head = &["NAME", "ROLE", "STATUS", "CREATED (UTC)", "SIGNED IN (UTC)", "E-MAIL"];
        let mut list = Streamed::new(head, self.format);
        let mut edge = Edge::First;
        loop {
            let (filter, from) = (filter.clone(), edge.clone());
            let page =
                desk.store().read(move |connection| user_lists::page(connection, &filter, order, &from, PAGE)).await?;
            let is_read = list.print(&page.rows, cells, to_json)?;
            match page.rows.last() {
                Some(last) if page.has_next && is_read => edge = Edge::After(user_lists::position(last, order.column)),
                _ => break,
            }
        }
        list.finish()?;
        Ok(())
    }
}

fn parse_search(text: &str) -> Result<UserSearch, &'static str> {
    UserSearch::parse(trimmed(text))
        .ok_or("this can be no name and no e-mail address; for all that begin so write one or more letters and *")
}

fn cells(user: &User) -> Vec<String> {
    vec![
        user.username.to_string(),
        user.role.to_string(),
        user.state().as_str().to_owned(),
        user.created_at.to_minutes(),
        user.last_signed_in_at.map_or_else(|| "never".to_owned(), |at| at.to_minutes()),
        user.email.as_ref().map(Email::as_str).unwrap_or_default().to_owned(),
    ]
}
