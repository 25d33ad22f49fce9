//! The JSON Schemas for editors: they take what the program takes, and refuse what it refuses.

#![allow(clippy::disallowed_methods, reason = "the shipped files are read")]

mod support;

use reconnect_gen::dialect::Dialect;
use reconnect_gen::parse::{self, Surroundings, yaml};
use reconnect_gen::path::SourcePath;
use reconnect_gen::value::{Data, Value, parse_toml};
use reconnect_gen::{config, diag::Code, theme};
use serde_json::{Value as Json, json};
use support::{repository, tree};

/// What is wrong with `value` by `schema`, in the words of JSON Schema that our schemas use; others make the test fail.
fn faults(root: &Json, schema: &Json, value: &Json, at: &str) -> Vec<String> {
    let Some(schema) = schema.as_object() else {
        return if *schema == json!(false) { vec![format!("{at}: nothing fits")] } else { Vec::new() };
    };
    let mut out = Vec::new();
    let below = |schema: &Json, value: &Json, at: &str| faults(root, schema, value, at);
    for (word, is) in schema {
        match word.as_str() {
            "$ref" => {
                let name = is.as_str().and_then(|r| r.strip_prefix("#/$defs/")).expect("a definition");
                out.extend(below(&root["$defs"][name], value, at));
            }
            "type" => {
                let types: Vec<&str> = is
                    .as_array()
                    .map_or_else(|| vec![is.as_str().unwrap()], |a| a.iter().filter_map(Json::as_str).collect());
                if !types.iter().any(|t| has_type(value, t)) {
                    out.push(format!("{at}: not of type {types:?}"));
                }
            }
            "const" if value != is => out.push(format!("{at}: not {is}")),
            "enum" if !is.as_array().is_some_and(|all| all.contains(value)) => out.push(format!("{at}: not in {is}")),
            "minimum" if value.as_i64().is_some_and(|n| n < is.as_i64().unwrap()) => {
                out.push(format!("{at}: too small"));
            }
            "anyOf" | "oneOf" => {
                let fit = is.as_array().unwrap().iter().filter(|s| below(s, value, at).is_empty()).count();
                if fit == 0 {
                    out.push(format!("{at}: none of the ways fits"));
                }
            }
            "items" => {
                for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                    out.extend(below(is, item, &format!("{at}[{i}]")));
                }
            }
            "required" => {
                for name in is.as_array().unwrap().iter().filter_map(Json::as_str) {
                    if value.as_object().is_some_and(|o| !o.contains_key(name)) {
                        out.push(format!("{at}: no {name}"));
                    }
                }
            }
            "additionalProperties" => {
                for (name, inner) in value.as_object().into_iter().flatten() {
                    if schema.get("properties").is_none_or(|p| p.get(name).is_none()) {
                        out.extend(below(is, inner, &format!("{at}.{name}")));
                    }
                }
            }
            "properties" => {
                for (name, inner) in value.as_object().into_iter().flatten() {
                    out.extend(is.get(name).into_iter().flat_map(|s| below(s, inner, &format!("{at}.{name}"))));
                }
            }
            "const" | "enum" | "minimum" | "$schema" | "$defs" | "title" | "description" | "format" => {}
            other => panic!("the test does not know `{other}`"),
        }
    }
    out
}

fn has_type(value: &Json, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => panic!("there is no type `{name}`"),
    }
}

fn json_of(value: &Value) -> Json {
    match &value.data {
        Data::Null => Json::Null,
        Data::Bool(bool) => json!(bool),
        Data::Int(int) => json!(int),
        Data::Float(float) => json!(float),
        Data::Text(text) => json!(text),
        Data::List(items) => items.iter().map(json_of).collect(),
        Data::Map(entries) => entries.iter().map(|e| (e.key.to_string(), json_of(&e.value))).collect(),
    }
}

fn path(path: &str) -> SourcePath {
    SourcePath::new(path).expect("a path")
}

fn of_book(text: &str) -> Vec<String> {
    let value = json_of(&parse_toml(text, &path("book.toml")).expect("TOML"));
    let schema = config::schema();
    faults(&schema, &schema, &value, "")
}

fn of_page(text: &str) -> Vec<String> {
    let file = path("content/1-a.md");
    let Some(matter) = yaml::split(text, &file).expect("front matter") else { return Vec::new() };
    let (value, _) = yaml::parse(matter.yaml, matter.offset, &file).expect("YAML");
    let schema = parse::front_matter_schema();
    faults(&schema, &schema, &json_of(&value), "")
}

#[test]
fn everything_that_is_shipped_fits() {
    let read = |file: &str| std::fs::read_to_string(repository().join(file)).expect(file);
    assert_eq!(of_book(&read("book.toml")), [""; 0]);
    assert_eq!(of_book(&read("starter/book.toml").replace("TITLE", "\"Tea\"")), [""; 0]);
    let mut pages = 0;
    for folder in ["content", "starter/content"] {
        for (file, bytes) in tree(&repository().join(folder)) {
            if file.ends_with(".md") {
                pages += 1;
                assert_eq!(of_page(&String::from_utf8_lossy(&bytes)), [""; 0], "{folder}/{file}");
            }
        }
    }
    assert!(pages > 25, "{pages}");
    let schema = theme::schema();
    for name in theme::built_in() {
        let text = read(&format!("themes/{name}/theme.toml"));
        let value = json_of(&parse_toml(&text, &path("theme.toml")).expect("TOML"));
        assert_eq!(faults(&schema, &schema, &value, ""), [""; 0], "{name}");
    }
}

