//! Second factors: codes of an authenticator (TOTP, RFC 6238), recovery codes, and codes that are told by another way.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use totp_rs::{Builder, Secret, Totp};

use super::{KeyError, Keys, random};

/// Bytes of a seed: 160 bits, as RFC 4226 recommends.
const SEED: usize = 20;
/// Recovery codes that are given at once.
pub const RECOVERY_CODES: usize = 10;
/// Letters and digits of codes that people copy: none that looks like another.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Signs of a recovery code: 80 bits.
const RECOVERY_SIGNS: usize = 16;
/// Signs of a code that is told by another way: 50 bits, of no use without the letter.
const TOLD_SIGNS: usize = 10;

/// The secret that an authenticator shares with the service.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; SEED]);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(…)")
    }
}

impl Seed {
    /// A new one.
    ///
    /// # Errors
    /// [`KeyError::Random`].
    pub fn new() -> Result<Self, KeyError> {
        random().map(Self)
    }

    /// Read as people type it, with or without hyphens.
    ///
    /// # Errors
    /// [`KeyError::Hash`] for what is no secret of 160 bits.
    pub fn read(text: &str) -> Result<Self, KeyError> {
        let secret = Secret::try_from_base32(plain_code(text));
        let secret = secret.map_err(|cause| KeyError::Hash(cause.to_string()))?;
        let bytes = secret.as_bytes().try_into();
        let wrong = |_other_length| KeyError::Hash("a secret has 160 bits".to_owned());
        bytes.map(Self).map_err(wrong)
    }

    /// Sealed for an account.
    ///
    /// # Errors
    /// As [`Keys::seal`].
    pub fn seal(&self, keys: &Keys, person: i64) -> Result<Vec<u8>, KeyError> {
        keys.seal(&place(person), &self.0)
    }

    /// Opened again.
    ///
    /// # Errors
    /// [`KeyError::Sealed`].
    pub fn unseal(keys: &Keys, person: i64, sealed: &[u8]) -> Result<Self, KeyError> {
        let plain = keys.unseal(&place(person), sealed)?;
        let plain = plain.try_into().map_err(|_other_length| KeyError::Sealed)?;
        Ok(Self(plain))
    }

    /// The step of a code, if it is one of this seed at this time (seconds since 1970) or 30 seconds about it. A step counts once: the
    /// caller remembers the last.
    ///
    /// # Errors
    /// [`KeyError::Hash`] if the library refuses the seed, which is a defect.
    pub fn step(&self, code: &str, seconds: u64) -> Result<Option<u64>, KeyError> {
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        Ok(self.totp("-", "-")?.check(&digits, seconds))
    }

    /// The code at a time, as an authenticator shows it.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub fn code(&self, seconds: u64) -> Result<String, KeyError> {
        Ok(self.totp("-", "-")?.generate(seconds).to_string())
    }

    /// As text, in groups of four, for those who cannot take a picture of the screen.
    #[must_use]
    pub fn text(&self) -> String {
        grouped(&Secret::from(self.0.to_vec()).to_base32())
    }

    /// What an authenticator reads, as an address and as a QR code in SVG.
    ///
    /// # Errors
    /// [`KeyError::Hash`] if it does not fit, which is a defect.
    pub fn picture(&self, issuer: &str, account: &str) -> Result<(String, String), KeyError> {
        let address = self.totp(issuer, account)?.to_url();
        let address = address.map_err(|cause| KeyError::Hash(cause.to_string()))?;
        let code = QrCode::with_error_correction_level(&address, EcLevel::M);
        let code = code.map_err(|cause| KeyError::Hash(cause.to_string()))?;
        let drawn = code
            .render::<svg::Color<'_>>()
            .module_dimensions(4, 4)
            .build();
        Ok((address, drawn))
    }

    fn totp(&self, issuer: &str, account: &str) -> Result<Totp, KeyError> {
        let plain = |text: &str| text.replace(':', " ");
        Builder::new()
            .with_secret(self.0.to_vec())
            .with_skew(1)
            .with_issuer(Some(plain(issuer)))
            .with_account_name(plain(account))
            .build()
            .map_err(|cause| KeyError::Hash(cause.to_string()))
    }
}

/// What a seed is sealed for.
#[must_use]
pub fn place(person: i64) -> String {
    format!("second factor of account {person}")
}

/// New recovery codes, in groups of four signs. Each works once, in the place of an authenticator.
///
/// # Errors
/// [`KeyError::Random`].
pub fn recovery_codes() -> Result<Vec<String>, KeyError> {
    (0..RECOVERY_CODES)
        .map(|_| signs::<RECOVERY_SIGNS>())
        .collect()
}

/// A new code that is told by another way than the letter to which it belongs, by telephone or note verbale.
///
/// # Errors
/// [`KeyError::Random`].
pub fn told_code() -> Result<String, KeyError> {
    signs::<TOLD_SIGNS>()
}

/// A code as it is compared: people leave out hyphens and write small letters.
#[must_use]
pub fn plain_code(typed: &str) -> String {
    let letters = typed.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_uppercase()).collect()
}

fn signs<const N: usize>() -> Result<String, KeyError> {
    // 32 divides 256: each sign is as likely as any other.
    let drawn = random::<N>()?;
    let sign = |byte: u8| ALPHABET.get(usize::from(byte % 32)).copied();
    let code: String = drawn.into_iter().filter_map(sign).map(char::from).collect();
    Ok(grouped(&code))
}

fn grouped(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    let groups = signs
        .chunks(4)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B: the seed is these 20 ASCII digits; the last six of the eight digits that it prints.
        let seed = Seed(*b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(seed.code(seconds).unwrap(), code);
            assert_eq!(seed.step(code, seconds).unwrap(), Some(seconds / 30));
            assert_eq!(seed.step(code, seconds + 30).unwrap(), Some(seconds / 30));
            assert_eq!(seed.step(code, seconds + 60).unwrap(), None);
        }
        assert_eq!(seed.step("287 082", 59).unwrap(), Some(1));
        assert_eq!(seed.step("", 59).unwrap(), None);
        assert_eq!(seed.text(), "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ");
        assert_eq!(Seed::read(&seed.text().to_lowercase()).unwrap(), seed);
        assert!(Seed::read("GEZD").is_err());
    }

    #[test]
    fn a_seed_is_sealed_for_its_account_and_drawn_for_an_authenticator() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path()).unwrap();
        let seed = Seed::new().unwrap();
        let sealed = seed.seal(&keys, 3).unwrap();
        assert_eq!(Seed::unseal(&keys, 3, &sealed).unwrap(), seed);
        assert!(Seed::unseal(&keys, 4, &sealed).is_err());
        let (address, drawn) = seed.picture("Office: para11", "ana@example.org").unwrap();
        assert!(address.starts_with("otpauth://totp/"), "{address}");
        assert!(address.contains(&seed.text().replace('-', "")), "{address}");
        assert!(drawn.contains("<svg") && !format!("{seed:?}").contains(&seed.text()));
    }

    #[test]
    fn recovery_codes_have_80_bits_and_are_read_as_people_write_them() {
        let codes = recovery_codes().unwrap();
        assert_eq!(codes.len(), 10);
        for code in &codes {
            assert_eq!(plain_code(code).len() * 5, 80, "{code}");
            assert_eq!(
                plain_code(&code.to_lowercase().replace('-', " ")),
                plain_code(code)
            );
        }
        let mut different = codes.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), codes.len());
        assert_eq!(plain_code(&told_code().unwrap()).len(), 10);
    }
}
