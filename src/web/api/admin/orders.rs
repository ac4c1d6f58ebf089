//! An administrator, and what they sent. Who it is comes first: whoever may not ask does not learn what is asked right.

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

/// Something is to be told.
pub struct Question<Q> {
    /// Who asks.
    pub admin: ApiAdministrator,
    /// The parameters. `Q` should deny unknown ones.
    pub query: Q,
}

/// Something is to be changed, and the address says all. What is `GRAVE` is for whoever logged in just before it.
pub struct Order<const GRAVE: bool = false> {
    /// Who wants it.
    pub admin: ConfirmedAdministrator,
}

/// Something is to be changed, and the body says how. `GRAVE` as for [`Order`].
pub struct OrderWith<B, const GRAVE: bool = false> {
    /// Who wants it.
    pub admin: ConfirmedAdministrator,
    /// The body. `B` should deny unknown members.
    pub body: B,
}

/// For addresses that take no parameters: one that is passed over could have been meant to hold something back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoParameters {}

impl<const GRAVE: bool> Order<GRAVE> {
    /// Who wants it, for the verbs.
    pub fn by(&self) -> By {
        self.admin.by()
    }
}

impl<B, const GRAVE: bool> OrderWith<B, GRAVE> {
    /// Who wants it, for the verbs.
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