#[test]
fn front_matter_is_judged_as_the_program_judges_it() {
    let around =
        Surroundings { content: "content".into(), library: false, lang: "en".into(), dialect: Dialect::default() };
    // Values that are of the right type and wrong all the same (a day that is none) are the program's to tell.
    let of_types = [Code::UnknownKey, Code::WrongType, Code::MissingKey, Code::BadValue];
    let heads = [
        "title: Talk\nminutes: 10",
        "title: 1.10\nsummary: true\nwait: 2 weeks",
        "needs: One thing\ntips: [a, 2]\nauthors:\n  - Ann",
        "image: {src: a.svg, alt: \"\"}\nextra: {anything: [1, {at: all}]}",
        "summary:\nneeds:\nimage:\nminutes:",
        "choices: {label: Yes, to: 2-b.md}",
        "choices:\n  - label: Yes\n    to: 2-b.md\nreviewed: 2026-01-31",
        "kind: step\ndraft: true\norder: 3",
        "sumary: A page",
        "Title: A page",
        "done_when: Done",
        "minutes: ten",
        "minutes: -1",
        "minutes: 1.5",
        "draft: 1",
        "draft: maybe",
        "title: [a, b]",
        "kind: chapter",
        "image: a.svg",
        "image: {alt: A}",
        "image: {src: , alt: A}",
        "image: {src: a.svg, alt: A, width: 4}",
        "choices: [{label: Yes}]",
        "choices: Yes",
        "needs: [[a]]",
        "needs: {a: b}",
        "order: first",
    ];
    let (mut fine, mut wrong) = (0, 0);
    for head in heads {
        let text = format!("---\n{head}\n---\n# Title\n");
        let (_, said) = parse::parse(&path("content/1-a.md"), text.as_bytes(), &around).expect("a page");
        let said: Vec<_> = said.iter().filter(|d| of_types.contains(&d.code)).map(|d| &d.message).collect();
        let faults = of_page(&text);
        assert_eq!(faults.is_empty(), said.is_empty(), "{head}\nthe schema: {faults:?}\nthe program: {said:?}");
        *(if faults.is_empty() { &mut fine } else { &mut wrong }) += 1;
    }
    assert!(fine >= 8 && wrong >= 15, "{fine} {wrong}");
}

#[test]
fn settings_are_judged_as_the_program_judges_them() {
    let texts = [
        "[book]\ntitle = \"A\"\nauthors = \"Ann\"\nstep-numbers = \"part\"\ntext-direction = \"rtl\"",
        "[output.html]\nsmart-punctuation = false\nraw-html = \"trust\"\n[output.html.redirect]\n\"/a.html\" = \"/b.html\"",
        "[output.html.print]\nenable = false\n[build]\nbuild-dir = \"out\"",
        "[check]\nstale-number = \"off\"\nunused-file = \"error\"\nbroken-link = \"error\"",
        "[book]\ntitel = \"A\"",
        "[books]\ntitle = \"A\"",
        "[book]\nstep-numbers = \"none\"",
        "[book]\ntitle = [\"A\"]",
        "[output.html]\nsmart-punctuation = \"yes\"",
        "[check]\nstale-numbers = \"off\"",
        "[check]\nstale-number = \"loud\"",
        "[check]\nbroken-link = \"off\"",
        "book = 1",
    ];
    let (mut fine, mut wrong) = (0, 0);
    for text in texts {
        let said = config::parse(&path("book.toml"), Some(text)).map_or_else(|said| said, |(_, said)| said);
        let faults = of_book(text);
        assert_eq!(faults.is_empty(), said.is_empty(), "{text}\nthe schema: {faults:?}\nthe program: {said:?}");
        *(if faults.is_empty() { &mut fine } else { &mut wrong }) += 1;
    }
    assert!(fine >= 4 && wrong >= 9, "{fine} {wrong}");
}

#[test]
fn every_key_says_what_it_means() {
    fn check(value: &Json, at: &str, keys: &mut usize) {
        for (name, inner) in value.as_object().into_iter().flatten() {
            if name == "properties" {
                for (key, schema) in inner.as_object().expect("properties") {
                    *keys += 1;
                    assert!(schema["description"].as_str().is_some_and(|d| d.len() >= 10), "{at}: {key}");
                    assert_eq!(*key, key.to_lowercase().replace('_', "-"), "{at}");
                }
            }
            check(inner, &format!("{at}/{name}"), keys);
        }
    }
    for schema in [config::schema(), parse::front_matter_schema(), theme::schema()] {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["additionalProperties"], false);
        let mut keys = 0;
        check(&schema, "", &mut keys);
        assert!(keys >= 2);
    }
}
