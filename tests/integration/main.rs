//! Black-box tests over real HTTP: the real server on a port of its own, a clock that can be advanced, and callers that
//! are people. On SQLite by default; on PostgreSQL when `TEST_POSTGRES_URL` names a server where databases may be made.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a failure should stop at the line where it happens")]

mod access_tokens;
mod account_links;
mod admin_api_access;
mod admin_api_record;
mod admin_api_sessions;
mod admin_api_users;
mod admin_session_lists;
mod admin_sessions;
mod admin_user_access;
mod admin_user_list;
mod admin_users;
mod api_examples;
mod architecture;
mod circles;
mod cookies;
mod cross_site;
mod database_faults;
mod embedding;
mod event_log;
mod events;
mod forward_auth;
mod guard_crate;
mod guards;
mod health;
mod input;
mod last_admin;
mod lifetimes;
mod made_data;
mod metrics;
mod metrics_documents;
mod migrations;
mod openapi;
mod pages;
mod passwords;
mod pasted_settings;
mod public_keys;
mod readiness;
mod recall;
mod renewal;
mod sessions;
mod setup;
mod sign_in;
mod signing_keys;
mod storms;
#[path = "../support/mod.rs"]
mod support;
mod throttling;
mod token_api;
mod two_factor;
mod world;
