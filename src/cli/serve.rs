//! `doorward serve`

use std::process::ExitCode;
use std::time::Duration;

use crate::cli::limits;
use crate::cli::terminal::{Failure, print_line};
use crate::clock::Clock;
use crate::config::{Listen, PublicUrl, Settings, advice};
use crate::desk::Desk;
use crate::desk::account::setup;
use crate::language::Language;
use crate::server::{Listener, Signals, run_until};
use crate::web::paths;

/// How long a stop may take, whatever clients and the database do. Container runtimes kill after ten seconds.
const STOP_LIMIT: Duration = Duration::from_secs(7);

/// Opens the desk, prints its URL, and serves.
pub async fn run(settings: Settings) -> Result<ExitCode, Failure> {
    limits::open_many_files();
    Signals::pass_over()?;
    let listen = settings.listen.clone();
    // This comes first: a second start by mistake must change nothing.
    let listener = Listener::bind_with_mode(&listen, settings.socket_mode).map_err(|error| {
        format!("listen = \"{listen}\": {error}; is Doorward running already? choose another with --listen")
    })?;
    let bind_metrics = |address| {
        let refused = |error| format!("metrics_listen = \"{address}\": {error}; choose another with --metrics-listen");
        Listener::bind(&Listen::Tcp(address)).map_err(refused)
    };
    let metrics = settings.metrics_listen.map(bind_metrics).transpose()?;
    let settings = with_port(settings, &listener);
    for advice in advice(&settings) {
        log::warn!("{}; {}", advice.with_value(&settings), advice.next_step(Language::ENGLISH));
    }
    let desk = Desk::open(settings, Clock::system()).await?;
    let url = desk.settings().public_url().origin();
    let code = setup::create_code(&desk).await?;
    log::info!(listen:% = listen, public_url = url, database:% = desk.settings().database_url(); "serving");
    if let Some(address) = metrics.as_ref().and_then(Listener::address) {
        log::info!(url:% = format!("http://{address}{}", paths::METRICS); "serving metrics");
    }
    print_line(format_args!("Doorward is at {url}"))?;
    if let Some(code) = code {
        // This comes last, after the log, so that nobody has to look for it.
        let link = format!("{url}{}", paths::setup_with(code.expose()));
        print_line("There is no account yet. Create your admin account here, within a day:")?;
        print_line(format_args!("\n{link}\n"))?;
    }
    let signals = Signals::listen()?;
    let stop = async {
        signals.stop().await;
        end_after(STOP_LIMIT);
    };
    run_until(&desk, listener, metrics, stop).await?;
    Ok(ExitCode::SUCCESS)
}

/// Ends the process when a stop takes too long: the runtime would wait for a query, however long the database takes.
/// Every write is a transaction, so none of them is left half done.
fn end_after(limit: Duration) {
    std::thread::spawn(move || {
        std::thread::sleep(limit);
        log::warn!("the stop took too long: what was under way is cut off");
        std::process::exit(0);
    });
}

/// With port 0 the system chooses the port, so the URL is known only now.
fn with_port(mut settings: Settings, listener: &Listener) -> Settings {
    let is_chosen_by_system = settings.public_url().origin().ends_with(":0");
    if let (true, Some(address)) = (is_chosen_by_system, listener.address()) {
        settings.public_url = PublicUrl::parse(&format!("http://{address}")).or(settings.public_url);
    }
    settings
}
