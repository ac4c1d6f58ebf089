//! Decides which signals ask for a stop and which are ignored. All other signals keep the system's default effect.

use std::future::poll_fn;
use std::io::{self, IsTerminal};
use std::task::Poll;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals that Doorward receives.
pub struct Signals {
    asking: Vec<(&'static str, Signal)>,
    passed_over: Vec<(&'static str, Signal)>,
}

impl Signals {
    /// Listens to all signals that people and other programs send. Signals about a limit or a timer, which Doorward
    /// never sets, and real-time signals still end the process at once.
    ///
    /// LXC stops a container with SIGPWR, and a system sends it when its power fails.
    ///
    /// At a terminal SIGHUP means that the terminal is gone, and nobody could stop the server any more. Elsewhere it
    /// asks daemons to reload their settings or reopen their logs, and Doorward needs neither.
    ///
    /// # Errors
    /// Fails if the system refuses.
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

    /// Keeps the ignored signals from ending the process while it is still starting. Signals that ask for a stop do end
    /// it then.
    ///
    /// # Errors
    /// Fails if the system refuses.
    pub fn pass_over() -> io::Result<()> {
        passed_over().map(drop)
    }

    /// Waits until a signal asks for a stop.
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
