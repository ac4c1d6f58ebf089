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
    let settings = desk.settings();
    let context = [
        settings.site_name.clone(),
        settings.public_url().host().to_owned(),
        "doorward".to_owned(),
        username.to_string(),
    ];
    let candidate =
        Candidate { password: password.clone(), min_length: settings.password_min_length, context: context.into() };
    let account = desk.secret().throttle.newest().account(username.as_str());
    desk.judge().judge(&account, candidate).await??;
    // A link, a session or a setup code has let this person get here.
    Ok(ChosenPassword::new(desk.hasher().hash(Lane::Known, password).await?))
}
