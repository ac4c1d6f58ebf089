//! `GET /admin`: the numbers that matter, how they changed, and what needs attention.

use std::time::Duration;

use actix_web::HttpResponse;
use askama::Template;

use crate::desk::mail::queue::{self, Queue};
use crate::domain::account::User;
use crate::domain::record::EventKind;
use crate::domain::search::{Edge, Order, SessionSearch};
use crate::domain::time::{Timestamp, Zone};
use crate::store::lists::{self, Count, sessions};
use crate::store::{Connection, Error, code_failures, event_seals, measurements, throttle, throttle_refusals};
use crate::web::admin::chart::{Chart, Span, sparkline};
use crate::web::admin::warnings::{self, Warning};
use crate::web::error::Problem;
use crate::web::language::{Language, Value, say};
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// The number of accounts and of networks that are listed.
const LISTED: i64 = 20;
/// Networks are listed for this long after their last quarter of an hour with a refusal began.
const LATELY: Duration = Duration::from_secs(30 * 60);

const COUNTED: [(EventKind, &str); 8] = [
    (EventKind::SignedIn, say("overview-sign-ins")),
    (EventKind::SignInFailed, say("overview-failed-sign-ins")),
    (EventKind::CodeRefused, say("overview-wrong-codes")),
    (EventKind::SignInLocked, say("overview-lockouts")),
    (EventKind::RefreshTokenReused, say("overview-reuse-alarms")),
    (EventKind::SessionRevoked, say("overview-sessions-ended")),
    (EventKind::PasswordConfirmationFailed, say("overview-wrong-confirmations")),
    (EventKind::PasswordChanged, say("overview-password-changes")),
];

#[derive(Template)]
#[template(path = "admin/overview.html")]
struct OverviewPage {
    frame: Frame,
    warnings: Vec<Warning>,
    users: String,
    sessions: String,
    figures: Vec<Figure>,
    charts: [Chart; 2],
    locks: Vec<Locked>,
    /// How many accounts are locked that are not listed, in words.
    more_locks: Option<String>,
    code_locks: Vec<Locked>,
    /// How many more rows of wrong codes there are that are not listed, in words.
    more_code_locks: Option<String>,
    refusals: Vec<Refusal>,
    /// From how many networks tries are refused that are not listed, in words.
    more_refusals: Option<String>,
    /// How the outbox stands, if there was any mail lately.
    mail: Option<MailFigures>,
    tasks: Vec<Task>,
}

/// An account for which too many wrong passwords or codes were given.
struct Locked {
    username: String,
    link: String,
    words: String,
}

impl Locked {
    fn new(user: &User, words: String) -> Locked {
        Locked { username: user.username.to_string(), link: paths::admin_user(user.id.as_str()), words }
    }
}

/// A network from which tries are refused.
struct Refusal {
    network: String,
    tries: String,
}

/// A count over two spans of time.
struct Figure {
    words: &'static str,
    day: String,
    day_link: String,
    month_link: String,
    month: String,
    is_alarm: bool,
    /// Whether it is one of the few that stand above the charts.
    is_first: bool,
    /// The path of its small chart, a line for each of 24 hours.
    hours: Option<String>,
}

struct MailFigures {
    waiting: String,
    /// Since when the oldest mail waits.
    oldest: Option<String>,
    last_answer: Option<String>,
    failed: String,
    has_failed: bool,
    filed: Option<String>,
}

impl MailFigures {
    fn of(queue: &Queue, visit: &Visit) -> Option<MailFigures> {
        let Queue { waiting, oldest, last_answer, failed, filed } = queue;
        let number = |count: &i64| visit.language.number(*count);
        (waiting + failed + filed > 0).then(|| MailFigures {
            waiting: number(waiting),
            oldest: oldest.map(|at| visit.zone.minutes(at)),
            last_answer: last_answer.clone().filter(|answer| !answer.is_empty()),
            failed: number(failed),
            has_failed: *failed > 0,
            filed: (*filed > 0).then(|| number(filed)),
        })
    }
}

struct Task {
    name: String,
    at: String,
    outcome: String,
}

