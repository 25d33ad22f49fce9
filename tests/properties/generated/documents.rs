//! Documents of all that Markdown has, worksheets, style sheets, scripts and texts to be searched.

use super::{each, pieces};
use crate::properties::site::Extent;
use crate::properties::{config, front_matter, markdown, search_words, squeeze, worksheet};
use proptest::collection::vec;
use proptest::prelude::*;

/// What stands in a line.
fn inline() -> impl Strategy<Value = String> {
    let word = prop_oneof!["[a-zé友]{1,6}", "[<>&\"'*_`~\\[\\]!#|{}()\\\\:$^-]{1,4}", Just("____".to_owned())];
    word.prop_recursive(3, 12, 3, |inside| {
        let some = vec(inside, 1..3).prop_map(|inside| inside.join(" "));
        (some, 0..14_usize).prop_map(|(text, sort)| match sort {
            0 => format!("*{text}*"),
            1 => format!("**{text}**"),
            2 => format!("~~{text}~~"),
            3 => format!("`{text}`"),
            4 => format!("[{text}](2-next.md#a-heading)"),
            5 => format!("[{text}](https://example.org/?a=\"b\"&c \"{text}\")"),
            6 => format!("[{text}](javascript:alert)"),
            7 => format!("![{text}](bench.svg)"),
            8 => format!("<kbd>{text}</kbd>"),
            9 => format!("<span lang=\"ar\" onclick=\"x\">{text}</span>"),
            10 => format!("<script>{text}</script>"),
            11 => format!("{text}[^1]"),
            12 => format!("<abbr title='{text}'>{text}</abbr>"),
            _ => text,
        })
    })
}

/// Blocks in blocks.
fn block() -> impl Strategy<Value = String> {
    let leaf = (inline(), 0..14_usize).prop_map(|(text, sort)| match sort {
        0 => format!("# {text}"),
        1 => format!("## {text} {{#own}}"),
        2 => format!("### {text}"),
        3 => format!("```a\"b\n{text}\n```"),
        4 => format!("| {text} | b |\n|:-:|---|\n| | {text} |"),
        5 => format!("{text}\n: {text}"),
        6 => format!("[^1]: {text}"),
        7 => format!("{text}\n___\n___"),
        8 => format!("- ( ) {text}\n- ( ) ____"),
        9 => format!("- [ ] {text}\n- [x] {text}"),
        10 => "---".to_owned(),
        11 => format!("<figure><img src=\"bench.svg\" alt=\"{text}\"><figcaption>{text}</figcaption></figure>"),
        12 => format!("![{text}](bench.svg)"),
        _ => text,
    });
    leaf.prop_recursive(3, 12, 3, |inside| {
        let some = vec(inside, 1..4).prop_map(|inside| inside.join("\n\n"));
        (some, 0..8_usize).prop_map(|(text, sort)| match sort {
            0 => indented("> ", "> ", &text),
            1 => indented("- ", "  ", &text),
            2 => indented("7. ", "   ", &text),
            3 => format!("> [!TIP]\n{}", indented("> ", "> ", &text)),
            4 => format!("<details><summary>More</summary>\n\n{text}\n\n</details>"),
            5 => format!("<div dir=\"rtl\">\n\n{text}\n\n</div>"),
            6 => format!("<details>\n\n{text}"),
            _ => text,
        })
    })
}

fn indented(first: &str, rest: &str, text: &str) -> String {
    let prefix = |i: usize| if i == 0 { first } else { rest };
    let lines: Vec<String> = text.lines().enumerate().map(|(i, line)| format!("{}{line}", prefix(i))).collect();
    lines.join("\n")
}

fn document() -> impl Strategy<Value = String> {
    vec(block(), 1..8).prop_map(|blocks| blocks.join("\n\n"))
}

