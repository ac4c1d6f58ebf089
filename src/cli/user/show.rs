//! `doorward user show`

use serde_json::{Value, json};

use super::{Named, to_json};
use crate::cli::output::{print_json, print_line};
use crate::cli::{Failure, session};
use crate::desk::{Desk, two_factor};
use crate::store::{Connection, sessions, users};

/// Prints an account, its second factor and its live sessions.
pub async fn run(desk: &Desk, named: Named) -> Result<(), Failure> {
    let (Named { name, format }, now) = (named, desk.clock().now());
    let read = move |connection: &mut Connection| {
        let Some(user) = users::find_by_name(connection, &name)? else { return Ok(None) };
        let live = sessions::list_live(connection, &user.id, now)?;
        let factor = two_factor::status_in(connection, &user.id)?;
        Ok(Some((user, live, factor)))
    };
    let (user, live, factor) = desk.store().read(read).await?.ok_or("there is no such user")?;
    if format.json {
        let mut value = to_json(&user);
        value["sessions"] = live.iter().map(|session| session::to_json(session, now)).collect();
        value["two_factor"] = factor.map_or(
            Value::Null,
            |factor| json!({"enabled_at": factor.enabled_at.to_rfc3339(), "recovery_codes": factor.recovery_codes}),
        );
        print_json(&value)
    } else {
        print_line(format_args!(
            "{}: {}, {}, id {}, since {} UTC{}, {}",
            user.username,
            user.role,
            user.state().as_str(),
            user.id,
            user.created_at.to_minutes(),
            user.email.as_ref().map(|email| format!(", e-mail {}", email.as_str())).unwrap_or_default(),
            factor.map_or_else(
                || "no second factor".to_owned(),
                |factor| format!("second factor with {} recovery codes left", factor.recovery_codes),
            ),
        ))?;
        session::print_sessions(&live, now)
    }
}
