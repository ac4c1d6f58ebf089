//! What commands share: a runtime, and the desk on a database that exists already.

use std::future::Future;
use std::process::ExitCode;

use crate::cli::terminal::Failure;
use crate::clock::Clock;
use crate::config::Settings;
use crate::desk::Desk;

pub fn block_on(command: impl Future<Output = Result<ExitCode, Failure>>) -> Result<ExitCode, Failure> {
    actix_web::rt::System::new().block_on(command)
}

/// For a command that changes things beside a running server.
pub fn desk(settings: Settings) -> Result<Desk, Failure> {
    Ok(Desk::open_existing(settings, Clock::system())?)
}

pub fn on_desk(
    settings: Settings,
    command: impl AsyncFnOnce(&Desk) -> Result<ExitCode, Failure>,
) -> Result<ExitCode, Failure> {
    block_on(async { command(&desk(settings)?).await })
}
