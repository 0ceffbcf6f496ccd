//! The key of a workbook: from the passphrase by Argon2id, or from the recovery code.
//!
//! SQLCipher keeps the salt it is given as the first 16 bytes of the file, so the salt says what the file is and
//! how its key is made: `PLMB`, one byte of KDF version, 11 random bytes.

use super::{Result, StoreError};
use std::path::Path;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Length of a workbook's salt, which is its first bytes.
pub const SALT_LENGTH: usize = 16;

/// How keys are made: 1 is Argon2id, 64 MiB, 3 passes, 1 lane.
pub const KDF_VERSION: u8 = 1;

const MAGIC: &[u8; 4] = b"PLMB";
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

/// The first 16 bytes of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Salt([u8; SALT_LENGTH]);

impl Salt {
    /// A new salt.
    pub fn new() -> Result<Self> {
        let mut salt = [0; SALT_LENGTH];
        random(&mut salt)?;
        for (byte, wanted) in salt.iter_mut().zip(MAGIC.iter().chain(std::iter::once(&KDF_VERSION))) {
            *byte = *wanted;
        }
        Ok(Self(salt))
    }

    /// The salt of the workbook that begins with `start`.
    ///
    /// # Errors
    /// When these are not the first bytes of a workbook, or of one made by a newer Plumbline.
    pub fn of_file(start: &[u8], path: &Path) -> Result<Self> {
        let salt: [u8; SALT_LENGTH] = start
            .get(..SALT_LENGTH)
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| StoreError::NotAWorkbook(path.to_owned()))?;
        match salt.strip_prefix(MAGIC) {
            Some([KDF_VERSION, ..]) => Ok(Self(salt)),
            Some(_) => Err(StoreError::Newer(path.to_owned())),
            None => Err(StoreError::NotAWorkbook(path.to_owned())),
        }
    }
}

/// Fills `bytes` with what the operating system calls random.
pub(super) fn random(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes)
        .map_err(|_unavailable| StoreError::Refused("The computer has no source of random numbers.".to_owned()))
}

/// The 32-byte key of a workbook. It is wiped from memory when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// The key made from a passphrase; takes about half a second and 64 MiB, on purpose.
    pub fn from_passphrase(passphrase: &str, salt: &Salt) -> Result<Self> {
        let refused = |_error| StoreError::Refused("This passphrase cannot be used.".to_owned());
        let params = argon2::Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(refused)?;
        let kdf = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let mut key = [0; 32];
        kdf.hash_password_into(passphrase.as_bytes(), &salt.0, &mut key)
            .map_err(refused)?;
        Ok(Self(key))
    }

    /// A key nobody knows, for example data.
    pub fn random() -> Result<Self> {
        let mut key = [0; 32];
        random(&mut key)?;
        Ok(Self(key))
    }

    /// A raw key, as tests use it.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The recovery code: the key as 24 words of BIP 39's English list, the last with a checksum.
    pub fn recovery_words(&self) -> Vec<&'static str> {
        bip39::Mnemonic::from_entropy(&self.0)
            .map(|words| words.words().collect())
            .unwrap_or_default()
    }

    /// The key a recovery code stands for.
    ///
    /// # Errors
    /// In words, when a word is not of the list, words are missing, or the checksum does not fit.
    pub fn from_recovery_words(words: &str) -> std::result::Result<Self, String> {
        let plain = words
            .to_lowercase()
            .split(|c: char| !c.is_alphabetic())
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let plain = Zeroizing::new(plain);
        let parsed =
            bip39::Mnemonic::parse_in_normalized(bip39::Language::English, &plain).map_err(|error| match error {
                bip39::Error::BadWordCount(n) => format!("A recovery code has 24 words; this has {n}."),
                bip39::Error::UnknownWord(at) => {
                    format!("Word {} is not one of the recovery words. Check its spelling.", at + 1)
                }
                _ => "These words do not fit together. Check their order and spelling.".to_owned(),
            })?;
        let bytes = Zeroizing::new(parsed.to_entropy());
        let key: [u8; 32] = bytes
            .as_slice()
            .try_into()
            .map_err(|_wrong| "A recovery code has 24 words.".to_owned())?;
        Ok(Self(key))
    }

    /// SQLCipher's raw key with its salt: `x'key salt'`.
    pub(super) fn pragma(&self, salt: &Salt) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(2 * (32 + SALT_LENGTH) + 3));
        text.push_str("x'");
        for byte in self.0.iter().chain(&salt.0) {
            for half in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
        }
        text.push('\'');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_gives_the_key_back_and_slips_are_named() {
        let key = Key::random().unwrap();
        let words = key.recovery_words();
        assert_eq!(words.len(), 24);
        let typed = words
            .iter()
            .enumerate()
            .map(|(at, word)| format!("{}. {}\n", at + 1, word.to_uppercase()))
            .collect::<String>();
        assert!(Key::from_recovery_words(&typed).unwrap() == key);
        assert!(
            Key::from_recovery_words(&words[..23].join(" "))
                .unwrap_err()
                .contains("24 words")
        );
        assert!(
            Key::from_recovery_words(&words.join(" ").replace(words[3], "plumbline"))
                .unwrap_err()
                .contains("not one of")
        );
        let mut swapped = words.clone();
        swapped[0] = if words[0] == "zoo" { "abandon" } else { "zoo" };
        assert!(
            Key::from_recovery_words(&swapped.join(" "))
                .unwrap_err()
                .contains("do not fit")
        );
    }

    #[test]
    fn the_salt_tells_what_the_file_is() {
        let path = Path::new("a.plumb");
        let salt = Salt::new().unwrap();
        assert_eq!(Salt::of_file(&salt.0, path).unwrap(), salt);
        assert!(matches!(
            Salt::of_file(b"SQLite format 3\0", path),
            Err(StoreError::NotAWorkbook(_))
        ));
        assert!(matches!(Salt::of_file(b"PLMB", path), Err(StoreError::NotAWorkbook(_))));
        assert!(matches!(
            Salt::of_file(b"PLMB\x09abcdefghijk", path),
            Err(StoreError::Newer(_))
        ));
    }

    #[test]
    fn argon2id_answers_as_known() {
        // Fixed, so that a workbook made today opens with every later version.
        let salt = Salt(*b"PLMB\x01known--salt");
        let key = Key::from_passphrase("correct horse battery staple", &salt).unwrap();
        let known =
            "x'326ddabc45b9742e1530a71d6f3b110bb94f11f85686dacd95e863de3301240c504c4d42016b6e6f776e2d2d73616c74'";
        assert_eq!(&*key.pragma(&salt), known);
    }
}
