//! The shapes: each a way to write `n` of something, so that twice the `n` is twice the text.

use reconnect_gen::tree::Tree;

/// One way to be slow.
pub(crate) struct Shape {
    pub(crate) name: String,
    /// The first `n`.
    pub(crate) begin: usize,
    /// The most bytes that it is tried with: no more than a page, a worksheet or front matter may have.
    pub(crate) largest: usize,
    /// The files of it, of `n` things.
    pub(crate) files: Box<dyn Fn(usize) -> Vec<(String, String)>>,
}

impl Shape {
    pub(crate) fn empty() -> Self {
        page("an empty page", |_| String::new())
    }
}

const STEP: &str = "content/2-step.md";
const SHEET: &str = "content/worksheets/sheet.md";

fn page(name: &str, text: impl Fn(usize) -> String + 'static) -> Shape {
    let files = move |n: usize| vec![(STEP.to_owned(), format!("# Step\n\n{}\n", text(n)))];
    Shape { name: name.to_owned(), begin: 1000, largest: 4 << 20, files: Box::new(files) }
}

fn sheet(name: &str, text: impl Fn(usize) -> String + 'static) -> Shape {
    let files = move |n: usize| vec![(SHEET.to_owned(), format!("# Sheet\n\n{}\n", text(n)))];
    Shape { name: format!("worksheet: {name}"), begin: 100, largest: 128 << 10, files: Box::new(files) }
}

fn matter(name: &str, text: impl Fn(usize) -> String + 'static) -> Shape {
    let files = move |n: usize| vec![(STEP.to_owned(), format!("---\n{}\n---\n\n# Step\n", text(n)))];
    Shape { name: format!("front matter: {name}"), begin: 50, largest: 64 << 10, files: Box::new(files) }
}

fn site(name: &str, begin: usize, files: impl Fn(usize) -> Vec<(String, String)> + 'static) -> Shape {
    Shape { name: format!("site: {name}"), begin, largest: 1 << 20, files: Box::new(files) }
}

fn each(n: usize, one: impl Fn(usize) -> String) -> String {
    (0..n).map(one).collect()
}

