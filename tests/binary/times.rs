//! Commands say in which time zone the printed times are.

use regex::Regex;

use crate::support::program::{Place, stderr};

/// Returns the printed times for which neither their line nor the head of their column says UTC.
fn unmarked(printed: &str) -> Vec<String> {
    let time = Regex::new(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?(Z?)").expect("a pattern");
    let mut marked_columns = Vec::new();
    let mut found = Vec::new();
    for line in printed.lines() {
        if line.contains("(UTC)") && !time.is_match(line) {
            marked_columns = line.match_indices("(UTC)").map(|(at, _)| line[..at].chars().count()).collect();
        }
        let is_marked = line.contains("UTC")
            || time.find_iter(line).all(|time| {
                let start = line[..time.start()].chars().count();
                marked_columns.iter().any(|mark| start <= *mark && *mark < start + 22)
            });
        if !is_marked {
            found.push(line.to_owned());
        }
    }
    found
}

#[test]
fn every_time_that_a_command_prints_says_utc() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    place.add_user("ada");
    let mut visitor = program.visitor();
    visitor.log_in("ada");
    let id = visitor.session_id();
    let mut times = 0;
    let time = Regex::new(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d").expect("a pattern");
    for arguments in [
        &["user", "list"][..],
        &["user", "show", "ada"],
        &["user", "add", "bob", "--invite"],
        &["user", "invite", "bob"],
        &["user", "reset", "ada"],
        &["user", "device-link", "ada"],
        &["session", "list"],
        &["session", "show", &id],
        &["key", "list"],
        &["key", "rotate"],
        &["key", "list"],
        &["events", "list"],
        &["events", "verify"],
        &["doctor", &format!("http://127.0.0.1:{}", program.port)],
        &["backup", "copy"],
        &["migrate"],
        &["config"],
    ] {
        let output = place.run(arguments);
        let printed = format!("{}{}", String::from_utf8_lossy(&output.stdout), stderr(&output));
        assert_eq!(unmarked(&printed), Vec::<String>::new(), "{arguments:?}:\n{printed}");
        times += usize::from(time.is_match(&printed));
    }
    assert!(times >= 10, "{times} commands print times");
}

#[test]
fn columns_line_up_when_a_device_has_a_korean_name() {
    let place = Place::on_tested_database();
    place.add_user_to_new_database("ada");
    let program = place.serve(&[]);
    let mut visitors: Vec<_> = (0..2).map(|_| program.visitor()).collect();
    visitors.iter_mut().for_each(|visitor| drop(visitor.log_in("ada")));
    place.execute("UPDATE sessions SET ip = '거실의 노트북 컴퓨터' WHERE id = (SELECT min(id) FROM sessions)");
    let printed = place.succeed(&["session", "list"]);
    let width = |text: &str| text.chars().map(|c| if ('가'..='힣').contains(&c) { 2 } else { 1 }).sum::<usize>();
    let signed_in = Regex::new(r"SIGNED IN|\d{4}-\d\d-\d\d").expect("a pattern");
    let place_in = |line: &str| width(&line[..signed_in.find(line).expect("a time").start()]);
    let places: Vec<usize> = printed.lines().map(place_in).collect();
    assert!(places.len() == 3 && places.windows(2).all(|pair| pair[0] == pair[1]), "{printed}");
}
