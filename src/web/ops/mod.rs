//! For the operator and the programs that watch over the server.

pub mod doctor;
pub mod health;
pub mod metrics;
pub mod plain;
