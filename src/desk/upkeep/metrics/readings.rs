//! Reads the state of other modules from memory when somebody asks, as gauges.

use prometheus_client::encoding::EncodeGaugeValue;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::tasks::unix_seconds;
use crate::desk::Desk;
use crate::desk::upkeep::readiness;
use crate::domain::token::KeyState;

/// The kind of number; the registry puts it as a suffix after the name.
enum Kind {
    Number,
    Seconds,
    Bytes,
}

fn gauge<N>(registry: &mut Registry, name: &str, kind: Kind, help: &str, value: N)
where
    N: EncodeGaugeValue + std::fmt::Debug + Send + Sync + 'static,
{
    let gauge = ConstGauge::new(value);
    match kind {
        Kind::Number => registry.register(name, help, gauge),
        Kind::Seconds => registry.register_with_unit(name, help, Unit::Seconds, gauge),
        Kind::Bytes => registry.register_with_unit(name, help, Unit::Bytes, gauge),
    }
}

pub(super) fn register(desk: &Desk, registry: &mut Registry) {
    process(desk, registry);
    recall(desk, registry);
    hashing(desk, registry);
    database(desk, registry);
    keys(desk, registry);
    mail(desk, registry);
}

fn mail(desk: &Desk, registry: &mut Registry) {
    let (waiting, oldest) = desk.mail_queue().get();
    gauge(registry, "mails_waiting", Kind::Number, "Mails in the outbox that are not sent yet", waiting);
    let age = oldest.map_or(0.0, |oldest| desk.clock().now().since(oldest).as_secs_f64());
    let help = "How long the oldest mail in the outbox has been waiting; 0 if there is none";
    gauge(registry, "oldest_mail_age", Kind::Seconds, help, age);
}

fn process(desk: &Desk, registry: &mut Registry) {
    registry.register("build", "The version that runs", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
    let started = unix_seconds(desk.metrics().started_at);
    gauge(registry, "process_start_time", Kind::Seconds, "When this process opened the desk, as Unix time", started);
    let is_ready = readiness::missing_in_memory(desk).next().is_none();
    let help = "1 if nothing is missing that /readyz names, as far as it is known without asking the database";
    gauge(registry, "ready", Kind::Number, help, i64::from(is_ready));
    let help = "Sessions whose last use is noted in memory and not written down yet";
    gauge(registry, "noted_uses", Kind::Number, help, desk.presence().len());
}

fn recall(desk: &Desk, registry: &mut Registry) {
    let state = desk.recall().state();
    gauge(registry, "recall_sessions", Kind::Number, "Sessions in the recall list", state.sessions);
    gauge(registry, "recall_users", Kind::Number, "Users in the recall list", state.users);
    let help = "1 if the tokens of everybody that were issued before some moment are recalled";
    gauge(registry, "recall_everybody", Kind::Number, help, i64::from(state.is_everybody));
    let age = state.age.map_or(f64::INFINITY, |age| age.as_secs_f64());
    gauge(registry, "recall_age", Kind::Seconds, "Time since the recall list was read from the database", age);
    let help = "1 if the recall list is recent enough to be relied on";
    gauge(registry, "recall_fresh", Kind::Number, help, i64::from(desk.recall().is_fresh()));
}

fn hashing(desk: &Desk, registry: &mut Registry) {
    let load = desk.hasher().load();
    gauge(registry, "hash_threads", Kind::Number, "How many passwords may be hashed at once", load.places);
    gauge(registry, "hash_threads_in_use", Kind::Number, "How many are being hashed", load.in_use);
    let help = "Memory that all hashes together may take";
    gauge(registry, "hash_budget", Kind::Bytes, help, load.budget_bytes);
    let waiting = Family::<[(&'static str, &'static str); 1], Gauge>::default();
    let (begun, turned_away) = (super::Counters::<1>::default(), super::Counters::<1>::default());
    for (lane, numbers) in load.lanes {
        let label = [("lane", lane.as_str())];
        waiting.get_or_create(&label).set(i64::try_from(numbers.waiting).unwrap_or(i64::MAX));
        begun.get_or_create(&label).inc_by(numbers.begun);
        turned_away.get_or_create(&label).inc_by(numbers.turned_away);
    }
    registry.register("hashes", "Slow hashes that were begun, of passwords and of codes", begun);
    registry.register("hash_waiting", "How many wait for their turn", waiting);
    registry.register("hash_turned_away", "Passwords that were not checked because there were too many", turned_away);
}

fn database(desk: &Desk, registry: &mut Registry) {
    let by_lane = || Family::<[(&'static str, &'static str); 1], Gauge>::default();
    let (most, in_use, idle) = (by_lane(), by_lane(), by_lane());
    let timeouts = super::Counters::<1>::default();
    for lane in desk.store().lanes() {
        let label = [("lane", lane.name)];
        most.get_or_create(&label).set(i64::from(lane.size));
        in_use.get_or_create(&label).set(i64::from(lane.in_use));
        if let Some(count) = lane.idle {
            idle.get_or_create(&label).set(i64::from(count));
        }
        timeouts.get_or_create(&label).inc_by(lane.timeouts);
    }
    registry.register("database_connections_max", "Connections that a lane may have", most);
    registry.register("database_connections_in_use", "Connections that are busy or being opened", in_use);
    registry.register("database_connections_idle", "Connections that are open and free", idle);
    registry.register("database_timeouts", "Times that no connection was to be had in time", timeouts);
    let help = "Queries started, those of background tasks included";
    registry.register("database_queries", help, ConstCounter::new(desk.store().queries()));
}

fn keys(desk: &Desk, registry: &mut Registry) {
    let now = desk.clock().now();
    let lives = desk.issuer().lives();
    let by_state = Family::<[(&'static str, &'static str); 1], Gauge>::default();
    for state in [KeyState::Signing, KeyState::Upcoming, KeyState::Retiring] {
        let count = lives.iter().filter(|life| life.state(now) == state).count();
        by_state.get_or_create(&[("state", state.as_str())]).set(i64::try_from(count).unwrap_or(i64::MAX));
    }
    registry.register("signing_keys", "Signing keys that are loaded", by_state);
    if let Some(made) = desk.issuer().signer_made_at(now) {
        let age = now.since(made).as_secs_f64();
        gauge(registry, "signing_key_age", Kind::Seconds, "Time since the key that signs was made", age);
    }
    if let Some(rotation) = desk.settings().key_rotation {
        let help = "How old a signing key gets before a new one takes its place";
        gauge(registry, "signing_key_rotation_age", Kind::Seconds, help, rotation.as_secs());
    }
}
