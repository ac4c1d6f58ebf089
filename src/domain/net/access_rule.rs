//! Rules by host and path that say who may use which app behind the proxy, as the setting has them. `ruling` applies
//! them.

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
    pub(super) prefix: Vec<String>,
    /// The segments of the prefix after case folding, with one spelling of each letter.
    pub(super) folded_prefix: Vec<String>,
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

    pub(super) fn depth(&self) -> usize {
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
