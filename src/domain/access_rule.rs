//! Who may use which app behind the proxy: rules by host and path, and nobody without one.

use std::collections::HashSet;
use std::fmt;

use super::origin::Authority;
use super::requested_path::RequestedPath;
use super::user::Role;
use super::username::Username;

/// Whom a rule lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Whoever comes, signed in or not.
    Anyone,
    /// Whoever is signed in.
    User,
    /// Administrators.
    Admin,
    /// One person.
    Named(Username),
}

impl Who {
    /// Reads `anyone`, `user`, `admin` or `user:NAME`.
    pub fn parse(text: &str) -> Option<Who> {
        match text {
            "anyone" => Some(Who::Anyone),
            "user" => Some(Who::User),
            "admin" => Some(Who::Admin),
            _ => Username::parse(text.strip_prefix("user:")?).map(Who::Named),
        }
    }

    /// Whether somebody who is signed in is let in.
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

/// One line of the list: a place, and who may go there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRule {
    host: Authority,
    prefix: Vec<Vec<u8>>,
    /// The prefix as it was written, without a final slash; empty for the whole host.
    written_prefix: String,
    who: Who,
}

impl AccessRule {
    /// Reads `HOST WHO` or `HOST/PATH-PREFIX WHO`.
    pub fn parse(text: &str) -> Option<AccessRule> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [place, who] = words[..] else { return None };
        let (host, path) = place.split_at(place.find('/').unwrap_or(place.len()));
        let written_prefix = path.strip_suffix('/').unwrap_or(path).to_owned();
        let prefix = match written_prefix.as_str() {
            "" => Vec::new(),
            path if path.contains(['?', '#']) => return None,
            path => RequestedPath::parse(path)?.only_reading()?.to_vec(),
        };
        Some(AccessRule { host: Authority::parse(host)?, prefix, written_prefix, who: Who::parse(who)? })
    }

    /// The host that it is about.
    pub fn host(&self) -> &Authority {
        &self.host
    }

    /// Whom it lets in.
    pub fn who(&self) -> &Who {
        &self.who
    }

    fn holds_for(&self, path: &[Vec<u8>], same: fn(&[u8], &[u8]) -> bool) -> bool {
        path.len() >= self.prefix.len() && self.prefix.iter().zip(path).all(|(one, other)| same(one, other))
    }
}

impl fmt::Display for AccessRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{} {}", self.host, self.written_prefix, self.who)
    }
}

/// What the list says of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling<'a> {
    /// These may.
    For(&'a Who),
    /// No rule names the place, so nobody may.
    Nobody,
    /// The path can be read in two ways that matter, so nobody may.
    Ambiguous,
}

/// The whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessRules(Vec<AccessRule>);

impl AccessRules {
    /// Reads rules with commas between them. `None` also when a place is named twice, in whatever case.
    pub fn parse(text: &str) -> Option<AccessRules> {
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        let rules: Vec<AccessRule> = items.map(AccessRule::parse).collect::<Option<_>>()?;
        let place = |rule: &AccessRule| {
            let prefix: Vec<_> = rule.prefix.iter().map(|segment| segment.to_ascii_lowercase()).collect();
            (rule.host.clone(), prefix)
        };
        let places: HashSet<_> = rules.iter().map(place).collect();
        (places.len() == rules.len()).then_some(AccessRules(rules))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each rule.
    pub fn iter(&self) -> impl Iterator<Item = &AccessRule> {
        self.0.iter()
    }

    /// Who may go there: the rule with the longest prefix decides, whole segments compared.
    ///
    /// Where rules differ by path, every way to read the path must lead to the same rule, small and capital letters
    /// being the same to some apps and not to others.
    pub fn decide(&self, host: &Authority, path: &str) -> Ruling<'_> {
        let rules: Vec<&AccessRule> = self.0.iter().filter(|rule| rule.host == *host).collect();
        match rules[..] {
            [] => return Ruling::Nobody,
            [rule] if rule.prefix.is_empty() => return Ruling::For(&rule.who),
            _ => {}
        }
        let Some(path) = RequestedPath::parse(path) else { return Ruling::Ambiguous };
        let longest = |path: &[Vec<u8>], same| {
            let fitting = rules.iter().filter(|rule| rule.holds_for(path, same));
            fitting.max_by_key(|rule| rule.prefix.len()).map(|rule| &rule.who)
        };
        let found: Vec<Option<&Who>> = path
            .readings()
            .flat_map(|path| [longest(path, |one, other| one == other), longest(path, <[u8]>::eq_ignore_ascii_case)])
            .collect();
        match found.first().copied().flatten() {
            first if found.iter().any(|other| *other != first) => Ruling::Ambiguous,
            Some(who) => Ruling::For(who),
            None => Ruling::Nobody,
        }
    }
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
        // It makes no difference here.
        assert_eq!(ruling(&rules, "a.org", "/x;y/100%25"), "user");
        assert_eq!(ruling(&rules, "a.org", "/reports/x;y"), "user:ada");
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
        ] {
            assert_eq!(AccessRules::parse(bad), None, "{bad}");
        }
    }
}
