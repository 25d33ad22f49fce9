//! The guide that this repository ships: what its readers must find.

#![allow(clippy::disallowed_methods, reason = "the program is run on a real disk")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use support::{Folder, program, run, shipped_guide, tree};

fn built() -> (Folder, BTreeMap<String, String>) {
    let folder = shipped_guide();
    let ran = run(program(folder.path()).args(["build", "--strict"]));
    assert_eq!(
        (ran.exit, ran.stderr.as_str(), ran.stdout.as_str()),
        (0, "", ""),
        "the guide has nothing to complain of"
    );
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let files = tree(&folder.join("dist")).into_iter().map(|(path, bytes)| (path, text(bytes))).collect();
    (folder, files)
}

/// What stands between `open` and `close`, each time.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}

fn plain(html: &str) -> String {
    let mut out = String::new();
    for (i, piece) in html.split('<').enumerate() {
        out.push_str(if i == 0 { piece } else { piece.split_once('>').map_or("", |p| p.1) });
    }
    out.replace("&amp;", "&")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn step_pages(files: &BTreeMap<String, String>) -> Vec<(&String, &String)> {
    files.iter().filter(|(_, html)| html.contains("<body class=\"kind-step part-")).collect()
}

#[test]
fn every_step_page_says_where_you_are_and_what_to_do() {
    let (_folder, files) = built();
    let steps = step_pages(&files);
    assert_eq!(steps.len(), 12);
    let mut numbers = BTreeSet::new();
    for (path, html) in steps {
        let number =
            (1..=12).find(|n| html.contains(&format!("Step {n} of 12"))).unwrap_or_else(|| panic!("{path}: no number"));
        numbers.insert(number);
        assert!((1..=4).any(|n| html.contains(&format!("Part {n} of 4"))), "{path}: no part");
        let figure = between(html, "<figure", "</figure>");
        let head = figure.first().unwrap_or_else(|| panic!("{path}: no picture"));
        assert!(head.contains(" alt=\"") && !head.contains(" alt=\"\""), "{path}: a picture without words");
        assert!(head.contains("<figcaption>"), "{path}: a picture without a caption");
        assert!(html.contains("class=\"panel tips\""), "{path}: no tips");
        for (side, wanted) in [("prev", true), ("next", number < 12)] {
            let link = between(html, &format!("rel=\"{side}\""), "</a>");
            assert_eq!(!link.is_empty(), wanted, "{path}: {side}");
            assert!(link.iter().all(|l| plain(&format!("<a{l}")).len() > 10), "{path}: {side} without a title");
        }
        assert_eq!(
            between(html, "aria-current=\"page\"", ">").len(),
            1,
            "{path}: the page is marked once in the contents"
        );
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
    }
    assert_eq!(numbers.len(), 12);
}

#[test]
fn the_structured_data_is_what_the_cover_shows() {
    let (_folder, files) = built();
    let cover = &files["index.html"];
    let block = between(cover, "<script type=\"application/ld+json\">", "</script>");
    let data: serde_json::Value = serde_json::from_str(block[0]).expect("JSON");
    assert_eq!(data["@type"], "HowTo");
    let sections = data["step"].as_array().expect("sections");
    assert_eq!(sections.len(), 4);
    let names: Vec<String> = sections
        .iter()
        .flat_map(|s| s["itemListElement"].as_array().expect("steps"))
        .map(|step| step["name"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(names.len(), 12);
    let main = between(cover, "<main", "</main>")[0];
    let mut rest = main;
    for name in &names {
        let (_, after) =
            rest.split_once(name.as_str()).unwrap_or_else(|| panic!("`{name}` is not on the cover, or not in order"));
        rest = after;
    }
    let titles: BTreeSet<String> =
        step_pages(&files).iter().map(|(_, html)| plain(between(html, "<h1>", "</h1>")[0])).collect();
    assert_eq!(titles, names.into_iter().collect());
}

#[test]
fn every_worksheet_has_places_to_write() {
    let (_folder, files) = built();
    let sheets: Vec<_> = files.iter().filter(|(_, html)| html.contains("<body class=\"kind-worksheet\">")).collect();
    assert_eq!(sheets.len(), 6);
    for (path, html) in sheets {
        assert!(html.matches("class=\"field ").count() >= 4, "{path}");
        assert!(!html.contains('\u{1}') && !html.contains("____"), "{path}: a blank was left as it was written");
    }
}

#[test]
fn every_link_anchor_and_asset_is_there() {
    let (_folder, files) = built();
    let mut links = 0;
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        for target in ["href=\"", "src=\""].iter().flat_map(|a| between(html, a, "\"")) {
            if target.starts_with("data:") || target.starts_with("https:") {
                continue;
            }
            assert!(!target.starts_with('/') && !target.contains(':'), "{path}: {target} is not relative");
            links += 1;
            let (file, anchor) = target.split_once('#').map_or((target, None), |(f, a)| (f, Some(a)));
            let mut parts: Vec<&str> = path.split('/').collect();
            if !file.is_empty() {
                parts.pop();
                for part in file.split('/') {
                    if part == ".." {
                        assert!(parts.pop().is_some(), "{path}: {target} leaves the site");
                    } else {
                        parts.push(part);
                    }
                }
            }
            let found = files.get(&parts.join("/")).unwrap_or_else(|| panic!("{path}: {target} is not there"));
            assert!(
                anchor.is_none_or(|a| found.contains(&format!("id=\"{a}\""))),
                "{path}: {target} has no such place"
            );
        }
    }
    assert!(links > 1_000, "{links} links");
}

#[test]
fn no_page_has_a_style_or_a_script_of_its_own() {
    let (_folder, files) = built();
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html") {
        for bad in ["<style", " style=", "javascript:", " onclick=", " onload="] {
            assert!(!html.contains(bad), "{path}: {bad}");
        }
        let scripts = html.matches("<script").count();
        let data = html.matches("<script type=\"application/ld+json\">").count();
        // One script on every page, all of them files of the site's own; more where there are places to write, and to search.
        let more = match path.as_str() {
            "worksheets/print.html" => 0,
            "worksheets/index.html" => 2,
            path => usize::from(path.starts_with("worksheets/") || path == "search.html"),
        };
        assert_eq!(scripts, data + 1 + more, "{path}");
        assert!(html.contains("default-src 'self'") || html.contains("default-src &#39;self&#39;"), "{path}");
        assert!(!html.contains("script-src"), "{path}: scripts fall under default-src");
    }
}
