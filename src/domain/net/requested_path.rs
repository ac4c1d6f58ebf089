//! The path of a request to an app of somebody else, in every way that an app might read it.

use super::folded::{compatible, folded};

/// All readings of a path, each as segments. Some apps decode once and some twice; some normalize letters (NFKC); some
/// drop `;parameters`, an encoded query, or the dots and spaces at the end of a name, and some keep them. A rule about
/// the path must give the same decision for every reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedPath {
    readings: Vec<Vec<String>>,
    /// The readings of apps that normalize letters.
    in_other_letters: Vec<Vec<String>>,
}

impl RequestedPath {
    /// Parses a path as it was sent, without its query.
    ///
    /// Returns `None` if apps could even disagree about the segments: encoded slashes and dots, empty and dot segments,
    /// backslashes, control characters, and any of these written with other letters. Also returns `None` if the
    /// percent-encoding is invalid, or its bytes are not UTF-8.
    pub fn parse(path: &str) -> Option<RequestedPath> {
        let once = decode(path, Stray::Refused).filter(|_| is_unambiguous(path))?;
        let twice = decode(&once, Stray::Kept)?;
        let anew = compatible(&once);
        let in_other_letters = [decode(&anew, Stray::Kept)?, compatible(&twice), anew];
        // A path that another letter for a slash cuts in two is one name to most apps.
        let cuts = |path: &String| path.matches('/').count();
        if in_other_letters.iter().any(|path| cuts(path) != cuts(&once)) {
            return None;
        }
        let readings = read(&[once, twice])?;
        Some(RequestedPath { readings, in_other_letters: read(&in_other_letters)? })
    }

    /// Returns each reading that keeps letters as they are. The first is that of most apps: decoded once.
    pub fn readings(&self) -> impl Iterator<Item = &[String]> {
        self.readings.iter().map(Vec::as_slice)
    }

    /// Returns each reading of apps that normalize letters before they compare.
    pub fn readings_in_other_letters(&self) -> impl Iterator<Item = &[String]> {
        self.in_other_letters.iter().map(Vec::as_slice)
    }

    /// Returns the reading if there is only one, apart from case and the encoding of letters.
    pub fn only_reading(&self) -> Option<&[String]> {
        let in_one_case = |reading: &[String]| reading.iter().map(|part| folded(part)).collect::<Vec<_>>();
        let first = self.readings.first()?;
        let one = in_one_case(first);
        let mut all = self.readings().chain(self.readings_in_other_letters());
        all.all(|other| in_one_case(other) == one).then_some(first)
    }
}

/// Returns the segments of decoded paths, and those of the shorter paths that apps reduce them to.
fn read(paths: &[String]) -> Option<Vec<Vec<String>>> {
    let bare = paths.iter().flat_map(|path| {
        let short = trimmed(without_query(&without_parameters(path)));
        [without_parameters(path), without_query(path).to_owned(), trimmed(path), short]
    });
    let all: Vec<String> = paths.iter().cloned().chain(bare).collect();
    let mut readings: Vec<_> = all.iter().map(|path| segments(path)).collect();
    readings.dedup();
    all.iter().all(|path| is_unambiguous(path)).then_some(readings)
}

/// How to treat a `%` that does not begin an encoded byte.
#[derive(Clone, Copy, PartialEq)]
enum Stray {
    Refused,
    Kept,
}

fn decode(path: &str, stray: Stray) -> Option<String> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let (mut decoded, mut rest) = (Vec::with_capacity(path.len()), path.as_bytes());
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
    // Overlong forms, such as `%c0%af` for a slash, are not UTF-8.
    String::from_utf8(decoded).ok()
}

fn is_unambiguous(path: &str) -> bool {
    let has =
        |part: &str| path.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()));
    path.starts_with('/')
        && !path.contains(|c: char| c.is_control() || c == '\\')
        && !["//", "%2f", "%5c", "%2e"].into_iter().any(has)
        && !path.split('/').any(|segment| segment == "." || segment == "..")
}

fn by_segment<'a>(path: &'a str, change: impl Fn(&'a str) -> &'a str) -> String {
    path.split('/').map(change).collect::<Vec<_>>().join("/")
}

fn without_parameters(path: &str) -> String {
    by_segment(path, |segment| segment.split(';').next().unwrap_or_default())
}

/// Cuts the path where an app that decodes first would find a query or a fragment.
fn without_query(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}

/// Removes white space around a name, and dots after it, as some apps and file systems do.
fn trimmed(path: &str) -> String {
    by_segment(path, |segment| segment.trim_start().trim_end_matches(|c: char| c.is_whitespace() || c == '.'))
}

/// Returns the segments between slashes, from the second on: every path begins with a slash.
fn segments(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(str::to_owned).collect()
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
            ("/비밀", vec!["비밀"]),
            ("/Ärzte", vec!["Ärzte"]),
            ("/%EF%BD%81", vec!["ａ"]),
        ] {
            let path = RequestedPath::parse(path).expect(path);
            assert_eq!(path.only_reading().expect("one"), expected);
        }
        for path in [
            "/reports;v=1",
            "/%2572eports",
            "/a%3Bb",
            "/a%3fx",
            "/a%23x",
            "/a%20",
            "/a./b",
            "/a…",
            "/%E3%80%80a",
            "/a；b",
            "/a％62",
        ] {
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
            "/a%ff",
            "/%c0%af",
            "/a/%c0%ae%c0%ae/b",
            "/a%ed%a0%80",
            "/%E4rzte",
            "/100%25ff",
            "/a／b",
            "/a＼b",
            "/a/．．/b",
            "/a/%EF%BC%8E/b",
            "/a/‥/b",
            "/a/.\u{200d}./b",
            "/a％2fb",
            "/a\u{85}",
            "/\u{2028}/a",
            "/℀",
        ];
        for path in hostile {
            assert_eq!(RequestedPath::parse(path), None, "{path:?}");
        }
    }
}
