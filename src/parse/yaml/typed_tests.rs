//! Typed structs read out of YAML: what is wrong is left out and told, the rest is there.

use crate::parse::yaml::{YamlLocator, parse};
use crate::path::SourcePath;
use crate::value::{self, PathPart, Source};
use serde::Deserialize;

fn file() -> SourcePath {
    SourcePath::new("content/1-a.md").unwrap()
}

#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default, rename_all = "kebab-case")]
struct Keys {
    title: String,
    summary: Option<String>,
    kind: Option<Kind>,
    minutes: Option<u16>,
    draft: bool,
    needs: Vec<String>,
    image: Option<Image>,
    choices: Vec<Choice>,
    wait: Option<Wait>,
    height: Option<f32>,
    done_when: Option<String>,
    extra: serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Step,
    Page,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Image {
    src: String,
    alt: String,
    credit: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Choice {
    label: String,
    to: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(try_from = "String")]
struct Wait(String);

impl TryFrom<String> for Wait {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.contains("week") { Ok(Wait(text)) } else { Err("takes a time\n2 weeks") }
    }
}

/// The struct, and what is said: "code `place` message | help".
fn read(yaml: &str) -> (Keys, Vec<String>) {
    let page = format!("---\n{yaml}---\n");
    let (value, said) = parse(yaml, 4, &file()).unwrap();
    assert_eq!(said, []);
    let locator = YamlLocator::new(yaml, 4);
    let (keys, said) = value::read::<Keys>(&value, &Source::new(&file(), &locator));
    let knowing = YamlLocator::new(yaml, 4).knowing(&value);
    assert_eq!(value::read::<Keys>(&value, &Source::new(&file(), &knowing)).1, said);
    let said = said.iter().map(|d| {
        let place = &page[d.span.clone().unwrap().range];
        let help = d.help.clone().unwrap().replace("write it like this: ", "= ");
        format!("{} [{place}] {} | {help}", d.code.slug(), d.message)
    });
    (keys, said.collect())
}

fn check(yaml: &str, expected: &[&str]) -> Keys {
    let (keys, said) = read(yaml);
    assert_eq!(said, expected, "\n{yaml}");
    keys
}

#[test]
fn texts_are_what_was_written() {
    let keys = check("title: 1.10\nsummary: No\ndone-when: 0x1F\nneeds: [1, true, Null]\nminutes:\n", &[]);
    assert_eq!((&*keys.title, keys.summary.as_deref()), ("1.10", Some("No")));
    assert_eq!(keys.done_when.as_deref(), Some("0x1F"));
    assert_eq!(keys.needs, ["1", "true", "Null"]);
    assert_eq!(check("title: True\nneeds: pen\nchoices: {label: A, to: b.md}\n", &[]).needs, ["pen"]);
    let keys = check("extra:\n  a: {b: [1, x, null], d: ~}\n  c: true\nheight: 6\n", &[]);
    assert_eq!(serde_json::to_string(&keys.extra).unwrap(), r#"{"a":{"b":[1,"x"],"d":null},"c":true}"#);
}

#[test]
fn every_bad_key_is_told_and_the_rest_is_read() {
    let keys = check(
        "titel: a\ntitle: b\nsummary:\n  - x\n  - y\nsummary: z\nminutes: 10 minutes\ndraft: yes\nneeds: [a, {b: c, d: e}, f]\nfoo: 1\n",
        &[
            "unknown-key [titel] there is no key `titel` here | did you mean `title`?",
            "wrong-type [- x] `summary` takes one text, not a list | = `summary: x, y`",
            "duplicate-key [summary] `summary` stands twice; the first one counts | keep one of the two",
            "wrong-type [10 minutes] `minutes` takes a whole number, not a text | = `minutes: 10`",
            "wrong-type [yes] `draft` takes `true` or `false`, not the text `yes` | = `draft: true`",
            "wrong-type [{b: c, d: e}] an item of `needs` takes one text, not keys with values of their own | = `- …`",
            "unknown-key [foo] there is no key `foo` here | take the line out; a key of your own, for a theme, goes below `extra:`",
        ],
    );
    assert_eq!((&*keys.title, &keys.needs[..]), ("b", &["a".to_owned(), "f".to_owned()][..]));
}

#[test]
fn numbers_have_their_range() {
    let least = "wrong-type [-5] `minutes` takes a whole number of 0 or more, not `-5` | = `minutes: 5`";
    check("minutes: -5\n", &[least]);
    check(
        "minutes: 70000\n",
        &["wrong-type [70000] `minutes` takes a whole number of 65535 at most, not `70000` | = `minutes: 10`"],
    );
    check("minutes: 2.5\n", &["wrong-type [2.5] `minutes` takes a whole number, not `2.5` | = `minutes: 2`"]);
    check("minutes: ten\n", &["wrong-type [ten] `minutes` takes a whole number, not the text `ten` | = `minutes: 10`"]);
    check(
        "minutes: \"10\"\n",
        &["wrong-type [\"10\"] `minutes` takes a whole number, not the text `10` | = `minutes: 10`"],
    );
}

#[test]
fn keys_inside_keys() {
    check(
        "image:\n  src: a.svg\n",
        &["missing-key [src: a.svg] `image` needs the key `alt` | add a line for it: `alt: …`"],
    );
    check(
        "image:\n  src: a.svg\n  alt:\n",
        &["missing-key [alt] `image` needs the key `alt` | add a line for it: `alt: …`"],
    );
    assert_eq!(check("image: {src: a.svg, alt: \"\"}\n", &[]).image.unwrap().alt, "");
    // What follows from a fault is not told.
    check(
        "image:\n  scr: a.svg\n  alt: b\n",
        &["unknown-key [scr] there is no key `scr` in `image` | did you mean `src`?"],
    );
    let said = "wrong-type [- b] `alt` takes one text, not a list | = `alt: b`";
    assert_eq!(check("image:\n  src: a.svg\n  alt:\n   - b\n", &[said]).image, None);
    let said = "wrong-type [a.svg] `image` takes keys of its own (`src`, `alt` or `credit`), not the text `a.svg` | write it like this:\nimage:\n  src: a.svg\n  alt: …";
    check("image: a.svg\n", &[said]);
    let keys = check(
        "choices:\n  - label: A\n    to: a.md\n  - label: B\n  - label: C\n    to: c.md\n    too: d\n",
        &[
            "missing-key [label: B] an item of `choices` needs the key `to` | add a line for it: `to: …`",
            "unknown-key [too] there is no key `too` in an item of `choices` | did you mean `to`?",
        ],
    );
    assert_eq!(keys.choices.iter().map(|c| &*c.label).collect::<Vec<_>>(), ["A", "C"]);
}

#[test]
fn words_of_a_list_and_types_of_their_own() {
    check("kind: stpe\n", &["bad-value [stpe] `kind` cannot be `stpe`; it can be `step` or `page` | = `kind: step`"]);
    check("wait: soon\n", &["bad-value [soon] `wait` takes a time | = `wait: 2 weeks`"]);
    check(
        "title:\n  Step 3: talk\n",
        &[
            "wrong-type [Step 3: talk] `title` takes one text, not keys with values of their own | = `title: \"Step 3: talk\"`",
        ],
    );
}

#[test]
fn callers_may_say_more_of_unknown_keys() {
    let yaml = "image: {src: a, alt: b, width: 5}\n";
    let (value, _) = parse(yaml, 0, &file()).unwrap();
    let note = |path: &[PathPart], key: &str| {
        assert_eq!(path, [PathPart::Key("image".into())]);
        Some(crate::diag::Diagnostic::new(crate::diag::Code::MdbookKey, format!("no {key}")))
    };
    let locator = YamlLocator::new(yaml, 0);
    let file = file();
    let source = Source::new(&file, &locator).unknown(&note);
    let (keys, said) = value::read::<Keys>(&value, &source);
    assert_eq!(keys.image.unwrap().src, "a");
    assert_eq!(&yaml[said[0].span.clone().unwrap().range], "width");
    assert_eq!(said[0].message, "no width");
}

#[test]
fn any_value_under_any_key_is_read_or_told() {
    let keys = ["title", "kind", "minutes", "draft", "needs", "image", "choices", "wait", "height", "extra", "other"];
    let values = [
        "",
        "x",
        "5",
        "-1.5",
        "true",
        "[]",
        "{}",
        "[x, [y, {z: 1}], ~]",
        "{src: {a: b}, alt: [], label: 1, label: 2}",
        "|\n  a: b",
        "[{label: A}, {to: 5}, 7]",
        ".nan",
        "99999999999999999999",
        "\"é\\n\"",
    ];
    for key in keys {
        for value in values {
            for twice in [false, true] {
                let line = format!("{key}: {value}\n");
                read(&if twice { line.repeat(2) } else { line });
            }
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a time is what is tested")]
fn a_list_at_the_root_and_a_thousand_faults() {
    let yaml = "- label: A\n  to: a.md\n- nothing\n".to_owned() + &"- x: y\n".repeat(3000);
    let (value, _) = crate::parse::yaml::parse_list(&yaml, 0, &file()).unwrap();
    let locator = YamlLocator::new(&yaml, 0);
    let start = std::time::Instant::now();
    let (_, said) = value::read::<Vec<Choice>>(&value, &Source::new(&file(), &locator));
    assert!(start.elapsed().as_secs() < 4, "{:?}", start.elapsed());
    assert_eq!(said.len(), 100);
    assert_eq!(said[0].message, "this item takes keys of its own (`label` or `to`), not the text `nothing`");
    let few = &yaml[..60];
    let (value, _) = crate::parse::yaml::parse_list(few, 0, &file()).unwrap();
    let (choices, _) = value::read::<Vec<Choice>>(&value, &Source::new(&file(), &YamlLocator::new(few, 0)));
    assert_eq!(choices.len(), 1);
}
