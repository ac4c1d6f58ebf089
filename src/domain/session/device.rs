//! A short description of a device, taken from its user agent. It helps the owner's memory, and never proves anything.

/// A browser and a system, such as `Firefox on Linux`. A part that is not recognised is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// The browser's own name.
    pub browser: Option<&'static str>,
    /// The name of the operating system.
    pub system: Option<&'static str>,
}

const BROWSERS: [(&str, &str); 17] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Whale/", "Whale"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("w3m/", "w3m"),
    ("Lynx/", "Lynx"),
    ("Links", "Links"),
    ("curl/", "curl"),
    ("doorward", "doorward"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 8] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
    ("FreeBSD", "FreeBSD"),
];

/// The programs among [`BROWSERS`] that run in a terminal.
const PROGRAMS: [&str; 5] = ["w3m", "Lynx", "Links", "curl", "doorward"];

/// What somebody holds in their hand or sits at, for the picture beside its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceKind {
    Phone,
    Tablet,
    Computer,
    /// A program in a terminal.
    Program,
    Unknown,
}

impl DeviceKind {
    /// Reads a `User-Agent` header. Android says `Mobile` on phones only.
    pub fn from_user_agent(user_agent: &str) -> DeviceKind {
        let Device { browser, system } = Device::from_user_agent(user_agent);
        match (browser, system) {
            (Some(browser), _) if PROGRAMS.contains(&browser) => DeviceKind::Program,
            (_, Some("iPhone")) => DeviceKind::Phone,
            (_, Some("Android")) if user_agent.contains("Mobile") => DeviceKind::Phone,
            (_, Some("iPad" | "Android")) => DeviceKind::Tablet,
            (_, Some(_)) => DeviceKind::Computer,
            (_, None) => DeviceKind::Unknown,
        }
    }
}

/// The label of a device of which nothing is recognised.
pub const UNKNOWN: &str = "unknown";

impl Device {
    /// Returns the text that lists sort and search by: `Firefox on Linux`, or the part of it that is known.
    pub fn label(self) -> String {
        match (self.browser, self.system) {
            (Some(browser), Some(system)) => format!("{browser} on {system}"),
            (Some(name), None) | (None, Some(name)) => name.to_owned(),
            (None, None) => UNKNOWN.to_owned(),
        }
    }

    /// Returns every possible label that contains all of these words, in any case and order.
    pub fn labels_with(words: &str) -> Vec<String> {
        let names = |list: &[(&str, &'static str)]| {
            let mut names: Vec<_> = list.iter().map(|(_, name)| Some(*name)).collect();
            names.dedup();
            names.push(None);
            names
        };
        let words: Vec<_> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let has_all = |label: &String| words.iter().all(|word| label.to_lowercase().contains(word.as_str()));
        let (browsers, systems) = (names(&BROWSERS), names(&SYSTEMS));
        let devices = browsers
            .iter()
            .flat_map(|browser| systems.iter().map(move |system| Device { browser: *browser, system: *system }));
        let mut labels: Vec<_> = devices.map(Device::label).filter(has_all).collect();
        labels.sort();
        labels.dedup();
        labels
    }

    /// Parses a `User-Agent` header. It looks first for browsers that imitate others: Edge and Opera call themselves
    /// Chrome, and every browser calls itself Safari.
    pub fn from_user_agent(user_agent: &str) -> Device {
        let find = |names: &[(&str, &'static str)]| {
            names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
        };
        Device { browser: find(&BROWSERS), system: find(&SYSTEMS) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Device, DeviceKind};

    #[test]
    fn common_browsers_are_recognised() {
        let cases = [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                "Edge",
                "Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari",
                "iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; SM-S921N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36",
                "Samsung Internet",
                "Android",
            ),
        ];
        for (user_agent, browser, system) in cases {
            let device = Device::from_user_agent(user_agent);
            assert_eq!((device.browser, device.system), (Some(browser), Some(system)));
        }
    }

    #[test]
    fn the_kind_of_a_device_is_recognised() {
        let cases = [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", DeviceKind::Computer),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", DeviceKind::Phone),
            ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Safari/604.1", DeviceKind::Tablet),
            ("Mozilla/5.0 (Linux; Android 15; SM-S921N) Chrome/125.0 Mobile Safari/537.36", DeviceKind::Phone),
            ("Mozilla/5.0 (Linux; Android 15; SM-X910) Chrome/125.0 Safari/537.36", DeviceKind::Tablet),
            ("w3m/0.5.3 (Linux)", DeviceKind::Program),
            ("", DeviceKind::Unknown),
        ];
        for (user_agent, kind) in cases {
            assert_eq!(DeviceKind::from_user_agent(user_agent), kind, "{user_agent}");
        }
    }

    #[test]
    fn labels_are_found_by_their_words() {
        assert_eq!(Device::labels_with("LINUX fire"), ["Firefox on Linux"]);
        assert_eq!(Device::labels_with("w3m").len(), 9);
        assert!(Device::labels_with("netscape").is_empty());
        let all = Device::labels_with("");
        assert!(all.contains(&super::UNKNOWN.to_owned()) && all.contains(&"curl".to_owned()));
    }

    #[test]
    fn an_unknown_agent_has_no_name() {
        assert_eq!(Device::from_user_agent("<b>curling</b>"), Device { browser: None, system: None });
    }
}
