//! The style sheet and pictures travel compressed to those who want that, and are the same for everybody.

use std::io::{Read, Write};
use std::net::TcpStream;

use doorward::config::{AccentColor, Logo};
use flate2::read::GzDecoder;

use crate::world::World;

struct Reply {
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut found = lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        let value = found.next();
        assert!(found.next().is_none(), "{name} is there once: {}", self.head);
        value
    }

    fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    fn unpacked(&self) -> Vec<u8> {
        let mut unpacked = Vec::new();
        GzDecoder::new(&self.body[..]).read_to_end(&mut unpacked).expect("gzip");
        unpacked
    }
}

/// Sends a request with just these headers, and reads until the connection ends.
fn ask(world: &World, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut stream = TcpStream::connect(("127.0.0.1", world.app().port)).expect("connects");
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let request = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("the end of the head");
    let body = bytes.split_off(end + 4);
    Reply { head: String::from_utf8(bytes).expect("text"), body }
}

fn link(world: &World, before: &str) -> String {
    let page = world.visitor().get("/login").body;
    let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("no {before}: {page}"));
    rest.split('"').next().expect("a quotation mark").to_owned()
}

const STYLE: &str = "<link rel=\"stylesheet\" href=\"";
const ICON: &str = "<link rel=\"icon\" href=\"";
const TOUCH_ICON: &str = "<link rel=\"apple-touch-icon\" href=\"";
const GZIP: (&str, &str) = ("accept-encoding", "gzip, deflate, br, zstd");

#[test]
fn the_style_sheet_travels_compressed_to_those_who_want_that_and_plain_to_others() {
    let coloured = World::with(1, |settings| settings.accent_color = AccentColor::parse("#7a1f5c"));
    for world in [World::new(), coloured] {
        let path = link(&world, STYLE);
        let plain = ask(&world, "GET", &path, &[]);
        let packed = ask(&world, "GET", &path, &[GZIP]);
        assert_eq!((plain.status(), plain.header("content-encoding")), ("200", None));
        assert_eq!((packed.status(), packed.header("content-encoding")), ("200", Some("gzip")));
        assert!(packed.unpacked() == plain.body && plain.body.len() > 10_000);
        assert!(packed.body.len() * 3 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
        for reply in [&plain, &packed] {
            assert_eq!(reply.header("content-length"), Some(reply.body.len().to_string().as_str()));
            assert_eq!(reply.header("vary"), Some("accept-encoding"));
            assert_eq!(reply.header("content-type"), Some("text/css; charset=utf-8"));
            assert_eq!(reply.header("cache-control"), Some("public, max-age=31536000, immutable"));
            assert_eq!(reply.header("set-cookie"), None);
        }
        for refusal in ["identity", "gzip;q=0", "br", "*;q=0", "gzip;q=0.2, identity;q=0.3"] {
            let reply = ask(&world, "GET", &path, &[("accept-encoding", refusal)]);
            assert!(reply.header("content-encoding").is_none() && reply.body == plain.body, "{refusal}");
        }
        println!("{path}: {} bytes, compressed {}", plain.body.len(), packed.body.len());
    }
}

#[test]
fn each_form_has_a_tag_of_its_own_and_whoever_has_it_is_told_so() {
    let world = World::new();
    let path = link(&world, STYLE);
    let forms = [vec![], vec![GZIP]];
    let tags = forms.clone().map(|headers| ask(&world, "GET", &path, &headers).header("etag").expect("one").to_owned());
    assert_ne!(tags[0], tags[1]);
    for (headers, (own, other)) in forms.iter().zip([(&tags[0], &tags[1]), (&tags[1], &tags[0])]) {
        // A proxy that compresses or unpacks makes a tag weak.
        let known = format!("\"x\", W/{own}");
        let reply = ask(&world, "GET", &path, &[&headers[..], &[("if-none-match", known.as_str())]].concat());
        assert_eq!((reply.status(), reply.body.len(), reply.header("etag")), ("304", 0, Some(own.as_str())));
        assert_eq!(reply.header("vary"), Some("accept-encoding"));
        let reply = ask(&world, "GET", &path, &[&headers[..], &[("if-none-match", other.as_str())]].concat());
        assert_eq!(reply.status(), "200", "it has the other form");
        let (whole, head) = (ask(&world, "GET", &path, headers), ask(&world, "HEAD", &path, headers));
        assert!(head.body.is_empty());
        for name in ["content-length", "content-encoding", "etag", "vary", "content-type"] {
            assert_eq!(head.header(name), whole.header(name), "{name}");
        }
    }
}

#[test]
fn pictures_that_are_text_are_compressed_and_no_page_and_no_other_picture_is() {
    let world = World::with(1, |settings| settings.logo_file = Logo::read("static/favicon.svg"));
    let logo = link(&world, ICON);
    let (plain, packed) = (ask(&world, "GET", &logo, &[]), ask(&world, "GET", &logo, &[GZIP]));
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.unpacked() == plain.body && packed.body.len() < plain.body.len());
    let world = World::new();
    let picture = ask(&world, "GET", &link(&world, TOUCH_ICON), &[GZIP]);
    assert_eq!((picture.header("content-encoding"), picture.header("vary")), (None, None));
    assert!(picture.body.starts_with(b"\x89PNG"));
    // Its length would tell of the secrets in it (BREACH).
    for path in ["/login", "/openapi", "/nothing", "/openapi.json", "/.well-known/jwks.json"] {
        assert_eq!(ask(&world, "GET", path, &[GZIP]).header("content-encoding"), None, "{path}");
    }
}
