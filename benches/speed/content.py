"""The same guides for two generators: this one, and Hugo with a theme that shows as much.

make(folder, steps, kind) writes a library of guides with 48 steps in four parts each. Same arguments, same bytes.
"""
import os

GUIDE, PART = 48, 12
PARTS = ["Before anything else", "The first days", "When it gets easier", "What stays"]
TOPICS = ["sleep", "letters", "money", "friends", "time", "walking", "food", "anger"]
WHO = ["your brother", "a colleague", "the neighbour upstairs", "an aunt", "the choir", "your oldest friend"]
ACTS = ["call", "write to", "wait for", "sit beside", "listen to", "cook for", "ask about"]
THINGS = ["a page of notes", "one good question", "the photograph", "a cup of tea", "your calendar", "the last letter"]
TIMES = ["in the morning", "after work", "on Sunday", "when it rains", "before the visit", "at the kitchen table"]
ENDS = ["it need not be perfect", "nobody is keeping score", "you can stop whenever you like",
        "small things last longer", "the answer may come late", "that is enough for one day"]


class Words:
    """A stream of sentences (xorshift, 32 bits), the same for the same seed."""

    def __init__(self, seed):
        self.state = (seed * 2654435761 + 97) & 0xFFFFFFFF or 1

    def pick(self, items):
        for shift in (13, -17, 5):
            moved = self.state << shift if shift > 0 else self.state >> -shift
            self.state = (self.state ^ moved) & 0xFFFFFFFF
        return items[self.state % len(items)]

    def sentence(self):
        form = self.pick(range(3))
        if form == 0:
            return f"Take {self.pick(THINGS)} {self.pick(TIMES)} and {self.pick(ACTS)} {self.pick(WHO)}: {self.pick(ENDS)}."
        if form == 1:
            return f"Whoever wants to {self.pick(ACTS)} {self.pick(WHO)} {self.pick(TIMES)} may bring {self.pick(THINGS)}."
        return f"There is time to {self.pick(ACTS)} {self.pick(WHO)} {self.pick(TIMES)}, since {self.pick(ENDS)}."

    def text(self, sentences):
        return " ".join(self.sentence() for _ in range(sentences))


def place(number):
    """Where a step is: its guide, part and file, without the ending."""
    guide, part = number // GUIDE, number % GUIDE // PART
    return f"guide-{guide + 1:04}", f"part-{part + 1}", f"step-{number:06}"


def step(number, steps, is_hugo):
    words = Words(number + 1)
    guide, part, _ = place(number)
    first = number // GUIDE * GUIDE
    count = min(GUIDE, steps - first)
    other = place(first + (number * 7 + 3) % count)
    way = f"{other[2]}.md" if other[1] == part else f"../{other[1]}/{other[2]}.md"
    topics = ", ".join(f'"{t}"' for t in sorted({words.pick(TOPICS), words.pick(TOPICS)}))
    out = ["---", f'title: "Step {number % GUIDE + 1}: {words.pick(ACTS)} {words.pick(WHO)}"',
           f'summary: "{words.sentence()}"', f"{'weight' if is_hugo else 'order'}: {number % GUIDE + 1}",
           f"topics: [{topics}]", "tips:", f'  - "{words.sentence()}"', f'  - "{words.sentence()}"', "---", ""]
    out += [words.text(3), "", "## Before you begin", "", words.text(2), ""]
    out += [f"- {words.sentence()}" for _ in range(4)] + ["", "## What to do", ""]
    out += [f"{n}. **{words.pick(ACTS).capitalize()}** {words.pick(WHO)}. {words.text(2)}" for n in range(1, 6)]
    out += ["", f"> {words.sentence()}", "", "## Why", "", f"{words.text(3)} It goes on with [another step]({way}).", ""]
    if number % 3 == 0:
        out += ["| When | Who |", "| --- | --- |"]
        out += [f"| {words.pick(TIMES)} | {words.pick(WHO)} |" for _ in range(4)] + [""]
    out += ["## Afterwards", "", words.text(4), ""]
    return "\n".join(out)


def write(root, path, text):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as file:
        file.write(text)


def cover(title, order, is_hugo):
    return f'---\ntitle: "{title}"\nsummary: "What it is about."\n{"weight" if is_hugo else "order"}: {order}\n---\n\nWelcome.\n'


def make(root, steps, kind, search=False):
    """Writes the content and settings for `ours` or `hugo` into the folder `root`."""
    is_hugo = kind == "hugo"
    index = "_index.md" if is_hugo else "index.md"
    head = "" if is_hugo else "kind: library\n"
    write(root, f"content/{index}", f'---\ntitle: "All guides"\n{head}---\n\nGuides.\n')
    for number in range(steps):
        guide, part, name = place(number)
        if number % GUIDE == 0:
            write(root, f"content/{guide}/{index}", cover(f"Guide {number // GUIDE + 1}", number // GUIDE + 1, is_hugo))
        if number % PART == 0:
            part_number = number % GUIDE // PART
            write(root, f"content/{guide}/{part}/{index}", cover(PARTS[part_number], part_number + 1, is_hugo))
        write(root, f"content/{guide}/{part}/{name}.md", step(number, steps, is_hugo))
    if is_hugo:
        hugo(root)
    else:
        enable = "true" if search else "false"
        write(root, "book.toml", f'[book]\ntitle = "All guides"\n\n[output.html.search]\nenable = {enable}\n\n'
                                 "[output.html.print]\nenable = false\n")


HUGO_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Params.summary }}"><link rel="stylesheet" href="/main.css"></head>
<body>{{ $guide := .FirstSection }}
<header><a href="/">{{ site.Title }}</a></header>
<main><p>{{ range .Ancestors.Reverse }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> / {{ end }}</p>
<h1>{{ .Title }}</h1><p>{{ .Params.summary }}</p>{{ .Content }}
{{ with .Params.tips }}<h2>Tips</h2><ul>{{ range . }}<li>{{ . }}</li>{{ end }}</ul>{{ end }}
{{ if and .IsPage (not .IsHome) }}{{ $all := $guide.RegularPagesRecursive.ByWeight }}<nav>
{{ with $all.Next . }}<a rel="prev" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with $all.Prev . }}<a rel="next" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}</main>
{{ if not .IsHome }}<nav>{{ $page := . }}<a href="{{ $guide.RelPermalink }}">{{ $guide.Title }}</a>
{{ range $guide.Sections.ByWeight }}<p><a href="{{ .RelPermalink }}">{{ .Title }}</a></p><ol>
{{ range .RegularPages.ByWeight }}<li><a href="{{ .RelPermalink }}"{{ if eq . $page }} aria-current="page"{{ end }}>{{ .Title }}</a></li>
{{ end }}</ol>{{ end }}</nav>{{ end }}</body></html>
"""


def hugo(root):
    write(root, "hugo.toml", 'baseURL = "http://127.0.0.1/"\ntitle = "All guides"\ndisableKinds = ["taxonomy", "term", "rss"]\n\n'
                             "[markup.goldmark.renderHooks.link]\nuseEmbedded = \"always\"\n")
    for name in ("_default/single", "_default/list", "index"):
        write(root, f"layouts/{name}.html", HUGO_PAGE)
    write(root, "static/main.css", "main { max-width: 40rem }\n")
