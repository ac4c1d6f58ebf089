//! The table of settings.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;

use super::branding::{AccentColor, Link, Logo};
use super::database_url::DatabaseUrl;
use super::mail::{Mailbox, SmtpUrl};
use super::value::{self, Listen, LogFormat, PublicUrl};
use crate::domain::net::{AccessRules, Origin};
use crate::domain::sign_in::TwoFactorPolicy;
use crate::domain::time::Zone;
use crate::domain::token::SigningAlgorithm;
use crate::domain::token::access_token::MAX_LIFE_SECONDS;
use crate::language::{self, Language};

/// One setting, as needed to read, check and document it.
pub struct Definition {
    /// The name, from which all other spellings follow: `session_idle`, `DOORWARD_SESSION_IDLE`, `--session-idle`.
    pub name: &'static str,
    /// The default, as an operator would write it.
    pub default: &'static str,
    /// The allowed values, phrased to follow "must be".
    pub allowed: &'static str,
    /// Explains what the setting does, and why its default was chosen.
    pub meaning: &'static str,
    pub(super) marks: &'static [Mark],
    pub(super) set: fn(&mut Settings, &str) -> Option<()>,
    pub(super) show: fn(&Settings) -> String,
}

macro_rules! settings {
    ($(
        $(#[$mark:ident])*
        $name:ident: $type:ty = $default:literal,
        $allowed:expr,
        $parse:expr, $show:expr,
        $meaning:literal;
    )+) => {
        /// The effective settings, checked.
        #[derive(Clone, Debug)]
        pub struct Settings {
            $(#[doc = $meaning] pub $name: $type,)+
        }

        /// All settings, in the order of the documentation.
        pub const SETTINGS: &[Definition] = &[$(
            Definition {
                name: stringify!($name),
                default: $default,
                allowed: $allowed,
                meaning: $meaning,
                marks: &[$(Mark::$mark),*],
                set: |settings, text| {
                    let parse: fn(&str) -> Option<$type> = $parse;
                    settings.$name = parse(text)?;
                    Some(())
                },
                show: |settings| {
                    let show: fn(&$type) -> String = $show;
                    show(&settings.$name)
                },
            },
        )+];

        impl Settings {
            /// Returns the defaults, or `None` if one of them is not allowed; a test makes sure that all are.
            pub(super) fn defaults() -> Option<Settings> {
                Some(Settings { $($name: { let parse: fn(&str) -> Option<$type> = $parse; parse($default)? },)+ })
            }
        }
    };
}

/// A special property of a setting. The table names it before the setting.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The value may be a secret, and so may come from a file (`NAME_file`).
    Secret,
    /// Any text is allowed, even with quotation marks.
    Prose,
    /// An empty value is a mistake, since Doorward would silently use another place.
    Place,
    /// The value may be a comma-separated list.
    List,
}

impl Definition {
    pub(super) fn named(name: &str) -> Option<&'static Definition> {
        SETTINGS.iter().find(|definition| definition.name == name)
    }

    /// Finds the setting that `NAME_file` gives a value to.
    pub(super) fn in_file(name: &str) -> Option<&'static Definition> {
        Definition::named(name.strip_suffix("_file")?).filter(|definition| definition.is_secret())
    }

    /// Tells whether the value is a secret, which is never shown, and which a file may hold (`NAME_file`).
    pub fn is_secret(&self) -> bool {
        self.is(Mark::Secret)
    }

    pub(super) fn is(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }
}

const DAY: u64 = 86_400;
/// Operators write this instead of a duration that has no end.
const NEVER: &str = "never";

