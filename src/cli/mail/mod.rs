//! `doorward mail …`

mod list;
mod test;

use std::process::ExitCode;

use clap::Subcommand;

use self::list::List;
use self::test::Test;
use crate::cli::open;
use crate::cli::terminal::Failure;
use crate::config::Settings;

/// Finds out whether mail arrives, and lists the outbox.
#[derive(Subcommand)]
pub enum MailCommand {
    Test(Test),
    List(List),
}

impl MailCommand {
    pub fn run(self, settings: Settings) -> Result<ExitCode, Failure> {
        match self {
            MailCommand::Test(test) => open::block_on(test.run(settings)),
            MailCommand::List(list) => open::on_desk(settings, async |desk| list.run(desk).await),
        }
    }
}
