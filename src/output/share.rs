//! What messengers and social networks ask of a page: the Open Graph protocol (ogp.me), and the cards of X.
//!
//! In: a page that is about to be rendered. Out: the view `share`.

use super::Output;
use super::pages::Draft;
use crate::resolve::SharedPicture;
use crate::view::{ShareImageView, ShareView};

/// The least size that is shown across the whole width, as Facebook's guide for sharing has it; X asks for less.
const LARGE: (u32, u32) = (600, 315);
/// Pages that are read as one text; every other one is an overview, which the protocol calls a website.
const ARTICLES: &[&str] = &["step", "page", "worksheet"];

pub(super) fn view(output: &Output, draft: &Draft) -> ShareView {
    let book = &output.book;
    let page = draft.current.or_else(|| draft.guide.map(|g| book.site.nth_guide(g).cover));
    let base = book.config.site_url.as_deref();
    let safety = &book.config.safety;
    let neutral = || neutral(output, &draft.view.lang);
    let base = base.filter(|_| !safety.sensitive);
    let image = base.and_then(|base| Some(image(base, &book.shared_picture(page)?)));
    let is_large = image.as_ref().is_some_and(|i| i.width >= Some(LARGE.0) && i.height >= Some(LARGE.1));
    ShareView {
        kind: if ARTICLES.contains(&draft.view.kind) { "article" } else { "website" },
        card: if is_large { "summary_large_image" } else { "summary" },
        title: if safety.sensitive { neutral() } else { draft.view.title.clone() },
        description: if safety.sensitive { neutral() } else { draft.view.description.clone() },
        locale: locale(&draft.view.lang),
        image,
    }
}

/// The words that a sensitive site shows where a link to it is shared.
pub(super) fn neutral(output: &Output, lang: &str) -> String {
    let own = output.book.config.safety.share_title.clone();
    own.unwrap_or_else(|| output.theme.words.say(lang, "share-title", &[]))
}

fn image(base: &str, picture: &SharedPicture<'_>) -> ShareImageView {
    let asset = picture.asset;
    let subtype = match picture.source.extension().as_str() {
        "jpg" | "jpeg" => "jpeg".to_owned(),
        other => other.to_owned(),
    };
    ShareImageView {
        url: asset.file.public(base),
        media_type: format!("image/{subtype}"),
        alt: picture.alt.to_owned(),
        width: asset.size.map(|s| s.0),
        height: asset.size.map(|s| s.1),
    }
}

/// The language as the protocol writes it, `en_GB`; `None` where its code (RFC 5646, 2.2.4) does not name a country.
fn locale(lang: &str) -> Option<String> {
    let mut parts = lang.split('-');
    let language = parts.next()?;
    // Behind a single letter come extensions, whose parts mean other things.
    let is_country = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    let country = parts.take_while(|part| part.len() > 1).find(is_country)?;
    Some(format!("{}_{}", language.to_lowercase(), country.to_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::locale;

    #[test]
    fn a_locale_names_a_country_or_is_not_there() {
        let found = ["en", "en-gb", "zh-Hant-TW", "es-419", "th-u-ca-buddhist", "sr-Latn"].map(locale);
        let wanted = [None, Some("en_GB"), Some("zh_TW"), None, None, None];
        assert_eq!(found.each_ref().map(Option::as_deref), wanted);
    }
}
