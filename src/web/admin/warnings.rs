//! What needs an admin's attention, each with the place to correct it.

use std::time::Duration;

use crate::config::{Advice, advice};
use crate::desk::Desk;
use crate::desk::mail::queue::Queue;
use crate::desk::record::seals;
use crate::desk::token::key_rotation;
use crate::desk::upkeep::{forwarding, janitor};
use crate::domain::net::ForwardingFault;
use crate::domain::sign_in::TwoFactorPolicy;
use crate::domain::time::Timestamp;
use crate::store::task_runs::{self, TaskRun};
use crate::store::{Connection, Error, migrations, users};
use crate::web::language::{Language, say};
use crate::web::paths;

pub struct Warning {
    /// What is wrong and what to do.
    pub words: String,
    /// Where to do it.
    pub link: String,
    /// The words of the link.
    pub link_words: &'static str,
}

/// What the warnings are derived from, as far as the database knows it.
pub struct Found {
    active_admins: i64,
    is_newer: bool,
    forwarding_faults: Vec<ForwardingFault>,
    pub tasks: Vec<TaskRun>,
}

/// How late a background task may be before there is a warning.
const LATE: Duration = Duration::from_secs(300);

pub fn find(connection: &mut Connection, now: Timestamp) -> Result<Found, Error> {
    Ok(Found {
        active_admins: users::count_active_admins(connection, 2)?,
        is_newer: migrations::is_newer(connection)?,
        forwarding_faults: forwarding::find_faults(connection, now)?,
        tasks: task_runs::list(connection)?,
    })
}

/// The same words as in the log and in the doctor's report, as two sentences.
fn told(advice: &Advice, language: Language) -> String {
    let next_step = advice.next_step(language);
    let mut letters = next_step.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{}: {}. {first}{}.", advice.setting, advice.what(language), letters.as_str())
}

/// The warnings: first of what the database and memory know, then of settings.
pub fn list(desk: &Desk, found: &Found, mail: &Queue, now: Timestamp, language: Language) -> Vec<Warning> {
    let settings = desk.settings();
    let setting = |name: &str| (format!("{}#{name}", paths::ADMIN_SETTINGS), say("overview-setting"));
    let tasks = || (paths::ADMIN_TASKS.to_owned(), say("overview-background-work"));
    let mut warnings = Vec::new();
    let mut warn = |is_wrong: bool, words, (link, link_words): (String, &'static str)| {
        if is_wrong {
            warnings.push(Warning { words: language.t(words).to_owned(), link, link_words: language.t(link_words) });
        }
    };
    warn(!desk.recall().is_fresh(), say("warning-recall-late"), tasks());
    warn(found.is_newer, say("warning-newer-database"), tasks());
    warn(
        found.forwarding_faults.contains(&ForwardingFault::Missing),
        say("warning-forwarded-missing"),
        setting("trusted_proxies"),
    );
    warn(
        found.forwarding_faults.contains(&ForwardingFault::Unreadable),
        say("warning-forwarded-unreadable"),
        setting("trusted_proxies"),
    );
    warn(
        key_rotation::age_warning(desk).is_some(),
        say("warning-key-old"),
        (paths::ADMIN_KEYS.to_owned(), say("warning-key-old-link")),
    );
    warn(
        found.active_admins < 2,
        say("warning-one-admin"),
        (paths::ADMIN_USERS.to_owned(), say("warning-one-admin-link")),
    );
    warn(
        settings.two_factor == TwoFactorPolicy::Optional,
        say("warning-second-factor-optional"),
        setting("two_factor"),
    );
    warn(
        found.tasks.iter().any(|task| task.name == seals::TASK && task.outcome != task_runs::WELL),
        say("warning-seals"),
        tasks(),
    );
    let is_late = |task: &TaskRun| now.since(task.started_at) > LATE;
    warn(
        found.tasks.iter().any(is_late) || !found.tasks.iter().any(|task| task.name == janitor::TASK),
        say("warning-tasks-late"),
        tasks(),
    );
    let outbox = || (format!("{}#mail", paths::ADMIN), say("overview-mail"));
    warn(mail.is_late(now), say("warning-mail-late"), outbox());
    warn(mail.failed > 0, say("warning-mail-failed"), outbox());
    warn(mail.filed > 0 && settings.smtp_url.is_none(), say("warning-mail-filed"), setting("smtp_url"));
    warnings.extend(advice(settings).iter().map(|advice| {
        let (link, link_words) = setting(advice.setting);
        Warning { words: told(advice, language), link, link_words: language.t(link_words) }
    }));
    warnings
}
