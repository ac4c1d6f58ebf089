//! `doorward events …`

use std::fs::{File, OpenOptions};
use std::io::{IsTerminal, Write, stderr};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use serde_json::json;

use super::output::{note, print_json, print_line, print_table, to_stdout};
use super::{Failure, json_flag, open};
use crate::config::Settings;
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::record::event_export::{self, Export, NoSuchPerson, Recording, names_in, resolve_in};
use crate::desk::record::seal_check::{self, Report};
use crate::domain::record::detail::ExportFormat;
use crate::domain::record::event_export::{Names, name, to_json};
use crate::domain::record::event_seal::Head;
use crate::domain::record::kind::EventKind;
use crate::domain::record::row::EventRow;
use crate::domain::search::event_filter::{EventField, EventFilter, EventParameters, EventSearch};
use crate::domain::search::paging::{Edge, Position};
use crate::store::{Connection, events};

/// The most events that one list shows.
const MAX_LIMIT: i64 = 10_000;
/// The longest word of an event that a table shows, in characters.
const MAX_SHOWN: usize = 60;
/// How often progress is shown.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(200);

/// Its words.
pub fn command() -> Command {
    Command::new("events")
        .about("Lists, exports and verifies the record of what happened")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            with_filters(Command::new("list").about("Lists events, newest first"))
                .arg(
                    Arg::new("limit")
                        .long("limit")
                        .value_name("NUMBER")
                        .default_value("100")
                        .value_parser(clap::value_parser!(i64).range(1..=MAX_LIMIT))
                        .help("How many at most, 10000 at the very most"),
                )
                .arg(json_flag()),
        )
        .subcommand(
            with_filters(Command::new("export").about("Writes events, oldest first, however many; this is recorded"))
                .arg(
                    Arg::new("format")
                        .long("format")
                        .value_name("FORMAT")
                        .default_value(ExportFormat::Csv.as_str())
                        .value_parser(PossibleValuesParser::new(ExportFormat::ALL.map(ExportFormat::as_str)))
                        .help("csv for spreadsheets, jsonl for programs"),
                )
                .arg(
                    Arg::new("output")
                        .long("output")
                        .value_name("FILE")
                        .value_parser(clap::value_parser!(PathBuf))
                        .help("A new file, readable by you only; without it standard output"),
                ),
        )
        .subcommand(
            Command::new("verify")
                .about("Checks that no event was changed, added or taken away since it was sealed")
                .after_help(
                    "Whoever can write to the database can cut off the end of the record, and nothing in the database \
                     would show it. So note the head that this prints somewhere else, and say it the next time.",
                )
                .arg(
                    Arg::new("head")
                        .long("head")
                        .value_name("POSITION:MAC")
                        .help("Also checks that this head, which an earlier run printed, is still there"),
                )
                .arg(json_flag()),
        )
}

fn with_filters(command: Command) -> Command {
    let kinds = PossibleValuesParser::new(EventKind::ALL.iter().map(|kind| kind.as_str()));
    let text = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    command
        .arg(text("kind", "KIND", "Only this kind").value_parser(kinds).hide_possible_values(true))
        .arg(text("user", "NAME", "Only about this user, by name or id"))
        .arg(text("actor", "NAME", "Only what this user did, by name or id"))
        .arg(text("session", "ID", "Only in or to this session"))
        .arg(text("ip", "ADDRESS", "Only from this address; local is the command line"))
        .arg(text("since", "DAY", "From this day (2026-11-23, UTC) or moment (RFC 3339) on"))
        .arg(text("until", "DAY", "Up to this day, itself included, or before this moment"))
}

/// Runs one of them.
pub async fn run(matches: ArgMatches, settings: Settings) -> Result<ExitCode, Failure> {
    let desk = open::desk(settings)?;
    match matches.subcommand() {
        Some(("list", matches)) => list(&desk, matches).await?,
        Some(("export", matches)) => export(&desk, matches).await?,
        Some(("verify", matches)) => return verify(&desk, matches).await,
        _ => return Err("say what to do: doorward events --help".into()),
    }
    Ok(ExitCode::SUCCESS)
}

fn parameters(matches: &ArgMatches) -> EventParameters {
    let text = |name| matches.get_one::<String>(name).cloned().unwrap_or_default();
    EventParameters {
        kind: text("kind"),
        user: text("user"),
        actor: text("actor"),
        session: text("session"),
        ip: text("ip"),
        from: text("since"),
        until: text("until"),
    }
}

