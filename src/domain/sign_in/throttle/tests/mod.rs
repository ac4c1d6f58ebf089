//! Tests of the rules, without a database: [`book`] holds the rows, [`rules`] has tables of situations, and
//! [`simulation`] plays days of an attacker who knows all the rules.

mod book;
mod rules;
mod simulation;
