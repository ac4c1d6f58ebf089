//! Takes mails out of the outbox and hands them over, one after the other, beside the requests.
//!
//! While the mail server cannot be used, no mail is tried: each look at the server waits twice as long as the one before,
//! up to a minute, so all mail leaves soon after the server is back. A mail that the server defers waits by itself.

use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use crate::desk::Desk;
use crate::desk::fault::Fault;
use crate::desk::mail::delivery::{self, Claimed};
use crate::desk::mail::queue;
use crate::domain::mail::{Attempt, Mail};
use crate::language::Language;
use crate::mail::message::Envelope;
use crate::mail::transport::Transport;
use crate::mail::wording;

/// The time between two looks into the outbox.
const INTERVAL: Duration = Duration::from_secs(1);
/// The longest time between two looks at a mail server that cannot be used.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// The time that a stop leaves to the mail that is being handed over.
const STOPPING: Duration = Duration::from_secs(5);
/// The time between two tries to note what became of a mail.
const NOTE_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// The task that sends mail, which stops when this is dropped.
pub struct Sender {
    task: JoinHandle<()>,
    stop: watch::Sender<bool>,
}

impl Sender {
    /// Starts the task on the current runtime.
    pub fn start(desk: &Desk) -> Sender {
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(run(desk.clone(), stopped));
        Sender { task, stop }
    }

    /// Stops the task after the mail that it is handing over. If that takes too long, it is left in the outbox.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if timeout(STOPPING, &mut self.task).await.is_err() {
            log::warn!(
                "a mail that the mail server is still thinking about is left in the outbox, and may be sent twice"
            );
        }
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn run(desk: Desk, mut stopped: watch::Receiver<bool>) {
    let mut ticks = interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut server = Server::default();
    let mut transport = Transport::default();
    let mut was_well = true;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stopped.changed() => break,
        }
        let outcome = round(&desk, &mut transport, &mut server, &stopped).await;
        transport.rest().await;
        match (&outcome, was_well) {
            (Err(error), true) => log::error!(error:% = error; "the outbox cannot be read"),
            (Ok(()), false) => log::info!("the outbox can be read again"),
            _ => {}
        }
        was_well = outcome.is_ok();
        if *stopped.borrow() {
            break;
        }
    }
}

/// Sends what there is to be sent.
async fn round(
    desk: &Desk,
    transport: &mut Transport,
    server: &mut Server,
    stopped: &watch::Receiver<bool>,
) -> Result<(), Fault> {
    delivery::give_up(desk).await?;
    queue::look(desk).await?;
    while server.may_be_tried() && !*stopped.borrow() {
        let Some(claimed) = delivery::claim(desk).await? else { break };
        let (mail, attempt) = hand_over(desk, transport, claimed).await;
        server.note(&attempt);
        note(desk, &mail, &attempt).await;
        queue::look(desk).await?;
    }
    Ok(())
}

/// Hands a mail over, and keeps it in hand meanwhile.
async fn hand_over(desk: &Desk, transport: &mut Transport, claimed: Claimed) -> (Mail, Attempt) {
    let Claimed { mut mail, letter } = claimed;
    let language = Language::parse(&mail.language).unwrap_or(Language::ENGLISH);
    let (message_id, to) = (mail.message_id.clone(), mail.address.clone());
    let envelope = Envelope { message_id: &message_id, to: to.as_str(), written_at: mail.created_at, language };
    let words = wording::words(&letter, language, desk.settings());
    let sending = transport.send(&envelope, &words, desk.settings());
    tokio::pin!(sending);
    loop {
        tokio::select! {
            attempt = &mut sending => return (mail, attempt),
            () = sleep(delivery::HOLD_AGAIN_EVERY) => {
                // If the database cannot be reached, or somebody else has the mail by now, the conversation goes on all
                // the same: the server may have taken the mail already.
                if let Ok(Some(held)) = delivery::hold_again(desk, &mail).await {
                    mail = held;
                }
            }
        }
    }
}

/// Notes what became of a mail, however often it takes: nobody else knows that it was sent.
async fn note(desk: &Desk, mail: &Mail, attempt: &Attempt) {
    while let Err(error) = delivery::settle(desk, mail, attempt).await {
        log::error!(mail = mail.id, error:% = error; "it cannot be noted what became of a mail");
        sleep(NOTE_AGAIN_AFTER).await;
    }
}

/// What is known of the mail server.
#[derive(Default)]
struct Server {
    /// How often in a row it could not be used.
    failures: u32,
    next_try: Option<Instant>,
}

impl Server {
    fn may_be_tried(&self) -> bool {
        self.next_try.is_none_or(|next| Instant::now() >= next)
    }

    fn note(&mut self, attempt: &Attempt) {
        match attempt {
            Attempt::NotTried(reason) => {
                if self.failures == 0 {
                    log::error!(reason; "mail cannot be sent");
                }
                self.failures = self.failures.saturating_add(1);
                self.next_try = Some(Instant::now() + pause(self.failures));
            }
            Attempt::Sent(_) | Attempt::Filed(_) | Attempt::Deferred(_) | Attempt::Refused(_) => {
                if self.failures > 0 {
                    log::info!("mail can be sent again");
                }
                *self = Server::default();
            }
        }
    }
}

/// Returns how long the server is left alone after so many failures in a row.
fn pause(failures: u32) -> Duration {
    Duration::from_secs(2_u64.pow(failures.clamp(1, 7) - 1)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_cannot_be_used_is_left_alone_for_longer_each_time_up_to_a_minute() {
        assert_eq!([1, 2, 3, 6, 7, 8, 100].map(|failures| pause(failures).as_secs()), [1, 2, 4, 32, 60, 60, 60]);
    }

    #[test]
    fn what_the_server_says_about_a_mail_does_not_stop_the_others() {
        let mut server = Server::default();
        server.note(&Attempt::Deferred("451 greylisted".into()));
        assert!(server.may_be_tried());
        server.note(&Attempt::Refused("550 nobody".into()));
        assert!(server.may_be_tried());
        server.note(&Attempt::NotTried("connection refused".into()));
        assert!(!server.may_be_tried());
        server.note(&Attempt::Sent("250 taken".into()));
        assert!(server.may_be_tried());
    }
}
