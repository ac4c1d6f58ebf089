//! The rows as their tables take them.

use diesel::prelude::*;

diesel::table! {
    users (id) {
        id -> Text,
        username -> Text,
        role -> Text,
        status -> Text,
        password_hash -> Nullable<Text>,
        version -> BigInt,
        version_raised_at -> BigInt,
        created_at -> BigInt,
        last_signed_in_at -> Nullable<BigInt>,
        email -> Nullable<Text>,
        deleted_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        user_id -> Text,
        seed -> Binary,
        generation -> BigInt,
        confirmed_generation -> BigInt,
        rotated_at -> BigInt,
        remembered -> Bool,
        signed_in_at -> BigInt,
        password_confirmed_at -> BigInt,
        last_seen_at -> BigInt,
        idle_milliseconds -> BigInt,
        idle_expires_at -> BigInt,
        absolute_expires_at -> BigInt,
        ip -> Text,
        user_agent -> Text,
        label -> Nullable<Text>,
        revoked_at -> Nullable<BigInt>,
        revocation_reason -> Nullable<Text>,
        renewal_recorded_at -> BigInt,
        username -> Text,
        device -> Text,
        ip_sortable -> Text,
        state -> Text,
    }
}

diesel::table! {
    events (id) {
        id -> BigInt,
        at -> BigInt,
        kind -> Text,
        user_id -> Nullable<Text>,
        actor_id -> Nullable<Text>,
        session_id -> Nullable<Text>,
        ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        request_id -> Nullable<Text>,
        detail -> Nullable<Text>,
    }
}

#[derive(Insertable)]
#[diesel(table_name = users, treat_none_as_default_value = false)]
pub struct UserRow {
    pub id: String,
    pub username: String,
    pub role: &'static str,
    pub status: &'static str,
    pub password_hash: Option<String>,
    pub version: i64,
    pub version_raised_at: i64,
    pub created_at: i64,
    pub last_signed_in_at: Option<i64>,
    pub email: Option<String>,
    pub deleted_at: Option<i64>,
}

#[derive(Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub struct SessionRow {
    pub id: String,
    pub user_id: String,
    pub seed: Vec<u8>,
    pub generation: i64,
    pub confirmed_generation: i64,
    pub rotated_at: i64,
    pub remembered: bool,
    pub signed_in_at: i64,
    pub password_confirmed_at: i64,
    pub last_seen_at: i64,
    pub idle_milliseconds: i64,
    pub idle_expires_at: i64,
    pub absolute_expires_at: i64,
    pub ip: String,
    pub user_agent: String,
    pub label: Option<String>,
    pub revoked_at: Option<i64>,
    pub revocation_reason: Option<&'static str>,
    pub renewal_recorded_at: i64,
    pub username: String,
    pub device: String,
    pub ip_sortable: String,
    pub state: &'static str,
}

#[derive(Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub struct EventRow {
    pub at: i64,
    pub kind: &'static str,
    pub user_id: Option<String>,
    pub actor_id: Option<String>,
    pub session_id: Option<String>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    pub request_id: Option<String>,
    pub detail: Option<String>,
}
