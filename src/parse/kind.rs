//! Kinds of pages: the place of a file gives its kind.
//!
//! In: a path below the content folder, and whether the site is a library. Out: what the file is. Nothing is read.

use crate::path::SourcePath;
use crate::slug::split_number;
use schemars::JsonSchema;
use serde::Deserialize;

/// What a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The cover of a site of several guides.
    Library,
    /// The cover of a guide.
    Guide,
    /// The cover of a part.
    Part,
    /// A step.
    Step,
    /// Tips: a list of short ones, or one long one.
    Tip,
    /// A worksheet.
    Worksheet,
    /// A plain page.
    Page,
}

/// Where a file lies, as far as its path tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The root `index.md`.
    Root,
    /// The `index.md` of a guide's folder in a library.
    GuideCover,
    /// The `index.md` of a part's folder.
    PartCover,
    /// A file in a guide's or part's folder: a step where it has a number, else a plain page.
    Inside,
    /// A file beside the library's cover.
    LibraryPage,
    /// `tips.md`, or a file in `tips/`.
    Tips,
    /// The `index.md` of `worksheets/`: the words above the list of sheets.
    WorksheetsCover,
    /// A file in `worksheets/`.
    Worksheet,
    /// Too deep, or in a folder that holds no pages.
    Nowhere,
}

impl Kind {
    /// What it is called in messages.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Page => "plain page",
            Kind::Tip => "page of tips",
            other => other.word(),
        }
    }

    /// The word for it, as in front matter.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Library => "library",
            Kind::Guide => "guide",
            Kind::Part => "part",
            Kind::Step => "step",
            Kind::Tip => "tip",
            Kind::Worksheet => "worksheet",
            Kind::Page => "page",
        }
    }
}

impl Place {
    /// True for an `index.md` that stands for its folder.
    pub fn is_cover(&self) -> bool {
        matches!(self, Place::Root | Place::GuideCover | Place::PartCover | Place::WorksheetsCover)
    }
}

/// The place of `path` below the folder `content`.
pub fn place(path: &SourcePath, content: &str, library: bool) -> Place {
    let below = path.as_str().strip_prefix(content).map_or("", |p| p.trim_start_matches('/'));
    let parts: Vec<&str> = below.split('/').collect();
    let (name, folders) = parts.split_last().map_or(("", &[][..]), |(n, f)| (*n, f));
    let cover = name == "index.md";
    let in_guide = if library {
        match folders {
            [] if cover => return Place::Root,
            [] => return Place::LibraryPage,
            [_, rest @ ..] => rest,
        }
    } else {
        folders
    };
    match in_guide {
        [] if cover => {
            if library {
                Place::GuideCover
            } else {
                Place::Root
            }
        }
        [] if name == "tips.md" => Place::Tips,
        [] => Place::Inside,
        ["tips"] => Place::Tips,
        ["worksheets"] if cover => Place::WorksheetsCover,
        ["worksheets"] => Place::Worksheet,
        [_] if cover => Place::PartCover,
        [_] => Place::Inside,
        _ => Place::Nowhere,
    }
}

/// The kind that a place and a number give.
pub fn decide(place: &Place, number: Option<u32>, library: bool) -> Kind {
    match place {
        Place::Root if library => Kind::Library,
        Place::Root | Place::GuideCover => Kind::Guide,
        Place::PartCover => Kind::Part,
        Place::Inside if number.is_some() => Kind::Step,
        Place::Inside | Place::LibraryPage | Place::WorksheetsCover | Place::Nowhere => Kind::Page,
        Place::Tips => Kind::Tip,
        Place::Worksheet => Kind::Worksheet,
    }
}

/// The number in the name of a file, or of the folder that an `index.md` stands for.
pub fn number_in_name(path: &SourcePath) -> Option<u32> {
    let name = if path.name() == "index.md" { path.folder().rsplit('/').next().unwrap_or("") } else { path.stem() };
    split_number(name).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_gives_the_kind() {
        let kind = |path: &str, library| {
            let path = SourcePath::new(path).unwrap();
            decide(&place(&path, "content", library), number_in_name(&path), library)
        };
        assert_eq!(kind("content/index.md", false), Kind::Guide);
        assert_eq!(kind("content/1-a/index.md", false), Kind::Part);
        assert_eq!(kind("content/1-a/2-b.md", false), Kind::Step);
        assert_eq!(kind("content/about.md", false), Kind::Page);
        assert_eq!(kind("content/tips.md", false), Kind::Tip);
        assert_eq!(kind("content/worksheets/a.md", false), Kind::Worksheet);
        assert_eq!(kind("content/g/index.md", true), Kind::Guide);
        assert_eq!(kind("content/g/1-b.md", true), Kind::Step);
        assert_eq!(kind("content/g/worksheets/1-b.md", true), Kind::Worksheet);
        let deep = SourcePath::new("content/1-a/x/y.md").unwrap();
        assert_eq!(place(&deep, "content", false), Place::Nowhere);
    }
}