fn repeated(text: &'static str) -> impl Fn(usize) -> String + 'static {
    move |n| text.repeat(n)
}

/// A root of a number that is not far off: for shapes that grow in two directions at once.
fn root(n: usize) -> usize {
    n.isqrt().max(1)
}

pub(crate) fn all() -> Vec<Shape> {
    [inlines(), blocks(), many_of_a_page(), sheets(), matters_that_grow(), sites()].into_iter().flatten().collect()
}

fn inlines() -> Vec<Shape> {
    let mut out: Vec<Shape> = [
        "[",
        "![",
        "]",
        "](",
        "[a](",
        "[a](<b",
        "[[a]",
        "![[]()",
        "*",
        "_",
        "**",
        "~~",
        "*a ",
        "_a ",
        "**a *b ",
        "a**b",
        "*a_ ",
        "~~a ~",
        "`",
        "``` ` ",
        "<",
        "<a ",
        "<!--",
        "<![CDATA[",
        "<?",
        "<!A",
        "</",
        "<http:",
        "<a@",
        "&",
        "&a",
        "&#x",
        "\\",
        "\"",
        "'a\"",
        "--",
        "...",
        "(",
        "[^1]",
        "[^a][^b]",
        "{.a",
        "<kbd>",
        "<a href=\"",
        "</kbd>",
        "<sub><sup>",
        "<span lang=\"de\">",
        "<br>",
        "<script>",
        "&lt;",
        "é",
        "e\u{301}",
        "\u{202e}a",
        "👩\u{200d}👩\u{200d}👧",
        "http://a.b ",
        "a@b.c ",
        "[a][b]",
        "[a]: b ",
        "![a](b.svg)",
        "[a](b.md)",
        "[a](javascript:b)",
        "____ ",
        "\u{1}",
        "a\\\n",
        "a  \n",
        "a\n",
        "$",
        "|",
    ]
    .into_iter()
    .map(|text| page(&format!("inline {text:?}"), repeated(text)))
    .collect();
    out.push(page("code of growing fences", |n| each(root(n * 2), |k| format!("{}a ", "`".repeat(k + 1)))));
    out.push(page("brackets that close", |n| format!("{}{}", "[".repeat(n), "](a)".repeat(n))));
    out.push(page("one long word", |n| "a".repeat(n * 8)));
    out.push(page("one long line of words", |n| "word ".repeat(n)));
    out.push(page("marks on one letter", |n| format!("a{}", "\u{301}".repeat(n))));
    out
}

fn blocks() -> Vec<Shape> {
    let mut out: Vec<Shape> = [
        "> ",
        ">",
        "- ",
        "1. ",
        "> - ",
        "- > ",
        "* a\n",
        "> a\n\n",
        "- [ ] a\n",
        "a\n: b\n\n",
        "# a\n",
        "## a\n\n",
        "a\n===\n",
        "---\n",
        "```\n",
        "```a\n```\n",
        "    a\n",
        "<!--\n",
        "<div>\n",
        "<div>\n\n",
        "</div>\n\n",
        "<details>\n\n",
        "<details><summary>a</summary>\n\n",
        "<pre>\n\n",
        "<?\n",
        "| a ",
        "|a|\n|-|\n\n",
        "[a]: b\n",
        "[a]: <",
        "[^a]: b\n\n",
        "> [!TIP]\n> a\n\n",
        "> [!NOPE]\n> a\n\n",
        "> [!DO]\n> - a\n> - b\n\n",
        "\n",
        "\t",
        " ",
        "a\n\n",
        "\\\n",
        "```worksheet\n- line: a\n```\n\n",
        "![a](b.svg)\n\n",
        "{#a .b}\n",
        "# a {#b}\n\n",
        "# a {.b .c}\n\n",
    ]
    .into_iter()
    .map(|text| page(&format!("block {text:?}"), repeated(text)))
    .collect();
    out.push(page("lists that go deeper", |n| each(root(n), |k| format!("{}- a\n", " ".repeat(k * 2)))));
    out.push(page("quotations that go deeper", |n| each(root(n), |k| format!("{} a\n\n", ">".repeat(k + 1)))));
    out.push(page("callouts in callouts", |n| each(root(n), |k| format!("{} [!TIP]\n", "> ".repeat(k + 1)))));
    out
}

fn many_of_a_page() -> Vec<Shape> {
    vec![
        page("headings with one name", repeated("## What now\n\n")),
        page("headings with names", |n| each(n, |k| format!("## Name {k}\n\n"))),
        page("footnotes, each used once", |n| each(n, |k| format!("a[^{k}]\n\n[^{k}]: b\n\n"))),
        page("one footnote, used often", |n| format!("{}\n\n[^1]: b\n", "a[^1] ".repeat(n))),
        page("footnotes in footnotes", |n| each(n, |k| format!("[^{k}]: a[^{}]\n\n", k + 1)) + "b[^0]"),
        page("a reference bomb", |n| format!("{}\n\n[a]: /{}\n", "[a] ".repeat(n / 2), "b".repeat(n * 2))),
        page("references, each defined", |n| each(n, |k| format!("[a{k}]\n\n[a{k}]: https://a.b/{k}\n\n"))),
        page("references that are not defined", |n| each(n, |k| format!("[a{k}][b{k}] "))),
        page("a table as wide as high", |n| {
            let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(root(n)));
            format!("{}{}{}", row("a"), row("-"), row("b").repeat(root(n)))
        }),
        page("a wide table with short rows", |n| {
            format!("|{}\n|{}\n{}", "a|".repeat(n), "-|".repeat(n), "|b|\n".repeat(n))
        }),
        page("a high table", |n| format!("|a|b|\n|-|-|\n{}", "|c|d|\n".repeat(n))),
        page("links to headings", |n| format!("{}## Here\n", "[a](#here) ".repeat(n))),
        page("links to no heading", |n| each(n, |k| format!("[a](#none-{k}) "))),
        page("faults in one line", |n| each(n, |k| format!("[a](none-{k}.md) "))),
        page("faults in many lines", |n| each(n, |k| format!("[a](none-{k}.md)\n\n"))),
        page("warnings in one line", repeated("<b>a</b> ")),
        page("nested kbd", |n| format!("{}a{}", "<kbd>".repeat(n), "</kbd>".repeat(n))),
        page("details in details", |n| format!("{}a\n\n{}", "<details>\n\n".repeat(n), "</details>\n\n".repeat(n))),
        page("definitions", |n| each(n, |k| format!("Term {k}\n: Meaning\n\n"))),
    ]
}

