//! Whole plans on small sites in memory.

use super::*;
use crate::config;

fn site(files: &[(&str, &str)]) -> (Tree, Config) {
    let pairs = files.iter().map(|(p, t)| (SourcePath::new(p).unwrap(), Bytes::copy_from_slice(t.as_bytes())));
    let (config, _) = config::parse(&SourcePath::new("book.toml").unwrap(), None).unwrap();
    (Tree::from_pairs(pairs), config)
}

fn name(title: &str) -> Name {
    Name::new(title, None).unwrap()
}

/// The files of the site after `plan`, and what is renamed, as text.
fn done(tree: &Tree, plan: &Plan) -> (Vec<String>, Vec<String>) {
    let after = plan.after(tree).iter().map(|(p, _)| p.to_string()).collect();
    (after, plan.renames.iter().map(|(a, b)| format!("{} > {}", a.name(), b.name())).collect())
}

const FLAT: &[(&str, &str)] = &[
    ("content/index.md", "# Guide\n\n[two](2-b.md) and ![a](b.svg)\n"),
    ("content/1-a.md", "# A\n\n[rooted](/2-b.md#x), [three]: see [three].\n\n[three]: ./3-c.md 'C'\n"),
    ("content/2-b.md", "---\nrequires: 1-a.md\nrelated:\n  - 3-c.md\n---\n# B\n\n## X\n"),
    ("content/3-c.md", "# C\n\n<a href=\"2-b.md\">b</a> `[code](2-b.md)`\n"),
    ("content/b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>"),
];

#[test]
fn a_step_goes_last() {
    let (tree, config) = site(FLAT);
    let plan = step(&Ground::survey(&tree, &config).unwrap(), ".", &name("New one"), Spot::Last).unwrap();
    assert_eq!(done(&tree, &plan).0[3], "content/4-new-one.md");
    assert_eq!((plan.fixes.len(), plan.renames.len()), (0, 0));
    assert!(plan.harm(&tree, &plan.after(&tree), &config).is_empty());
}

#[test]
fn a_step_in_between_moves_the_others_and_every_link_to_them() {
    let (tree, config) = site(FLAT);
    let ground = Ground::survey(&tree, &config).unwrap();
    for spot in [Spot::After("1-a.md"), Spot::After("content/1-a"), Spot::Before("2-b.md"), Spot::Before("./2-b")] {
        let plan = step(&ground, "content", &name("New"), spot).unwrap();
        let (files, renamed) = done(&tree, &plan);
        assert_eq!(renamed, ["3-c.md > 4-c.md", "2-b.md > 3-b.md"], "the highest first, so that each name is free");
        assert_eq!(
            files,
            ["1-a.md", "2-new.md", "3-b.md", "4-c.md", "b.svg", "index.md"].map(|f| format!("content/{f}"))
        );
        let after = plan.after(&tree);
        let text = |path: &str| after.text(&SourcePath::new(path).unwrap()).unwrap().to_owned();
        assert_eq!(text("content/index.md"), "# Guide\n\n[two](3-b.md) and ![a](b.svg)\n");
        assert_eq!(
            text("content/1-a.md"),
            "# A\n\n[rooted](/3-b.md#x), [three]: see [three].\n\n[three]: ./4-c.md 'C'\n"
        );
        assert_eq!(text("content/3-b.md"), "---\nrequires: 1-a.md\nrelated:\n  - 4-c.md\n---\n# B\n\n## X\n");
        assert_eq!(text("content/4-c.md"), "# C\n\n<a href=\"3-b.md\">b</a> `[code](2-b.md)`\n");
        let said: Vec<_> = compile(&after, &config, true).1;
        assert!(said.is_empty(), "{said:?}");
    }
}

#[test]
fn two_of_one_name_are_told_apart() {
    let (tree, config) = site(&[
        ("content/index.md", "# Guide\n\n[first](2-talk.md) [second](3-talk.md)\n"),
        ("content/1-a.md", "# A\n"),
        ("content/2-talk.md", "# Talk\n"),
        ("content/3-talk.md", "---\nslug: talk-again\n---\n# Talk again\n"),
    ]);
    let plan = step(&Ground::survey(&tree, &config).unwrap(), ".", &name("New"), Spot::After("1-a.md")).unwrap();
    let after = plan.after(&tree);
    let cover = after.text(&SourcePath::new("content/index.md").unwrap()).unwrap();
    assert_eq!(cover, "# Guide\n\n[first](3-talk.md) [second](4-talk.md)\n");
}

