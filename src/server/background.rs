//! Everything that runs beside the requests: the periodic tasks, and the sending of mail.

use crate::desk::Desk;
use crate::desk::upkeep;
use crate::mail::Sender;

/// The running tasks, which stop when this is dropped.
pub struct Background {
    upkeep: upkeep::Background,
    mail: Sender,
}

impl Background {
    /// Starts the tasks on the current runtime.
    pub fn start(desk: &Desk) -> Background {
        Background { upkeep: upkeep::Background::start(desk), mail: Sender::start(desk) }
    }

    /// Stops the tasks after what they are doing: the mail that is being handed over, unless that takes too long, the
    /// commitments, the last seals, and the notes in memory.
    pub async fn stop(self) {
        self.mail.stop().await;
        self.upkeep.stop().await;
    }
}