type Counts = Vec<(Timestamp, EventKind, i64)>;

/// `GET /admin`
pub async fn show(visit: Visit, _: Administrator) -> Result<HttpResponse, Problem> {
    let now = visit.desk.clock().now();
    let this_hour = now.milliseconds().div_euclid(HOUR) * HOUR;
    let month_ago = Timestamp::from_milliseconds(this_hour.div_euclid(DAY) * DAY - 29 * DAY);
    let read = move |connection: &mut Connection| {
        let kinds = COUNTED.map(|(kind, _)| kind);
        Ok((
            warnings::find(connection, now)?,
            event_seals::counts_since(connection, month_ago, &kinds)?,
            live_sessions(connection, now)?,
            users(connection)?,
            throttle::list_locks(connection, now, LISTED)?,
            code_failures::list_locks(connection, now, LISTED)?,
            throttle_refusals::list(connection, now.minus(LATELY), LISTED)?,
            queue::read(connection, now)?,
        ))
    };
    let (
        found,
        counts,
        sessions,
        users,
        (locks, all_locks),
        (code_locks, all_code_locks),
        (refusals, all_refusals),
        mail,
    ) = visit.desk.store().read(read).await?;
    let language = visit.language;
    let day_ago = Timestamp::from_milliseconds(this_hour - 23 * HOUR);
    let template = OverviewPage {
        frame: visit.frame(),
        warnings: warnings::list(&visit.desk, &found, &mail, now, language),
        mail: MailFigures::of(&mail, &visit),
        users: language.number(users),
        sessions: language.number(sessions),
        figures: COUNTED
            .iter()
            .map(|(kind, name)| figure(&counts, *kind, name, (day_ago, month_ago), language))
            .collect(),
        charts: [
            chart("day", say("overview-chart-day"), &counts, this_hour - 23 * HOUR, HOUR, language),
            chart("month", say("overview-chart-month"), &counts, month_ago.milliseconds(), DAY, language),
        ],
        more_locks: more(all_locks, locks.len(), language),
        locks: locks
            .iter()
            .map(|(user, lock)| Locked::new(user, words::lock(lock, now, &visit.zone, language)))
            .collect(),
        more_code_locks: more(all_code_locks, code_locks.len(), language),
        code_locks: code_locks
            .iter()
            .map(|(user, lock)| Locked::new(user, words::code_lock(lock, &visit.zone, language)))
            .collect(),
        more_refusals: more(all_refusals, refusals.len(), language),
        refusals: refusals
            .into_iter()
            .map(|(network, tries)| Refusal { network, tries: language.number(tries) })
            .collect(),
        tasks: found
            .tasks
            .iter()
            .map(|task| Task {
                name: words::task(&task.name, language),
                at: visit.zone.minutes(task.finished_at.unwrap_or(task.started_at)),
                outcome: words::task_outcome(&task.outcome, language),
            })
            .collect(),
    };
    Ok(visit.show(&template))
}

/// Says how many more there are than the list shows, if there are more.
fn more(all: Count, shown: usize, language: Language) -> Option<String> {
    let beyond = |all: i64| all.saturating_sub(i64::try_from(shown).unwrap_or(i64::MAX));
    match all {
        Count::Exactly(all) if beyond(all) > 0 => Some(language.with("overview-more", &[("count", beyond(all))])),
        Count::MoreThan(all) => Some(language.with("overview-more-than", &[("count", beyond(all))])),
        Count::Exactly(_) | Count::Unknown => None,
    }
}

/// Counted while they are few; otherwise the count that the janitor noted last.
fn live_sessions(connection: &mut Connection, now: Timestamp) -> Result<i64, Error> {
    let filter = SessionSearch::default();
    let listing = sessions::list(connection, &filter, Order::NEWEST_USE, &Edge::First, 1, now)?;
    match listing.count {
        Count::Exactly(count) => Ok(count),
        Count::MoreThan(least) => Ok(noted(connection, measurements::LIVE_SESSIONS)?.unwrap_or(least).max(least)),
        Count::Unknown => Ok(noted(connection, measurements::LIVE_SESSIONS)?.unwrap_or(0)),
    }
}

