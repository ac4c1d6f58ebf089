//! `doorward doctor [URL]`: checks everything that Doorward depends on.
//!
//! One file per group of checks. Each check prints one line: fine, a warning, or a problem with the next step.

mod answers;
mod database;
mod files;
mod forwarding;
mod proxy;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use self::proxy::Proxy;
use self::report::Report;
use crate::cli::client::Client;
use crate::cli::terminal::{Failure, Format, note, print_line, print_text};
use crate::config::{Listen, PublicUrl, Settings, advice};
use crate::language::Language;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Looks whether database, keys, files, settings, and the way to Doorward are as they should be.
///
/// Says what to do about each that is not. Exit code 1 when there is a problem; warnings are none.
///
/// The way to Doorward is tried through URL, as a browser goes it; run it from where people are, too. unix:PATH tries
/// Doorward through its Unix socket, past the proxy. Nothing is put on record.
#[derive(Args)]
pub struct Doctor {
    /// Where Doorward is to be tried, a URL or unix:PATH; public_url without it
    #[arg(value_parser = parse_place)]
    url: Option<Place>,
    /// Prints the file for this proxy, for these settings, and the findings to standard error
    #[arg(long)]
    proxy: Option<Proxy>,
    #[command(flatten)]
    format: Format,
}

#[derive(Clone)]
enum Place {
    Url(PublicUrl),
    Socket(PathBuf),
}

fn parse_place(text: &str) -> Result<Place, &'static str> {
    match Listen::parse(text) {
        Some(Listen::Unix(path)) => Ok(Place::Socket(path)),
        _ => PublicUrl::parse(text)
            .map(Place::Url)
            .ok_or("scheme, host and port, such as https://login.example.org, or unix:PATH"),
    }
}

impl Doctor {
    /// Runs every check, except those that are impossible because another one failed.
    pub async fn run(self, settings: Settings) -> Result<ExitCode, Failure> {
        let public = settings.public_url().clone();
        let (url, socket) = match self.url {
            Some(Place::Url(url)) => (url, None),
            Some(Place::Socket(path)) => (public, Some(path)),
            None => (public, None),
        };
        let mut report = Report::default();
        check_settings(&settings, &mut report);
        files::check(&settings, &mut report);
        let store = database::check(&settings, &mut report);
        if store.is_some() {
            database::check_keys(&settings, &mut report).await;
        }
        forwarding::check_noted(&settings, store.as_ref(), &mut report).await;
        // The client blocks the thread; nothing else runs here meanwhile.
        let client = Client::new(url, socket, PATIENCE);
        if answers::check(&settings, &client, &mut report) {
            forwarding::check(&settings, &client, store.as_ref(), &mut report).await;
        }
        let snippet = self.proxy.map(|proxy| proxy.snippet(&settings));
        if self.format.json {
            report.print_json(snippet.as_deref())?;
        } else if let Some(snippet) = snippet {
            // So that the file can be written with `>`.
            note(report.lines());
            print_line(snippet)?;
        } else {
            print_text(&report.lines())?;
        }
        Ok(if report.has_problem() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

/// Adds one line for each setting that is risky or does not go with the others, or one that says there is none.
fn check_settings(settings: &Settings, report: &mut Report) {
    let found = advice(settings);
    for advice in &found {
        report.warning("settings", advice.with_value(settings), advice.next_step(Language::ENGLISH));
    }
    if found.is_empty() {
        report.fine("settings", "they go together");
    }
}
