//! Everybody's accounts: the list, each of them, and what can be done with it.

pub mod actions;
pub mod ask;
pub mod links;
pub mod list;
pub mod mail;
pub mod new;
pub mod show;
pub mod two_factor_removal;

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use serde::de::DeserializeOwned;

use crate::desk::account::AccountRefusal;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::By;
use crate::desk::fault::Failure;
use crate::domain::id::UserId;
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::forms::occasion::{Lately, Occasion};
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::Visit;
use crate::web::words;

/// A [`Confirmed`] form, and the account that its address names.
pub struct OnUser<T, O = Lately> {
    pub visit: Visit,
    pub id: UserId,
    /// That of the administrator.
    pub session: ActiveSession,
    pub fields: T,
    occasion: PhantomData<O>,
}

impl<T, O> OnUser<T, O> {
    pub fn by(&self) -> By {
        self.visit.by(&self.session)
    }

    pub fn is_own(&self) -> bool {
        self.id == self.session.user_id
    }
}

impl<T: DeserializeOwned + 'static, O: Occasion<T> + 'static> FromRequest for OnUser<T, O> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = Confirmed::<Administrator, T, O>::from_request(request, payload);
        let (visit, id) = (Visit::extract(request), request.match_info().get("id").and_then(UserId::parse));
        Box::pin(async move {
            // The guard comes first: strangers learn nothing about ids.
            let Confirmed { session, fields, .. } = form.await?;
            let id = id.ok_or(Problem::NotFound)?;
            Ok(OnUser { visit: visit.await?, id, session, fields, occasion: PhantomData })
        })
    }
}

fn id(text: &str) -> Result<UserId, Problem> {
    UserId::parse(text).ok_or(Problem::NotFound)
}

/// The id of the message for a refusal that an admin can do something about; the problem for every other failure.
fn refusal(failure: Failure<AccountRefusal>) -> Result<&'static str, Problem> {
    match failure {
        Failure::Refused(refusal) => words::account_refusal(refusal).ok_or_else(|| match refusal {
            AccountRefusal::NotAllowed(refusal) => refusal.into(),
            _ => Problem::NotFound,
        }),
        Failure::Fault(fault) => Err(fault.into()),
    }
}
