//! Users: names that no real person has, and the states of their accounts.

use std::collections::HashSet;

use doorward::internals::RevocationReason;

use super::calendar::{Calendar, DAY, HOUR};
use super::chance::Chance;
use super::tables::UserRow;

const GIVEN: [&str; 120] = [
    "ada",
    "adam",
    "agnes",
    "aiko",
    "alan",
    "alba",
    "alex",
    "alice",
    "amara",
    "amir",
    "ana",
    "anders",
    "anja",
    "anton",
    "asha",
    "astrid",
    "aylin",
    "barbara",
    "beatriz",
    "ben",
    "bora",
    "bruno",
    "carla",
    "carmen",
    "cecilia",
    "chaeyoung",
    "chloe",
    "clara",
    "dae",
    "dagmar",
    "daniel",
    "david",
    "diego",
    "dilara",
    "dmitri",
    "dora",
    "edith",
    "eli",
    "elif",
    "emil",
    "emma",
    "erik",
    "esther",
    "eunji",
    "fatima",
    "felix",
    "filip",
    "finn",
    "freya",
    "gabriel",
    "grace",
    "greta",
    "hana",
    "hannah",
    "haruto",
    "hugo",
    "ida",
    "igor",
    "ines",
    "ingrid",
    "irene",
    "isaac",
    "ivan",
    "jae",
    "jan",
    "jihoon",
    "jisoo",
    "johan",
    "jonas",
    "juan",
    "julia",
    "kaito",
    "karim",
    "katya",
    "kenji",
    "lars",
    "layla",
    "lea",
    "leo",
    "lina",
    "lucas",
    "mads",
    "mai",
    "malik",
    "marco",
    "marie",
    "mateo",
    "maya",
    "mei",
    "mila",
    "minjun",
    "mina",
    "nadia",
    "naomi",
    "nils",
    "noor",
    "olga",
    "omar",
    "oskar",
    "paula",
    "pia",
    "priya",
    "rafael",
    "ravi",
    "rosa",
    "samir",
    "sara",
    "seoyeon",
    "signe",
    "sofia",
    "sunita",
    "svenja",
    "tariq",
    "tomas",
    "ulla",
    "vera",
    "viktor",
    "wei",
    "yuna",
    "zoe",
];

const FAMILY: [&str; 140] = [
    "abbott",
    "adeyemi",
    "ahmed",
    "almeida",
    "andersen",
    "arslan",
    "bach",
    "bae",
    "baker",
    "banerjee",
    "barros",
    "bauer",
    "becker",
    "berg",
    "bianchi",
    "bjork",
    "blum",
    "bose",
    "braun",
    "brown",
    "byrne",
    "cho",
    "choi",
    "clarke",
    "costa",
    "cruz",
    "dahl",
    "das",
    "delgado",
    "demir",
    "diaz",
    "dubois",
    "ekstrom",
    "evans",
    "falk",
    "farkas",
    "ferrari",
    "fischer",
    "flores",
    "fontaine",
    "fujita",
    "garcia",
    "geiger",
    "gomez",
    "gray",
    "gupta",
    "haas",
    "han",
    "hansen",
    "hayashi",
    "heinz",
    "herrera",
    "hoang",
    "holm",
    "horvat",
    "hughes",
    "ibrahim",
    "inoue",
    "ivanova",
    "jansen",
    "jensen",
    "jeon",
    "jung",
    "kang",
    "kaplan",
    "kato",
    "kaya",
    "keller",
    "khan",
    "kim",
    "klein",
    "kobayashi",
    "kovacs",
    "krause",
    "kumar",
    "kwon",
    "larsen",
    "lee",
    "lehmann",
    "lim",
    "lind",
    "lopez",
    "lovelace",
    "maier",
    "malik",
    "mancini",
    "martin",
    "mendes",
    "meyer",
    "moreau",
    "mori",
    "moser",
    "murphy",
    "nagy",
    "nakamura",
    "nguyen",
    "nielsen",
    "novak",
    "oh",
    "okafor",
    "olsen",
    "ortiz",
    "osman",
    "ozturk",
    "park",
    "patel",
    "pereira",
    "petrov",
    "pham",
    "popov",
    "quinn",
    "rahman",
    "ramos",
    "reyes",
    "ricci",
    "romano",
    "rossi",
    "roth",
    "ryan",
    "sahin",
    "saito",
    "santos",
    "sato",
    "schmidt",
    "seo",
    "shah",
    "silva",
    "singh",
    "sokolov",
    "song",
    "suzuki",
    "tanaka",
    "torres",
    "tran",
    "vargas",
    "vogel",
    "wagner",
    "weber",
    "yilmaz",
    "yoon",
];

