//! The form above a list: what was typed into it, what that means, and what is wrong with it, field by field.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use crate::domain::search::value::{names, read};
use crate::domain::search::{Column, Edge, InZone, Order};
use crate::domain::text::trimmed;
use crate::domain::time::Zone;
use crate::web::error::Problem;
use crate::web::http::form::parse_pairs;
use crate::web::language::say;
use crate::web::visit::visit::Visit;

/// What may be chosen in a form: the text that is sent, and the words for it.
pub type Choice = (String, String);

/// What the query parameters of an address ask a list for.
pub struct ListForm<S, C> {
    /// What was typed, as far as it could be read. Days are those of the viewer's zone.
    pub search: S,
    /// `None` if nobody chose an order.
    pub order: Option<Order<C>>,
    pub edge: Edge,
    fields: Vec<Typed>,
}

/// A field that something was typed into.
struct Typed {
    name: String,
    text: String,
    /// The id of the message that says what is wrong.
    reason: Option<String>,
}

impl<S: DeserializeOwned + IntoParams, C: Column> ListForm<S, C> {
    /// Parameters that do not belong to the list are ignored. `None` for parameters that no form of ours sends.
    fn of(pairs: Vec<(String, String)>) -> Option<ListForm<S, C>> {
        let mut known = names::<S>();
        known.extend(["after", "before"].map(str::to_owned));
        known.extend((!C::ALL.is_empty()).then(|| "sort".to_owned()));
        let mut typed: Vec<Typed> = Vec::new();
        for (name, text) in pairs.into_iter().filter(|(name, _)| known.contains(name)) {
            if typed.iter().any(|other| other.name == name) {
                return None;
            }
            typed.push(Typed { name, text, reason: None });
        }
        let mut take = |name| typed.extract_if(.., |field| field.name == name).next().map(|field| field.text);
        let (sort, after, before) = (take("sort"), take("after"), take("before"));
        for field in &mut typed {
            field.reason = field.pair().and_then(|pair| read::<S>([pair]).err()).map(|reason| reason.to_string());
        }
        let understood = typed.iter().filter(|field| field.reason.is_none());
        let search = read(understood.filter_map(Typed::pair)).ok()?;
        let order = match sort.as_deref().unwrap_or_default() {
            "" => None,
            text => Some(text.parse().ok()?),
        };
        Some(ListForm { search, order, edge: Edge::parse(after.as_deref(), before.as_deref())?, fields: typed })
    }

    /// For a field that can be read, but is wrong; `reason` is the id of a message.
    pub fn refuse(&mut self, name: &str, reason: &str) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.reason = Some(reason.to_owned());
        }
    }

    pub fn text(&self, name: &str) -> &str {
        self.field(name).map(|field| field.text.as_str()).unwrap_or_default()
    }

    pub fn is_chosen(&self, name: &str, value: &str) -> bool {
        trimmed(self.text(name)) == value
    }

    /// Whether a field other than these is filled in.
    pub fn goes_beyond(&self, first: &[&str]) -> bool {
        self.fields.iter().any(|field| !trimmed(&field.text).is_empty() && !first.contains(&field.name.as_str()))
    }

    /// The id of the message that says what is wrong.
    pub fn reason(&self, name: &str) -> Option<&str> {
        self.field(name)?.reason.as_deref()
    }

    /// The fields that are wrong, each with the reason in English.
    pub fn reasons(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().filter_map(|field| Some((&*field.name, field.reason.as_deref()?)))
    }

    /// The number of fields that are wrong.
    pub fn wrong(&self) -> usize {
        self.reasons().count()
    }

    pub fn is_wrong(&self) -> bool {
        self.wrong() > 0
    }

    /// Whether this field has the focus, as the only wrong one.
    pub fn has_focus(&self, name: &str) -> bool {
        self.wrong() == 1 && self.reason(name).is_some()
    }

    /// The id of the message on a field. A field without one is called by its name.
    pub fn label<'a>(&self, name: &'a str) -> &'a str {
        // People know their sessions as devices.
        let is_own = !names::<S>().iter().any(|name| name == "user");
        match name {
            "session" if is_own => say("device"),
            // Events have no columns to sort by, and name the person by what happened to them.
            "user" if C::ALL.is_empty() => say("events-about"),
            "user" => say("user"),
            "address" => say("session-search-network"),
            "device" => say("device"),
            "state" => say("state"),
            "signed_in" => say("session-signed-in"),
            "last_seen" => say("session-last-seen"),
            "remembered" => say("session-kept-signed-in-label"),
            "search" => say("user-list-name-or-email"),
            "role" => say("role"),
            "status" => say("status"),
            "kind" => say("events-what-happened"),
            "actor" => say("events-by"),
            "session" => say("events-session"),
            "ip" => say("network-address"),
            "from" => say("events-from-day"),
            "until" => say("events-until-day"),
            name => name,
        }
    }

    /// The chosen order as the value of a query parameter; empty if none was chosen.
    pub fn sort(&self) -> String {
        self.order.map(|order| order.to_string()).unwrap_or_default()
    }

    /// What was typed, as names and values of query parameters.
    pub fn typed(&self) -> Vec<(&str, String)> {
        self.fields.iter().map(|field| (&*field.name, field.text.clone())).collect()
    }

    /// What was typed, and an order.
    pub fn query(&self, order: Option<Order<C>>) -> Vec<(&str, String)> {
        let sort = order.map(|order| ("sort", order.to_string()));
        self.typed().into_iter().chain(sort).collect()
    }

    fn field(&self, name: &str) -> Option<&Typed> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Typed {
    /// `None` for a field that was left empty.
    fn pair(&self) -> Option<(&str, &str)> {
        Some((&*self.name, trimmed(&self.text))).filter(|(_, text)| !text.is_empty())
    }
}

impl<S: DeserializeOwned + IntoParams + InZone, C: Column> FromRequest for ListForm<S, C> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    /// Handlers ask for `Result<ListForm<…>, Problem>`, so that the guard before it answers first.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let form = parse_pairs(request.query_string().as_bytes()).and_then(ListForm::<S, C>::of);
        let zone = request.extensions().get::<Visit>().map(|visit| visit.zone.clone()).unwrap_or(Zone::UTC);
        let form = form.map(|form| ListForm { search: form.search.in_zone(&zone), ..form });
        ready(form.ok_or(Problem::BadRequest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::search::{SessionColumn, SessionSearch};

    fn form(query: &str) -> Option<ListForm<SessionSearch, SessionColumn>> {
        ListForm::of(parse_pairs(query.as_bytes())?)
    }

    #[test]
    fn every_wrong_field_keeps_what_was_typed_and_has_its_reason() {
        let form = form("user=a+b&address=x&device=linux&state=&utm_source=y&sort=-user").expect("a form");
        assert!(form.is_wrong() && form.search.device.is_some());
        assert_eq!((form.text("user"), form.text("address"), form.text("last_seen")), ("a b", "x", ""));
        assert_eq!(form.reason("user"), Some("unreadable-user-search"));
        assert_eq!(form.reason("address"), Some("unreadable-network"));
        assert_eq!((form.reason("device"), form.reason("state")), (None, None));
        assert_eq!(form.sort(), "-user");
    }

    #[test]
    fn what_no_form_sends_is_refused() {
        for query in
            ["user=a&user=b", "sort=seed", "sort=user&sort=user", "after=x", "after=1~2&before=3~4", "user=%ff"]
        {
            assert!(form(query).is_none(), "{query}");
        }
    }
}