fn sheets() -> Vec<Shape> {
    let mut out: Vec<Shape> = [
        "What?\n___\n\n",
        "___\n",
        "a ____ ",
        "- ( ) a\n",
        "- [ ] a\n",
        "( ) ",
        "- ( ) a\n\nb\n\n",
        "____",
        "|a|\n|-|\n| |\n\n",
        "## a\n___\n",
        "```worksheet\n- line: a\n```\n\n",
        "- [x] a\n",
        "- ( ) a: ____\n",
        "> a\n> ___\n\n",
        "![a](b.svg)\n___\n",
    ]
    .into_iter()
    .map(|text| sheet(&format!("{text:?}"), repeated(text)))
    .collect();
    let field = |text: String| format!("```worksheet\n{text}```\n");
    out.extend([
        sheet("questions with names", |n| each(n, |k| format!("What is {k}?\n___\n\n"))),
        sheet("options with names", |n| format!("Which?\n{}", each(n, |k| format!("- ( ) Option {k}\n")))),
        sheet("blanks in one sentence", |n| each(n, |k| format!("word {k} ____ "))),
        sheet("fields of one block", move |n| field(each(n, |k| format!("- line: Question {k}\n")))),
        sheet("options of one field", move |n| {
            field(format!("- choose: Which?\n  options: [{}]\n", each(n, |k| format!("o{k}, "))))
        }),
        sheet("a table as wide as high", move |n| {
            let list = |word: &str| each(root(n), |k| format!("{word}{k}, "));
            field(format!("- table: What?\n  columns: [{}]\n  row-labels: [{}]\n", list("c"), list("r")))
        }),
        sheet("columns beside rows", move |n| {
            let list = |word: &str| each(n / 2, |k| format!("{word}{k}, "));
            field(format!("- table: What?\n  columns: [{}]\n  row-labels: [{}]\n", list("c"), list("r")))
        }),
        sheet("empty cells", |n| {
            let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(root(n)));
            let head = format!("|{}\n", each(root(n), |k| format!("c{k}|")));
            format!("{head}{}{}", row("-"), row(" ").repeat(root(n)))
        }),
        sheet("one long word", |n| format!("{}\n___\n", "a".repeat(n * 4))),
        sheet("letters from left and from right", repeated("אב ab ")),
        sheet("marks on one letter", |n| format!("a{}?\n___\n", "\u{301}".repeat(n))),
    ]);
    out
}

