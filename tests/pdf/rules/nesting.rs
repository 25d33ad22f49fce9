//! The grammar of the structure: what may stand in what.

use super::Look;
use crate::reader::{dictionary, items, name, text};
use crate::structure::{Element, Kid};

/// What stands below the root, and in a part of the whole.
const BLOCKS: [&str; 16] = [
    "Part",
    "Div",
    "BlockQuote",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "P",
    "L",
    "Table",
    "Figure",
    "Form",
    "Caption",
    "Code",
];
const INLINE: [&str; 5] = ["Span", "Link", "Form", "Code", "Figure"];

/// What may stand in an element with this role, and whether words may stand in it alone; `None` for a role that the program
/// does not write.
fn grammar(role: &str) -> Option<(Vec<&'static str>, bool)> {
    let (inside, words): (&[&str], bool) = match role {
        "StructTreeRoot" => (&["Document"], false),
        "Document" | "Part" | "Div" | "BlockQuote" => (&BLOCKS, false),
        "Table" => (&["THead", "TBody", "TR", "Caption"], false),
        "THead" | "TBody" => (&["TR"], false),
        "TR" => (&["TH", "TD"], false),
        "L" => (&["LI", "Caption"], false),
        "LI" => (&["Lbl", "LBody"], false),
        "TH" | "TD" | "LBody" | "Caption" => {
            return Some(([&BLOCKS[..], &INLINE[..]].concat(), true));
        }
        "Figure" => (&["Caption", "P", "Span"], true),
        "P" | "H1" | "H2" | "H3" | "H4" | "H5" | "H6" | "Lbl" | "Span" | "Link" | "Code" => (&INLINE, true),
        "Form" => (&[], false),
        _ => return None,
    };
    Some((inside.to_vec(), words))
}

pub(super) fn elements_fit(look: &mut Look<'_>) {
    let mut faults = Vec::new();
    for (element, _) in look.elements() {
        let Some((inside, words)) = grammar(&element.role) else {
            faults.push(format!("the role {}", element.role));
            continue;
        };
        let bad = |kid: &Kid| match kid {
            Kid::Element(kid) if !inside.contains(&kid.role.as_str()) => Some(kid.role.clone()),
            Kid::Content(..) if !words => Some("content".to_owned()),
            Kid::Object(_) if !["Form", "Link"].contains(&element.role.as_str()) => Some("an annotation".to_owned()),
            _ => None,
        };
        let stands_in = |kid: String| format!("{kid} stands in {}", element.role);
        faults.extend(element.inside.iter().filter_map(bad).map(stands_in));
        let may_be_empty = ["TD", "TH", "StructTreeRoot"].contains(&element.role.as_str());
        if element.inside.is_empty() && !may_be_empty {
            faults.push(format!("an empty {}", element.role));
        }
        let labels = element.elements().filter(|e| e.role == "Lbl").count();
        let bodies = element.elements().filter(|e| e.role == "LBody").count();
        if element.role == "LI" && (labels > 1 || bodies != 1) {
            faults.push(format!("an item with {labels} labels and {bodies} bodies"));
        }
    }
    look.faults.extend(faults);
}

/// All elements with this role.
fn with<'a>(look: &'a Look<'_>, role: &str) -> Vec<&'a Element> {
    look.elements().into_iter().map(|(element, _)| element).filter(|e| e.role == role).collect()
}

pub(super) fn rows_have_the_same_cells(look: &mut Look<'_>) {
    let mut faults = Vec::new();
    for table in with(look, "Table") {
        let rows = table.all().into_iter().filter(|(e, _)| e.role == "TR").map(|(row, _)| row.elements().count());
        let rows: Vec<usize> = rows.collect();
        if rows.is_empty() || rows.iter().any(|cells| *cells != rows[0] || *cells == 0) {
            faults.push(format!("rows of {rows:?} cells"));
        }
    }
    look.faults.extend(faults);
}

/// ISO 14289-1, 7.5.
pub(super) fn heads_have_a_scope(look: &mut Look<'_>) {
    let mut faults = Vec::new();
    for head in with(look, "TH") {
        let own = look.doc.get_dictionary(head.id).expect("an element");
        let attributes = items(look.doc, own, "A").into_iter().filter_map(|a| dictionary(look.doc, a));
        let scopes = attributes.filter(|a| name(look.doc, a, "O").as_deref() == Some("Table"));
        let scopes: Vec<_> = scopes.filter_map(|a| name(look.doc, a, "Scope")).collect();
        if !matches!(scopes.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), ["Column" | "Row"]) {
            faults.push(format!("a head with the scopes {scopes:?}"));
        }
    }
    look.faults.extend(faults);
}

/// ISO 14289-1, 7.4.2.
pub(super) fn headings_skip_no_level(look: &mut Look<'_>) {
    let level = |role: &str| role.strip_prefix('H').and_then(|n| n.parse::<u8>().ok());
    let levels: Vec<u8> = look.elements().into_iter().filter_map(|(e, _)| level(&e.role)).collect();
    look.holds(levels.first() == Some(&1), format!("the first heading is of {:?}", levels.first()));
    let skips = levels.windows(2).any(|two| two[1] > two[0] + 1);
    look.holds(!skips, format!("headings of {levels:?}"));
}

/// ISO 14289-1, 7.3.
pub(super) fn figures_have_words(look: &mut Look<'_>) {
    let alt = |e: &Element| text(look.doc, look.doc.get_dictionary(e.id).ok()?, "Alt");
    let bare = with(look, "Figure").into_iter().filter(|e| alt(e).is_none_or(|words| words.trim().is_empty())).count();
    look.holds(bare == 0, format!("{bare} pictures without words"));
}
