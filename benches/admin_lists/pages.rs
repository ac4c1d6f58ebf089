//! The pages that are measured.

use crate::site::Samples;

/// A page, and a function that makes its address from the contents of a database.
pub struct Page {
    pub name: &'static str,
    pub path: fn(&Samples) -> String,
}

macro_rules! pages {
    ($($name:literal: $path:expr;)+) => {
        vec![$(Page { name: $name, path: $path },)+]
    };
}

pub fn all() -> Vec<Page> {
    pages! {
        "overview": |_| "/admin".into();
        "sessions: first page": |_| "/admin/sessions".into();
        "sessions: last page": |_| "/admin/sessions?before=".into();
        "sessions: page in the middle": |s| {
            format!("/admin/sessions?sort=-signed_in&after={}~0", s.middle_signed_in_at)
        };
        "sessions: by user": |_| "/admin/sessions?sort=user".into();
        "sessions: by device": |_| "/admin/sessions?sort=-device".into();
        "sessions: by address": |_| "/admin/sessions?sort=address".into();
        "sessions: by sign-in": |_| "/admin/sessions?sort=-signed_in".into();
        "sessions: by last use, oldest first": |_| "/admin/sessions?sort=last_seen".into();
        "sessions: all states": |_| "/admin/sessions?state=any".into();
        "sessions: expired": |_| "/admin/sessions?state=expired".into();
        "sessions: ended by a decision": |_| "/admin/sessions?state=revoked".into();
        "sessions: flagged for reuse": |_| "/admin/sessions?state=reused".into();
        "sessions: of a user": |s| format!("/admin/sessions?user={}", s.username);
        "sessions: of a user, all states, by address": |s| {
            format!("/admin/sessions?user={}&state=any&sort=address", s.username)
        };
        "sessions: of names that begin so": |s| format!("/admin/sessions?user={}*", &s.username[..2]);
        "sessions: of an e-mail address": |s| format!("/admin/sessions?user={}", s.email.replace('@', "%40"));
        "sessions: from an address": |s| format!("/admin/sessions?address={}", s.ip);
        "sessions: from a network": |_| "/admin/sessions?address=10.0.0.0/8".into();
        "sessions: on a device": |_| "/admin/sessions?device=firefox+linux".into();
        "sessions: begun within a day": |_| "/admin/sessions?signed_in=within-24h".into();
        "sessions: begun long ago": |_| "/admin/sessions?signed_in=beyond-720h".into();
        "sessions: used within an hour": |_| "/admin/sessions?last_seen=within-1h".into();
        "sessions: unused for a week": |_| "/admin/sessions?last_seen=beyond-168h".into();
        "sessions: a network on a device, by last use": |_| {
            "/admin/sessions?address=10.0.0.0/8&device=iphone&sort=-last_seen".into()
        };
        "session": |s| format!("/admin/sessions/{}", s.session);
        "users: first page": |_| "/admin/users".into();
        "users: last page": |_| "/admin/users?before=".into();
        "users: a name": |s| format!("/admin/users?search={}", s.username);
        "users: names that begin so": |s| format!("/admin/users?search={}*", &s.username[..2]);
        "users: an e-mail address": |s| format!("/admin/users?search={}", s.email.replace('@', "%40"));
        "users: admins": |_| "/admin/users?role=admin".into();
        "users: suspended": |_| "/admin/users?status=suspended".into();
        "user": |s| format!("/admin/users/{}", s.user_id);
        "events: first page": |_| "/admin/events".into();
        "events: page in the middle": |s| format!("/admin/events?after=~{}", s.middle_event);
        "events: of a kind": |_| "/admin/events?kind=refresh_token_reused".into();
        "events: about a user": |s| format!("/admin/events?user={}", s.username);
        "events: of a session": |s| format!("/admin/events?session={}", s.session);
        "events: one's own": |_| "/account/activity".into();
        "events: one's own, of a kind": |_| "/account/activity?kind=signing_key_created".into();
        "events: from an address": |s| format!("/admin/events?ip={}", s.ip);
    }
}
