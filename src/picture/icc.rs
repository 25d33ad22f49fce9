//! Colour profiles (ICC.1, ISO 15076-1), as far as it matters: where one ends.

/// The size of a profile's head; its first four bytes are the size of all.
const HEAD: usize = 128;

/// How many of the `given` bytes that begin with `start` are a profile; what is behind it belongs to nobody. `None` where there
/// are less than it says: no browser uses such a profile.
pub(super) fn length(start: &[u8], given: usize) -> Option<usize> {
    let size = u32::from_be_bytes(*start.first_chunk()?) as usize;
    (size >= HEAD && size <= given).then_some(size)
}
