//! Renewal: a refresh token comes in, the next generation goes out. `docs/architecture.md` describes it step by step.
//! Requests with the same token wait here for the same answer; `rotation` finds the answer.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use super::look;
use super::rotation::{Cause, Outcome, Renewal, attempt};
use crate::desk::Desk;
use crate::domain::request_context::RequestContext;
use crate::domain::session::PresentedRefreshToken;

/// A running renewal, with the result of checking its token.
type Flight = Shared<BoxFuture<'static, (Renewal, Outcome)>>;

/// The running renewals of this process, by token: requests that present the same token wait for the same answer.
#[derive(Default)]
pub(in crate::desk) struct Flights {
    under_way: Mutex<HashMap<PresentedRefreshToken, Flight>>,
}

impl Flights {
    fn under_way(&self) -> MutexGuard<'_, HashMap<PresentedRefreshToken, Flight>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Renews a session with one compare-and-set. A request that lost the race gets the same tokens as the winner.
pub async fn renew(desk: &Desk, token: PresentedRefreshToken, cause: Cause, context: RequestContext) -> Renewal {
    let channel = token.channel();
    if let Some(end) = desk.repeated().known_end(token.session(), desk.clock().now()) {
        desk.metrics().renewals.count(Outcome::Ended(end), channel);
        return Renewal::Ended(end);
    }
    let joined = desk.flights().under_way().get(&token).cloned();
    // Those who wait for another one read nothing, so they take nothing from a budget. One that begins at this very
    // moment may be joined all the same.
    let reader = if joined.is_none() { look::reader(desk, [&token]) } else { desk.clone() };
    let (flight, is_follower) = {
        let mut under_way = desk.flights().under_way();
        let known = joined.or_else(|| under_way.get(&token).cloned());
        let is_follower = known.is_some();
        let flight = known.unwrap_or_else(|| {
            let (desk, key) = (reader, token.clone());
            // This runs in a task of its own: if the browser that began it gives up, the others that wait still get the
            // answer.
            let task = tokio::spawn(async move {
                let landing = Landing { desk, token: key };
                let (renewal, outcome) = renew_alone(&landing.desk, &landing.token, cause, &context).await;
                // It is counted here, since the request that began it may be gone.
                landing.desk.metrics().renewals.count(outcome, channel);
                (renewal, outcome)
            });
            let flight = task.map(|done| done.unwrap_or((Renewal::Unavailable, Outcome::Unavailable))).boxed().shared();
            under_way.insert(token, flight.clone());
            flight
        });
        (flight, is_follower)
    };
    let (renewal, outcome) = flight.await;
    if is_follower {
        desk.metrics().renewals.count(outcome.for_followers(), channel);
    }
    renewal
}

/// Removes a running renewal from the list however it ends, even by a panic.
struct Landing {
    desk: Desk,
    token: PresentedRefreshToken,
}

impl Drop for Landing {
    fn drop(&mut self) {
        self.desk.flights().under_way().remove(&self.token);
    }
}

async fn renew_alone(
    desk: &Desk,
    token: &PresentedRefreshToken,
    cause: Cause,
    context: &RequestContext,
) -> (Renewal, Outcome) {
    let result = attempt(desk, token, cause, context).await;
    result.unwrap_or_else(|error| {
        log::error!(request = context.request_id, session = token.session().short(), error:% = error; "renewal failed");
        (Renewal::Unavailable, Outcome::Unavailable)
    })
}
