//! Passphrases: which are taken, and the hash that is kept of one.
//!
//! The hash is Argon2id with a salt of its own. It costs 19 MiB and a good part of a second on purpose, so only two are computed at
//! once, and a request for an address that nobody has costs the same.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::{Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier};

use super::{KeyError, random};

/// Fewest characters: a sentence of four or five words, which needs no rules about digits and signs.
pub const SHORTEST: usize = 15;
/// Most characters, so that nobody sends a book to be hashed.
pub const LONGEST: usize = 256;
/// Most hashes at once.
const AT_ONCE: usize = 2;
/// Most requests that wait for a hash; those beyond are told to come back.
const MOST_WAITING: usize = 64;

/// Words that are in everybody's list of guesses: a passphrase of little else is refused. Each is of four letters or more.
const COMMON: &[&str] = &[
    "password",
    "passwort",
    "passphrase",
    "passcode",
    "secret",
    "letmein",
    "welcome",
    "iloveyou",
    "login",
    "access",
    "admin",
    "administrator",
    "master",
    "superuser",
    "default",
    "changeme",
    "temporary",
    "football",
    "baseball",
    "dragon",
    "monkey",
    "princess",
    "sunshine",
    "shadow",
    "trustno",
    "whatever",
    "qwerty",
    "qwertyuiop",
    "qwertz",
    "azerty",
    "asdfghjkl",
    "asdf",
    "zxcvbnm",
    "yxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "abcdefgh",
    "abcd",
    "abcabc",
    "01234567890",
    "0123456789",
    "123456789",
    "12345678",
    "1234567",
    "123456",
    "12345",
    "1234",
    "9876543210",
    "987654321",
    "87654321",
    "654321",
    "4321",
    "correcthorsebatterystaple",
    "tobeornottobe",
    "thequickbrownfox",
    "jumpsoverthelazydog",
    "loremipsum",
    "dolorsitamet",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "spring",
    "summer",
    "autumn",
    "winter",
    "united",
    "nations",
    "unodc",
    "para11",
    "questionnaire",
    "ministry",
    "government",
    "foreign",
    "affairs",
    "justice",
    "interior",
    "vienna",
    "geneva",
    "newyork",
];

/// Why a text is not taken for a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than [`SHORTEST`] characters.
    Short,
    /// More than [`LONGEST`].
    Long,
    /// Hardly anything is left without common words, repetitions, and the words of the account itself.
    Common,
}

/// Whether a text is taken for a passphrase; `own` are words that anyone would guess of this account, such as its address.
///
/// # Errors
/// The first [`Weakness`].
pub fn check(text: &str, own: &[&str]) -> Result<(), Weakness> {
    let length = text.chars().count();
    if length < SHORTEST {
        return Err(Weakness::Short);
    }
    if length > LONGEST {
        return Err(Weakness::Long);
    }
    let mut left = plain(text);
    let own = own
        .iter()
        .flat_map(|words| words.split(|c: char| !c.is_alphanumeric()));
    let own = own.map(plain).filter(|word| word.chars().count() >= 3);
    let mut words: Vec<String> = own
        .chain(COMMON.iter().map(|word| (*word).to_owned()))
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        left = left.replace(&word, "");
    }
    let mut different: Vec<char> = left.chars().collect();
    let rest = different.len();
    different.sort_unstable();
    different.dedup();
    if rest < 6 || different.len() < 5 {
        return Err(Weakness::Common);
    }
    Ok(())
}

/// Letters and digits, small, with the usual signs for letters undone.
fn plain(text: &str) -> String {
    let undone = text.chars().map(|c| match c {
        '@' => 'a',
        '$' => 's',
        other => other,
    });
    let letters = undone.filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// How a passphrase compares with a kept hash.
#[derive(Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is another, or there is no hash to compare with.
    No,
    /// It is the one.
    Yes,
    /// It is the one, and this hash should be kept instead: the old one was made with other costs.
    Rehashed(String),
}

/// Makes and compares hashes, a few at a time.
pub struct Passphrases {
    params: Params,
    /// Compared with where there is no account: costs the same.
    stand_in: String,
    desk: Mutex<Desk>,
    freed: Condvar,
}

#[derive(Default)]
struct Desk {
    busy: usize,
    waiting: usize,
    made: usize,
}

impl std::fmt::Debug for Passphrases {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Passphrases({:?})", self.params)
    }
}

impl Passphrases {
    /// With the costs of production: 19 MiB, two passes.
    ///
    /// # Errors
    /// As [`Self::with`].
    pub fn new() -> Result<Self, KeyError> {
        Self::with(Params::DEFAULT_M_COST, Params::DEFAULT_T_COST)
    }

    /// With other costs: KiB of memory, and passes over it.
    ///
    /// # Errors
    /// [`KeyError::Random`]; [`KeyError::Hash`] for costs that Argon2 does not know.
    pub fn with(kib: u32, passes: u32) -> Result<Self, KeyError> {
        let params = Params::new(kib, passes, Params::DEFAULT_P_COST, None)
            .map_err(|cause| KeyError::Hash(cause.to_string()))?;
        let mut passphrases = Self {
            params,
            stand_in: String::new(),
            desk: Mutex::default(),
            freed: Condvar::new(),
        };
        passphrases.stand_in = passphrases.compute(&hex::encode(random::<16>()?))?;
        Ok(passphrases)
    }

