//! Finds the authentic ones among several refresh tokens, if cookies contradict each other because somebody planted
//! one.

use crate::desk::Desk;
use crate::domain::session::PresentedRefreshToken;
use crate::store::{self, Connection, sessions};

/// Returns the tokens that Doorward made, even if their sessions are over. A token whose row is gone cannot be
/// distinguished from junk.
pub async fn authentic(
    desk: &Desk,
    tokens: Vec<PresentedRefreshToken>,
) -> Result<Vec<PresentedRefreshToken>, store::Error> {
    let desk_clone = desk.clone();
    let read = move |connection: &mut Connection| {
        let mut found = Vec::new();
        for token in &tokens {
            let session = sessions::find(connection, token.session())?;
            if session.is_some_and(|(row, _)| token.is_authentic(desk_clone.secret().refresh_keys(), &row.seed)) {
                found.push(token.clone());
            }
        }
        Ok(found)
    };
    desk.store().read(read).await
}
