//! `doorward user show`

use serde_json::{Value, json};

use super::account::{Named, to_json};
use crate::cli::session;
use crate::cli::terminal::{Failure, print_json, print_line};
use crate::desk::Desk;
use crate::desk::account::{UserLife, life};
use crate::domain::account::LinkPurpose;
use crate::domain::sign_in::CodeLock;
use crate::domain::sign_in::throttle::Lock;
use crate::domain::time::Timestamp;

/// Prints an account, its second factor, its pending links and its live sessions.
pub async fn run(desk: &Desk, named: Named) -> Result<(), Failure> {
    let (Named { name, format }, now) = (named, desk.clock().now());
    let life = life::find_by_name(desk, name).await?.ok_or("there is no such user")?;
    let until = |purpose| life.link_expires_at(purpose);
    let links = [
        ("invitation_expires_at", "An invitation", until(LinkPurpose::Invitation)),
        ("password_reset_expires_at", "A link for a password reset", until(LinkPurpose::PasswordReset)),
        ("device_link_expires_at", "A device link", until(LinkPurpose::Device)),
    ];
    let UserLife { user, live, factor, locks, code_locks, .. } = life;
    if format.json {
        let mut value = to_json(&user);
        value["sessions"] = live.iter().map(|session| session::to_json(session, now)).collect();
        value["two_factor"] = factor.map_or(
            Value::Null,
            |factor| json!({"enabled_at": factor.enabled_at.to_rfc3339(), "recovery_codes": factor.recovery_codes}),
        );
        for (member, _, expires_at) in links {
            value[member] = expires_at.map(Timestamp::to_rfc3339).into();
        }
        let to_json = |lock: &Lock| {
            let until = (!lock.is_closed()).then(|| lock.locked_until.to_rfc3339());
            json!({"by": lock.guesser.as_str(), "wrong_passwords": lock.wrong, "closed": lock.is_closed(), "until": until})
        };
        value["sign_in_locks"] = locks.iter().map(to_json).collect();
        let to_json = |lock: &CodeLock| {
            let until = lock.until();
            json!({
                "door": lock.door.as_str(),
                "kind": lock.kind.as_str(),
                "wrong_codes": lock.failures,
                "closed": until.is_none(),
                "until": until.map(Timestamp::to_rfc3339),
            })
        };
        value["code_locks"] = code_locks.iter().map(to_json).collect();
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
        for lock in locks {
            let end = if lock.is_closed() { "; none of them is looked at any more" } else { "" };
            print_line(format_args!("{}: {} different wrong passwords in a row{end}.", lock.guesser, lock.wrong))?;
        }
        for lock in code_locks {
            let end = match lock.until() {
                Some(until) => format!("the next one waits until {} UTC", until.to_minutes()),
                None => "no further one is looked at".to_owned(),
            };
            let (door, kind) = (lock.door.as_str().replace('_', " "), lock.kind);
            print_line(format_args!("{} wrong codes in a row ({kind}) at {door}: {end}.", lock.failures))?;
        }
        for (_, name, expires_at) in links {
            if let Some(expires_at) = expires_at {
                print_line(format_args!("{name} works until {} UTC.", expires_at.to_minutes()))?;
            }
        }
        session::print_sessions(&live, now)
    }
}
