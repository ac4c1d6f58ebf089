//! Every endpoint of the API, once. Its method, path, description and answers are at its handler, in `#[utoipa::path]`;
//! this list makes the routes and the [`description`](crate::web::description::openapi).

use std::collections::BTreeMap;

use actix_web::http::Method;
use actix_web::web::ServiceConfig;
use actix_web::{FromRequest, Handler, Responder};
use utoipa::Path;
use utoipa::openapi::path::HttpMethod;

use crate::web::address::Address;
use crate::web::api::admin::users::{changes, links, list as users, show as user};
use crate::web::api::admin::{bulk_revocations, events, keys, sessions};
use crate::web::api::{me, sessions as own_sessions, tokens};
use crate::web::apps::{public_keys, recall_list};

macro_rules! endpoints {
    ($($room:ident :: $handler:ident),+ $(,)?) => {
        /// The description of every endpoint.
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($room::$handler),+))]
        pub struct Endpoints;

        /// Registers every endpoint.
        pub fn register(app: &mut ServiceConfig) {
            // In the order of their paths: a fixed address must come before the one with an id, which would match it
            // too.
            let mut addresses = BTreeMap::new();
            $(add::<pastey::paste!($room::[<__path_ $handler>]), _, _>(&mut addresses, $room::$handler);)+
            for address in addresses.into_values() {
                app.service(address);
            }
        }
    };
}

endpoints!(
    tokens::issue,
    tokens::refresh,
    tokens::revoke,
    me::show,
    own_sessions::list,
    own_sessions::end,
    sessions::list,
    sessions::show,
    sessions::end,
    sessions::end_these,
    bulk_revocations::list,
    bulk_revocations::preview,
    bulk_revocations::begin,
    bulk_revocations::show,
    users::list,
    user::show,
    links::create,
    links::reset,
    links::invite,
    changes::delete,
    changes::set_role,
    changes::rename,
    changes::set_email,
    changes::suspend,
    changes::reactivate,
    changes::remove_two_factor,
    changes::sign_out,
    events::list,
    keys::list,
    keys::rotate,
    keys::retire,
    public_keys::show,
    recall_list::show,
);

/// Adds the handler to the address that its description names.
fn add<P, F, Args>(addresses: &mut BTreeMap<String, Address>, handler: F)
where
    P: Path,
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let path = P::path();
    let mut address = addresses.remove(&path).unwrap_or_else(|| Address::endpoint(&path));
    for method in P::methods() {
        let method = match method {
            HttpMethod::Get => Method::GET,
            HttpMethod::Put => Method::PUT,
            HttpMethod::Delete => Method::DELETE,
            _ => Method::POST,
        };
        address = address.on(method, handler.clone());
    }
    addresses.insert(path, address);
}
