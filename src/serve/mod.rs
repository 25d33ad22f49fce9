//! x
pub mod snapshot;
pub mod tag;
pub type Token = String;
/// x
pub enum Answer {
    /// x
    File {
        bytes: crate::tree::Bytes,
        media_type: String,
    },
    Redirect(String),
    NotFound {
        bytes: crate::tree::Bytes,
    },
    Unavailable {
        bytes: crate::tree::Bytes,
    },
}
