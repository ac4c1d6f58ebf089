//! Signals: which of them ask for a stop, and which are passed over. The rest do what the system has them do.

use std::future::poll_fn;
use std::io::{self, IsTerminal};
use std::task::Poll;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals that are listened to.
pub struct Signals {
    asking: Vec<(&'static str, Signal)>,
    passed_over: Vec<(&'static str, Signal)>,
}

impl Signals {
    /// Listens to all that people and other programs send. Those that tell of a limit or a timer that Doorward never sets,
    /// and real-time signals, still end the process at once.
    ///
    /// SIGPWR is how LXC stops a container, and how a system tells that its power fails.
    ///
    /// At a terminal SIGHUP means that the terminal is gone, and nobody could stop the server any more. Elsewhere it asks
    /// daemons for reading their settings anew, or their logs, which Doorward has no need of.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn listen() -> io::Result<Signals> {
        let mut asking = vec![
            ("SIGTERM", signal(SignalKind::terminate())?),
            ("SIGINT", signal(SignalKind::interrupt())?),
            ("SIGQUIT", signal(SignalKind::quit())?),
            #[cfg(target_os = "linux")]
            ("SIGPWR", signal(SignalKind::from_raw(rustix::process::Signal::POWER.as_raw()))?),
        ];
        if is_at_terminal() {
            asking.push(("SIGHUP", signal(SignalKind::hangup())?));
        }
        Ok(Signals { asking, passed_over: passed_over()? })
    }

    /// Keeps those that are passed over from ending the process while it is still starting. Those that ask for a stop
    /// end it then.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn pass_over() -> io::Result<()> {
        passed_over().map(drop)
    }

    /// Waits until one asks for a stop.
    pub async fn stop(mut self) {
        loop {
            tokio::select! {
                signal = next(&mut self.asking) => {
                    log::info!(signal; "shutting down");
                    return;
                }
                signal = next(&mut self.passed_over) => {
                    log::info!(signal; "passed over: settings are read at the start only, and logs go to standard error");
                }
            }
        }
    }
}

fn passed_over() -> io::Result<Vec<(&'static str, Signal)>> {
    let mut signals = vec![
        ("SIGUSR1", signal(SignalKind::user_defined1())?),
        ("SIGUSR2", signal(SignalKind::user_defined2())?),
        ("SIGALRM", signal(SignalKind::alarm())?),
        ("SIGIO", signal(SignalKind::io())?),
    ];
    if !is_at_terminal() {
        signals.push(("SIGHUP", signal(SignalKind::hangup())?));
    }
    Ok(signals)
}

fn is_at_terminal() -> bool {
    io::stderr().is_terminal()
}

async fn next(signals: &mut [(&'static str, Signal)]) -> &'static str {
    poll_fn(|context| {
        for (name, signal) in signals.iter_mut() {
            if signal.poll_recv(context).is_ready() {
                return Poll::Ready(*name);
            }
        }
        Poll::Pending
    })
    .await
}
