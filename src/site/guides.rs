//! Guides: which pages belong together, in which order, and what is wrong with that.

use super::{Guide, Library, PageId, Part, Plan, Site};
use crate::diag::{Code, Diagnostic, Span};
use crate::parse::kind::{self, Place};
use crate::parse::{Kind, Page};
use crate::path::SourcePath;
use crate::slug::{as_title, slugify, split_number};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Of fewer pages, it is not worth it to wake another thread.
const MANY: usize = 256;

/// Takes out what lies where no page can be.
pub(super) fn misplaced(pages: &mut Vec<Arc<Page>>, plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    let stays = |page: &Arc<Page>| kind::place(&page.source, &plan.content, plan.library) != Place::Nowhere;
    let mut all_stay = pages.par_iter().with_min_len(MANY).map(stays).collect::<Vec<_>>().into_iter();
    pages.retain(|page| {
        let stays = all_stay.next().unwrap_or(true);
        if !stays {
            diagnostics.push(
                Diagnostic::new(
                    Code::MisplacedFile,
                    "no page can be here: parts do not have folders with pages in them",
                )
                .at(Span::start_of(&page.source))
                .help("move the file up into its part's or guide's folder, into `tips/` or into `worksheets/`"),
            );
        }
        stays
    });
}

/// Fills the site's guides, library and the guide of each page.
pub(super) fn gather(site: &mut Site, plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    let mut folders: BTreeMap<String, Vec<PageId>> = BTreeMap::new();
    for id in site.ids() {
        let folder = site.page(id).source.folder().to_owned();
        folders.entry(folder).or_default().push(id);
    }
    let mut gathering = Gathering { site, folders, diagnostics, used: BTreeSet::new() };
    let content = plan.content.as_str();
    let guides =
        if plan.library { gathering.library(content) } else { gathering.guide(content, true).into_iter().collect() };
    let used = std::mem::take(&mut gathering.used);
    let unused: Vec<String> = gathering.folders.keys().filter(|f| !used.contains(*f)).cloned().collect();
    for folder in &unused {
        gathering.without_cover(folder, content);
    }
    for (g, guide) in guides.iter().enumerate() {
        let covers = guide.parts.iter().filter_map(|p| p.cover);
        let all = guide.steps.iter().chain(&guide.long_tips).chain(&guide.sheets).chain(&guide.plain).copied();
        for id in all.chain(covers).chain(guide.tips).chain(guide.sheets_cover).chain([guide.cover]) {
            site.guide_of[id] = Some(g);
        }
    }
    site.guides = guides;
}

struct Gathering<'a> {
    site: &'a mut Site,
    folders: BTreeMap<String, Vec<PageId>>,
    diagnostics: &'a mut Vec<Diagnostic>,
    used: BTreeSet<String>,
}

