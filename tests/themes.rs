//! Themes: what `theme eject` copies is what counts, so every page stays as it was.

mod support;

use reconnect_gen::config::{self, Config};
use reconnect_gen::path::SourcePath;
use reconnect_gen::theme::{self, State};
use reconnect_gen::tree::Tree;
use reconnect_gen::tree::disk::Disk;
use reconnect_gen::{compile, output, scaffold};
use std::collections::BTreeMap;
use support::repository;

fn source(path: &str) -> SourcePath {
    SourcePath::new(path).expect("a path")
}

/// The sources of the shipped guide, with a theme of its own in layers.
fn tree() -> Tree {
    let (content, said) = Disk::new(repository()).read_folders(&["content"]);
    assert!(said.is_empty(), "{said:?}");
    let files = [
        ("themes/mine/theme.toml", "extends = \"middle\"\n"),
        ("themes/mine/templates/page.html", "{% extends \"booklet/page.html\" %}\n"),
        ("themes/middle/theme.toml", "name = \"In the middle\"\n"),
        ("themes/middle/assets/zebra.css", "b { color: red }\n"),
        ("themes/middle/strings/en.toml", "tips = \"Good advice\"\n"),
    ];
    content.with(Tree::from_pairs(files.map(|(path, text)| (source(path), text.as_bytes().into()))))
}

fn config(theme: &str) -> Config {
    let text = format!("[output.html]\ntheme = \"{theme}\"\n");
    config::parse(&source("book.toml"), Some(&text)).expect("TOML").0
}

/// Every file of the site, rendered, but for those that are made of no file of a theme.
fn render(tree: &Tree, config: &Config) -> BTreeMap<String, Vec<u8>> {
    let (compiled, said) = compile(tree, config, false);
    let compiled = compiled.unwrap_or_else(|| panic!("{said:?}"));
    let (output, _) = output::plan(&compiled.book, &compiled.theme, tree, output::Purpose::Publish)
        .unwrap_or_else(|e| panic!("{e:?}"));
    let file = |i: usize| {
        let bytes = output.render(i).unwrap_or_else(|e| panic!("{e:?}")).to_vec();
        (output.files[i].0.to_string(), bytes)
    };
    let is_of_theme = |i: &usize| !output.files[*i].0.as_str().ends_with(".pdf");
    (0..output.files.len()).filter(is_of_theme).map(file).collect()
}

#[test]
fn an_ejected_file_changes_no_byte() {
    let tree = tree();
    let mut ejected = 0;
    for name in theme::built_in().into_iter().chain(["mine", "middle"]) {
        let config = config(name);
        let before = render(&tree, &config);
        let files = theme::ejectable(&config, &tree).expect("a theme");
        assert!(files.len() > 15, "{name}: {files:?}");
        let mut all = tree.clone();
        for file in &files {
            let State::BuiltIn { to, .. } = &file.state else { continue };
            assert!(tree.get(to).is_none(), "{name}: {to} is there already");
            let plan = scaffold::eject(&files, &file.name).expect("a plan");
            let after = plan.after(&tree);
            assert!(render(&after, &config) == before, "{name}: {} changes the site", file.name);
            all = plan.after(&all);
            ejected += 1;
        }
        assert!(render(&all, &config) == before, "{name}: all of them together change the site");
        let files = theme::ejectable(&config, &all).expect("a theme");
        assert!(files.iter().all(|f| matches!(f.state, State::Own(_))), "{name}: {files:?}");
    }
    assert!(ejected > 40, "{ejected}");
}

#[test]
fn an_ejected_file_counts_when_it_is_changed() {
    let tree = tree();
    for name in theme::built_in().into_iter().chain(["mine"]) {
        let config = config(name);
        let files = theme::ejectable(&config, &tree).expect("a theme");
        let plan = scaffold::eject(&files, "worksheet.html").expect("a plan");
        let (path, bytes) = &plan.files[0];
        let text = String::from_utf8_lossy(bytes).replace("class=\"eyebrow\"", "class=\"ours\"");
        let changed = tree.clone().with(Tree::from_pairs([(path.clone(), text.into_bytes().into())]));
        let page = &render(&changed, &config)["worksheets/a-letter.html"];
        assert!(String::from_utf8_lossy(page).contains("class=\"ours\""), "{name}: {path}");
    }
}

#[test]
fn files_go_where_their_theme_is() {
    let tree = tree();
    let place = |theme: &str, file: &str| {
        let files = theme::ejectable(&config(theme), &tree).expect("a theme");
        scaffold::eject(&files, file).map(|plan| plan.files[0].0.to_string()).map_err(|refusal| refusal.help)
    };
    assert_eq!(place("booklet", "step.html").as_deref(), Ok("themes/booklet/templates/step.html"));
    assert_eq!(place("mine", "step.html").as_deref(), Ok("themes/mine/templates/step.html"));
    assert_eq!(place("mine", "assets/1-tokens.css").as_deref(), Ok("themes/mine/assets/1-tokens.css"));
    assert!(place("mine", "page.html").is_err_and(|help| help.contains("change it there")));
    assert!(place("mine", "en.toml").is_err_and(|help| help.contains("change it there")));
    assert!(place("booklet", "templates/stp.html").is_err_and(|help| help == "did you mean `templates/step.html`?"));
    assert!(place("booklet", "weather").is_err_and(|help| help.contains("lists the files")));
}

/// Keys that are put together: `kind-` and the kind, for example.
const PUT_TOGETHER: &[&str] = &["callout-", "kind-", "pdf-a4", "pdf-letter", "wait-"];

#[test]
fn no_word_is_translated_for_nothing() {
    let (files, said) = Disk::new(repository()).read_folders(&["src", "themes/booklet/templates"]);
    assert!(said.is_empty(), "{said:?}");
    let users: String = files.iter().filter_map(|(path, _)| files.text(path)).collect();
    let (words, _) = Disk::new(repository()).read_file(&source("themes/booklet/strings/en.toml"));
    let words = words.text(&source("themes/booklet/strings/en.toml")).expect("the words");
    let keys = words.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key);
    let unused: Vec<_> = keys
        .filter(|key| !PUT_TOGETHER.iter().any(|p| key.starts_with(p)) && !users.contains(&format!("\"{key}\"")))
        .filter(|key| !["", "forms."].iter().any(|of| users.contains(&format!("words.{of}{}", key.replace('-', "_")))))
        .collect();
    assert!(unused.is_empty(), "nothing says {unused:?}");
}
