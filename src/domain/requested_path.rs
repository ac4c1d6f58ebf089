//! The path of a request to somebody else's app, in every way that an app might read it.

/// The ways, each as segments. Apps decode once or twice, drop `;parameters`, an encoded query or
/// what a name ends with, or keep them; whoever decides by the path
/// must come to the same decision by each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedPath {
    readings: Vec<Vec<Vec<u8>>>,
}

impl RequestedPath {
    /// Reads a path as it was sent, without its query.
    ///
    /// `None` when even its segments could be told apart in two ways: encoded slashes and dots, empty and dot segments,
    /// backslashes, control characters, and what is no encoding at all.
    pub fn parse(path: &str) -> Option<RequestedPath> {
        let once = decode(path.as_bytes(), Stray::Refused).filter(|_| is_unambiguous(path.as_bytes()))?;
        let twice = decode(&once, Stray::Kept).filter(|twice| is_unambiguous(&once) && is_unambiguous(twice))?;
        let bare: Vec<_> = [&once, &twice]
            .into_iter()
            .flat_map(|path| {
                let short = trimmed(&without_query(&without_parameters(path)));
                [without_parameters(path), without_query(path), trimmed(path), short]
            })
            .collect();
        if !bare.iter().all(|path| is_unambiguous(path)) {
            return None;
        }
        let mut readings: Vec<_> = [once, twice].iter().chain(&bare).map(|path| segments(path)).collect();
        readings.dedup();
        Some(RequestedPath { readings })
    }

    /// Each reading.
    pub fn readings(&self) -> impl Iterator<Item = &[Vec<u8>]> {
        self.readings.iter().map(Vec::as_slice)
    }

    /// The one reading, if there is only one.
    pub fn only_reading(&self) -> Option<&[Vec<u8>]> {
        let first = self.readings.first()?;
        self.readings.iter().all(|other| other == first).then_some(first)
    }
}

/// What becomes of a `%` that begins no encoding.
#[derive(Clone, Copy, PartialEq)]
enum Stray {
    Refused,
    Kept,
}

fn decode(path: &[u8], stray: Stray) -> Option<Vec<u8>> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let (mut decoded, mut rest) = (Vec::with_capacity(path.len()), path);
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        if *first != b'%' {
            decoded.push(*first);
            continue;
        }
        match (digit(more.first()), digit(more.get(1))) {
            (Some(high), Some(low)) => {
                decoded.push(u8::try_from(high * 16 + low).unwrap_or(b'%'));
                rest = &more[2..];
            }
            _ if stray == Stray::Kept => decoded.push(b'%'),
            _ => return None,
        }
    }
    Some(decoded)
}

fn is_unambiguous(path: &[u8]) -> bool {
    let has = |part: &[u8]| path.to_ascii_lowercase().windows(part.len()).any(|window| window == part);
    let is_dots = |segment: &[u8]| segment == b"." || segment == b"..";
    path.first() == Some(&b'/')
        && !path.iter().any(|byte| byte.is_ascii_control() || *byte == b'\\')
        && ![&b"//"[..], b"%2f", b"%5c", b"%2e"].into_iter().any(has)
        && !path.split(|byte| *byte == b'/').any(is_dots)
}

fn without_parameters(path: &[u8]) -> Vec<u8> {
    let name = |segment: &[u8]| segment.split(|byte| *byte == b';').next().unwrap_or_default().to_vec();
    path.split(|byte| *byte == b'/').map(name).collect::<Vec<_>>().join(&b'/')
}

/// An app that decodes before it looks for the query, or for the fragment, finds one here.
fn without_query(path: &[u8]) -> Vec<u8> {
    path.split(|byte| matches!(*byte, b'?' | b'#')).next().unwrap_or_default().to_vec()
}

/// Some file systems pass over what a name ends with: spaces and dots.
fn trimmed(path: &[u8]) -> Vec<u8> {
    let name = |segment: &[u8]| {
        let end = segment.iter().rposition(|byte| !matches!(*byte, b' ' | b'.')).map_or(0, |last| last + 1);
        segment[..end].to_vec()
    };
    path.split(|byte| *byte == b'/').map(name).collect::<Vec<_>>().join(&b'/')
}

/// What stands between slashes, from the second on: every path begins with one.
fn segments(path: &[u8]) -> Vec<Vec<u8>> {
    path.split(|byte| *byte == b'/').skip(1).map(<[u8]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::RequestedPath;

    #[test]
    fn a_plain_path_has_one_reading() {
        for (path, expected) in [
            ("/", vec![""]),
            ("/reports/2026", vec!["reports", "2026"]),
            ("/%72eports/", vec!["reports", ""]),
            ("/%EC%9C%84%ED%82%A4", vec!["위키"]),
            ("/100%25", vec!["100%"]),
        ] {
            let path = RequestedPath::parse(path).expect(path);
            let reading: Vec<_> =
                path.only_reading().expect("one").iter().map(|part| String::from_utf8_lossy(part)).collect();
            assert_eq!(reading, expected);
        }
        for path in ["/reports;v=1", "/%2572eports", "/a%3Bb", "/a%3fx", "/a%23x", "/a%20", "/a./b"] {
            assert_eq!(RequestedPath::parse(path).expect(path).only_reading(), None, "{path}");
        }
    }

    #[test]
    fn what_could_be_cut_in_two_ways_is_refused() {
        let hostile = [
            "",
            "a",
            "//",
            "/a//b",
            "/./a",
            "/a/..",
            "/a/../b",
            "/a%2fb",
            "/a%2Fb",
            "/%2e%2e/a",
            "/%2E/a",
            "/a\\b",
            "/a%5cb",
            "/a%00",
            "/a\tb",
            "/a%0ab",
            "/%",
            "/a%zz",
            "/a%2",
            "/a%252fb",
            "/%252e%252e/a",
            "/a/..;/b",
            "/a/.;x=1",
            "/;/a",
            "/a%7f",
            "/.../a",
            "/%20/a",
        ];
        for path in hostile {
            assert_eq!(RequestedPath::parse(path), None, "{path:?}");
        }
    }
}