settings! {
    listen: Listen = "127.0.0.1:8080",
        "an address with a port, such as 127.0.0.1:8080, or unix:PATH",
        Listen::parse, ToString::to_string,
        "Where to listen. Other machines cannot connect by default: a proxy with TLS belongs in front.";
    socket_mode: Option<u32> = "",
        "the mode of a file as chmod takes it, from 600 to 777, such as 660",
        |text| optional(text, value::parse_mode), |mode| mode.map(|mode| format!("{mode:o}")).unwrap_or_default(),
        "Who may connect to the Unix socket that `listen` names: 660 is its owner and its group. Without it the umask decides. Whoever can connect counts as a trusted proxy.";
    metrics_listen: Option<SocketAddr> = "",
        "an address with a port, such as 127.0.0.1:9464",
        |text| optional(text, |text| text.parse().ok()), show_optional,
        "Where to listen for `/metrics`, `/healthz` and `/readyz` alone. Nowhere by default: the numbers are for the operator only.";
    public_url: Option<PublicUrl> = "",
        "scheme, host and port as browsers see them, such as https://login.example.org",
        |text| optional(text, PublicUrl::parse), show_optional,
        "The address that people type; also the issuer in tokens. Without it: plain http at `listen`.";
    allow_insecure_http: bool = "false",
        "true or false",
        |text| text.parse().ok(), ToString::to_string,
        "Permits plain http on an address that other machines can reach. Passwords then cross the network readable.";
    #[List]
    trusted_proxies: Vec<IpNet> = "",
        "a list of networks, such as 10.0.0.0/8,::1",
        value::parse_networks, |networks| value::show_list(networks),
        "Whose `X-Forwarded-For` is believed, and who may ask `/forward-auth`. Nobody's by default, since anybody can send that header.";
    cookie_domain: Option<String> = "",
        "the host of public_url or a domain above it that is no public suffix such as co.kr, with a dot inside, such as example.org",
        |text| optional(text, value::parse_cookie_domain), show_optional,
        "Shares the access cookie for apps with all hosts of this domain. Every one of them then gets the access token for apps, and with it can act as its owner at other apps while it lasts: trust them all, or take the cookie away at the proxy as the files in `deploy` do. The cookies of Doorward's own pages are never shared.";
    #[List]
    return_origins: Vec<Origin> = "",
        "a list of origins, each once, such as https://wiki.example.org,https://grafana.example.org",
        value::parse_origins, |origins| value::show_list(origins),
        "Where the pages for signing in and out may return to besides Doorward itself.";
    #[List]
    access_rules: AccessRules = "",
        "a list of HOST WHO or HOST/PATH WHO, each place once, WHO being anyone, user, admin or user:NAME, such as wiki.example.org user,wiki.example.org/public anyone",
        AccessRules::parse, ToString::to_string,
        "Who may use which app behind the proxy (`/forward-auth`). The longest path decides, by whole segments; what no rule names is nobody's. A path covers everything below it; there are no patterns. It does not cover other names that the app has for the same page, such as with `.json` behind it. `user:NAME` is whoever has the name now: somebody renamed to it is let in, somebody renamed from it is not any more.";
    data_dir: PathBuf = "data",
        "a folder",
        value::path, |path| path.display().to_string(),
        "Where the database file and the secret go, unless told otherwise. Made if missing, for its owner only.";
    #[Secret]
    #[Place]
    database_url: Option<DatabaseUrl> = "",
        "sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME, where the password must be percent-encoded (%40 for @, %25 for %)",
        |text| optional(text, DatabaseUrl::parse), show_optional,
        "The database. Without it: `doorward.db` in `data_dir`.";
    #[Place]
    secret_file: Option<PathBuf> = "",
        "a file",
        |text| optional(text, value::path), |path| path.as_ref().map(|path| path.display().to_string()).unwrap_or_default(),
        "The server secret, the same on all instances. Made on first start; without this setting `secret` in `data_dir`.";
    jwt_algorithm: SigningAlgorithm = "ES256",
        "ES256, EdDSA, RS256 or HS256",
        SigningAlgorithm::parse, ToString::to_string,
        "What signs access tokens. RS256 is for verifiers that know nothing newer; with HS256 nobody else can verify.";
    key_rotation: Option<Duration> = "90d",
        "a duration from 1d to 3650d, or never",
        |text| unless_never(text, |text| value::parse_duration(text, DAY, 3650 * DAY)), show_unless_never,
        "How old a signing key gets before a new one takes its place, without signing anybody out. NIST SP 800-57 allows 1 to 3 years.";
    audience: String = "doorward",
        "1 to 100 printable ASCII characters without spaces, ending neither in /api nor in /apps",
        |text| text_within(text, 100).filter(|text| is_stem(text)), Clone::clone,
        "The `aud` of access tokens for Doorward's own pages. With `/api` behind it, that of tokens for the API; with `/apps`, that of tokens for apps.";
    access_token_ttl: Duration = "30m",
        "a duration from 2s to 60m",
        |text| value::parse_duration(text, 2, MAX_LIFE_SECONDS), value::show_duration,
        "How long an access token lasts before it is renewed in place. Ending a session does not wait for it.";
    session_idle: Duration = "12h",
        "a duration from 2s to 365d",
        |text| value::parse_duration(text, 2, 365 * DAY), value::show_duration,
        "How long a session may go unused, without *keep me signed in*: a working day.";
    session_absolute: Duration = "24h",
        "a duration from 2s to 365d",
        |text| value::parse_duration(text, 2, 365 * DAY), value::show_duration,
        "When a session ends whatever happens, without *keep me signed in*: NIST SP 800-63B allows a day at AAL2.";
    remember_idle: Duration = "30d",
        "a duration from 2s to 365d",
        |text| value::parse_duration(text, 2, 365 * DAY), value::show_duration,
        "How long a session may go unused with *keep me signed in*.";
    remember_absolute: Duration = "180d",
        "a duration from 2s to 730d",
        |text| value::parse_duration(text, 2, 730 * DAY), value::show_duration,
        "When a session ends whatever happens with *keep me signed in*. NIST allows 30 days at AAL1; lower it if you must comply.";
    max_sessions_per_user: u32 = "50",
        "a number from 1 to 1000",
        |text| value::parse_number(text, 1, 1000), ToString::to_string,
        "How many sessions an account may have. One more login ends the one that was unused for longest.";
    two_factor: TwoFactorPolicy = "optional",
        "optional, admins or everyone",
        TwoFactorPolicy::parse, ToString::to_string,
        "Who must have a second factor, an authenticator app. Whoever has none is led to set one up at their next sign-in, and their sessions from before are ended when Doorward starts, which takes a moment, or minutes if they are millions. Everybody may have one.";
    sign_in_tries_per_address: u32 = "30",
        "a number from 5 to 100000",
        |text| value::parse_number(text, 5, 100_000), ToString::to_string,
        "How many passwords may be tried from one address, or by one known device, within 5 minutes; one device has 360 in a day and one account 960, whatever this says. Half as many different names may fail from an address within 15 minutes. Wider networks have more: an IPv4 /24 eight times, an IPv6 /56 twice, a /48 four times as many. Raise it where many people share an address, such as an office behind NAT, to twice the sign-ins of its busiest 5 minutes. Accounts are protected by limits of their own, whatever this says.";
    password_min_length: usize = "15",
        "a number from 8 to 64",
        |text| value::parse_number(text, 8, 64), ToString::to_string,
        "The fewest characters of a new password. NIST SP 800-63B asks for 15 where the password is all there is.";
    argon2_memory_kib: u32 = "19456",
        "a number from 19456 to 4194304 (OWASP's minimum is 19456)",
        |text| value::parse_number(text, 19_456, 4_194_304), ToString::to_string,
        "Memory of one Argon2id hash, in KiB. Older hashes are renewed at the next login.";
    argon2_iterations: u32 = "2",
        "a number from 2 to 100 (OWASP's minimum is 2)",
        |text| value::parse_number(text, 2, 100), ToString::to_string,
        "Passes of one Argon2id hash.";
    hash_budget_mib: Option<u32> = "",
        "a number from 19 to 65536, at least the memory of one hash",
        |text| optional(text, |text| value::parse_number(text, 1, 65_536)), show_optional,
        "Memory that all hashes together may take, in MiB. Without it: enough for one hash a core, four at most. \
         Strangers never take the last of several; where there is room for one alone, known people wait for the hash of \
         one stranger.";
    #[Secret]
    smtp_url: Option<SmtpUrl> = "",
        "smtps://USER:PASSWORD@HOST or smtp://USER:PASSWORD@HOST, with a port if it is not 465 or 587, where the password must be percent-encoded (%40 for @, %25 for %); smtp://HOST:PORT?tls=none is without TLS, and without a password unless HOST is this machine",
        |text| optional(text, SmtpUrl::parse), show_optional,
        "The server that takes all mail: `smtps` speaks TLS from the first byte, `smtp` demands STARTTLS, and the certificate must be valid for HOST. Without this setting each mail is written to a file in `mail` in `data_dir`.";
    mail_from: Option<Mailbox> = "",
        "an address without other letters than ASCII, such as login@example.org or Doorward <login@example.org>",
        |text| optional(text, Mailbox::parse), show_optional,
        "Whom mail comes from. Needed with `smtp_url`; without it `doorward@` and the host of `public_url`.";
    mail_reply_to: Option<Mailbox> = "",
        "an address without other letters than ASCII, such as help@example.org or Help desk <help@example.org>",
        |text| optional(text, Mailbox::parse), show_optional,
        "Who gets the answers to mail. Without it they go to `mail_from`.";
    event_retention: Option<Duration> = "400d",
        "a duration from 1d to 3650d, or never",
        |text| unless_never(text, |text| value::parse_duration(text, DAY, 3650 * DAY)), show_unless_never,
        "How long events stay on record. Older ones are deleted every hour; more than a year, so that each can be compared with the same day a year ago.";
    log_format: LogFormat = "text",
        "text or json",
        LogFormat::parse, ToString::to_string,
        "How log lines are written. Levels are set by the environment variable `RUST_LOG`.";
    #[Prose]
    site_name: String = "Doorward",
        "1 to 60 characters",
        |text| text_within(text, 60), Clone::clone,
        "The name at the top of every page.";
    logo_file: Option<Logo> = "",
        "a file with a picture, SVG or PNG, of at most 256 KiB",
        |text| optional(text, Logo::read), show_optional,
        "The picture beside the name of the site, in place of Doorward's mark. Read when Doorward starts.";
    accent_color: Option<AccentColor> = "",
        "a colour such as #17505b, dark enough for white text (a contrast of 4.5)",
        |text| optional(text, AccentColor::parse), show_optional,
        "The colour of buttons and links, in place of Doorward's teal. It is made darker for buttons, and darker or lighter for links, until text has a contrast of 7.";
    help_url: Option<Link> = "",
        "an https, http or mailto address",
        |text| optional(text, Link::parse), show_optional,
        "Where people find help who cannot sign in, such as a help desk: linked from the pages of the sign-in, beside *Forgot your password?*, and from the foot of every page.";
    #[Prose]
    help_text: Option<String> = "",
        "1 to 200 characters",
        |text| optional(text, |text| text_within(text, 200)), |text| text.clone().unwrap_or_default(),
        "What people should do who cannot sign in, in their language. Without it the pages say to ask whoever invited them.";
    privacy_url: Option<Link> = "",
        "an https, http or mailto address",
        |text| optional(text, Link::parse), show_optional,
        "The privacy policy, linked from the foot of every page.";
    imprint_url: Option<Link> = "",
        "an https, http or mailto address",
        |text| optional(text, Link::parse), show_optional,
        "Who runs the site (Impressum), linked from the foot of every page.";
    default_language: Language = "en",
        language::CODES,
        Language::parse, ToString::to_string,
        "The language of pages and answers for whoever asks for none of these. Browsers ask for theirs, and what somebody chooses at the foot of a page counts more.";
    time_zone: Zone = "UTC",
        "the IANA name of a time zone, such as Europe/Berlin or Asia/Seoul, or UTC",
        Zone::parse, |zone| zone.name().to_owned(),
        "The time zone in which pages show times, and in which a day begins and ends where lists are filtered by days. What somebody chooses at *Account* counts more. The API, the command line, exports and the log use UTC.";
}