    /// The hash to keep of a passphrase.
    ///
    /// # Errors
    /// [`KeyError::Busy`] if too many wait; [`KeyError::Random`].
    pub fn hash(&self, text: &str) -> Result<String, KeyError> {
        self.in_turn(|| self.compute(text))
    }

    /// Compares a passphrase with the hash that is kept, or, where there is none, takes as long.
    ///
    /// # Errors
    /// [`KeyError::Busy`] if too many wait; [`KeyError::Hash`] if what is kept is no hash.
    pub fn verify(&self, text: &str, kept: Option<&str>) -> Result<Fit, KeyError> {
        let unreadable = |cause: argon2::password_hash::Error| KeyError::Hash(cause.to_string());
        let hash = kept.unwrap_or(&self.stand_in);
        let hash = PasswordHash::new(hash).map_err(|cause| KeyError::Hash(cause.to_string()))?;
        let argon2 = Argon2::from(&self.params);
        let fits = self.in_turn(|| Ok(argon2.verify_password(text.as_bytes(), &hash).is_ok()))?;
        if !fits || kept.is_none() {
            return Ok(Fit::No);
        }
        let costs = Params::try_from(&hash).map_err(unreadable)?;
        let same = (costs.m_cost(), costs.t_cost(), costs.p_cost())
            == (
                self.params.m_cost(),
                self.params.t_cost(),
                self.params.p_cost(),
            );
        if same {
            return Ok(Fit::Yes);
        }
        self.hash(text).map(Fit::Rehashed)
    }

    /// How many hashes were computed since the start: what a request costs can be counted.
    #[must_use]
    pub fn made(&self) -> usize {
        self.desk
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .made
    }

    fn compute(&self, text: &str) -> Result<String, KeyError> {
        let salt = random::<16>()?;
        Argon2::from(&self.params)
            .hash_password_with_salt(text.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|cause| KeyError::Hash(cause.to_string()))
    }

    fn in_turn<T>(&self, work: impl FnOnce() -> Result<T, KeyError>) -> Result<T, KeyError> {
        let mut desk = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        if desk.waiting >= MOST_WAITING {
            return Err(KeyError::Busy);
        }
        desk.waiting += 1;
        while desk.busy >= AT_ONCE {
            desk = self
                .freed
                .wait(desk)
                .unwrap_or_else(PoisonError::into_inner);
        }
        desk.waiting -= 1;
        desk.busy += 1;
        desk.made += 1;
        drop(desk);
        let done = work();
        self.desk
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .busy -= 1;
        self.freed.notify_one();
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_long_and_not_what_everybody_guesses() {
        let own = ["ana.example@ministry.example", "Ana Example"];
        for good in [
            "five grey herons near a lake",
            "мост через тихую реку",
            "雨の日に駅まで歩く静かな朝の道です",
            "zP4-9wLq!x72_Rt",
        ] {
            assert_eq!(check(good, &own), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("", Weakness::Short),
            ("fourteen chars", Weakness::Short),
            ("Password1234567", Weakness::Common),
            ("P@$$word P@$$word", Weakness::Common),
            ("correct horse battery staple", Weakness::Common),
            ("aaaaaaaaaaaaaaaaaaaa", Weakness::Common),
            ("abababababababababab", Weakness::Common),
            ("qwertyuiop1234567890", Weakness::Common),
            ("United Nations Vienna 2026", Weakness::Common),
            ("Ana Example Ana Example", Weakness::Common),
        ] {
            assert_eq!(check(bad, &own), Err(why), "{bad}");
        }
        assert_eq!(check(&"heron lake ".repeat(30), &own), Err(Weakness::Long));
    }

    #[test]
    fn a_hash_fits_its_own_passphrase_and_is_made_anew_when_costs_change() {
        let cheap = Passphrases::with(64, 1).unwrap();
        let text = "five grey herons near a lake";
        let kept = cheap.hash(text).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{kept}");
        assert_ne!(kept, cheap.hash(text).unwrap(), "the salt must differ");
        assert_eq!(cheap.verify(text, Some(&kept)).unwrap(), Fit::Yes);
        assert_eq!(cheap.verify("another", Some(&kept)).unwrap(), Fit::No);
        assert_eq!(cheap.verify(text, None).unwrap(), Fit::No);
        assert!(matches!(
            cheap.verify(text, Some("nothing")),
            Err(KeyError::Hash(_))
        ));
        let dearer = Passphrases::with(128, 2).unwrap();
        let Fit::Rehashed(newer) = dearer.verify(text, Some(&kept)).unwrap() else {
            panic!("not made anew");
        };
        assert_eq!(dearer.verify(text, Some(&newer)).unwrap(), Fit::Yes);
    }

    #[test]
    fn two_are_computed_at_once_at_most() {
        let passphrases = Passphrases::with(64, 1).unwrap();
        let running = std::sync::atomic::AtomicUsize::new(0);
        let most = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    passphrases
                        .in_turn(|| {
                            use std::sync::atomic::Ordering::SeqCst;
                            most.fetch_max(running.fetch_add(1, SeqCst) + 1, SeqCst);
                            passphrases.compute("x")?;
                            running.fetch_sub(1, SeqCst);
                            Ok(())
                        })
                        .unwrap();
                });
            }
        });
        assert!(most.into_inner() <= AT_ONCE);
        assert_eq!(passphrases.made(), 8);
    }
}