/// The number of names without a digit.
const COMBINATIONS: u64 = (GIVEN.len() * FAMILY.len()) as u64;
/// The steps are primes, so counting in them reaches every number once, in an order that looks random.
const NAME_STEP: u64 = 7_368_787;
const RANK_STEP: u64 = 2_654_435_761;
/// Nobody knows a password for this hash: its digits are random.
const UNKNOWN_PASSWORD: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$Zp0mXk3m1o5Hc2cJ0yq2Tw$V0xJ8kqf1m3m1o3bYt2S9nC5uQeR7wLzXa4dGhPjK6E";
/// The age of the oldest account.
const YEARS: i64 = 3 * 365 * DAY;

/// All users. A user is a number, in the order in which the accounts were made.
pub struct People {
    seed: u64,
    until: i64,
    /// The number of each user's name.
    names: Vec<u32>,
    admins: u64,
    password_hash: String,
}

/// An account that was closed.
#[derive(Clone, Copy)]
pub struct Closure {
    pub at: i64,
    pub reason: RevocationReason,
}

impl People {
    /// Makes this number of people, none of whom has a name that is taken.
    pub fn new(seed: u64, calendar: &Calendar, count: u64, taken: &HashSet<String>, hash: Option<String>) -> People {
        let free = (0_u32..).filter(|number| taken.is_empty() || !taken.contains(&name_of(seed, *number)));
        let mut names: Vec<u32> = free.take(count as usize).collect();
        let mut chance = Chance::of(seed, "order of names", 0);
        for last in (1..names.len()).rev() {
            names.swap(last, chance.below(last as u64 + 1) as usize);
        }
        let admins = (3 + count / 100_000).min(count);
        People {
            seed,
            until: calendar.until,
            names,
            admins,
            password_hash: hash.unwrap_or_else(|| UNKNOWN_PASSWORD.to_owned()),
        }
    }

    pub fn count(&self) -> u64 {
        self.names.len() as u64
    }

    pub fn id(&self, user: u64) -> String {
        Chance::of(self.seed, "user id", user).hexadecimal(16)
    }

    pub fn name(&self, user: u64) -> String {
        name_of(self.seed, self.names[user as usize])
    }

    pub fn created_at(&self, user: u64) -> i64 {
        let age = 1.0 - (user as f64 + 0.5) / self.count() as f64;
        self.until - (age * YEARS as f64) as i64
    }

    /// Returns how many of the newest accounts were made since this moment.
    pub fn made_since(&self, since: i64) -> u64 {
        let share = (self.until - since) as f64 / YEARS as f64;
        ((share * self.count() as f64) as u64).min(self.count())
    }

    pub fn is_admin(&self, user: u64) -> bool {
        let every = self.count() / self.admins.max(1);
        user % every == every / 2 && user / every < self.admins
    }

    /// Returns one of the admins.
    pub fn admin(&self, chance: &mut Chance) -> u64 {
        let every = self.count() / self.admins.max(1);
        chance.below(self.admins) * every + every / 2
    }