fn optional<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { parse(text).map(Some) }
}

fn show_optional<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn unless_never<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text == NEVER { Some(None) } else { parse(text).map(Some) }
}

fn show_unless_never(value: &Option<Duration>) -> String {
    value.as_ref().map_or_else(|| NEVER.to_owned(), value::show_duration)
}

/// Tells whether audiences can begin with this text, and whether it cannot be mistaken for one of them.
fn is_stem(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic()) && !["/api", "/apps"].iter().any(|end| text.ends_with(end))
}

fn text_within(text: &str, max: usize) -> Option<String> {
    let is_text = !text.trim().is_empty() && !text.chars().any(char::is_control) && text.chars().count() <= max;
    is_text.then(|| text.to_owned())
}

impl Settings {
    /// Returns the public URL, which every loaded configuration has.
    pub fn public_url(&self) -> &PublicUrl {
        #[expect(clippy::expect_used, reason = "`load` fills it in or fails")]
        self.public_url.as_ref().expect("loaded settings have a public URL")
    }

    /// Returns the URL of the database, which every loaded configuration has.
    pub fn database_url(&self) -> &DatabaseUrl {
        #[expect(clippy::expect_used, reason = "`load` fills it in")]
        self.database_url.as_ref().expect("loaded settings have a database")
    }

    /// Returns the path of the file with the server secret, which every loaded configuration has.
    pub fn secret_file(&self) -> &PathBuf {
        #[expect(clippy::expect_used, reason = "`load` fills it in")]
        self.secret_file.as_ref().expect("loaded settings have a secret file")
    }

    /// Tells whether Doorward is behind a proxy: one that is named, or one that connects to the Unix socket.
    pub fn has_proxy(&self) -> bool {
        !self.trusted_proxies.is_empty() || matches!(self.listen, Listen::Unix(_))
    }

    /// Returns how many hashes may run at once: as many as the memory budget allows, and at least one.
    pub fn hash_permits(&self) -> usize {
        let per_hash = self.argon2_memory_kib.div_ceil(1024).max(1);
        let cores = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        self.hash_budget_mib.map_or(cores, |budget| (budget / per_hash).max(1) as usize)
    }
}
