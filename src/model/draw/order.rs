//! The seed and the order it puts the children in.

use super::Candidate;
use sha2::{Digest as _, Sha256};

/// The seed as it is hashed: without spaces and hyphens, in small letters.
pub fn plain_seed(seed: &str) -> String {
    seed.chars()
        .filter(|c| !c.is_ascii_whitespace() && *c != '-')
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// A seed of eight digits in two groups, such as `4829 1376`, made from random bytes.
pub fn made_seed(random: [u8; 8]) -> String {
    let number = u64::from_be_bytes(random) % 100_000_000;
    format!("{:04} {:04}", number / 10_000, number % 10_000)
}

/// What orders the children: SHA-256 of the plain seed, a colon and the reference.
pub fn digest(seed: &str, reference: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(plain_seed(seed));
    hash.update(":");
    hash.update(reference);
    hash.finalize().into()
}

/// A fingerprint of a list, whatever its order: everything of a child that a draw looks at.
pub(super) fn fingerprint(candidates: &[Candidate]) -> String {
    let mut sorted: Vec<&Candidate> = candidates.iter().collect();
    sorted.sort();
    let mut hash = Sha256::new();
    for child in sorted {
        let age = child.age.map(|age| age.to_string()).unwrap_or_default();
        let kind = child.kind.map_or("", |kind| kind.key());
        for part in [
            &child.reference,
            kind,
            &child.team,
            &child.ethnicity,
            &child.sex,
            &child.disability,
            &age,
            &child.siblings,
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_can_be_made_by_hand() {
        // printf '48291376:LCS 1001' | sha256sum
        let digest: String = digest("4829 1376", "LCS 1001")
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(
            digest,
            "f3b8bd13fd7d1b2a05d60cf2002cbc2f07c951864a3c2de1317e5c88d06047ca"
        );
    }

    #[test]
    fn a_seed_is_the_same_however_it_is_spaced() {
        assert_eq!(plain_seed(" 4829-1376\n"), plain_seed("48291376"));
        assert_eq!(plain_seed("Red Lorry"), "redlorry");
        assert_eq!(made_seed([0; 8]), "0000 0000");
        assert_eq!(made_seed([255; 8]), "0955 1615");
    }
}
