//! Apps behind Doorward, with the real nginx, the real Caddy and the real Traefik in front and the very files from
//! `deploy/`. Traefik and an app that speaks HTTP/2 come from `requirements.txt`; `PYTHON` names the interpreter that has it.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a failure should stop at the line where it happens")]

mod browser;
mod echo;
mod journeys;
mod proxy;
mod site;
#[path = "../support/mod.rs"]
mod support;
mod tunnels;
mod untrusted_headers;
mod uploads;
