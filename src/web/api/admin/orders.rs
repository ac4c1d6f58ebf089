//! Extractors for an administrator and what they sent. The caller is checked first: someone who is not allowed does not
//! learn whether the request was right.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::desk::by::By;
use crate::web::api::body::Json;
use crate::web::api::caller::{ApiAdministrator, ConfirmedAdministrator};
use crate::web::api::problem::ApiProblem;
use crate::web::http::form::Query;

/// A call that only reads.
pub struct Question<Q> {
    pub admin: ApiAdministrator,
    /// `Q` should deny unknown parameters.
    pub query: Q,
}

/// A call that changes something, without a body. If it is `GRAVE`, the caller must have logged in just before.
pub struct Order<const GRAVE: bool = false> {
    pub admin: ConfirmedAdministrator,
}

/// A call that changes something, with a body. `GRAVE` as for [`Order`].
pub struct OrderWith<B, const GRAVE: bool = false> {
    pub admin: ConfirmedAdministrator,
    /// `B` should deny unknown members.
    pub body: B,
}

/// For addresses that take no query parameters. Any is refused: it could have been meant to exclude something.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoParameters {}

impl<const GRAVE: bool> Order<GRAVE> {
    pub fn by(&self) -> By {
        self.admin.by()
    }
}

impl<B, const GRAVE: bool> OrderWith<B, GRAVE> {
    pub fn by(&self) -> By {
        self.admin.by()
    }
}

type Pending<T> = Pin<Box<dyn Future<Output = Result<T, ApiProblem>>>>;

impl<Q: DeserializeOwned> FromRequest for Question<Q> {
    type Error = ApiProblem;
    type Future = Pending<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let admin = ApiAdministrator::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move { Ok(Question { admin: admin.await?, query: parameters(&request)? }) })
    }
}

impl<const GRAVE: bool> FromRequest for Order<GRAVE> {
    type Error = ApiProblem;
    type Future = Pending<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let admin = ConfirmedAdministrator::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let admin = admin.await?;
            if GRAVE {
                admin.insist()?;
            }
            parameters::<NoParameters>(&request)?;
            Ok(Order { admin })
        })
    }
}

impl<B: DeserializeOwned, const GRAVE: bool> FromRequest for OrderWith<B, GRAVE> {
    type Error = ApiProblem;
    type Future = Pending<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let admin = ConfirmedAdministrator::from_request(request, payload);
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let admin = admin.await?;
            if GRAVE {
                admin.insist()?;
            }
            parameters::<NoParameters>(&request)?;
            let Json(body) = Json::from_request(&request, &mut payload).await?;
            Ok(OrderWith { admin, body })
        })
    }
}

fn parameters<Q: DeserializeOwned>(request: &HttpRequest) -> Result<Q, ApiProblem> {
    Ok(Query::extract(request).into_inner()?.0)
}