async fn filter(desk: &Desk, parameters: &EventParameters) -> Result<EventFilter, Failure> {
    let search = EventSearch::parse(parameters).map_err(|field| match field {
        EventField::Kind => "--kind: there is no such kind of event",
        EventField::User => "--user: this cannot be a username, nor an id",
        EventField::Actor => "--actor: this cannot be a username, nor an id",
        EventField::Session => "--session: this is not a session id: those have 32 digits",
        EventField::Ip => "--ip: this is not an address",
        EventField::From => "--since: write a day as 2026-11-23, or a moment as 2026-11-23T19:05:00Z",
        EventField::Until => "--until: write a day as 2026-11-23, or a moment as 2026-11-23T19:05:00Z",
    })?;
    let resolved = desk.store().read(move |connection| resolve_in(connection, &search)).await?;
    Ok(resolved.map_err(|nobody| match nobody {
        NoSuchPerson::User => "--user: there is no such user",
        NoSuchPerson::Actor => "--actor: there is no such user",
    })?)
}

async fn list(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let filter = filter(desk, &parameters(matches)).await?;
    let limit = matches.get_one::<i64>("limit").and_then(|limit| usize::try_from(*limit).ok()).unwrap_or(100);
    let (mut rows, mut edge): (Vec<EventRow>, Edge) = (Vec::new(), Edge::First);
    loop {
        let (wanted, place, left) = (filter.clone(), edge, limit - rows.len());
        let found = desk.store().read(move |connection| events::search(connection, &wanted, &place, left)).await?;
        rows.extend(found.page.rows);
        match found.stopped_at {
            Some(id) if rows.len() < limit => {
                edge = Edge::After(Position { value: String::new(), id: id.to_string() });
            }
            _ => break,
        }
    }
    let read = move |connection: &mut Connection| Ok((names_in(connection, &rows)?, rows));
    let (names, rows) = desk.store().read(read).await?;
    if matches.get_flag("json") {
        print_json(&rows.iter().map(|row| to_json(row, &names)).collect())
    } else {
        print_table(
            &["TIME (UTC)", "EVENT", "ABOUT", "BY", "ADDRESS", "SESSION", "DETAIL"],
            &rows.iter().map(|row| cells(row, &names)).collect::<Vec<_>>(),
        )
    }
}

fn cells(row: &EventRow, names: &Names) -> Vec<String> {
    let person = |id: &Option<String>| name(id, names).or(id.as_deref()).unwrap_or_default().to_owned();
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().chars().take(MAX_SHOWN).collect();
    vec![
        row.at.to_seconds(),
        row.kind.clone(),
        person(&row.user_id),
        person(&row.actor_id),
        text(&row.ip),
        text(&row.session_id),
        text(&row.detail),
    ]
}

async fn export(desk: &Desk, matches: &ArgMatches) -> Result<(), Failure> {
    let parameters = parameters(matches);
    let filter = filter(desk, &parameters).await?;
    let format = matches.get_one::<String>("format").and_then(|word| ExportFormat::parse(word));
    let format = format.unwrap_or(ExportFormat::Csv);
    let path = matches.get_one::<PathBuf>("output");
    // Before anything is recorded: a file that cannot be written must not look like a copy taken.
    let file = path.map(create).transpose()?;
    let export = event_export::begin(desk, format, filter, &parameters.encode(), By::operator(), Recording::New).await;
    let written = match (export, file) {
        (Ok(export), Some(file)) => write_file(export, file).await,
        (Ok(export), None) => write_all(export, |piece| to_stdout(|out| out.write_all(piece))).await,
        (Err(error), _) => Err(error.into()),
    };
    if let (Err(_), Some(path)) = (&written, path) {
        // Half a copy would look like a whole one.
        std::fs::remove_file(path).unwrap_or_default();
    }
    written
}

fn create(path: &PathBuf) -> Result<File, Failure> {
    let created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    Ok(created.map_err(|error| format!("--output: cannot make {}: {error}", path.display()))?)
}

async fn write_file(export: Export, mut file: File) -> Result<(), Failure> {
    write_all(export, |piece| Ok(file.write_all(piece).map(|()| true)?)).await?;
    Ok(file.sync_all()?)
}

