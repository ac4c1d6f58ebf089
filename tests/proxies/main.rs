//! Apps behind Doorward, with the real nginx, Caddy and Traefik in front and the very files from `deploy/`.
//! `requirements.txt` has Traefik and the server of an app that speaks HTTP/2; `PYTHON` names the interpreter that has
//! these packages.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a failure should stop at the line where it happens")]

mod browser;
mod clients;
mod echo;
mod front;
mod journeys;
mod limits;
mod networks;
mod proxy;
mod site;
#[path = "../support/mod.rs"]
mod support;
mod tunnels;
mod untrusted_headers;
mod uploads;
