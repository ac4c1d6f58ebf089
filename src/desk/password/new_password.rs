//! Judges a new password, and hashes it if it may be chosen.

use crate::desk::Desk;
use crate::desk::fault::{Failure, Refusal};
use crate::desk::hashing::Lane;
use crate::desk::hashing::judging::Candidate;
use crate::domain::account::{ChosenPassword, Password, Username, WeakPassword};

impl Refusal for WeakPassword {}

/// Judges and hashes a new password, each on threads of its own.
pub(in crate::desk) async fn hash_new_password(
    desk: &Desk,
    username: &Username,
    password: Password,
) -> Result<ChosenPassword, Failure<WeakPassword>> {
    judge_new_password(desk, Some(username.as_str()), password.clone()).await?;
    // A link, a session or a setup code has let this person get here.
    Ok(ChosenPassword::new(desk.hasher().hash(Lane::Known, password).await?))
}

/// Judges a new password, on a thread of its own. `username` is `None` for a form whose name nobody can have.
pub(in crate::desk) async fn judge_new_password(
    desk: &Desk,
    username: Option<&str>,
    password: Password,
) -> Result<(), Failure<WeakPassword>> {
    let settings = desk.settings();
    let mut context = vec![settings.site_name.clone(), settings.public_url().host().to_owned(), "doorward".to_owned()];
    context.extend(username.map(str::to_owned));
    let candidate = Candidate { password, min_length: settings.password_min_length, context };
    let account = desk.secret().throttle.newest().account(username.unwrap_or_default());
    Ok(desk.judge().judge(&account, candidate).await??)
}
