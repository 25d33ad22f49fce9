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

/// Where the first byte for which `is_it` is near: from there it is one of the next few. `None` where there is none, which is
/// known of a whole stretch at once, as wide as processors read. `is_it` must have no branches for that.
pub(crate) fn near_first(bytes: &[u8], is_it: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    const WIDTH: usize = 32;
    let (chunks, rest) = bytes.as_chunks::<WIDTH>();
    if let Some(before) = chunks.iter().position(|chunk| any(chunk, is_it)) {
        return Some(before * WIDTH);
    }
    // The end is no whole stretch; one that begins sooner has it, too.
    let is_near_end = match rest.len() {
        0 => false,
        _ if !chunks.is_empty() => bytes.last_chunk::<WIDTH>().is_some_and(|last| any(last, is_it)),
        16.. => any_at_ends::<16>(bytes, is_it),
        8.. => any_at_ends::<8>(bytes, is_it),
        _ => rest.iter().any(|byte| is_it(*byte)),
    };
    is_near_end.then_some(chunks.len() * WIDTH)
}

fn any<const N: usize>(chunk: &[u8; N], is_it: impl Fn(u8) -> bool) -> bool {
    chunk.iter().fold(false, |found, byte| found | is_it(*byte))
}

fn any_at_ends<const N: usize>(bytes: &[u8], is_it: impl Fn(u8) -> bool + Copy) -> bool {
    [bytes.first_chunk::<N>(), bytes.last_chunk::<N>()].into_iter().flatten().any(|end| any(end, is_it))
}

#[cfg(test)]
mod tests {
    use super::{ByteSet, near_first};

    #[test]
    fn the_first_is_near_wherever_it_is() {
        for length in 0..100 {
            let mut bytes = vec![b'x'; length];
            assert_eq!(near_first(&bytes, |byte| byte == b'a'), None, "{length}");
            for at in (0..length).rev() {
                bytes[at] = b'a';
                let near = near_first(&bytes, |byte| byte == b'a');
                assert!(near.is_some_and(|near| (near..near + 32).contains(&at)), "{at} of {length}: {near:?}");
            }
        }
    }

    #[test]
    fn it_has_what_it_was_made_of() {
        static SET: ByteSet = ByteSet::of(b"az").with(b"\xff\0");
        let all: Vec<u8> = (0..=u8::MAX).filter(|byte| SET.has(*byte)).collect();
        assert_eq!(all, [0, b'a', b'z', 0xff]);
        assert_eq!((SET.find(b"xyz"), SET.find(b"xy"), SET.find(b"")), (Some(2), None, None));
    }
}
