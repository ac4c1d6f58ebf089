//! The states of pages, in the order in which people could meet them. What can be done is done, so that a state is what
//! it is called.

mod account;
mod administration;
mod problems;
mod second_factor;
mod settings;
mod users;
mod way_in;

use super::Walk;

/// A password that is good enough, and nobody's so far.
const NEW: &str = "quietly mauve hinges";

pub async fn show_all(walk: &mut Walk) {
    way_in::set_up(walk).await;
    walk.site.fill();
    way_in::show(walk).await;
    account::show(walk).await;
    let app = second_factor::show(walk).await;
    administration::pages(walk).await;
    administration::sessions(walk).await;
    users::show(walk, &app).await;
    administration::events_and_keys(walk).await;
    problems::show(walk).await;
    settings::branding(walk).await;
    settings::demanded_second_factor(walk).await;
}
