//! `doorward session …`

mod list;
mod revoke;
mod show;
mod shown;

pub use shown::{print_sessions, to_json};

use std::process::ExitCode;

use clap::Subcommand;

use self::list::List;
use self::revoke::{Revoke, parse_id};
use crate::cli::terminal::{Failure, Format};
use crate::desk::Desk;
use crate::domain::id::SessionId;

/// Lists, shows and ends sessions.
#[derive(Subcommand)]
pub enum SessionCommand {
    List(List),
    /// Shows the whole life of a session
    Show {
        /// The session: 32 digits, as the list shows them
        #[arg(value_parser = parse_id)]
        id: SessionId,
        #[command(flatten)]
        format: Format,
    },
    Revoke(Revoke),
}

impl SessionCommand {
    pub async fn run(self, desk: &Desk) -> Result<ExitCode, Failure> {
        match self {
            SessionCommand::List(list) => list.run(desk).await?,
            SessionCommand::Show { id, format } => show::run(desk, id, format).await?,
            SessionCommand::Revoke(revoke) => revoke.run(desk).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