/// Hands all pieces over, as long as `write` says that somebody takes them.
async fn write_all(mut export: Export, mut write: impl FnMut(&[u8]) -> Result<bool, Failure>) -> Result<(), Failure> {
    let mut progress = Progress::start();
    let (mut lines, cut_off) = (0, |error: Failure| format!("the export was cut off: {error}"));
    while let Some(piece) = export.next().await? {
        if !write(piece.as_bytes()).map_err(cut_off)? {
            break;
        }
        lines += piece.bytes().filter(|byte| *byte == b'\n').count();
        progress.say(|| format!("{lines} lines written"));
    }
    Ok(())
}

/// How long events may wait for their seal. What is not sealed can be changed without a trace.
const UNSEALED_FOR: Duration = Duration::from_secs(60);

async fn verify(desk: &Desk, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let head = match matches.get_one::<String>("head") {
        Some(text) => Some(
            Head::parse(text)
                .ok_or("--head: this is no head: it is written POSITION:MAC, as an earlier run printed it")?,
        ),
        None => None,
    };
    let mut progress = Progress::start();
    let report = seal_check::check(desk, head.as_ref(), |position, last| {
        progress.say(|| format!("seal {position} of {last}"));
    })
    .await?;
    drop(progress);
    if matches.get_flag("json") {
        print_json(&report_to_json(&report))?;
    } else {
        print_report(&report, desk)?;
    }
    let now = desk.clock().now();
    let is_sealed = report.unsealed_since.is_none_or(|since| now.since(since) <= UNSEALED_FOR);
    Ok(if report.broken.is_none() && is_sealed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_report(report: &Report, desk: &Desk) -> Result<(), Failure> {
    let seals = report.seals;
    match &report.broken {
        None => print_line(format_args!("The record is whole: {} events under {seals} seals.", report.sealed))?,
        Some(broken) => {
            let events = broken.events.map(|(first, last)| format!(" (events {first} to {last})")).unwrap_or_default();
            print_line(format_args!("BROKEN at seal {}{events}: {}.", broken.position, broken.fault))?;
            print_line(format_args!("Before it {} events under {seals} seals are whole.", report.sealed))?;
        }
    }
    if let Some(pruning) = &report.pruning {
        let (last, at) = (pruning.last_event, pruning.pruned_at.to_minutes());
        print_line(format_args!("Events up to {last} were deleted because they were old, on {at} UTC."))?;
    }
    if let Some(since) = report.unsealed_since {
        let age = desk.clock().now().since(since);
        print_line(format_args!("{} events of the last {} s are not sealed yet.", report.unsealed, age.as_secs()))?;
        if age > UNSEALED_FOR {
            print_line(
                "That is long: start the server, or look into its log for why it does not seal, then verify again.",
            )?;
        }
    }
    if let (Some(head), None) = (&report.head, &report.broken) {
        print_line(format_args!("Head: {head}"))?;
        print_line("Note it somewhere else, and check with --head that it is still there.")?;
    }
    Ok(())
}

fn report_to_json(report: &Report) -> serde_json::Value {
    json!({
        "is_whole": report.broken.is_none(),
        "seals": report.seals,
        "sealed_events": report.sealed,
        "pruned_up_to": report.pruning.as_ref().map(|pruning| pruning.last_event),
        "pruned_at": report.pruning.as_ref().map(|pruning| pruning.pruned_at.to_rfc3339()),
        "unsealed_events": report.unsealed,
        "unsealed_since": report.unsealed_since.map(|at| at.to_rfc3339()),
        "head": report.head.as_ref().map(ToString::to_string),
        "broken": report.broken.as_ref().map(|broken| json!({
            "position": broken.position,
            "first_event": broken.events.map(|events| events.0),
            "last_event": broken.events.map(|events| events.1),
            "fault": broken.fault.as_str(),
            "explanation": broken.fault.to_string(),
        })),
    })
}

/// One line on a terminal that is written over and over, and gone at the end.
struct Progress {
    is_shown: bool,
    said: Instant,
}

impl Progress {
    fn start() -> Progress {
        Progress { is_shown: stderr().is_terminal(), said: Instant::now() }
    }

    fn say(&mut self, words: impl FnOnce() -> String) {
        if self.is_shown && self.said.elapsed() >= PROGRESS_INTERVAL {
            self.said = Instant::now();
            note(format_args!("\r\x1b[K{}", words()));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            note("\r\x1b[K");
        }
    }
}