fn matters_that_grow() -> Vec<Shape> {
    let list = |key: &'static str, item: fn(usize) -> String| {
        move |n: usize| format!("{key}:\n{}", each(n, |k| format!("- {}\n", item(k))))
    };
    vec![
        matter("tips", list("tips", |k| format!("Tip {k}"))),
        matter("needs", list("needs", |k| format!("[a](none-{k}.md)"))),
        matter("topics", list("topics", |k| format!("Topic {k}"))),
        matter("one topic", list("topics", |_| "Topic".to_owned())),
        matter("aliases", list("aliases", |k| format!("old-{k}.html"))),
        matter("one alias", list("aliases", |_| "old.html".to_owned())),
        matter("related", list("related", |_| "1-first.md".to_owned())),
        matter("requires", list("requires", |_| "1-first.md".to_owned())),
        matter("choices", list("choices", |k| format!("{{ label: Choice {k}, to: 1-first.md }}"))),
        matter("unknown keys", |n| each(n, |k| format!("unknown-{k}: 1\n"))),
        matter("one key", repeated("title: a\n")),
        matter("keys of extra", |n| format!("extra:\n{}", each(n, |k| format!("  k{k}: v\n")))),
        matter("brackets in a text", |n| format!("summary: \"{}\"", "[".repeat(n * 8))),
        matter("emphasis in a text", |n| format!("summary: \"{}\"", "*a **b ".repeat(n))),
        matter("a list in one line", |n| format!("needs: [{}]", "a, ".repeat(n))),
        matter("nested lists", |n| format!("extra: {}{}", "[".repeat(n), "]".repeat(n))),
        matter("lines of a text", |n| format!("summary: |\n{}", "  a\n".repeat(n))),
        matter("comments", repeated("# a\n")),
        matter("hash signs", |n| format!("summary: a{}", " #".repeat(n))),
        matter("colons", |n| format!("summary: a{}", ": a".repeat(n))),
        matter("quotes", |n| format!("summary: '{}'", "''".repeat(n))),
    ]
}

fn sites() -> Vec<Shape> {
    let numbered = |n: usize, text: &'static dyn Fn(usize, usize) -> String| -> Vec<(String, String)> {
        (0..n).map(|k| (format!("content/g{}/{}-s.md", k / 20, k % 20 + 2), text(k, n))).collect()
    };
    let library = move |n: usize, text: &'static dyn Fn(usize, usize) -> String| {
        let mut files = numbered(n, text);
        for guide in 0..n.div_ceil(20) {
            files.push((format!("content/g{guide}/index.md"), format!("# Guide {guide}\n")));
        }
        for (k, (path, _)) in files.iter_mut().enumerate().take(n) {
            *path = format!("content/g{}/{}-s{k}.md", k / 20, k % 20 + 2);
        }
        files.push(("content/index.md".to_owned(), "---\nkind: library\n---\n# Library\n".to_owned()));
        files.push(("content/1-first.md".to_owned(), "# First\n".to_owned()));
        files
    };
    let toml = |name: &str, text: fn(usize) -> String| {
        site(&format!("book.toml, {name}"), 100, move |n| vec![("book.toml".to_owned(), text(n))])
    };
    vec![
        site("many small steps", 50, move |n| library(n, &|k, _| format!("# S{k}\n"))),
        site("steps with topics of their own", 50, move |n| {
            library(n, &|k, _| format!("---\ntopics: [T{k}]\n---\n# S{k}\n"))
        }),
        site("steps with one topic", 50, move |n| library(n, &|k, _| format!("---\ntopics: [T]\n---\n# S{k}\n"))),
        site("steps that require the one before", 50, move |n| {
            library(n, &|k, _| {
                if k % 20 == 0 {
                    format!("# S{k}\n")
                } else {
                    format!("---\nrequires: {}-s{}.md\n---\n# S{k}\n", k % 20 + 1, k - 1)
                }
            })
        }),
        site("broken links from everywhere", 50, move |n| library(n, &|k, _| format!("# S{k}\n\n[a](none-{k}.md)\n"))),
        site("steps without a title", 50, move |n| library(n, &|_, _| "Text\n".to_owned())),
        site("tips", 100, |n| {
            vec![("content/tips.md".to_owned(), format!("# Tips\n\n{}", each(n, |k| format!("- Tip {k}\n"))))]
        }),
        site("long tips", 50, |n| {
            (0..n).map(|k| (format!("content/tips/tip-{k}.md"), format!("# Tip {k}\n"))).collect()
        }),
        site("worksheets", 10, |n| {
            (0..n).map(|k| (format!("content/worksheets/s{k}.md"), format!("# Sheet {k}\n\nWhat?\n___\n"))).collect()
        }),
        site("unused files", 100, |n| (0..n).map(|k| (format!("content/u{k}.svg"), String::new())).collect()),
        site("files that differ in case", 100, |n| {
            (0..n)
                .map(|k| {
                    (
                        format!("static/{}", if k % 2 == 0 { format!("A{}", k / 2) } else { format!("a{}", k / 2) }),
                        String::new(),
                    )
                })
                .collect()
        }),
        site("drafts", 50, |n| {
            (0..n).map(|k| (format!("content/{}-d{k}.md", k + 3), "---\ndraft: true\n---\n# D\n".to_owned())).collect()
        }),
        toml("redirects", |n| {
            format!("[output.html.redirect]\n{}", each(n, |k| format!("\"/old-{k}.html\" = \"/index.html\"\n")))
        }),
        toml("unknown keys", |n| format!("[book]\n{}", each(n, |k| format!("k{k} = 1\n")))),
        toml("unknown tables", |n| each(n, |k| format!("[t{k}]\n"))),
        toml("authors", |n| format!("[book]\nauthors = [{}]\n", "\"a\", ".repeat(n))),
        toml("brackets", |n| format!("[book]\ntitle = {}\n", "[".repeat(n))),
        toml("dotted keys", |n| format!("{}x = 1\n", "a.".repeat(n))),
    ]
}

