//! Rules by host and path that say who may use which app behind the proxy. Without a rule, nobody may.

use std::collections::HashSet;
use std::fmt;

use super::folded::folded;
use super::origin::Authority;
use super::requested_path::RequestedPath;
use crate::domain::account::{Role, Username};

/// The people whom a rule admits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not.
    Anyone,
    /// Every signed-in user.
    User,
    Admin,
    Named(Username),
}

impl Who {
    /// Parses `anyone`, `user`, `admin` or `user:NAME`.
    pub fn parse(text: &str) -> Option<Who> {
        match text {
            "anyone" => Some(Who::Anyone),
            "user" => Some(Who::User),
            "admin" => Some(Who::Admin),
            _ => Username::parse(text.strip_prefix("user:")?).ok().map(Who::Named),
        }
    }

    /// Tells whether the rule admits this signed-in user.
    pub fn admits(&self, username: &str, role: Role) -> bool {
        match self {
            Who::Anyone | Who::User => true,
            Who::Admin => role == Role::Admin,
            Who::Named(name) => name.as_str() == username,
        }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Who::Anyone => f.write_str("anyone"),
            Who::User => f.write_str("user"),
            Who::Admin => f.write_str("admin"),
            Who::Named(name) => write!(f, "user:{name}"),
        }
    }
}

/// One rule: a host and path, and the people who may go there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRule {
    host: Authority,
    prefix: Vec<String>,
    /// The segments of the prefix after case folding, with one spelling of each letter.
    folded_prefix: Vec<String>,
    /// The prefix as it was written, without a final slash; empty for the whole host.
    written_prefix: String,
    who: Who,
}

impl AccessRule {
    /// Parses `HOST WHO` or `HOST/PATH-PREFIX WHO`.
    ///
    /// Returns `None` if the prefix matches no request, or matches only some of those that look the same: rules are no
    /// patterns.
    pub fn parse(text: &str) -> Option<AccessRule> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [place, who] = words[..] else { return None };
        let (host, path) = place.split_at(place.find('/').unwrap_or(place.len()));
        let written_prefix = path.strip_suffix('/').unwrap_or(path).to_owned();
        let prefix = match written_prefix.as_str() {
            "" => Vec::new(),
            // An empty segment at the end would be one that requests must have, too.
            path if path.ends_with('/') || is_pattern(path) => return None,
            path => RequestedPath::parse(path)?.only_reading()?.to_vec(),
        };
        let folded_prefix = prefix.iter().map(|segment| folded(segment)).collect();
        Some(AccessRule { host: Authority::parse(host)?, prefix, folded_prefix, written_prefix, who: Who::parse(who)? })
    }

    pub fn host(&self) -> &Authority {
        &self.host
    }

    pub fn who(&self) -> &Who {
        &self.who
    }

    fn depth(&self) -> usize {
        self.prefix.len()
    }
}

/// Tells whether other programs would take the path for a pattern, or not for a path at all (RFC 3986 section 3.3). In
/// a rule such a character would be part of a name like any other and protect nothing. An operator who means the name
/// writes it percent-encoded.
fn is_pattern(path: &str) -> bool {
    path.contains(['?', '#', '*', '{', '}', '<', '>', '[', ']', '|', '^', '"', '`']) || path.contains("/:")
}

impl fmt::Display for AccessRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{} {}", self.host, self.written_prefix, self.who)
    }
}

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

/// All rules, in the order of the setting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessRules(Vec<AccessRule>);

impl AccessRules {
    /// Parses comma-separated rules. Returns `None` also if two rules name the same place, even in different spellings.
    pub fn parse(text: &str) -> Option<AccessRules> {
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        let rules: Vec<AccessRule> = items.map(AccessRule::parse).collect::<Option<_>>()?;
        let place = |rule: &AccessRule| (rule.host.clone(), rule.folded_prefix.clone());
        let places: HashSet<_> = rules.iter().map(place).collect();
        (places.len() == rules.len()).then_some(AccessRules(rules))
    }

    /// Tells whether there is no rule.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns each rule.
    pub fn iter(&self) -> impl Iterator<Item = &AccessRule> {
        self.0.iter()
    }

    /// Returns the rules that admit this user by name.
    pub fn naming(&self, name: &Username) -> impl Iterator<Item = &AccessRule> {
        self.0.iter().filter(move |rule| matches!(&rule.who, Who::Named(named) if named == name))
    }

    /// Decides who may go there. The rule with the longest prefix counts; prefixes are compared by whole segments.
    ///
    /// If rules differ by path, every way to read the path must lead to the same rule: for some apps, but not for all,
    /// small and capital letters are the same, and so are different encodings of one letter.
    pub fn decide(&self, host: &Authority, path: &str) -> Ruling<'_> {
        let rules: Vec<&AccessRule> = self.0.iter().filter(|rule| rule.host == *host).collect();
        match rules[..] {
            [] => return Ruling::Nobody,
            [rule] if rule.prefix.is_empty() => return Ruling::For(&rule.who),
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
    let (ruling, depth) = longest.map_or((Ruling::Nobody, 0), |rule| (Ruling::For(&rule.who), rule.depth()));
    let mut longer = rules.iter().filter(|rule| rule.depth() > depth && without_case.starts_with(&rule.folded_prefix));
    if longer.any(|rule| Ruling::For(&rule.who) != ruling) { Ruling::Ambiguous } else { ruling }
}

/// Takes the longest prefix, ignoring case and encoding of letters.
fn by_any_letter<'a>(rules: &[&'a AccessRule], path: &[String]) -> Ruling<'a> {
    let without_case = without_case(path);
    let longest = rules.iter().filter(|rule| without_case.starts_with(&rule.folded_prefix));
    longest.max_by_key(|rule| rule.depth()).map_or(Ruling::Nobody, |rule| Ruling::For(&rule.who))
}

fn without_case(path: &[String]) -> Vec<String> {
    path.iter().map(|segment| folded(segment)).collect()
}

impl fmt::Display for AccessRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, rule) in self.0.iter().enumerate() {
            write!(f, "{}{rule}", if index == 0 { "" } else { "," })?;
        }
        Ok(())
    }
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
                let rule = &rules.0[1];
                assert_eq!(AccessRule::parse(&rule.to_string()).as_ref(), Some(rule), "{rule}");
                let own = rule.host.to_string();
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

    #[test]
    fn a_list_that_says_two_things_or_nothing_is_refused() {
        for bad in [
            "a.org",
            "a.org everybody",
            "a.org user admin",
            "a.org user:",
            "a.org user:a b",
            "user",
            "/x user",
            "a.org:443 user",
            "a.org:80 user",
            "https://a.org user",
            "*.a.org user",
            "u@a.org user",
            "a.org/x?y user",
            "a.org/x#y user",
            "a.org/../x user",
            "a.org//x user",
            "a.org/a%2fb user",
            "a.org/a;b user",
            "a.org user,a.org admin",
            "a.org user,A.org/ admin",
            "a.org/x user,a.org/X admin",
            "a.org/straße user,a.org/STRASSE admin",
            "a.org// user",
            "a.org/x// user",
            "a.org/x/// user",
            "a.org/x/* user",
            "a.org/** user",
            "a.org/{id}/x user",
            "a.org/<id> user",
            "a.org/[id] user",
            "a.org/:id user",
            "a.org/^x user",
            "a.org/a|b user",
            "a.org/x%ff user",
            "a.org/a／b user",
            "a.org/a… user",
        ] {
            assert_eq!(AccessRules::parse(bad), None, "{bad}");
        }
    }
}
