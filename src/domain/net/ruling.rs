//! Decides by the rules who may use which app behind the proxy. Without a rule, nobody may.

use super::access_rule::{AccessRule, AccessRules, Who};
use super::folded::folded;
use super::origin::Authority;
use super::requested_path::RequestedPath;

/// The answer of the rules for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling<'a> {
    /// These people may go there.
    For(&'a Who),
    /// No rule names the place, so nobody may go there.
    Nobody,
    /// The path can be read in two ways that lead to different rules, so nobody may go there.
    Ambiguous,
}

impl AccessRules {
    /// Decides who may go there. The rule with the longest prefix counts; prefixes are compared by whole segments.
    ///
    /// If rules differ by path, every way to read the path must lead to the same rule: for some apps, but not for all,
    /// small and capital letters are the same, and so are different encodings of one letter.
    pub fn decide(&self, host: &Authority, path: &str) -> Ruling<'_> {
        let rules: Vec<&AccessRule> = self.iter().filter(|rule| rule.host() == host).collect();
        match rules[..] {
            [] => return Ruling::Nobody,
            [rule] if rule.prefix.is_empty() => return Ruling::For(rule.who()),
            _ => {}
        }
        let Some(path) = RequestedPath::parse(path) else { return Ruling::Ambiguous };
        let by_letter = path.readings().map(|reading| by_letter(&rules, reading));
        let mut rulings =
            by_letter.chain(path.readings_in_other_letters().map(|reading| by_any_letter(&rules, reading)));
        let first = rulings.next().unwrap_or(Ruling::Ambiguous);
        if rulings.all(|other| other == first) { first } else { Ruling::Ambiguous }
    }
}

/// Takes the longest prefix with exactly these letters. The path is ambiguous if a longer prefix gives a different
/// answer for an app that treats more letters as the same.
fn by_letter<'a>(rules: &[&'a AccessRule], path: &[String]) -> Ruling<'a> {
    let without_case = without_case(path);
    let longest = rules.iter().filter(|rule| path.starts_with(&rule.prefix)).max_by_key(|rule| rule.depth());
    let (ruling, depth) = longest.map_or((Ruling::Nobody, 0), |rule| (Ruling::For(rule.who()), rule.depth()));
    let mut longer = rules.iter().filter(|rule| rule.depth() > depth && without_case.starts_with(&rule.folded_prefix));
    if longer.any(|rule| Ruling::For(rule.who()) != ruling) { Ruling::Ambiguous } else { ruling }
}

/// Takes the longest prefix, ignoring case and encoding of letters.
fn by_any_letter<'a>(rules: &[&'a AccessRule], path: &[String]) -> Ruling<'a> {
    let without_case = without_case(path);
    let longest = rules.iter().filter(|rule| without_case.starts_with(&rule.folded_prefix));
    longest.max_by_key(|rule| rule.depth()).map_or(Ruling::Nobody, |rule| Ruling::For(rule.who()))
}

