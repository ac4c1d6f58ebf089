//! `doorward events …`

mod export;
mod list;
mod verify;

use std::process::ExitCode;

use clap::Subcommand;

use self::export::Export;
use self::list::List;
use self::verify::Verify;
use crate::cli::terminal::Failure;
use crate::desk::Desk;

/// Lists, exports and verifies the record of what happened.
#[derive(Subcommand)]
pub enum EventsCommand {
    List(List),
    Export(Export),
    Verify(Verify),
}

impl EventsCommand {
    pub async fn run(self, desk: &Desk) -> Result<ExitCode, Failure> {
        match self {
            EventsCommand::List(list) => list.run(desk).await?,
            EventsCommand::Export(export) => export.run(desk).await?,
            EventsCommand::Verify(verify) => return verify.run(desk).await,
        }
        Ok(ExitCode::SUCCESS)
    }
}
