//! `doorward events export`

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Args;

use super::list::resolve;
use crate::cli::terminal::usage::one_of;
use crate::cli::terminal::{Failure, Progress, to_stdout};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::record::{Recording, event_export};
use crate::domain::record::ExportFormat;
use crate::domain::search::EventSearch;
use crate::domain::search::value::write;

/// Writes events, oldest first, however many; this is recorded.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    search: EventSearch,
    /// csv for spreadsheets, jsonl for programs
    #[arg(long, default_value = "csv", value_parser = one_of(ExportFormat::ALL.map(ExportFormat::as_str), ExportFormat::parse))]
    format: ExportFormat,
    /// A new file, readable by you only; without it standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let description = write(&self.search);
        let filter = resolve(desk, self.search).await?;
        // Before anything is recorded: if the file cannot be written, the record must not say that a copy was taken.
        let file = self.output.as_deref().map(create).transpose()?;
        let export = event_export::begin(desk, self.format, filter, &description, By::operator(), Recording::New).await;
        let written = match (export, file) {
            (Ok(export), Some(file)) => write_file(export, file).await,
            (Ok(export), None) => write_all(export, |piece| to_stdout(|out| out.write_all(piece))).await,
            (Err(error), _) => Err(error.into()),
        };
        if let (Err(_), Some(path)) = (&written, &self.output) {
            // Half a copy would look like a whole one.
            std::fs::remove_file(path).unwrap_or_default();
        }
        written
    }
}

fn create(path: &Path) -> Result<File, Failure> {
    let created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    Ok(created.map_err(|error| format!("--output: cannot make {}: {error}", path.display()))?)
}

async fn write_file(export: event_export::Export, mut file: File) -> Result<(), Failure> {
    write_all(export, |piece| Ok(file.write_all(piece).map(|()| true)?)).await?;
    Ok(file.sync_all()?)
}

/// Passes each piece to `put`, until that returns `false`: then the reader has gone.
async fn write_all(
    mut export: event_export::Export,
    mut put: impl FnMut(&[u8]) -> Result<bool, Failure>,
) -> Result<(), Failure> {
    let mut progress = Progress::start();
    let (mut lines, cut_off) = (0, |error: Failure| format!("the export was cut off: {error}"));
    while let Some(piece) = export.next().await? {
        if !put(piece.as_bytes()).map_err(cut_off)? {
            break;
        }
        lines += piece.bytes().filter(|byte| *byte == b'\n').count();
        progress.show(|| format!("{lines} lines written"));
    }
    Ok(())
}