    /// Returns when and why an account was closed: two in a hundred are suspended, three in a thousand deleted.
    pub fn closure(&self, user: u64) -> Option<Closure> {
        let mut chance = Chance::of(self.seed, "closure", user);
        let reason = match chance.below(1000) {
            0..20 => RevocationReason::Suspended,
            20..23 => RevocationReason::UserDeleted,
            _ => return None,
        };
        // The closing is not too recent, or the servers' recall lists would be half full of closed accounts.
        let at = self.until - HOUR - chance.below(10 * DAY as u64) as i64;
        (!self.is_admin(user) && self.created_at(user) < at).then_some(Closure { at, reason })
    }

    /// Tells whether somebody was invited but never signed in, as one in thirty.
    fn never_came(&self, user: u64) -> bool {
        Chance::of(self.seed, "never came", user).below(30) == 0 && !self.is_admin(user)
    }

    /// Tells whether somebody may have signed in at this moment.
    fn may_sign_in(&self, user: u64, at: i64) -> bool {
        !self.never_came(user) && self.created_at(user) < at && self.closure(user).is_none_or(|closure| at < closure.at)
    }

    /// Returns somebody who signs in at a moment. As in the law of Zipf and Mandelbrot, few do so often and many
    /// seldom: the most active one twenty times as often as the least active one.
    pub fn somebody(&self, at: i64, chance: &mut Chance) -> u64 {
        let count = self.count() as f64;
        let flat = count / 20.0;
        let mut user = 0;
        for _ in 0..12 {
            let rank = (flat * (21_f64.powf(chance.unit()) - 1.0)) as u64;
            user = (rank.min(self.count() - 1) * RANK_STEP + 12_345) % self.count();
            if self.may_sign_in(user, at) {
                return user;
            }
        }
        // One of the oldest accounts may always sign in.
        (0..self.count()).find(|user| self.may_sign_in(*user, at)).unwrap_or(user)
    }

    /// Returns the row, with the moment of the last sign-in.
    pub fn row(&self, user: u64, last_signed_in_at: Option<i64>) -> UserRow {
        let mut chance = Chance::of(self.seed, "user", user);
        let (username, created_at, closure) = (self.name(user), self.created_at(user), self.closure(user));
        let is_deleted = closure.is_some_and(|closure| closure.reason == RevocationReason::UserDeleted);
        let host = *chance.pick(&["example.org", "example.org", "example.com", "mail.example.net", "example.ac.kr"]);
        let has_email = chance.permille(820) && !is_deleted;
        UserRow {
            id: self.id(user),
            email: has_email.then(|| format!("{username}@{host}")),
            username,
            role: if self.is_admin(user) { "admin" } else { "user" },
            status: if closure.is_some() { "suspended" } else { "active" },
            password_hash: Some(self.password_hash.clone()).filter(|_| !is_deleted && !self.never_came(user)),
            version: if closure.is_some() { 2 } else { 1 },
            version_raised_at: closure.map_or(created_at, |closure| closure.at),
            created_at,
            last_signed_in_at,
            deleted_at: closure.filter(|_| is_deleted).map(|closure| closure.at),
        }
    }
}

/// Returns a name such as `ada.lovelace`; the second person with it is `ada.lovelace2`. No family name contains a digit
/// or a mark, so two numbers never give the same name.
fn name_of(seed: u64, number: u32) -> String {
    let (round, place) = (u64::from(number) / COMBINATIONS, u64::from(number) % COMBINATIONS);
    let combination = (place * NAME_STEP + seed % COMBINATIONS) % COMBINATIONS;
    let (given, family) =
        (GIVEN[(combination % GIVEN.len() as u64) as usize], FAMILY[(combination / GIVEN.len() as u64) as usize]);
    let mark = ['.', '.', '.', '_', '-'][(Chance::of(0, given, combination).below(5)) as usize];
    if round == 0 { format!("{given}{mark}{family}") } else { format!("{given}{mark}{family}{}", round + 1) }
}
