//! Which of several refresh tokens are authentic: asked when cookies contradict each other, since somebody planted one.

use crate::desk::Desk;
use crate::domain::session::refresh_token::PresentedRefreshToken;
use crate::store::{self, Connection, sessions};

/// Those that Doorward made, whatever has become of their sessions. One whose row is gone cannot be told from junk.
///
/// # Errors
/// When the database is away.
pub async fn authentic(
    desk: &Desk,
    tokens: Vec<PresentedRefreshToken>,
) -> Result<Vec<PresentedRefreshToken>, store::Error> {
    let holder = desk.clone();
    let read = move |connection: &mut Connection| {
        let mut found = Vec::new();
        for token in &tokens {
            let session = sessions::find(connection, token.session())?;
            if session.is_some_and(|(row, _)| token.is_authentic(holder.secret().refresh_keys(), &row.seed)) {
                found.push(token.clone());
            }
        }
        Ok(found)
    };
    desk.store().read(read).await
}