#[test]
fn links_without_an_exact_place_are_told() {
    let (tree, config) = site(&[
        ("content/index.md", "---\nsummary: >\n  Folded over\n  [two](2-b.md)\n---\n# Guide\n"),
        ("content/1-a.md", "---\nsummary: \"Say \\\"no\\\": [two](2-b.md)\"\n---\n# A\n"),
        ("content/2-b.md", "# B\n"),
        ("content/3-bad.md", "---\ntitle: a: b\n---\nSee [two](2-b.md)\n"),
    ]);
    let plan = step(&Ground::survey(&tree, &config).unwrap(), ".", &name("New"), Spot::Before("2-b.md")).unwrap();
    assert_eq!(plan.fixes, []);
    assert_eq!(
        plan.notes,
        [
            "content/1-a.md:2: change the link `2-b.md` to `3-b.md` by hand",
            "content/index.md:2: change the link `2-b.md` to `3-b.md` by hand",
            "content/4-bad.md: the page has a fault, so its links were left alone: change `2-b.md` to `3-b.md` by hand",
        ]
    );
}

#[test]
fn what_is_sorted_by_order_is_not_moved() {
    let (tree, config) = site(&[
        ("content/index.md", "# Guide\n"),
        ("content/1-a.md", "# A\n"),
        ("content/b.md", "---\norder: 2\n---\n# B\n"),
    ]);
    let ground = Ground::survey(&tree, &config).unwrap();
    let refusal = step(&ground, ".", &name("New"), Spot::After("1-a.md")).unwrap_err();
    assert!(
        refusal.is_harm && refusal.message.contains("`order:`") && refusal.help.contains("order: 3"),
        "{refusal:?}"
    );
    let last = step(&ground, ".", &name("New"), Spot::After("b")).unwrap();
    assert_eq!(last.files[0].0.as_str(), "content/3-new.md");
}

#[test]
fn zeros_are_kept_and_gaps_used() {
    let (tree, config) = site(&[
        ("content/index.md", "# Guide\n"),
        ("content/08-a.md", "# A\n"),
        ("content/09-b.md", "# B\n"),
        ("content/11-c.md", "# C\n"),
    ]);
    let ground = Ground::survey(&tree, &config).unwrap();
    let plan = step(&ground, ".", &name("New"), Spot::After("08-a.md")).unwrap();
    assert_eq!(done(&tree, &plan).1, ["09-b.md > 10-b.md"]);
    assert_eq!(plan.files[0].0.as_str(), "content/09-new.md");
    let first = step(&ground, ".", &name("New"), Spot::Before("08-a.md")).unwrap();
    assert_eq!((first.files[0].0.as_str(), first.renames.len()), ("content/04-new.md", 0));
}

const PARTS: &[(&str, &str)] = &[
    ("content/index.md", "# Guide\n\n[b](2-two/1-b.md) ![p](2-two/1-p.svg) [part](2-two/)\n"),
    ("content/1-one/index.md", "# One\n"),
    (
        "content/1-one/1-a.md",
        "---\nimage: {src: ../2-two/1-p.svg, alt: P}\nchoices:\n- {label: B, to: ../2-two/1-b.md}\n- {label: P, to: ../2-two/}\n---\n# A\n",
    ),
    ("content/2-two/index.md", "# Two\n"),
    ("content/2-two/1-b.md", "# B\n\n[back](../1-one/1-a.md) [self](../2-two/index.md) [rooted](/2-two/1-b.md)\n"),
    ("content/2-two/1-p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>"),
];