fn users(connection: &mut Connection) -> Result<i64, Error> {
    match noted(connection, measurements::USERS)? {
        Some(many) if many > lists::COUNTED => Ok(many),
        _ => measurements::count_users(connection),
    }
}

fn noted(connection: &mut Connection, name: &str) -> Result<Option<i64>, Error> {
    Ok(measurements::find(connection, name)?.map(|(value, _)| value))
}

fn figure(
    counts: &Counts,
    kind: EventKind,
    name: &'static str,
    (day_ago, month_ago): (Timestamp, Timestamp),
    language: Language,
) -> Figure {
    let sum = |since: Option<Timestamp>| {
        let of_kind =
            counts.iter().filter(|(hour, counted, _)| *counted == kind && since.is_none_or(|since| *hour >= since));
        of_kind.map(|(_, _, events)| events).sum::<i64>()
    };
    let of_hour = |index: i64| {
        let begin = day_ago.milliseconds() + index * HOUR;
        let within = |hour: &Timestamp| (begin..begin + HOUR).contains(&hour.milliseconds());
        counts.iter().filter(|(hour, counted, _)| *counted == kind && within(hour)).map(|(_, _, events)| events).sum()
    };
    let hours: Vec<i64> = (0..24).map(of_hour).collect();
    let day = sum(Some(day_ago));
    let link = |since: Timestamp| format!("{}?kind={}&from={}", paths::ADMIN_EVENTS, kind.as_str(), since.to_rfc3339());
    Figure {
        words: language.t(name),
        day_link: link(day_ago),
        month_link: link(month_ago),
        day: language.number(day),
        month: language.number(sum(None)),
        hours: sparkline(&hours),
        is_alarm: kind == EventKind::RefreshTokenReused && day > 0,
        is_first: matches!(kind, EventKind::SignedIn | EventKind::SignInFailed | EventKind::RefreshTokenReused),
    }
}

/// Sign-ins and failures from `since` until now, a bar for each `span` milliseconds. Events are counted by hours of UTC,
/// which make no days of a zone that is half an hour off; so the charts are in UTC for everybody, and say so.
fn chart(id: &'static str, title: &'static str, counts: &Counts, since: i64, span: i64, language: Language) -> Chart {
    let spans = if span == HOUR { 24 } else { 30 };
    let sum = |kind, begin: i64| -> i64 {
        let within = |hour: &Timestamp| (begin..begin + span).contains(&hour.milliseconds());
        counts.iter().filter(|(hour, counted, _)| *counted == kind && within(hour)).map(|(_, _, events)| events).sum()
    };
    let name = |begin: i64| {
        let text = Zone::UTC.minutes(Timestamp::from_milliseconds(begin));
        if span == HOUR { text } else { text.chars().take(10).collect() }
    };
    let spans: Vec<Span> = (0..spans)
        .map(|index| since + index * span)
        .map(|begin| Span {
            name: name(begin),
            numbers: [sum(EventKind::SignedIn, begin), sum(EventKind::SignInFailed, begin)],
        })
        .collect();
    let total = |row: usize| spans.iter().filter_map(|span| span.numbers.get(row)).sum::<i64>();
    let busiest = spans.iter().max_by_key(|span| span.numbers.iter().sum::<i64>());
    let busiest = busiest.filter(|busiest| busiest.numbers != [0, 0]);
    let busiest = busiest.map(|busiest| format!("{}\u{a0}UTC", busiest.name)).unwrap_or_default();
    let description = match busiest.as_str() {
        "" => language.t("overview-chart-empty").to_owned(),
        moment => language.with(
            "overview-chart-summary",
            &[("good", Value::from(total(0))), ("bad", total(1).into()), ("most", moment.into())],
        ),
    };
    Chart {
        id,
        title: language.t(title).to_owned(),
        description,
        busiest,
        names: [language.t("overview-chart-signed-in"), language.t("overview-chart-failed")],
        spans,
    }
}