impl Gathering<'_> {
    fn library(&mut self, content: &str) -> Vec<Guide> {
        self.used.insert(content.to_owned());
        let own = self.folders.get(content).cloned().unwrap_or_default();
        let (covers, pages): (Vec<_>, Vec<_>) =
            own.into_iter().partition(|id| self.site.page(*id).kind == Kind::Library);
        if let Some(cover) = covers.first() {
            self.site.library = Some(Library { cover: *cover, pages });
        }
        let mut covers = self.covers_below(content, Kind::Guide);
        self.sort(&mut covers);
        let folders: Vec<String> = covers.iter().map(|id| self.site.page(*id).source.folder().to_owned()).collect();
        folders.iter().filter_map(|folder| self.guide(folder, false)).collect()
    }

    /// The covers of the folders directly below `folder`.
    fn covers_below(&self, folder: &str, kind: Kind) -> Vec<PageId> {
        let prefix = format!("{folder}/");
        let is_child = |folder: &str| folder.strip_prefix(&prefix).is_some_and(|rest| !rest.contains('/'));
        let below = self.folders.range(prefix.clone()..).take_while(|(folder, _)| folder.starts_with(&prefix));
        let children = below.filter(|(folder, _)| is_child(folder));
        children.filter_map(|(_, ids)| ids.iter().copied().find(|id| self.is_cover(*id, kind))).collect()
    }

    fn is_cover(&self, id: PageId, kind: Kind) -> bool {
        self.site.page(id).kind == kind && self.site.page(id).source.name() == "index.md"
    }

    fn take(&mut self, folder: &str) -> Vec<PageId> {
        self.used.insert(folder.to_owned());
        self.folders.get(folder).cloned().unwrap_or_default()
    }

    fn guide(&mut self, folder: &str, root: bool) -> Option<Guide> {
        let own = self.take(folder);
        let cover = own.iter().copied().find(|id| self.is_cover(*id, Kind::Guide));
        let Some(cover) = cover else {
            self.without_cover(folder, folder);
            return None;
        };
        let of_kind = |this: &Self, ids: &[PageId], kind| -> Vec<PageId> {
            ids.iter().copied().filter(|id| this.site.page(*id).kind == kind && *id != cover).collect()
        };
        let mut steps = of_kind(self, &own, Kind::Step);
        let mut plain = of_kind(self, &own, Kind::Page);
        self.sort(&mut steps);
        let mut part_covers = self.covers_below(folder, Kind::Part);
        self.sort(&mut part_covers);
        let mut parts = Vec::new();
        for part in &part_covers {
            let part_folder = self.site.page(*part).source.folder().to_owned();
            let inside = self.take(&part_folder);
            let mut part_steps = of_kind(self, &inside, Kind::Step);
            self.sort(&mut part_steps);
            plain.extend(of_kind(self, &inside, Kind::Page));
            self.part_without_steps(*part, &part_steps);
            parts.push(Part { cover: Some(*part), steps: part_steps });
        }
        self.steps_beside_parts(&steps, &part_covers);
        if parts.is_empty() || !steps.is_empty() {
            parts.insert(0, Part { cover: None, steps });
        }
        let steps: Vec<PageId> = parts.iter().flat_map(|p| p.steps.iter().copied()).collect();
        if steps.is_empty() {
            self.without_steps(cover, folder, &plain);
        }
        let (tips, long_tips) = self.tips(folder, &own);
        let sheets = self.take(&format!("{folder}/worksheets"));
        let sheets_cover = sheets.iter().copied().find(|id| self.site.page(*id).kind == Kind::Page);
        let mut sheets = of_kind(self, &sheets, Kind::Worksheet);
        self.sort(&mut sheets);
        self.sort(&mut plain);
        self.almost_numbered(&plain);
        let name = self.site.page(cover).slug.clone();
        let out = if root { String::new() } else { format!("{name}/") };
        let with_tips = |id: &PageId| {
            let page = self.site.page(*id);
            !page.step.tips.is_empty() || page.tip_callouts().next().is_some()
        };
        let has_tips = tips.is_some() || !long_tips.is_empty() || steps.iter().any(with_tips);
        let place =
            |(p, part): (usize, &Part)| -> Vec<_> { part.steps.iter().zip(0..).map(|(id, i)| (*id, (p, i))).collect() };
        let places = parts.iter().enumerate().flat_map(place).collect();
        Some(Guide { cover, folder: out, parts, places, steps, has_tips, tips, long_tips, sheets, sheets_cover, plain })
    }

    fn tips(&mut self, folder: &str, own: &[PageId]) -> (Option<PageId>, Vec<PageId>) {
        let inside = self.take(&format!("{folder}/tips"));
        let beside = own.iter().copied().find(|id| self.site.page(*id).kind == Kind::Tip);
        let index = inside.iter().copied().find(|id| self.site.page(*id).source.name() == "index.md");
        let mut long: Vec<PageId> = inside.into_iter().filter(|id| Some(*id) != index || beside.is_some()).collect();
        self.sort(&mut long);
        (beside.or(index), long)
    }

    /// Sorts by number, then by file; says where two have one number.
    fn sort(&mut self, ids: &mut [PageId]) {
        let key = |id: &PageId| {
            let page = self.site.page(*id);
            (page.number.unwrap_or(u32::MAX), page.source.clone())
        };
        ids.sort_by_cached_key(key);
        let mut free = ids.iter().filter_map(|id| self.site.page(*id).number).max().unwrap_or(0);
        for (a, b) in ids.iter().zip(ids.iter().skip(1)) {
            let (a, b) = (self.site.page(*a), self.site.page(*b));
            if let (Some(n), Some(m)) = (a.number, b.number)
                && n == m
            {
                free += 1;
                let message = format!("`{}` and `{}` both have the number {n}", a.source, b.source);
                self.diagnostics.push(
                    Diagnostic::new(Code::DuplicateNumber, message)
                        .at(Span::start_of(&b.source))
                        .help(format!("give one of them another number: `{}`", renumbered(&b.source, free))),
                );
            }
        }
    }

    /// Says of plain pages whose names look like those of steps that a hyphen is missing. Four digits alone are a year.
    fn almost_numbered(&mut self, plain: &[PageId]) {
        for id in plain {
            let source = self.site.page(*id).source.clone();
            let stem = source.stem();
            let behind = stem.trim_start_matches(|c: char| c.is_ascii_digit());
            let number = stem.strip_suffix(behind).unwrap_or_default();
            let rest = behind.trim_start_matches([' ', '_', '.', ')']);
            let is_meant = match number.len() {
                1..=3 => rest.len() < behind.len() || rest.is_empty(),
                4 => !rest.is_empty() && rest.len() < behind.len(),
                _ => false,
            };
            if is_meant {
                let name = if rest.is_empty() { "name" } else { rest };
                let message =
                    format!("`{}` has no hyphen behind its number, so it is a plain page and no step", source.name());
                self.diagnostics.push(
                    Diagnostic::new(Code::NumberWithoutHyphen, message).at(Span::start_of(&source)).help(format!(
                        "to make it a step, rename it `{number}-{name}.md`; if it is a page, name it without the number"
                    )),
                );
            }
        }
    }

    fn part_without_steps(&mut self, part: PageId, steps: &[PageId]) {
        let source = self.site.page(part).source.clone();
        let folder = format!("{}/", source.folder());
        let excused = |files: &BTreeSet<SourcePath>| files.iter().any(|f| f.as_str().starts_with(&folder));
        if steps.is_empty() && !excused(&self.site.failed) && !excused(&self.site.drafts) {
            self.diagnostics.push(
                Diagnostic::new(Code::PartWithoutSteps, "this part has no step in it")
                    .at(Span::start_of(&source))
                    .help("number its files (`1-begin.md`), or remove the folder"),
            );
        }
    }

    fn steps_beside_parts(&mut self, steps: &[PageId], parts: &[PageId]) {
        let (Some(step), Some(part)) = (steps.first(), parts.first()) else { return };
        let (step, part) = (&self.site.page(*step).source, &self.site.page(*part).source);
        let message = format!("the step `{}` stands beside the part `{}`", step.name(), part.folder());
        self.diagnostics.push(Diagnostic::new(Code::StepsBesideParts, message).at(Span::start_of(step)).help(format!(
            "move it into a part's folder: `{}/{}`",
            part.folder(),
            step.name()
        )));
    }

    fn without_steps(&mut self, cover: PageId, folder: &str, plain: &[PageId]) {
        let prefix = format!("{folder}/");
        let excused = |files: &BTreeSet<SourcePath>| files.iter().any(|f| f.as_str().starts_with(&prefix));
        if excused(&self.site.failed) || excused(&self.site.drafts) {
            return;
        }
        let names: Vec<String> = plain.iter().take(4).map(|id| format!("`{}`", self.site.page(*id).source)).collect();
        let help = if names.is_empty() {
            "add a file whose name begins with a number, such as `1-begin.md`".to_owned()
        } else {
            format!("number the files that are steps (`1-begin.md`, `2-…`); without a number are {}", names.join(", "))
        };
        let source = &self.site.page(cover).source;
        self.diagnostics.push(
            Diagnostic::new(Code::GuideWithoutSteps, "this guide has no step").at(Span::start_of(source)).help(help),
        );
    }

    /// Says that a folder with pages has no cover; where the cover is there but failed, that was said already.
    fn without_cover(&mut self, folder: &str, content: &str) {
        let index = SourcePath::new(&format!("{folder}/index.md"));
        let known = |p: &SourcePath| self.site.failed.contains(p) || self.site.drafts.contains(p);
        if index.as_ref().is_ok_and(known) {
            return;
        }
        let first = self.folders.get(folder).and_then(|ids| ids.first()).map(|id| self.site.page(*id).source.clone());
        let Some(first) = first else { return };
        let is_guide =
            folder == content || (self.site.library.is_some() && super::addresses::parent(folder) == content);
        let what = if is_guide { "guide" } else { "part" };
        let name = split_number(folder.rsplit('/').next().unwrap_or(folder)).1;
        let title = if folder == content { "Title".to_owned() } else { as_title(name) };
        self.diagnostics.push(
            Diagnostic::new(Code::MissingIndex, format!("the folder `{folder}` has pages, but no `index.md`"))
                .at(Span::start_of(&first))
                .help(format!("add `{folder}/index.md`, the cover of the {what}, with a heading such as `# {title}`")),
        );
    }
}

/// The path with another number, as a proposal.
fn renumbered(source: &SourcePath, number: u32) -> String {
    let path = if source.name() == "index.md" { source.folder() } else { source.as_str() };
    let (above, name) = path.rsplit_once('/').map_or(("", path), |(above, name)| (above, name));
    let slash = if above.is_empty() { "" } else { "/" };
    match split_number(name) {
        (Some(_), rest) => format!("{above}{slash}{number}-{rest}"),
        (None, rest) => format!("{above}{slash}{number}-{}", slugify(rest.trim_end_matches(".md"))),
    }
}