/// Front matter, settings and blocks that are made to do harm: each is refused, and at once.
pub(crate) fn matters() -> Vec<(&'static str, Tree)> {
    let laughs = each(9, |k| {
        let before = if k == 0 { "lol, ".repeat(9) } else { format!("*a{}, ", k - 1).repeat(9) };
        format!("a{k}: &a{k} [{before}]\n")
    });
    let bad = [
        ("a billion laughs", laughs),
        ("200,000 brackets", format!("extra: {}", "[".repeat(200_000))),
        ("60,000 brackets, below the limit", format!("extra: {}", "[".repeat(60_000))),
        ("60,000 braces", format!("extra: {}", "{a: ".repeat(15_000))),
        ("30,000 lists in lists", format!("extra: {}x", "- ".repeat(30_000))),
        ("30,000 questions", format!("extra:\n  {}x", "? ".repeat(30_000))),
        ("an alias", "title: *a".to_owned()),
        ("a tag", "title: !!x a".to_owned()),
        ("documents", "title: a\n".to_owned() + &"...\n".repeat(10_000)),
        ("a quote without end", format!("title: \"{}", "x ".repeat(30_000))),
        ("quotes without end", "a: \"\n".repeat(10_000)),
        ("5,000 keys", each(5_000, |k| format!("k{k}: 1\n"))),
        ("one key 5,000 times", "title: a\n".repeat(5_000)),
        ("60,000 letters of a key", format!("{}: 1", "k".repeat(60_000))),
        ("a number of 60,000 digits", format!("minutes: {}", "9".repeat(60_000))),
        ("tabs", "\ta: 1\n".repeat(10_000)),
    ];
    let guide = |path: &str, text: String| {
        let around = [("content/index.md", "# Guide\n"), ("content/1-first.md", "# First\n")];
        crate::tree(around.into_iter().map(|(p, t)| (p.to_owned(), t.to_owned())).chain([(path.to_owned(), text)]))
    };
    let mut out = Vec::new();
    for (name, text) in bad {
        out.push((name, guide(STEP, format!("---\n{text}\n---\n\n# Step\n"))));
        out.push((name, guide(STEP, format!("# Step\n\n```worksheet\n{text}\n```\n"))));
    }
    for (name, text) in [
        ("book.toml: 200,000 brackets", format!("[book]\ntitle = {}", "[".repeat(200_000))),
        ("book.toml: 100,000 dots", format!("{}x = 1", "a.".repeat(100_000))),
        ("book.toml: 60,000 braces", format!("[book]\ntitle = {}", "{a=".repeat(60_000))),
        ("book.toml: 5,000 tables", each(5_000, |k| format!("[t{k}]\n"))),
    ] {
        out.push((name, guide("book.toml", text)));
    }
    out
}
