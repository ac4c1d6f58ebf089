//! The search parameters of the list of one's own events.

use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::event::{EventSearch, Kind, kinds};
use super::value::as_text;
use super::when::{End, InZone, Start};
use crate::domain::id::SessionId;
use crate::domain::time::Zone;

/// Which of their own events somebody asks for: those that fit all of it. Whose they are is no parameter: it is always
/// whoever asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ActivitySearch {
    /// What happened.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(schema_with = kinds, required = false)]
    pub kind: Option<Kind>,
    /// In which session, or to which: its id. Those that it has replaced, when the password was confirmed, belong to it.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "c0ffee00c0ffee00c0ffee00c0ffee00")]
    pub session: Option<SessionId>,
    /// From this day (2026-11-23, in UTC) or moment (of RFC 3339, or a NumericDate) on.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "1767225600")]
    pub from: Option<Start>,
    /// Up to this day, itself included, or before this moment.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, example = "2026-01-31")]
    pub until: Option<End>,
}

impl ActivitySearch {
    /// Returns the part of it that searches of all events have too. Its session may stand for several.
    pub fn without_session(&self) -> EventSearch {
        EventSearch { kind: self.kind, from: self.from, until: self.until, ..EventSearch::default() }
    }
}

impl InZone for ActivitySearch {
    fn in_zone(self, zone: &Zone) -> ActivitySearch {
        let EventSearch { from, until, .. } = self.without_session().in_zone(zone);
        ActivitySearch { from, until, ..self }
    }
}
