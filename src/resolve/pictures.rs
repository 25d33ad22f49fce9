//! Pictures and files: which go online, under which name, how large they are.

use super::{Link, share};
use crate::body::{Reference, Role};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Span};
use crate::path::{OutPath, SourcePath};
use crate::site::Site;
use crate::slug::{slugify, split_number};
use crate::tree::Tree;
use std::collections::BTreeMap;

/// A picture or file of the content folder that a page refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Where it is in the built site. Pictures carry a hash of their bytes; files that people link to keep their names.
    pub file: OutPath,
    /// Width and height in pixels, for pictures whose header tells.
    pub size: Option<(u32, u32)>,
}

/// The formats that every browser shows.
const SHOWN: &[&str] = &["svg", "png", "jpg", "jpeg", "gif", "webp", "avif"];
/// The largest picture that is no burden, in bytes and pixels.
const MOST_BYTES: usize = 300_000;
const MOST_PIXELS: u32 = 2_000;

/// The assets by source, the picture for sharing among them, and what is wrong with them or lies about unused.
pub(super) fn assets(
    config: &Config,
    site: &Site,
    links: &[Box<[Link]>],
    tree: &Tree,
) -> (BTreeMap<SourcePath, Asset>, Option<Asset>, Vec<Diagnostic>) {
    let mut out: BTreeMap<SourcePath, Asset> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (page, links) in site.pages.iter().zip(links) {
        for (reference, link) in page.references.iter().zip(links.iter()) {
            let Link::Asset(source) = link else { continue };
            let known = out.get(source);
            if known.is_some() && (reference.role != Role::Picture || SHOWN.contains(&source.extension().as_str())) {
                continue;
            }
            if let Some(asset) = asset(config, source, tree, reference, &mut diagnostics) {
                out.insert(source.clone(), asset);
            }
        }
    }
    let shared = share::image(config, tree, &mut diagnostics);
    if let (Some(asset), Some(image)) = (&shared, &config.share_image)
        && share::is_asset(&image.src)
    {
        out.insert(image.src.clone(), asset.clone());
    }
    unused(config, site, tree, &out, &mut diagnostics);
    (out, shared, diagnostics)
}

/// What is published for a file that `reference` asks for; `None` where it cannot be shown.
pub(super) fn asset(
    config: &Config,
    source: &SourcePath,
    tree: &Tree,
    reference: &Reference,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Asset> {
    let bytes = tree.get(source)?;
    let extension = source.extension();
    let mut folder = String::new();
    let below = source.folder().strip_prefix(config.content.as_str()).unwrap_or("");
    for part in below.split('/').filter(|p| !p.is_empty()) {
        folder.push_str(&slugify(split_number(part).1));
        folder.push('/');
    }
    let is_picture = SHOWN.contains(&extension.as_str());
    if reference.role == Role::Picture && !is_picture {
        diagnostics.push(
            Diagnostic::new(Code::PictureFormat, format!("browsers do not show `.{extension}` pictures everywhere"))
                .at(reference.span.clone())
                .help("export it as JPEG, PNG, WebP or SVG, and write the new name here"),
        );
        return None;
    }
    if !is_picture {
        let file = OutPath::new(&format!("{folder}{}", source.name())).ok()?;
        return Some(Asset { file, size: None });
    }
    let size = if extension == "svg" { svg_size(bytes) } else { raster_size(source, bytes, reference, diagnostics) };
    let heavy = extension != "svg" && size.is_some_and(|(w, h)| w.max(h) > MOST_PIXELS);
    if heavy || bytes.len() > MOST_BYTES {
        let pixels = size.map_or(String::new(), |(w, h)| format!(" and {w} × {h} pixels"));
        diagnostics.push(
            Diagnostic::new(Code::HeavyPicture, format!("`{}` has {} kB{pixels}", source.name(), bytes.len() / 1000))
                .at(reference.span.clone())
                .help("scale it down to 1,600 pixels and save it as JPEG or WebP: readers are often on a phone"),
        );
    }
    let hash = &blake3::hash(bytes).to_hex()[..8];
    let stem = match slugify(source.stem()) {
        stem if stem.is_empty() => "picture".to_owned(),
        stem => stem,
    };
    let file = OutPath::new(&format!("{folder}{stem}-{hash}.{extension}")).ok()?;
    Some(Asset { file, size })
}

fn raster_size(
    source: &SourcePath,
    bytes: &[u8],
    reference: &Reference,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(u32, u32)> {
    if let Ok(size) = imagesize::blob_size(bytes) {
        Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
    } else {
        diagnostics.push(
            Diagnostic::new(Code::PictureFormat, format!("`{}` is not a picture that can be read", source.name()))
                .at(reference.span.clone())
                .help("export it again as JPEG, PNG, WebP or SVG"),
        );
        None
    }
}

/// The size of an SVG from the attributes of its root element: `width` and `height` in pixels, else the `viewBox`.
fn svg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let start = text.find("<svg")?;
    let root = &text[start..start + text[start..].find('>')?];
    let attribute = |name: &str| {
        let at = root.find(&format!(" {name}=")).or_else(|| root.find(&format!("\n{name}=")))?;
        let rest = &root[at + name.len() + 2..];
        let quote = rest.chars().next()?;
        rest[1..].split(quote).next()
    };
    let pixels =
        |value: &str| value.trim().trim_end_matches("px").parse::<f64>().ok().filter(|v| (1.0..1e6).contains(v));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and a million")]
    let whole = |value: f64| value.round() as u32;
    if let (Some(width), Some(height)) = (attribute("width").and_then(pixels), attribute("height").and_then(pixels)) {
        return Some((whole(width), whole(height)));
    }
    let view: Vec<f64> = attribute("viewBox")?.split([' ', ',']).filter_map(|v| v.parse().ok()).collect();
    match view.as_slice() {
        [_, _, width, height] if *width >= 1.0 && *height >= 1.0 && *width < 1e6 && *height < 1e6 => {
            Some((whole(*width), whole(*height)))
        }
        _ => None,
    }
}

/// Files of the content folder that no page refers to. Where pages failed, theirs may be among them, so nothing is said.
fn unused(
    config: &Config,
    site: &Site,
    tree: &Tree,
    used: &BTreeMap<SourcePath, Asset>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !site.failed.is_empty() || !site.drafts.is_empty() {
        return;
    }
    for (source, _) in tree.below(config.content.as_str()) {
        if source.extension() != "md" && !used.contains_key(source) {
            diagnostics.push(
                Diagnostic::new(Code::UnusedFile, format!("no page refers to `{source}`, so it will not be online"))
                    .at(Span::start_of(source))
                    .help("link to it from a page, move it to `static/`, or remove it"),
            );
        }
    }
}
