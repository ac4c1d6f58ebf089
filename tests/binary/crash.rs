//! `kill -9` in the middle of many renewals. No honest user is signed out, and no revoked session comes back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::support::Visitor;
use crate::support::program::Place;

#[test]
fn a_crash_signs_nobody_out_and_revives_nothing() {
    let place = Place::on_tested_database();
    let ttl = ["--access-token-ttl", "2s"];
    let mut program = place.serve(&ttl);
    place.add_user("ada");
    let port = program.port;
    let mut honest: Vec<Visitor> = (0..6).map(|_| program.visitor()).collect();
    honest.iter_mut().for_each(|visitor| drop(visitor.log_in("ada")));
    let mut revoked = program.visitor();
    revoked.log_in("ada");
    let kept = revoked.clone();
    revoked.post("/logout", &[]);

    for round in 0..3 {
        let stop = Arc::new(AtomicBool::new(false));
        let storm: Vec<_> = honest
            .into_iter()
            .map(|mut visitor| {
                let stop = stop.clone();
                thread::spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        // While the server is down there is no answer, and the answer that it was just sending is lost.
                        let asked = catch_unwind(AssertUnwindSafe(|| visitor.get("/account").status));
                        assert!(asked.is_err() || matches!(asked, Ok(200)), "{asked:?}");
                        thread::sleep(Duration::from_millis(7));
                    }
                    visitor
                })
            })
            .collect();
        // Access tokens last two seconds, so all of them are being renewed about now.
        thread::sleep(Duration::from_millis(2000 + 37 * round));
        program.signal("-KILL");
        program.wait();
        program = place.serve_on(port, &ttl);
        thread::sleep(Duration::from_millis(300));
        stop.store(true, Ordering::Relaxed);
        honest = storm.into_iter().map(|one| one.join().expect("nobody was refused")).collect();
        assert!(honest.iter_mut().all(|visitor| visitor.is_signed_in()));
        assert_eq!(kept.ask("GET", "/account", None).status, 303, "signed out stays signed out");
    }
}

#[test]
fn two_processes_on_one_database_are_one_desk() {
    let place = Place::on_tested_database();
    let ttl = ["--access-token-ttl", "2s"];
    let (one, other) = (place.serve(&ttl), place.serve(&ttl));
    place.add_user("ada");
    let mut visitor = one.visitor();
    visitor.log_in("ada");
    for _ in 0..3 {
        let before = visitor.generation();
        // The access token lasts two seconds; after that, a token younger than ten is repeated, but for the first one.
        thread::sleep(Duration::from_millis(if before == 1 { 2100 } else { 10_300 }));
        let tabs: Vec<_> = (0..20)
            .map(|number| {
                let tab = visitor.at(if number % 2 == 0 { one.port } else { other.port });
                thread::spawn(move || tab.ask("GET", "/account", None))
            })
            .collect();
        let answers: Vec<_> = tabs.into_iter().map(|tab| tab.join().expect("answered")).collect();
        assert!(answers.iter().all(|answer| answer.status == 200));
        answers.iter().for_each(|answer| visitor.keep(answer));
        assert_eq!(visitor.generation(), before + 1);
    }
    let mut there = visitor.at(other.port);
    assert!(there.is_signed_in());
    visitor.post("/logout", &[]);
    thread::sleep(Duration::from_millis(1200));
    assert!(!there.is_signed_in());
}