fn without_case(path: &[String]) -> Vec<String> {
    path.iter().map(|segment| folded(segment)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ruling(rules: &AccessRules, host: &str, path: &str) -> String {
        match rules.decide(&Authority::requested(host, true).expect("a host"), path) {
            Ruling::For(who) => who.to_string(),
            Ruling::Nobody => "nobody".into(),
            Ruling::Ambiguous => "ambiguous".into(),
        }
    }

    #[test]
    fn the_longest_prefix_decides_by_whole_segments() {
        let text = "wiki.example.org user,wiki.example.org/public anyone,wiki.example.org/public/drafts user:ada,\
             grafana.example.org admin,only.example.org/docs user,wiki.example.org:8443 admin";
        let rules = AccessRules::parse(text).expect("rules");
        assert_eq!(rules.to_string(), text);
        for (host, path, expected) in [
            ("wiki.example.org", "/", "user"),
            ("WIKI.example.org:443", "/x", "user"),
            ("wiki.example.org:8443", "/public", "admin"),
            ("wiki.example.org:8444", "/", "nobody"),
            ("wiki.example.org", "/public", "anyone"),
            ("wiki.example.org", "/public/", "anyone"),
            ("wiki.example.org", "/public/a", "anyone"),
            ("wiki.example.org", "/publicity", "user"),
            ("wiki.example.org", "/x/public", "user"),
            ("wiki.example.org", "/public/drafts/1", "user:ada"),
            ("wiki.example.org", "/public/%64rafts", "user:ada"),
            ("grafana.example.org", "/%2e%2e//x", "admin"),
            ("only.example.org", "/docs/a", "user"),
            ("only.example.org", "/", "nobody"),
            ("example.org", "/", "nobody"),
            ("evil.wiki.example.org", "/", "nobody"),
        ] {
            assert_eq!(ruling(&rules, host, path), expected, "{host}{path}");
        }
    }

    #[test]
    fn a_path_that_apps_read_differently_is_nobodys() {
        let rules = AccessRules::parse("a.org user,a.org/reports user:ada,a.org/public anyone").expect("rules");
        for path in [
            "/Reports",
            "/public/../reports",
            "/public/..;/reports",
            "/public/%2e%2e/reports",
            "/public%2f..%2freports",
            "/reports;v=1",
            "/%2572eports",
            "/PUBLIC/x",
            "//reports",
            "/.//reports",
            "/reports\\x",
            "/reports%00",
        ] {
            assert_eq!(ruling(&rules, "a.org", path), "ambiguous", "{path}");
        }
        // The readings differ, but all lead to the same rule.
        assert_eq!(ruling(&rules, "a.org", "/x;y/100%25"), "user");
        assert_eq!(ruling(&rules, "a.org", "/reports/x;y"), "user:ada");
    }

    #[test]
    fn other_letters_for_the_same_name_get_past_no_rule() {
        let text = "a.org user,a.org/비밀 user:ada,a.org/ärzte user:ada,a.org/straße user:ada,a.org/admin user:ada,\
             a.org/x user,a.org/x/ä admin,a.org/x/ä/fi user";
        let rules = AccessRules::parse(text).expect("rules");
        for path in [
            "/%E1%84%87%E1%85%B5%E1%84%86%E1%85%B5%E1%86%AF",
            "/\u{1107}\u{1175}\u{1106}\u{1175}\u{11af}",
            "/%C3%84rzte",
            "/A%CC%88RZTE/x",
            "/strasse",
            "/STRASSE",
            "/STRAẞE",
            "/ａｄｍｉｎ",
            "/adm%C4%B1n",
            "/ad%C2%ADmin",
            "/%E2%80%8Dadmin",
            "/x/Ä",
            "/x/Ä/ﬁ",
            "/public%EF%BC%8F..%EF%BC%8Fadmin",
            "/public/%c0%ae%c0%ae/admin",
            "/%E4rzte",
            "/admin%c0%80",
        ] {
            assert_eq!(ruling(&rules, "a.org", path), "ambiguous", "{path}");
        }
        for (path, expected) in [
            ("/비밀/x", "user:ada"),
            ("/%EB%B9%84%EB%B0%80", "user:ada"),
            ("/%C3%A4rzte", "user:ada"),
            ("/x/ä/fi", "user"),
            ("/x/ä/f", "admin"),
            ("/위키/Ä", "user"),
            ("/y/%E1%84%87%E1%85%B5", "user"),
        ] {
            assert_eq!(ruling(&rules, "a.org", path), expected, "{path}");
        }
        let one = AccessRules::parse("a.org user").expect("rules");
        assert_eq!(ruling(&one, "a.org", "/%ff%c0%af"), "user");
    }

    #[test]
    fn every_rule_that_is_accepted_protects_what_it_names() {
        let names = [
            "x",
            "Reports",
            "비밀",
            "\u{1107}\u{1175}",
            "ärzte",
            "Straße",
            "ﬁle",
            "ｗ",
            "a.b",
            ".well-known",
            "a%20b",
            "%41",
            "a%2Cb",
            "*",
            "a*",
            "**",
            ":id",
            "{id}",
            "[id]",
            "<x>",
            "a;b",
            "",
            ".",
            "..",
            "...",
            "a.",
            "a%20",
            "%20a",
            "100%25",
            "%",
            "%zz",
            "%ff",
            "%c0%af",
            "a%2fb",
            "a%5cb",
            "%2e",
            "~u",
            "@me",
            "a+b",
            "a=b",
            "!x",
            "$x",
            "(x)",
            "a%00",
            "a|b",
            "^a",
            "a…",
            "a／b",
            "a%2525",
            "a'b",
            "a&b",
            "%2A",
            "%3Aid",
            "%5Bid%5D",
            "%EB%B9%84",
            "a:b",
            "a%EF%BC%8Fb",
        ];
        let hosts =
            ["a.org", "A.ORG", "a.org:8443", "위키.org", "[::1]", "127.0.0.1", "a.org.", "a.org:443", "*.org", ".org"];
        let forms = |name: &str| {
            let forms = [
                "/N", "/N/", "/N//", "//N", "/t/N", "/N/t", "/N/t/", "/./N", "/N/..", "/N?x", "/N#x", "/N%2f", "/N/*",
                "N",
            ];
            forms.map(|form| form.replace('N', name))
        };
        let mut accepted = 0;
        for host in hosts {
            for place in names.iter().flat_map(|name| forms(name)).chain(["".into(), "/".into(), "//".into()]) {
                let Some(rules) = AccessRules::parse(&format!("other.org user,{host}{place} user:ada")) else {
                    continue;
                };
                accepted += 1;
                let rule = rules.iter().nth(1).expect("two rules");
                assert_eq!(
                    AccessRules::parse(&rule.to_string()).as_ref().and_then(|rules| rules.iter().next()),
                    Some(rule),
                    "{rule}"
                );
                let own = rule.host().to_string();
                // Beside it is a rule for the whole host, so that a request which gets past the rule still gets in.
                let beside = format!("{own} user,{rule}");
                let both = AccessRules::parse(&beside);
                let rules = if rule.depth() == 0 { &rules } else { both.as_ref().expect("two rules") };
                let path = place.trim_end_matches('/');
                let encoded: String = path
                    .bytes()
                    .map(|byte| match byte {
                        b'/' | b'%' => char::from(byte).to_string(),
                        _ if byte.is_ascii_graphic() => char::from(byte).to_string(),
                        _ => format!("%{byte:02X}"),
                    })
                    .collect();
                for asked in [path, encoded.as_str()] {
                    for below in ["", "/", "/y", "/y/z.html"] {
                        let asked = format!("{asked}{below}");
                        let asked = if asked.is_empty() { "/" } else { asked.as_str() };
                        assert_eq!(ruling(rules, &own, asked), "user:ada", "{rule}: {asked}");
                    }
                }
                if rule.depth() > 0 {
                    for other in
                        [path.to_uppercase(), path.to_lowercase(), folded(path), super::super::folded::compatible(path)]
                    {
                        assert_ne!(ruling(rules, &own, &other), "user", "{rule}: {other}");
                    }
                }
            }
        }
        assert!(accepted > 500, "{accepted}");
    }
}
