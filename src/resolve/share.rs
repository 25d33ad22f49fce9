//! Sharing: the picture that messengers and social networks show of a page, and the pages that a feed tells of.

use super::seen::Look;
use super::{Asset, Book, Link, STATIC, pictures};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::path::{OutPath, SourcePath};
use crate::site::{PageId, Site};
use crate::tree::Tree;
use std::collections::HashMap;
use std::sync::Arc;

/// The formats that messengers and social networks show. SVG and AVIF are not among them.
const SHARED: &[&str] = &["jpg", "jpeg", "png", "gif", "webp"];
/// A feed tells of what is new, not of all there is.
const MOST_RECENT: usize = 50;

/// A picture for sharing.
#[derive(Clone, Copy, Debug)]
pub struct SharedPicture<'a> {
    /// The author's file.
    pub source: &'a SourcePath,
    /// Where it is in the built site, and its size.
    pub asset: &'a Asset,
    /// Its words; empty for a decoration.
    pub alt: &'a str,
}

/// The file of book.toml's `share-image`; one in the static folder is published as it is.
pub(super) fn image(
    config: &Config,
    (tree, looks): (&Tree, &HashMap<SourcePath, Arc<Look>>),
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Asset> {
    let image = config.share_image.as_ref()?;
    let fault = |code, message: String, help| Diagnostic::new(code, message).at(image.span.clone()).help(help);
    if !SHARED.contains(&image.src.extension().as_str()) {
        let message = format!("messengers do not show `.{}` pictures", image.src.extension());
        let help = "export it as JPEG or PNG, 1,200 pixels wide and 630 high";
        diagnostics.push(fault(Code::PictureFormat, message, help));
        return None;
    }
    if tree.get(&image.src).is_none() {
        if !tree.is_refused(&image.src) {
            let message = format!("there is no picture `{}`", image.src);
            diagnostics.push(fault(Code::MissingPicture, message, "paths in book.toml are relative to book.toml"));
        }
        return None;
    }
    let asset = pictures::asset(config, (&image.src, looks.get(&image.src)?), &image.span, diagnostics)?;
    match image.src.as_str().strip_prefix(STATIC).and_then(|rest| rest.strip_prefix('/')) {
        Some(below) => Some(Asset { file: OutPath::new(below).ok()?, ..asset }),
        None => Some(asset),
    }
}

/// True where the file that `image` found has to be published besides the static folder.
pub(super) fn is_asset(source: &SourcePath) -> bool {
    !source.as_str().starts_with(&format!("{STATIC}/"))
}

/// The pages that say when they last changed, the newest first; those of one day in the order of the site.
pub(super) fn recent(config: &Config, site: &Site) -> Vec<PageId> {
    if config.site_url.is_none() {
        return Vec::new();
    }
    let is_dated = |id: &PageId| site.page(*id).meta.updated.is_some() && !site.page(*id).meta.draft;
    let mut recent: Vec<PageId> = site.ids().filter(is_dated).collect();
    recent.sort_by_key(|id| std::cmp::Reverse(site.page(*id).meta.updated));
    recent.truncate(MOST_RECENT);
    recent
}

impl Book {
    /// The picture to show of a page: its own, else the nearest above it (its part's, its guide's, the first page's), else
    /// that of book.toml. Only formats that messengers show count.
    pub fn shared_picture(&self, page: Option<PageId>) -> Option<SharedPicture<'_>> {
        let guide = page.and_then(|id| self.site.guide(id));
        let part = guide.zip(page).and_then(|(g, id)| g.parts.get(g.place_of(id)?.0)?.cover);
        let near = [page, part, guide.map(|g| g.cover), self.site.home()];
        near.into_iter().flatten().find_map(|id| self.own_picture(id)).or_else(|| {
            let image = self.config.share_image.as_ref()?;
            Some(SharedPicture { source: &image.src, asset: self.share_image.as_ref()?, alt: &image.alt })
        })
    }

    fn own_picture(&self, page: PageId) -> Option<SharedPicture<'_>> {
        let picture = self.page(page).image.as_ref()?;
        match self.link(page, picture.link)? {
            Link::Asset(source) if SHARED.contains(&source.extension().as_str()) => {
                Some(SharedPicture { source, asset: self.assets.get(source)?, alt: &picture.alt })
            }
            _ => None,
        }
    }
}
