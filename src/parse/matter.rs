//! What pages say of themselves in their front matter, as typed values.

use crate::body::{Inlines, LinkId};
use crate::diag::Span;

/// What every page may say of itself.
#[derive(Clone, Debug, Default)]
pub struct Meta {
    /// One or two sentences: what the page is for.
    pub summary: Option<Inlines>,
    /// Left out by `build`.
    pub draft: bool,
    /// Addresses that the page had before, below the site's root.
    pub aliases: Vec<(String, Span)>,
    /// When the page last changed in substance.
    pub updated: Option<Date>,
    /// When somebody last read it through.
    pub reviewed: Option<Date>,
    /// When it is to be read through again, and where that stands.
    pub review_by: Option<(Date, Span)>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// What it is about.
    pub topics: Vec<String>,
    /// Pages to read with it.
    pub related: Vec<LinkId>,
    /// A template of the theme's instead of the kind's own.
    pub template: Option<(String, Span)>,
    /// The theme's own values.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// What a guide says of itself.
#[derive(Clone, Debug, Default)]
pub struct GuideMatter {
    /// Who it is for.
    pub audience: Option<Inlines>,
    /// Who it is not for.
    pub not_for: Option<Inlines>,
    /// What it rests on.
    pub sources: Vec<Inlines>,
    /// The topics to show first, in this order.
    pub popular: Vec<(String, Span)>,
    /// Where help is, now.
    pub help: Option<Help>,
}

/// Where help is.
#[derive(Clone, Debug, Default)]
pub struct Help {
    /// Who helps.
    pub name: String,
    /// A telephone number.
    pub phone: Option<String>,
    /// An address.
    pub url: Option<LinkId>,
    /// When they can be reached.
    pub hours: Option<String>,
}

/// What a step says of itself.
#[derive(Clone, Debug, Default)]
pub struct StepMatter {
    /// How long it takes.
    pub minutes: Option<u32>,
    /// What to have at hand.
    pub needs: Vec<Inlines>,
    /// What makes it easier.
    pub tips: Vec<Inlines>,
    /// What can go wrong.
    pub warnings: Vec<Inlines>,
    /// How one knows that it worked.
    pub done_when: Option<Inlines>,
    /// The steps to do first.
    pub requires: Vec<LinkId>,
    /// Where it may go on.
    pub choices: Vec<Choice>,
    /// How long to wait afterwards.
    pub wait: Option<Wait>,
}

/// A branch.
#[derive(Clone, Debug)]
pub struct Choice {
    /// When to take it.
    pub label: Inlines,
    /// Where it leads.
    pub to: LinkId,
}

/// A pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// How many.
    pub count: u32,
    /// Of what: `days`, `weeks` or `months`.
    pub unit: &'static str,
}

/// A day of the Gregorian calendar, as `2026-01-31` (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Date {
    /// The day that `2026-01-31` means; `None` where there is no such day.
    pub fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let date = Self { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        let leap = date.year.is_multiple_of(4) && (!date.year.is_multiple_of(100) || date.year.is_multiple_of(400));
        let days = match date.month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let well_formed = year.len() == 4 && month.len() == 2 && day.len() == 2;
        (well_formed && (1..=days).contains(&date.day)).then_some(date)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
