//! The secret of one process: it opens the reload channel to our own pages, and to nobody else's.
//!
//! In: the system's random numbers. Out: 128 bits in hexadecimal, compared in constant time.

use std::fmt;

/// A secret that a page of ours carries and a page of somebody else's cannot know.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new one; an error where the system has no random numbers.
    pub fn random() -> Result<Self, String> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).map_err(|e| format!("the system gives no random numbers: {e}"))?;
        Ok(Self(format!("{:032x}", u128::from_be_bytes(bytes))))
    }

    /// The token as it stands in an address: 32 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True where `given` is this token. The hashes are what is compared: blake3 does so in constant time, whatever the
    /// lengths are.
    pub(super) fn is(&self, given: &str) -> bool {
        blake3::hash(self.0.as_bytes()) == blake3::hash(given.as_bytes())
    }
}

/// A secret is not for logs.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_differ() {
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert_eq!(one.as_str().len(), 32);
        assert_ne!(one.as_str(), other.as_str());
        assert!(one.is(one.as_str()));
        for wrong in ["", &one.as_str()[..31], other.as_str(), &format!("{}0", one.as_str())] {
            assert!(!one.is(wrong));
        }
        assert_eq!(format!("{one:?}"), "Token(…)");
    }
}
