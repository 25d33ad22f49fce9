//! PLACEHOLDER, never meant for main: the renderer is written on another branch.

use super::{Leaflet, Output};
use crate::diag::Diagnostic;

/// An obviously fake file, so that what stands around it can be looked at.
pub(super) fn file(output: &Output, leaflet: Leaflet) -> Result<Vec<u8>, Diagnostic> {
    Ok(format!("%PDF-1.7\nPLACEHOLDER {:?}\n", leaflet.file(output.book())).into_bytes())
}