#[test]
fn a_part_in_between_moves_folders_and_every_link_into_them() {
    let (tree, config) = site(PARTS);
    let ground = Ground::survey(&tree, &config).unwrap();
    let plan = part(&ground, None, &name("New part"), Spot::After("1-one")).unwrap();
    assert_eq!(done(&tree, &plan).1, ["2-two > 3-two"]);
    let new: Vec<_> = plan.files.iter().map(|(p, _)| p.as_str()).collect();
    assert_eq!(new, ["content/2-new-part/index.md", "content/2-new-part/1-first-step.md"]);
    let after = plan.after(&tree);
    let text = |path: &str| after.text(&SourcePath::new(path).unwrap()).unwrap().to_owned();
    assert_eq!(text("content/index.md"), "# Guide\n\n[b](3-two/1-b.md) ![p](3-two/1-p.svg) [part](3-two/)\n");
    let b = "# B\n\n[back](../1-one/1-a.md) [self](../3-two/index.md) [rooted](/3-two/1-b.md)\n";
    assert_eq!(text("content/3-two/1-b.md"), b);
    let said = compile(&after, &config, true).1;
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn folders_are_found_as_authors_write_them() {
    let (tree, config) = site(PARTS);
    let ground = Ground::survey(&tree, &config).unwrap();
    for written in ["1-one", "content/1-one", "./1-one/", "content\\1-one"] {
        let plan = step(&ground, written, &name("New"), Spot::Last).unwrap();
        assert_eq!(plan.files[0].0.as_str(), "content/1-one/2-new.md", "{written}");
    }
    let refused = |written: &str| step(&ground, written, &name("New"), Spot::Last).unwrap_err();
    assert_eq!(refused("2-one").help, "did you mean `1-one`?");
    assert_eq!(refused("nowhere").help, "the folders are `.`, `1-one`, `2-two`");
    assert_eq!(refused("../other").help, "the folders are `.`, `1-one`, `2-two`");
    assert_eq!(refused("").message, "there is no folder `` in `content`");
    let top = refused(".");
    assert!(top.is_harm && top.help.contains("`1-one`, `2-two`"), "{top:?}");
}

#[test]
fn steps_at_the_top_leave_no_room_for_parts() {
    let (tree, config) = site(FLAT);
    let refusal = part(&Ground::survey(&tree, &config).unwrap(), None, &name("New"), Spot::Last).unwrap_err();
    assert!(refusal.is_harm && refusal.message.contains("`1-a.md`"), "{refusal:?}");
}

#[test]
fn a_library_is_asked_which_guide() {
    let (tree, config) = site(&[
        ("content/index.md", "---\nkind: library\n---\n# Library\n"),
        ("content/tea/index.md", "# Tea\n"),
        ("content/tea/1-boil.md", "# Boil\n"),
    ]);
    let ground = Ground::survey(&tree, &config).unwrap();
    assert_eq!(worksheet(&ground, None, &name("Sheet")).unwrap_err().help, "name one of its guides: `--in tea`");
    let first = |plan: Plan| plan.files[0].0.to_string();
    assert_eq!(first(worksheet(&ground, Some("tea"), &name("Sheet")).unwrap()), "content/tea/worksheets/sheet.md");
    assert_eq!(first(tip(&ground, Some("content/tea"), "Warm it.", None).unwrap()), "content/tea/tips.md");
    assert_eq!(first(step(&ground, "tea", &name("Pour"), Spot::Last).unwrap()), "content/tea/2-pour.md");
    assert_eq!(first(guide(&ground, &name("Coffee")).unwrap()), "content/coffee/index.md");
    assert!(step(&ground, ".", &name("Pour"), Spot::Last).unwrap_err().help.contains("`tea`"));
    assert!(worksheet(&ground, Some("te"), &name("Sheet")).unwrap_err().help.contains("`tea`"));
    let plan = guide(&ground, &name("Coffee")).unwrap();
    let said = compile(&plan.after(&tree), &config, true).1;
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn a_folder_of_tips_gets_files() {
    let (tree, config) = site(&[
        ("content/index.md", "# Guide\n"),
        ("content/1-a.md", "# A\n"),
        ("content/tips/1-early.md", "# Early\n"),
    ]);
    let plan = tip(&Ground::survey(&tree, &config).unwrap(), None, "Stay calm", None).unwrap();
    assert_eq!(plan.files[0].0.as_str(), "content/tips/2-stay-calm.md");
    assert!(plan.harm(&tree, &plan.after(&tree), &config).is_empty());
}

#[test]
fn harm_is_what_the_plan_would_bring() {
    let (tree, config) = site(&[
        ("content/index.md", "# Guide\n\n[nowhere](x.md)\n"),
        ("content/1-a.md", "# A\n"),
        ("content/a.svg", "<svg/>"),
    ]);
    let ground = Ground::survey(&tree, &config).unwrap();
    let harm = |title: &str| {
        let plan = step(&ground, ".", &name(title), Spot::Last).unwrap();
        plan.harm(&tree, &plan.after(&tree), &config).iter().map(|d| d.code.slug()).collect::<Vec<_>>()
    };
    assert_eq!(harm("Fine"), [""; 0], "what was wrong before is not the plan's");
    assert_eq!(harm("Tips"), ["reserved-name"]);
    assert_eq!(harm("De"), ["reserved-name"]);
    assert_eq!(harm("A"), ["duplicate-address"]);
}

#[test]
fn the_starter_is_sound() {
    let plan = starter("Tea: \"for\" two # \\ \u{e9}").unwrap();
    let tree = Tree::from_pairs(plan.files.clone());
    let book = SourcePath::new("book.toml").unwrap();
    assert_eq!(tree.text(&book).unwrap().lines().count(), 6);
    let (config, said) = config::parse(&book, tree.text(&book)).unwrap();
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(config.title.as_deref(), Some("Tea: \"for\" two # \\ \u{e9}"));
    let said = compile(&tree, &config, false).1;
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn new_themes_change_properties_that_there_are() {
    let (tree, config) = site(FLAT);
    let plan = theme(&tree, &config, &name("My blue")).unwrap();
    let css = plan.files.iter().find(|(p, _)| p.as_str().ends_with("/my-blue.css")).unwrap();
    let files = crate::theme::ejectable(&config, &tree).unwrap_or_else(|d| panic!("{d:?}"));
    let sheets = files.iter().filter(|f| f.name.ends_with(".css")).filter_map(|f| match &f.state {
        crate::theme::State::BuiltIn { bytes, .. } => Some(String::from_utf8_lossy(bytes)),
        crate::theme::State::Own(_) => None,
    });
    let base: String = sheets.collect();
    assert!(files.iter().any(|f| f.name == "assets/1-tokens.css"), "the hint in the style sheet names a file");
    let set = String::from_utf8_lossy(&css.1).into_owned();
    let names: Vec<&str> =
        set.lines().filter_map(|l| l.trim().strip_prefix("--")?.split_once(':')).map(|p| p.0).collect();
    assert!(names.len() > 8);
    for name in names {
        assert!(base.contains(&format!("  --{name}: ")), "--{name}");
    }
    let (_, config_text) = plan.notes[0].split_once("`theme").unwrap();
    assert!(config_text.starts_with(" = \"my-blue\"`"));
    assert!(theme(&tree, &config, &name("Booklet")).unwrap_err().is_harm);
    assert!(theme(&plan.after(&tree), &config, &name("My blue")).unwrap_err().is_harm);
}

#[test]
fn what_was_cut_off_is_healed_by_the_fixes_of_check() {
    let (tree, config) = site(FLAT);
    let whole = step(&Ground::survey(&tree, &config).unwrap(), ".", &name("New"), Spot::After("1-a.md")).unwrap();
    assert_eq!(whole.renames.len(), 2);
    for done in 0..=whole.renames.len() {
        let part = Plan { fixes: whole.fixes.clone(), renames: whole.renames[..done].to_vec(), ..Plan::default() };
        let cut = part.after(&tree);
        let said = compile(&cut, &config, true).1;
        assert!(said.iter().all(|d| d.code == Code::StaleNumber && d.fix.is_some()), "{done}: {said:?}");
        let healed = Plan { fixes: said.into_iter().filter_map(|d| d.fix).collect(), ..Plan::default() }.after(&cut);
        let said = compile(&healed, &config, true).1;
        assert!(said.is_empty(), "{done}: {said:?}");
    }
}