/// A block of fields.
fn fields() -> impl Strategy<Value = String> {
    const KINDS: [&str; 10] = ["line", "lines", "box", "check", "choose", "rate", "table", "fill", "date", "sign"];
    const KEYS: &[&str] = &[
        "\n  hint: A *word*",
        "\n  example: x",
        "\n  id: own",
        "\n  options: [a, a, '____', '*b*']",
        "\n  rows: 3",
        "\n  height: 3",
        "\n  from: 1\n  to: 5",
        "\n  labels: [Not, \"<b>\"]",
        "\n  columns: [x, '', x]",
        "\n  row-labels: [r, '']",
        "\n  rows: 99999",
    ];
    let field = (proptest::sample::select(&KINDS[..]), "[A-Za-z{} é?]{1,12}", pieces(KEYS, 3));
    let field = field.prop_map(|(kind, label, keys)| format!("- {kind}: \"{label}\"{keys}"));
    vec(field, 1..5).prop_map(|fields| format!("```worksheet\n{}\n```", fields.join("\n")))
}

#[test]
fn documents_become_sound_pages() {
    each("documents", 60, &document(), |text| markdown::holds(format!("# Look\n\n{text}\n").as_bytes()));
}

#[test]
fn worksheets_become_sound_pages() {
    each("worksheets", 45, &(document(), fields()), |(text, fields)| {
        worksheet::look(format!("# Sheet\n\n{text}\n\n{fields}\n").as_bytes(), Extent::Pages);
    });
}

#[test]
fn heads_are_sound() {
    const LINES: &[&str] = &[
        "title: x\n",
        "title: \"a: b\"\n",
        "tips: [a, '[b](c.md)']\n",
        "tips:\n- a\n- |\n  b\n",
        "---\n",
        "minutes: 1.0\n",
        "help:\n  name: x\n",
        "  phone: y\n",
        "image: { src: a, alt: b }\n",
        "\t",
        "# x\n",
        ": ",
        "é: ü\n",
        "updated: 2026-02-30\n",
        "a: &b c\n",
        "\r\n",
        "“",
        "'",
        "choices:\n- label: x\n  to: y\n",
        "extra: {a: {b: [1, ~]}}\n",
        "\u{feff}",
        "summary: >-\n  a\n\n  b\n",
        "? x\n",
        "!x ",
        "slug: Ä b\n",
    ];
    each("heads", 150, &pieces(LINES, 8), |text| front_matter::holds(text.as_bytes()));
}

#[test]
fn settings_become_sound_pages() {
    const LINES: &[&str] = &[
        "[book]\n",
        "title = 'a <b> \"c\"'\n",
        "language = \"ar\"\n",
        "src = \"content\"\n",
        "[output.html]\n",
        "site-url = \"https://example.org/a/\"\n",
        "cname = \"x\"\n",
        "raw-html = \"trust\"\n",
        "[output.html.redirect]\n",
        "\"a.html\" = \"1-look.md\"\n",
        "\"b<\" = \"javascript:x\"\n",
        "[safety]\n",
        "sensitive = true\n",
        "exit-url = \"https://example.org/?a&b\"\n",
        "[reader]\n",
        "id = \"x\"\n",
        "authors = ['<i>']\n",
    ];
    each("settings", 20, &pieces(LINES, 8), |text| config::holds(text.as_bytes()));
}

#[test]
fn sheets_and_scripts_stay_what_they_are() {
    const SIGNS: &[&str] = &[
        "/", "*", "/*", "*/", "/*!", "//", "\n", " ", "  ", "\"", "'", "`", "${", "}", "{", "(", ")", "[", "]", ";",
        ":", ",", "\\", "a", "b", "return", "=", "+", "-", "<!--", "-->", "url(", "é", "\r\n", "\t", ">", "?",
        "@media", "--x",
    ];
    each("sheets and scripts", 3000, &pieces(SIGNS, 14), |text| squeeze::holds(text.as_bytes()));
}

#[test]
fn words_are_found() {
    const LETTERS: &[&str] = &[
        "a",
        "B",
        "é",
        "e\u{301}",
        "ß",
        "İ",
        "I",
        "ı",
        "Σ",
        "ς",
        " ",
        "-",
        "'",
        "’",
        "5",
        "友",
        "ガ",
        "か\u{3099}",
        "친",
        "\u{1112}\u{1161}",
        "ال",
        "و",
        "ن",
        "لل",
        "\u{64b}",
        "दो",
        "ก",
        "\u{200d}",
        ".",
        "œ",
        "ﬁ",
        "Ⅷ",
        "٣",
    ];
    each("words", 3000, &pieces(LETTERS, 12), |text| search_words::holds(text.as_bytes()));
    each("texts", 500, &".{0,24}", |text| search_words::holds(text.as_bytes()));
}
