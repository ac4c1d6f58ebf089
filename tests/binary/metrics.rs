//! The second listener of the built program.

use crate::support::program::{Place, stderr};
use crate::support::{ApiClient, Scrape};

#[test]
fn the_log_says_where_the_numbers_are_and_they_are_there() {
    let place = Place::new();
    let program = place.serve(&["--metrics-listen", "127.0.0.1:0"]);
    let private = program.metrics_port();
    assert_ne!(private, program.port);
    assert_eq!(ApiClient::new(program.port).get("/readyz").body, "ready\n");
    let numbers = Scrape::of(private);
    assert_eq!(numbers.value("doorward_ready"), 1.0);
    assert_eq!(numbers.value(&format!("doorward_build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION"))), 1.0);
    assert_eq!(numbers.value(r#"doorward_http_requests_total{route="/readyz",method="GET",status="200"}"#), 1.0);
    assert_eq!(ApiClient::new(program.port).get("/metrics").status, 404);
    program.signal("-TERM");
    let (code, log) = program.wait();
    assert_eq!(code, Some(0), "{log:?}");
    assert!(std::net::TcpListener::bind(("127.0.0.1", private)).is_ok(), "it is closed");
}

#[test]
fn without_the_setting_there_is_no_second_listener() {
    let place = Place::new();
    let program = place.serve(&[]);
    assert_eq!(ApiClient::new(program.port).get("/healthz").body, "alive\n");
    program.signal("-TERM");
    let (_, log) = program.wait();
    assert!(!log.is_empty() && !log.iter().any(|line| line.contains("metrics")), "{log:?}");
}

#[test]
fn a_wrong_address_or_a_port_that_is_taken_stops_the_start_with_one_line() {
    let place = Place::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let taken = taken.local_addr().expect("an address").to_string();
    for (metrics, listen, expected) in [
        ("9464", "127.0.0.1:0", "metrics_listen = \"9464\" (from --metrics-listen): must be an address with a port"),
        ("unix:socket", "127.0.0.1:0", "must be an address with a port"),
        ("localhost:9464", "127.0.0.1:0", "must be an address with a port"),
        (&taken, &taken, "must differ from listen"),
    ] {
        let output = place.run(&["--metrics-listen", metrics, "--listen", listen]);
        let error = stderr(&output);
        assert_eq!((output.status.code(), error.lines().count()), (Some(1), 1), "{error}");
        assert!(error.contains(expected), "{error}");
    }
    let held = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let held = held.local_addr().map(|address| (held, address.to_string())).expect("an address");
    let output = place.run(&["--metrics-listen", &held.1, "--listen", "127.0.0.1:0"]);
    let error = stderr(&output);
    assert_eq!((output.status.code(), error.lines().count()), (Some(1), 1), "{error}");
    assert!(
        error.contains(&format!("metrics_listen = \"{}\"", held.1)) && error.contains("--metrics-listen"),
        "{error}"
    );
    assert_eq!(place.entries(), Vec::<String>::new(), "nothing is made");
}
