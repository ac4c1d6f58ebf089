//! Browsers, each with its share, and names that people give their devices.

use doorward::internals::Device;

use super::chance::Chance;

/// A user agent as browsers send it, and its name in lists.
pub struct Agent {
    pub text: String,
    pub label: String,
}

/// Names that people type for their devices.
const LABELS: [&str; 12] = [
    "Work laptop",
    "Phone",
    "Home",
    "Office",
    "Old tablet",
    "Kitchen tablet",
    "Desktop",
    "회사 노트북",
    "집 컴퓨터",
    "내 휴대폰",
    "Spare phone",
    "Reading room",
];

/// All browsers, with their shares.
pub struct Devices {
    agents: Vec<Agent>,
    shares: Vec<u64>,
}

impl Devices {
    pub fn new() -> Devices {
        let (mut agents, mut shares) = (Vec::new(), Vec::new());
        for (share, text) in list() {
            let label = Device::from_user_agent(&text).label();
            agents.push(Agent { text, label });
            shares.push(share);
        }
        Devices { agents, shares }
    }

    /// Returns the browser of one session, which is one of the few that its user has.
    pub fn of_user(&self, seed: u64, user: u64, chance: &mut Chance) -> &Agent {
        let device = match chance.below(100) {
            0..58 => 0,
            58..86 => 1,
            86..96 => 2,
            _ => 3,
        };
        self.any(&mut Chance::of(seed, "device", user.wrapping_mul(4).wrapping_add(device)))
    }

    /// Returns any browser.
    pub fn any(&self, chance: &mut Chance) -> &Agent {
        &self.agents[chance.weighted(self.shares.iter().copied())]
    }
}

/// Returns a name for a device.
pub fn label(chance: &mut Chance) -> String {
    (*chance.pick(&LABELS)).to_owned()
}

fn list() -> Vec<(u64, String)> {
    let mut list = Vec::new();
    let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
    for (share, system) in [
        (220, "Windows NT 10.0; Win64; x64"),
        (70, "Macintosh; Intel Mac OS X 10_15_7"),
        (28, "X11; Linux x86_64"),
        (14, "X11; CrOS x86_64 14541.0.0"),
    ] {
        for (part, version) in [(6, 142), (3, 141), (1, 138)] {
            list.push((share * part, format!("Mozilla/5.0 ({system}) {webkit} Chrome/{version}.0.0.0 Safari/537.36")));
        }
    }
    for (share, version) in [(420, 142), (160, 141), (50, 139)] {
        list.push((
            share,
            format!(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/{version}.0.0.0 Safari/537.36 Edg/{version}.0.0.0"
            ),
        ));
    }
    for (share, system) in
        [(150, "Windows NT 10.0; Win64; x64"), (90, "X11; Linux x86_64"), (60, "Macintosh; Intel Mac OS X 10.15")]
    {
        for (part, version) in [(2, 145), (1, 140)] {
            list.push((
                share * part,
                format!("Mozilla/5.0 ({system}; rv:{version}.0) Gecko/20100101 Firefox/{version}.0"),
            ));
        }
    }
    for (share, version) in [(300, "26.0"), (180, "18.6"), (60, "17.6")] {
        list.push((
            share,
            format!(
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{version} Safari/605.1.15"
            ),
        ));
    }
    for (share, device, system) in [
        (900, "iPhone; CPU iPhone OS 26_0 like Mac OS X", "26.0"),
        (520, "iPhone; CPU iPhone OS 18_7 like Mac OS X", "18.6"),
        (160, "iPhone; CPU iPhone OS 17_6 like Mac OS X", "17.6"),
        (120, "iPad; CPU OS 18_6 like Mac OS X", "18.6"),
    ] {
        list.push((
            share,
            format!(
                "Mozilla/5.0 ({device}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{system} Mobile/15E148 Safari/604.1"
            ),
        ));
    }
    for (share, phone, version) in [(900, "10; K", 142), (420, "10; K", 141), (90, "13; SM-A536B", 138)] {
        list.push((
            share,
            format!("Mozilla/5.0 (Linux; Android {phone}) {webkit} Chrome/{version}.0.0.0 Mobile Safari/537.36"),
        ));
    }
    for (share, version) in [(330, "28.0"), (110, "27.0")] {
        list.push((
            share,
            format!(
                "Mozilla/5.0 (Linux; Android 15; SM-S921N) {webkit} SamsungBrowser/{version} Chrome/130.0.0.0 Mobile Safari/537.36"
            ),
        ));
    }
    let rest: [(u64, &str); 9] = [
        (70, "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"),
        (
            90,
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.0.0 Mobile/15E148 Safari/604.1",
        ),
        (
            60,
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0",
        ),
        (
            80,
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Whale/4.34.340.19 Safari/537.36",
        ),
        (
            20,
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Vivaldi/7.6.3797.63",
        ),
        (6, "w3m/0.5.3+git20230121"),
        (4, "Lynx/2.9.0 libwww-FM/2.14 SSL-MM/1.4.1 GNUTLS/3.8.3"),
        (12, "curl/8.16.0"),
        (18, "reading-room-kiosk/3.2"),
    ];
    list.extend(rest.map(|(share, text)| (share, text.to_owned())));
    list
}
