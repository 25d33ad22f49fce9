//! Odd sheets: what an author may write that no sheet needs, and that neither stops a build nor loses a word.

use crate::built;
use crate::layout::Paper;
use crate::reader;
use crate::rules;

/// The PDF on A4 in usual print of a sheet, which keeps to the rules.
fn paper(text: &str) -> Paper {
    paper_of(text, &[])
}

fn paper_of(text: &str, more: &[(&str, &[u8])]) -> Paper {
    let site = built::sheet_and(text, more);
    let path = "worksheets/sheet-a4.pdf";
    let paper = Paper::read(path, &site[path]);
    let faults = rules::faults(&paper.doc);
    assert!(faults.is_empty(), "{faults:#?}");
    paper
}

#[test]
fn a_blank_that_is_no_place_of_a_field_is_only_a_line() {
    let paper = paper("# Sheet\n\n## Head ____ more\n\nMorning ____\n: coffee\n\nName\n___\n");
    let names: Vec<String> = reader::widgets(&paper.doc).into_iter().map(|widget| widget.label).collect();
    assert_eq!(names, ["Name"]);
}

#[test]
fn heads_that_fill_a_page_leave_room_for_what_is_below_them() {
    let (long, cell) = ("word ".repeat(700), "text ".repeat(1500));
    let paper = paper(&format!("# Sheet\n\n| {long} | b |\n|---|---|\n| x | {cell} |\n"));
    let pages = paper.doc.get_pages().len();
    assert!((2..20).contains(&pages), "{pages} pages");
    assert_eq!(paper.words().iter().filter(|word| *word == "text").count(), 1500);
}

#[test]
fn lists_in_lists_stay_on_the_page() {
    let deep: Vec<String> = (0..40).map(|n| format!("{}- level{n}", "  ".repeat(n))).collect();
    let paper = paper(&format!("# Sheet\n\n{}\n", deep.join("\n")));
    for n in 0..40 {
        assert!(paper.words().iter().any(|word| *word == format!("level{n}")), "level{n}");
    }
}

#[test]
fn the_address_of_help_is_on_the_sheet() {
    let cover = "---\nhelp:\n  name: The desk\n  url: https://help.example.org/desk\n---\n# Guide\n";
    let paper = paper_of("# Sheet\n\nText.\n", &[("content/index.md", cover.as_bytes())]);
    let words = paper.words().join(" ");
    assert!(words.contains("help.example.org/desk") || words.contains("help example org desk"), "{words}");
}

#[test]
fn levels_of_headings_are_closed_up() {
    paper("# Sheet\n\n#### Deep\n\nText.\n\n## Two\n\n###### Six\n\nText.\n");
}
