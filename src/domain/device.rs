//! A few words for a device, read off its user agent: a help for the owner's memory, never a proof.

/// Browser and system, such as `Firefox on Linux`; whatever is not recognised is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// The browser's own name.
    pub browser: Option<&'static str>,
    /// The operating system.
    pub system: Option<&'static str>,
}

impl Device {
    /// Reads a `User-Agent` header. Names that imitate others are looked for first: Edge and Opera call themselves
    /// Chrome, and everything calls itself Safari.
    pub fn from_user_agent(user_agent: &str) -> Device {
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
            ("doorward command", "doorward"),
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
        let find = |names: &[(&str, &'static str)]| {
            names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
        };
        Device { browser: find(&BROWSERS), system: find(&SYSTEMS) }
    }
}

#[cfg(test)]
mod tests {
    use super::Device;

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
    fn an_unknown_agent_has_no_name() {
        assert_eq!(Device::from_user_agent("<b>curling</b>"), Device { browser: None, system: None });
    }
}
