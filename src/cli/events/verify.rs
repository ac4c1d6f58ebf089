//! `doorward events verify`

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use crate::cli::terminal::{Failure, Format, Progress, print_json, print_line};
use crate::desk::Desk;
use crate::desk::record::{Report, seal_check};
use crate::domain::record::Head;

/// How long events may wait for their seal. An event without a seal can be changed without a trace.
const UNSEALED_FOR: Duration = Duration::from_secs(60);

/// Checks that no event was changed, added or taken away since it was sealed.
#[derive(Args)]
#[command(
    after_help = "Whoever can write to the database can cut off the end of the record, and nothing in the database \
    would show it. So note the head that this prints somewhere else, and say it the next time."
)]
pub struct Verify {
    /// Also checks that this head, which an earlier run printed, is still there
    #[arg(long, value_name = "POSITION:MAC", value_parser = parse_head)]
    head: Option<Head>,
    #[command(flatten)]
    format: Format,
}

fn parse_head(text: &str) -> Result<Head, &'static str> {
    Head::parse(text).ok_or("a head is written POSITION:MAC, as an earlier run printed it")
}

impl Verify {
    pub async fn run(self, desk: &Desk) -> Result<ExitCode, Failure> {
        let mut progress = Progress::start();
        let report = seal_check::check(desk, self.head.as_ref(), |position, last| {
            progress.show(|| format!("seal {position} of {last}"));
        })
        .await?;
        drop(progress);
        if self.format.json {
            print_json(&report_to_json(&report))?;
        } else {
            print_report(&report, desk)?;
        }
        let now = desk.clock().now();
        let is_sealed = report.unsealed_since.is_none_or(|since| now.since(since) <= UNSEALED_FOR);
        Ok(if report.broken.is_none() && is_sealed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
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
