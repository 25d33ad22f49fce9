//! Pictures: what goes online is the same picture, no larger, and tells nothing.

use crate::picture::{Format, has_position, public, size};

/// The input as the bytes of a picture, whatever its name says.
pub fn holds(data: &[u8]) {
    let _ = has_position(data);
    let Some(format) = Format::of(data) else { return };
    assert_eq!(Format::of_extension(format.extension()), Some(format));
    let before = size(format, data);
    let Ok(shown) = public(format, data) else { return };
    assert!((1..=8).contains(&shown.orientation), "{}", shown.orientation);
    let Some(bytes) = shown.bytes else { return };
    assert!(format.is_cleaned());
    assert!(bytes.len() <= data.len(), "it does not grow: {} to {}", data.len(), bytes.len());
    assert_eq!(Format::of(&bytes), Some(format), "it stays what it is");
    assert!(!has_position(&bytes), "it does not tell where it was taken");
    if before.is_some() {
        assert_eq!(size(format, &bytes), before, "it has the same size");
    }
    let again = public(format, &bytes).expect("what goes online can be read");
    assert_eq!(again.orientation, shown.orientation, "it is turned the same way");
    assert!(again.bytes.is_none_or(|again| again == bytes), "nothing is left to leave out");
}
