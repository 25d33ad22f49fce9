//! Correct YAML is read as it was written, and nothing is said of it.

use super::*;
use crate::diag::Code;

fn file() -> SourcePath {
    SourcePath::new("content/1-a.md").unwrap()
}

/// The tree in a short form: texts as they are, lists in brackets, mappings in braces.
fn short(value: &Value) -> String {
    match &value.data {
        Data::Null => "-".to_owned(),
        Data::List(items) => format!("[{}]", items.iter().map(short).collect::<Vec<_>>().join("|")),
        Data::Map(entries) => {
            let entries = entries.iter().map(|e| format!("{}={}", e.key, short(&e.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join("|"))
        }
        Data::Text(text) => text.to_string(),
        _ => format!("<{}>", value.text().unwrap()),
    }
}

fn read(yaml: &str) -> String {
    match load(yaml, 0, &file()) {
        Ok((value, diagnostics)) => {
            let said = diagnostics.iter().map(|d| [" !", d.code.slug()].concat());
            short(&value) + &said.collect::<String>()
        }
        Err(diagnostics) => diagnostics.iter().map(|d| d.code.slug()).collect::<Vec<_>>().join(" "),
    }
}

#[test]
fn correct_yaml_is_never_accused() {
    let cases = [
        ("title: Talk\n", "{title=Talk}"),
        ("title: 1.10\nother: No\ndate: 2026-01-05\n", "{title=<1.10>|other=No|date=2026-01-05}"),
        ("a: 0x1F\nb: +5\nc: -0\nd: 10\ne: 007\n", "{a=<0x1F>|b=<+5>|c=<-0>|d=<10>|e=007}"),
        ("a: 99999999999999999999\nb: 1e3\nc: .5\n", "{a=<99999999999999999999>|b=<1e3>|c=<.5>}"),
        ("a: true\nb: False\nc: yes\n", "{a=<true>|b=<False>|c=yes}"),
        ("a: ~\nb:\nc: Null\nd: null\n", "{a=-|b=-|c=Null|d=-}"),
        ("time: 10:30\nratio: 1:2\n", "{time=10:30|ratio=1:2}"),
        ("url: https://example.org/a#b?c=d&e=*f\n", "{url=https://example.org/a#b?c=d&e=*f}"),
        ("a: C# and F#\nb: a#b\n", "{a=C# and F#|b=a#b}"),
        ("a: \"Step 3: talk #1\"\nb: 'It''s: so #2'\n", "{a=Step 3: talk #1|b=It's: so #2}"),
        ("a: \"say \\\"hi\\\"\"\nb: say \"hi\" now\n", "{a=say \"hi\"|b=say \"hi\" now}"),
        ("a: don't\nb: rock 'n' roll\n", "{a=don't|b=rock 'n' roll}"),
        ("a: |\n  one: two #3\n  \"four\n\n  *five*\nb: 1\n", "{a=one: two #3\n\"four\n\n*five*\n|b=<1>}"),
        ("a: >-\n  one: two\n  three\nb: 1\n", "{a=one: two three|b=<1>}"),
        ("a: |2\n    x: y\n", "{a=  x: y\n}"),
        ("a:\n  - |\n    b: c\n  - d\n", "{a=[b: c\n|d]}"),
        ("- lines: |\n    x: y # z\n  rows: 3\n- box: b\n", "[{lines=x: y # z\n|rows=<3>}|{box=b}]"),
        ("a: one\n  two\n  three\nb: 1\n", "{a=one two three|b=<1>}"),
        ("a: one\n\n  two\nb: 1\n", "{a=one\ntwo|b=<1>}"),
        ("a:\n  one\n  & two *three !four\nb: 1\n", "{a=one & two *three !four|b=<1>}"),
        ("a: \"one\n  two: three # four\"\nb: 1\n", "{a=one two: three # four|b=<1>}"),
        ("a: 'one\n\n  two'\n", "{a=one\ntwo}"),
        ("a: [b, \"c: d\", 'e # f', g h]\n", "{a=[b|c: d|e # f|g h]}"),
        ("a: [\n  b,\n  # a comment\n  c,\n]\nd: 1\n", "{a=[b|c]|d=<1>}"),
        ("a: {b: c, d: [e, {f: g}]}\n", "{a={b=c|d=[e|{f=g}]}}"),
        ("a: [x:y, 10:30, http://a.b]\n", "{a=[x:y|10:30|http://a.b]}"),
        ("needs:\n- pen\n- paper\ntips:\n  - a\n  - b\n", "{needs=[pen|paper]|tips=[a|b]}"),
        ("a:\n  - - b\n    - c\n  - d\n", "{a=[[b|c]|d]}"),
        (
            "choices:\n  - label: A\n    to: a.md\n  - label: B\n    to: b.md\n",
            "{choices=[{label=A|to=a.md}|{label=B|to=b.md}]}",
        ),
        ("# a comment: \"x\n\n  # another\na: 1\n# last", "{a=<1>}"),
        ("a: 1\r\nb:\r\n  - c\r\n  - \"d\"\r\ne: |\r\n  f\r\n\r\n", "{a=<1>|b=[c|d]|e=f\n}"),
        ("größe: Übung für Änne\n日本: 語\n", "{größe=Übung für Änne|日本=語}"),
        ("emoji: 🙂 ok no\n", "{emoji=🙂 ok no}"),
        ("\"a b\": c\n'd': e\n", "{a b=c|d=e}"),
        ("a: -5\nb: -x\n", "{a=<-5>|b=-x}"),
        ("a: ?what\nb: :smile:x\n", "{a=?what|b=:smile:x}"),
        ("a: b  \nc: \"d\"  \ne: [f]  \n", "{a=b|c=d|e=[f]}"),
        ("a:  b\nc:\td\n", "{a=b|c=d}"),
        ("a: \"\"\nb: ''\n", "{a=|b=}"),
        ("a: \"x \\\n  y\"\n", "{a=x y}"),
        ("a:\n    b: 1\n    c:\n        d: 2\ne: 3\n", "{a={b=<1>|c={d=<2>}}|e=<3>}"),
        ("a: b---\nc: ...\nd: x - y\n", "{a=b---|c=...|d=x - y}"),
        ("a: |\n\n  b\n\n\nc: d\n", "{a=\nb\n|c=d}"),
        ("a: >\n  # no comment\n  b\nc: d\n", "{a=# no comment b\n|c=d}"),
        ("a: (b) c; d = e | f > g\n", "{a=(b) c; d = e | f > g}"),
        ("a: 100% of it\nb: 5 @ 6\n", "{a=100% of it|b=5 @ 6}"),
        ("a: Tom & Anna * 2!\n", "{a=Tom & Anna * 2!}"),
        ("", "-"),
        ("\n# nothing\n", "-"),
    ];
    for (yaml, expected) in cases {
        assert_eq!(read(yaml), expected, "{yaml}");
        assert_eq!(yaml_faults::scan(yaml), [], "{yaml}");
    }
}

#[test]
fn the_root_has_its_shape() {
    let codes = |result: Result<(Value, Vec<Diagnostic>), Vec<Diagnostic>>| {
        result.err().map(|d| d.iter().map(|d| d.code).collect::<Vec<_>>())
    };
    assert_eq!(codes(parse("", 0, &file())), None);
    assert_eq!(codes(parse("- a\n", 0, &file())), Some(vec![Code::YamlSyntax]));
    assert_eq!(codes(parse("just words\n", 0, &file())), Some(vec![Code::YamlSyntax]));
    assert_eq!(codes(parse("title:Talk\n", 0, &file())), Some(vec![Code::YamlSpace]));
    assert_eq!(codes(parse_list("- a\n", 0, &file())), None);
    assert_eq!(codes(parse_list("line: a\n", 0, &file())), Some(vec![Code::WorksheetSyntax]));
}

#[test]
fn twice_written_keys_are_kept_in_order() {
    assert_eq!(read("a: 1\nb: 2\na: 3\n"), "{a=<1>|b=<2>|a=<3>}");
}

#[test]
fn ranges_are_those_of_the_file() {
    let page = "---\ntitle: \"Tälk\"\nneeds: [pen, 'pa per']\n---\n";
    let matter = split(page, &file()).unwrap().unwrap();
    let (value, said) = parse(matter.yaml, matter.offset, &file()).unwrap();
    assert_eq!(said, []);
    let Data::Map(entries) = &value.data else { panic!() };
    assert_eq!(&page[entries[0].key_range.clone().unwrap()], "title");
    assert_eq!(&page[entries[0].value.range.clone().unwrap()], "\"Tälk\"");
    let Data::List(items) = &entries[1].value.data else { panic!() };
    assert_eq!(&page[items[1].range.clone().unwrap()], "'pa per'");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a time is what is tested")]
fn bombs_end_at_once() {
    let start = std::time::Instant::now();
    for bomb in [
        "a: ".to_owned() + &"[".repeat(200_000),
        "a: ".to_owned() + &"[".repeat(60_000),
        "[".repeat(60_000),
        "a: ".to_owned() + &"{a: ".repeat(16_000),
        "- ".repeat(30_000),
        "? ".repeat(30_000),
        "a: b: ".to_owned() + &"[".repeat(60_000),
        "a: [\"".repeat(10_000),
        "a\n".repeat(30_000) + "b: c",
        "a: &x [*x]\n".repeat(5000),
        (0..300).map(|i| " ".repeat(i) + "a:\n").collect(),
        "a: '".to_owned() + &"''".repeat(30_000),
        "a: [".to_owned() + &"\"b\",".repeat(12_000) + "]",
        "a: [".to_owned() + &"b,".repeat(30_000) + "]",
    ] {
        let _ = parse(&bomb, 0, &file());
    }
    assert!(start.elapsed().as_millis() < 2000, "{:?}", start.elapsed());
}

/// Front matter of plain lines, and of lines that are nearly so.
fn lines() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let key = prop_oneof![20 => "[a-z-]{1,6}", 1 => "(null|true|y|no|a b|A|1)"];
    let word = "[a-zA-Z0-9 ,:#'\"\\[\\]{}*&!|>%@`?.~+_\\\\/é’🙂\u{85}\u{a0}\u{2028}\t-]{0,12}";
    // Few signs, so that what means something stands where it does.
    let tight = "[ab:# ,\\[\\]{}?'\"-]{1,4}";
    let known = prop_oneof![
        Just("true"),
        Just("null"),
        Just("~"),
        Just("False"),
        Just("0"),
        Just("007"),
        Just("1e3"),
        Just("2026-01-31"),
        Just("a: b"),
        Just("a #b"),
        Just("[a, b]"),
        Just("[ a,b ]"),
        Just("[a, 'b', \"c\"]"),
        Just("['a, b']"),
        Just("[]"),
        Just("- a"),
        Just("{}"),
        Just(".inf"),
        Just("0x1F"),
        Just("yes"),
        Just("''"),
        Just("'it''s'"),
        Just("\"a\\n\"")
    ];
    let scalar = prop_oneof![
        3 => "[a-z][a-z ]{0,8}[a-z]".prop_map(String::from), 2 => word, 3 => tight, 2 => word.prop_map(|w| format!("\"{w}\"")),
        2 => word.prop_map(|w| format!("'{w}'")), 2 => known.prop_map(String::from), 1 => "[0-9]{1,20}".prop_map(String::from),
        2 => (word, word).prop_map(|(a, b)| format!("[{a}, \"{b}\"]")),
        2 => (tight, tight).prop_map(|(a, b)| format!("[{a}, {b}]"))
    ];
    let line = prop_oneof![
        9 => (key.clone(), scalar.clone()).prop_map(|(k, v)| format!("{k}: {v}")),
        2 => key.clone().prop_map(|k| format!("{k}:")),
        3 => scalar.clone().prop_map(|v| format!("  - {v}")),
        2 => (key, scalar.clone()).prop_map(|(k, v)| format!("  {k}: {v}")),
        1 => scalar
    ];
    (proptest::collection::vec(line, 1..4), prop_oneof![Just(""), Just("\n"), Just("\n\n")])
        .prop_map(|(lines, end)| lines.join("\n") + end)
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 16_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_is_read_without_the_parser_is_what_it_reads(yaml in lines()) {
        let origin = Origin { yaml: &yaml, offset: 4, seen: Cell::default() };
        if let Some(value) = plain::read(&origin) {
            match parsed(&origin) {
                Ok(right) => proptest::prop_assert_eq!(value, right, "{:?}", yaml),
                Err(e) => proptest::prop_assert!(false, "{:?}: {}", yaml, e),
            }
        }
    }
}

#[test]
fn usual_front_matter_needs_no_parser() {
    let yaml = "title: \"Step 1: look\"\nsummary: 'A # start'\norder: 30\nupdated: 2026-01-31\nimage:\n  src: /img/a.svg\n  \
                alt: A chair, a table\ntopics: [\"phone\", rest, 'a b']\ntips:\n  - Call.\n  - \"Wait: a week.\"\n";
    let origin = Origin { yaml, offset: 4, seen: Cell::default() };
    assert_eq!(plain::read(&origin).expect("plain"), parsed(&origin).expect("YAML"));
}
