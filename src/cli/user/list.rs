//! `doorward user list`: pages one after the other, of any number.

use clap::Args;

use super::account::to_json;
use crate::cli::terminal::{Failure, Format, Streamed};
use crate::desk::Desk;
use crate::domain::account::{Email, User};
use crate::domain::search::{Edge, UserSearch};
use crate::store::lists;

/// How many users are read at a time.
const PAGE: usize = 500;

/// Lists accounts by name, all but the deleted ones.
#[derive(Args)]
pub struct List {
    #[command(flatten)]
    search: UserSearch,
    #[command(flatten)]
    format: Format,
}

impl List {
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let search = self.search;
        let order = search.order(None);
        let head = &["NAME", "ROLE", "STATUS", "CREATED (UTC)", "SIGNED IN (UTC)", "E-MAIL"];
        let mut list = Streamed::new(head, self.format);
        let mut edge = Edge::First;
        loop {
            let (search, from) = (search.clone(), edge.clone());
            let page = desk
                .store()
                .read(move |connection| lists::users::page(connection, &search, order, &from, PAGE))
                .await?;
            let is_read = list.print(&page.rows, cells, to_json)?;
            match page.rows.last() {
                Some(last) if page.has_next && is_read => {
                    edge = Edge::After(lists::users::position(last, order.column))
                }
                _ => break,
            }
        }
        list.finish()
    }
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
