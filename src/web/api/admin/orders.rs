//! Extractors for an administrator and what they sent. The caller is checked first: someone who is not allowed does not
//! learn whether the request was right.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use crate::web::api::body::Json;
use crate::web::api::caller::ApiAdministrator;
use crate::web::api::problem::ApiProblem;
use crate::web::http::form::{NoFields, Query};

/// A call that only reads.
pub struct Question<S = ()>(pub ApiAdministrator, pub S);

/// A call that changes something. If it is `GRAVE`, the caller must have logged in just before.
pub struct Order<S = (), const GRAVE: bool = false>(pub ApiAdministrator, pub S);

/// What a call may send besides its token, read in this order: the query, the body, the id in the path. A query
/// parameter that is not asked for is refused: it could have been meant to exclude something.
pub trait Sent: Sized + 'static {
    async fn read(request: &HttpRequest, payload: Payload) -> Result<Self, ApiProblem>;
}

impl Sent for () {
    async fn read(request: &HttpRequest, _: Payload) -> Result<(), ApiProblem> {
        Query::<NoFields>::extract(request).await?;
        Ok(())
    }
}

/// `Q` should deny unknown parameters.
impl<Q: DeserializeOwned + 'static> Sent for Query<Q> {
    async fn read(request: &HttpRequest, _: Payload) -> Result<Query<Q>, ApiProblem> {
        Ok(Query::extract(request).await?)
    }
}

impl<B: DeserializeOwned + 'static> Sent for Json<B> {
    async fn read(request: &HttpRequest, mut payload: Payload) -> Result<Json<B>, ApiProblem> {
        <()>::read(request, Payload::None).await?;
        Json::from_request(request, &mut payload).await
    }
}

/// The id in the path. A text that is no id gets the same answer as an id that nothing has.
pub struct Id<I>(pub I);

impl<I: TryFrom<String> + 'static> Sent for Id<I> {
    async fn read(request: &HttpRequest, _: Payload) -> Result<Id<I>, ApiProblem> {
        <()>::read(request, Payload::None).await?;
        let (_, id) = request.match_info().iter().next().ok_or(ApiProblem::NotFound)?;
        I::try_from(id.to_owned()).map(Id).map_err(|_| ApiProblem::NotFound)
    }
}

impl<B: DeserializeOwned + 'static, I: TryFrom<String> + 'static> Sent for (Json<B>, Id<I>) {
    async fn read(request: &HttpRequest, payload: Payload) -> Result<(Json<B>, Id<I>), ApiProblem> {
        Ok((Json::read(request, payload).await?, Id::read(request, Payload::None).await?))
    }
}

impl<S: Sent> FromRequest for Question<S> {
    type Error = ApiProblem;
    type Future = LocalBoxFuture<'static, Result<Self, ApiProblem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let admin = ApiAdministrator::extract(&request).await?;
            let sent = S::read(&request, Payload::None).await?;
            Ok(Question(admin, sent))
        })
    }
}

impl<S: Sent, const GRAVE: bool> FromRequest for Order<S, GRAVE> {
    type Error = ApiProblem;
    type Future = LocalBoxFuture<'static, Result<Self, ApiProblem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let admin = ApiAdministrator::extract(&request).await?;
            admin.check_password_age(GRAVE)?;
            let sent = S::read(&request, payload).await?;
            Ok(Order(admin, sent))
        })
    }
}
