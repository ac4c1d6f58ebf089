//! What is left to do for an administrator of a new site, each step with the place to do it. It is found out from the
//! present state, so a step is gone when it is done, whoever did it.

use crate::config::Settings;
use crate::domain::id::UserId;
use crate::store::{Connection, Error, two_factor, users};
use crate::web::language::{Language, say};
use crate::web::paths;

pub struct NextStep {
    pub title: &'static str,
    pub text: &'static str,
    pub link: String,
    pub link_words: &'static str,
}

/// What the database knows of the steps.
pub struct Found {
    has_second_factor: bool,
    is_alone: bool,
    is_only_admin: bool,
}

pub fn find(connection: &mut Connection, admin: &UserId) -> Result<Found, Error> {
    Ok(Found {
        has_second_factor: two_factor::find(connection, admin)?.is_some(),
        is_alone: !users::is_any_other(connection, admin)?,
        is_only_admin: !users::is_other_active_admin(connection, admin)?,
    })
}

/// The steps that are open, the most urgent first.
pub fn list(found: &Found, settings: &Settings, language: Language) -> Vec<NextStep> {
    let mut steps = Vec::new();
    let mut add = |is_open: bool, [title, text, link_words]: [&'static str; 3], link: &str| {
        if is_open {
            let [title, text, link_words] = [title, text, link_words].map(|id| language.t(id));
            steps.push(NextStep { title, text, link: link.to_owned(), link_words });
        }
    };
    add(
        !found.has_second_factor,
        [say("next-step-second-factor"), say("next-step-second-factor-text"), say("next-step-second-factor-link")],
        paths::TWO_FACTOR,
    );
    add(
        found.is_alone,
        [say("next-step-invite"), say("next-step-invite-text"), say("next-step-invite-link")],
        paths::ADMIN_USER_NEW,
    );
    // Who is alone invites first.
    add(
        found.is_only_admin && !found.is_alone,
        [say("next-step-admin"), say("next-step-admin-text"), say("next-step-admin-link")],
        paths::ADMIN_USERS,
    );
    add(
        !settings.public_url().is_https(),
        [say("next-step-https"), say("next-step-https-text"), say("next-step-https-link")],
        &format!("{}#public_url", paths::ADMIN_SETTINGS),
    );
    steps
}
