//! Every endpoint of the API, once. Its method, path, description and answers are at its handler, in `#[utoipa::path]`;
//! this list makes the routes and the [`description`](crate::web::description::openapi), whose headings are these.

use std::collections::BTreeMap;

use actix_web::http::Method;
use actix_web::web::ServiceConfig;
use actix_web::{FromRequest, Handler, Responder};
use utoipa::Path;
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::{HttpMethod, Operation};

use crate::web::address::Address;
use crate::web::api::admin::users::{changes, links};
use crate::web::api::admin::{bulk_revocations, events, keys, mail, sessions, users};
use crate::web::api::{activity, me, sessions as own_sessions, tokens};
use crate::web::apps::{public_keys, recall_list};

macro_rules! endpoints {
    ($($tag:literal, $words:literal: $($room:ident :: $handler:ident),+;)+) => {
        /// Describes every endpoint, under the heading that it stands under here.
        pub fn description() -> OpenApi {
            let mut all = OpenApi::default();
            $({
                #[derive(utoipa::OpenApi)]
                #[openapi(paths($($room::$handler),+), tags((name = $tag, description = $words)))]
                struct Section;
                let mut section = <Section as utoipa::OpenApi>::openapi();
                for (_, _, operation) in operations(&mut section) {
                    operation.tags = Some(vec![$tag.to_owned()]);
                }
                all.merge(section);
            })+
            all
        }

        /// Registers every endpoint.
        pub fn register(app: &mut ServiceConfig) {
            // In the order of their paths: a fixed address must come before the one with an id, which would match it
            // too.
            let mut addresses = BTreeMap::new();
            $($(add::<pastey::paste!($room::[<__path_ $handler>]), _>(&mut addresses, $room::$handler);)+)+
            for address in addresses.into_values() {
                app.service(address);
            }
        }
    };
}

endpoints! {
    "Tokens", "Logging in, going on, and logging out.":
        tokens::issue,
        tokens::refresh,
        tokens::revoke;
    "Own account", "Who one is, where one is signed in, and what happened.":
        me::show,
        own_sessions::list,
        own_sessions::end,
        activity::list;
    "Administration: sessions", "Everybody's sessions: found, looked at, and ended. For administrators.":
        sessions::list,
        sessions::show,
        sessions::end,
        sessions::end_these,
        bulk_revocations::list,
        bulk_revocations::preview,
        bulk_revocations::begin,
        bulk_revocations::show;
    "Administration: users", "Everybody's accounts. For administrators.":
        users::list,
        users::show,
        links::create,
        links::reset,
        links::invite,
        links::make_device_link,
        mail::send,
        changes::delete,
        changes::set_role,
        changes::rename,
        changes::set_email,
        changes::suspend,
        changes::reactivate,
        changes::remove_two_factor,
        changes::reopen_sign_in,
        changes::sign_out;
    "Administration: events", "The record of what happened. For administrators.":
        events::list;
    "Administration: mail", "The outbox. For administrators.":
        mail::show;
    "Administration: keys", "The keys that sign access tokens. For administrators.":
        keys::list,
        keys::rotate,
        keys::retire;
    "Checking tokens", "What an app needs that checks access tokens itself.":
        public_keys::show,
        recall_list::show;
}

/// Every operation of a description, with its path, and whether it only reads.
pub fn operations(description: &mut OpenApi) -> impl Iterator<Item = (&String, bool, &mut Operation)> {
    description.paths.paths.iter_mut().flat_map(|(path, item)| {
        let all = [(true, &mut item.get), (false, &mut item.post), (false, &mut item.put), (false, &mut item.delete)];
        let made = move |(is_read, operation): (bool, _)| Option::as_mut(operation).map(|it| (path, is_read, it));
        all.into_iter().filter_map(made)
    })
}

/// Adds the handler to the address that its description names.
fn add<P: Path, A: FromRequest + 'static>(
    addresses: &mut BTreeMap<String, Address>,
    handler: impl Handler<A, Output: Responder + 'static>,
) {
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
