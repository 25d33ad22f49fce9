//! Sets of bytes, to look one up: what a text is scanned for, where it is not one byte or three (`memchr`).

/// A set of bytes.
pub(crate) struct ByteSet([bool; 256]);

impl ByteSet {
    /// The set of these bytes.
    pub(crate) const fn of(bytes: &[u8]) -> Self {
        Self([false; 256]).with(bytes)
    }

    /// This set, and these bytes.
    #[expect(clippy::indexing_slicing, reason = "made when the program is compiled, which would stop at a wrong place")]
    pub(crate) const fn with(mut self, bytes: &[u8]) -> Self {
        let mut at = 0;
        while at < bytes.len() {
            self.0[bytes[at] as usize] = true;
            at += 1;
        }
        self
    }

    /// True where `byte` is one of them.
    pub(crate) fn has(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).is_some_and(|is_in| *is_in)
    }

    /// Where the first of them is in `bytes`.
    pub(crate) fn find(&self, bytes: &[u8]) -> Option<usize> {
        bytes.iter().position(|byte| self.has(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::ByteSet;

    #[test]
    fn it_has_what_it_was_made_of() {
        static SET: ByteSet = ByteSet::of(b"az").with(b"\xff\0");
        let all: Vec<u8> = (0..=u8::MAX).filter(|byte| SET.has(*byte)).collect();
        assert_eq!(all, [0, b'a', b'z', 0xff]);
        assert_eq!((SET.find(b"xyz"), SET.find(b"xy"), SET.find(b"")), (Some(2), None, None));
    }
}
