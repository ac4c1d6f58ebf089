//! Paths of apps that a rule names, requested in other letters and other bytes: a person without access never gets in.

use doorward::config::{AccessRules, Settings};

use crate::support::Visitor;
use crate::world::World;

const APP: &str = "http://127.0.0.1:9000";

fn with_rules(settings: &mut Settings) {
    settings.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
    settings.return_origins = vec![doorward::config::Origin::parse(APP).expect("one")];
    settings.access_rules = AccessRules::parse(
        "127.0.0.1:9000 anyone,127.0.0.1:9000/비밀 user,127.0.0.1:9000/ärzte user,127.0.0.1:9000/straße user,\
         127.0.0.1:9000/intern user,127.0.0.1:9001 anyone",
    )
    .expect("rules");
}

/// Returns the status that each kind of proxy receives for a path, which is given in bytes.
fn told(world: &World, app: &str, path: &[u8]) -> [u16; 2] {
    let visitor = world.visitor().with_header("x-forwarded-for", "192.0.2.7");
    let url = [app.as_bytes(), path].concat();
    let nginx = visitor.with_header("x-original-url", url).with_header("x-original-method", "GET");
    let host = app.trim_start_matches("http://");
    let forwarded = visitor
        .with_header("x-forwarded-proto", "http")
        .with_header("x-forwarded-host", host)
        .with_header("x-forwarded-method", "GET")
        .with_header("x-forwarded-uri", path);
    let ask = |visitor: Visitor| visitor.ask("GET", "/forward-auth", None).status;
    [ask(nginx), ask(forwarded)]
}

/// Percent-encodes each byte except slashes, ASCII letters and digits.
fn encoded(path: &str) -> String {
    let encode = |byte: u8| {
        if byte == b'/' || byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02x}") }
    };
    path.bytes().map(encode).collect()
}

#[test]
fn a_rule_by_path_is_passed_in_no_letters_and_no_bytes() {
    let world = World::with(1, with_rules);
    let mut tried = 0;
    for name in ["비밀", "ärzte", "straße", "intern"] {
        let written = format!("/{name}");
        for own in [written.clone().into_bytes(), encoded(&written).into_bytes()] {
            // Raw bytes and encoded ones lead to the login page alike.
            assert_eq!(told(&world, APP, &own), [401, 302], "{name}");
        }
        let wide: String = name
            .chars()
            .map(|c| if c.is_ascii_lowercase() { char::from_u32(c as u32 + 0xfee0).expect("one") } else { c })
            .collect();
        let jamo = name.replace("비밀", "\u{1107}\u{1175}\u{1106}\u{1175}\u{11af}").replace('ä', "a\u{308}");
        let others = [
            name.to_uppercase(),
            name.replace('ß', "ẞ"),
            name.replace('ß', "ss"),
            name.replace('i', "ı"),
            name.replace('i', "İ"),
            name.replace('비', "비\u{200d}"),
            name.replace('s', "ſ"),
            jamo.to_uppercase(),
            jamo,
            wide,
            format!("\u{feff}{name}"),
            format!("x／..／{name}"),
            format!("x/．．/{name}"),
            format!("{name}．"),
            format!("{name}；x"),
            format!("{name}？x"),
        ];
        for other in others.iter().filter(|other| *other != name) {
            for path in [
                format!("/{other}").into_bytes(),
                encoded(&format!("/{other}")).into_bytes(),
                encoded(&format!("/{other}/x")).into_bytes(),
            ] {
                let answers = told(&world, APP, &path);
                assert!(answers.iter().all(|status| *status != 200), "{other}: {answers:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 100, "{tried}");
}

#[test]
fn what_is_no_utf_8_is_refused_where_rules_differ_by_path() {
    let world = World::with(1, with_rules);
    for bytes in
        [&b"/\xe4rzte"[..], b"/x\xff", b"/\xc0\xafintern", b"/x/\xc0\xae\xc0\xae/intern", b"/\xed\xa0\x80", b"/\xf5"]
    {
        let encoded: String =
            bytes.iter().map(|byte| if *byte == b'/' { "/".to_owned() } else { format!("%{byte:02X}") }).collect();
        for path in [bytes, encoded.as_bytes()] {
            assert_eq!(told(&world, APP, path), [403, 403], "{encoded}");
            // This app has a single rule, so there is nothing to get around.
            assert_eq!(told(&world, "http://127.0.0.1:9001", path), [200, 200], "{encoded}");
        }
    }
    // Letters are no reason to refuse a path.
    for open in ["/위키/Ärzte", "/ｗｉｋｉ", "/näher", "/…"] {
        let answers = [told(&world, APP, open.as_bytes()), told(&world, APP, encoded(open).as_bytes())];
        assert_eq!(answers, [[200, 200]; 2], "{open}");
    }
}
