//! The Markdown that a site speaks: mdBook's switches.

/// What is on and off.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of book.toml's")]
pub struct Dialect {
    /// Quotes, dashes and ellipses as a typesetter sets them.
    pub smart_punctuation: bool,
    /// Definition lists.
    pub definition_lists: bool,
    /// Callouts.
    pub admonitions: bool,
    /// Raw HTML passes through (`raw-html = "trust"`).
    pub trust_html: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { smart_punctuation: true, definition_lists: true, admonitions: true, trust_html: false }
    }
}
