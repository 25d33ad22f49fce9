//! An author in a hurry: adds, edits, renames, deletes, moves, links, breaks and mends, by a seed.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;

const PARTS: [&str; 3] = ["content/1-look", "content/2-talk", "content/3-rest"];
/// With an address, so that there are a feed and a map of the site.
const BOOK: &str = "[book]\ntitle = \"A storm\"\n\n[output.html]\nsite-url = \"https://example.org/storm/\"\n";
const TEMPLATE: &str = "{% extends \"booklet/BASE.html\" %}{% block draft %}{{ super() }}<p>WORD</p>{% endblock %}\n";

/// xorshift64*, from the seed alone: every run of a seed does the same.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap_or(0) % below
    }
}

pub(crate) struct Author {
    root: PathBuf,
    dice: Dice,
    /// Counts what was written, so that every text is another one.
    count: usize,
    /// What is broken and how to mend it.
    broken: Option<PathBuf>,
}

impl Author {
    pub(crate) fn begin(root: &Path, seed: u64) -> Self {
        let dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut author = Self { root: root.to_owned(), dice, count: 0, broken: None };
        author.write("book.toml", BOOK);
        author.write(
            "content/index.md",
            "---\ntopics: [calm]\n---\n# A storm\n\nBegin at the [first](1-look/index.md).\n",
        );
        for part in PARTS {
            author.write(&format!("{part}/index.md"), "# A part\n");
            author.write(
                &format!("{part}/1-first.md"),
                "---\nsummary: A first step.\n---\n# First\n\n> [!TIP]\n> Slow.\n",
            );
            author.write(&format!("{part}/2-then.md"), "# Then\n\nBack to the [first](1-first.md).\n");
        }
        author.write("content/worksheets/sheet.md", "# A sheet\n\nWhat happened?\n___\n");
        author.write("shared/linked.md", "# Linked\n\nOut of another folder.\n");
        author.write("shared/more/dot.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'/>");
        author
    }

    /// One step: an edit, or a few at once; gives what was done, and how many edits that were.
    pub(crate) fn step(&mut self) -> (String, usize) {
        if let Some(path) = self.broken.take() {
            fs::remove_file(&path).expect("what is broken can be removed");
            return (format!("mend {}", path.display()), 1);
        }
        let edits = if self.dice.next(4) == 0 { 2 + self.dice.next(4) } else { 1 };
        let mut done = Vec::new();
        for _ in 0..edits {
            done.push(self.edit());
            if self.dice.next(3) == 0 {
                std::thread::sleep(Duration::from_millis(self.dice.next(80) as u64));
            }
            if self.broken.is_some() {
                break;
            }
        }
        (done.join(", "), done.len())
    }

    fn edit(&mut self) -> String {
        match self.dice.next(20) {
            0..=4 => self.change(),
            5 | 6 => self.add(),
            7 => self.rename(),
            8 => self.delete(),
            9 => self.shift(),
            10 => self.link(),
            11 | 12 => self.theme(),
            13 => self.settings(),
            14 => self.picture(),
            15 => self.draft(),
            16 => self.through_link(),
            17 => self.replace_folder(),
            18 => self.save_over(),
            _ => self.broken(),
        }
    }

    fn write(&mut self, path: &str, text: &str) {
        let full = self.root.join(path);
        fs::create_dir_all(full.parent().expect("a folder")).expect("a folder");
        // What lies there may be a link, which must not be written through.
        if full.is_symlink() {
            fs::remove_file(&full).expect("a link can be removed");
        }
        fs::write(full, text).expect("a file");
    }

    fn word(&mut self) -> String {
        self.count += 1;
        format!("word{}", self.count)
    }

    /// The numbered files of the parts that are files of their own.
    fn steps(&self) -> Vec<PathBuf> {
        let mut all = BTreeSet::new();
        for part in PARTS {
            let entries = fs::read_dir(self.root.join(part)).into_iter().flatten().flatten();
            all.extend(entries.map(|e| e.path()).filter(|p| {
                let name = p.file_name().unwrap_or_default().to_string_lossy().into_owned();
                name.ends_with(".md") && name != "index.md" && !name.starts_with("1-") && !name.starts_with("2-")
            }));
        }
        all.into_iter().collect()
    }

    fn some_step(&mut self) -> Option<PathBuf> {
        let steps = self.steps();
        (!steps.is_empty()).then(|| steps[self.dice.next(steps.len())].clone())
    }

    fn part(&mut self) -> &'static str {
        PARTS[self.dice.next(PARTS.len())]
    }

    fn change(&mut self) -> String {
        let (part, word) = (self.part(), self.word());
        match self.dice.next(4) {
            0 => {
                self.write(&format!("{part}/1-first.md"), &format!("---\nsummary: A {word}.\n---\n# First\n\nText.\n"));
            }
            1 => self.write(&format!("{part}/index.md"), &format!("# Part {word}\n")),
            2 => self.write("content/tips.md", &format!("# Tips\n\n- Breathe {word}.\n- Wait.\n")),
            _ => self.write(&format!("{part}/2-then.md"), &format!("# Then\n\n{word}, the [first](1-first.md).\n")),
        }
        format!("change {part} to {word}")
    }

    fn add(&mut self) -> String {
        let (part, word, number) = (self.part(), self.word(), 10 + self.count);
        let path = format!("{part}/{number}-{word}.md");
        let day = 1 + self.count % 28;
        let matter = format!("minutes: 5\ntopics: [{word}]\nupdated: 2026-01-{day:02}\naliases: [old/{word}.html]");
        let text = format!("---\n{matter}\n---\n# A {word}\n\nSee the [sheet](../worksheets/sheet.md).\n");
        self.write(&path, &text);
        format!("add {path}")
    }

    fn rename(&mut self) -> String {
        let Some(from) = self.some_step() else { return self.add() };
        let (word, number) = (self.word(), 10 + self.count);
        let to = from.with_file_name(format!("{number}-{word}.md"));
        fs::rename(&from, &to).expect("a file can be renamed");
        format!("rename {} to {}", from.display(), to.display())
    }

    fn delete(&mut self) -> String {
        let Some(path) = self.some_step() else { return self.add() };
        fs::remove_file(&path).expect("a file can be deleted");
        format!("delete {}", path.display())
    }

    fn shift(&mut self) -> String {
        let Some(from) = self.some_step() else { return self.add() };
        let part = self.part();
        let to = self.root.join(part).join(from.file_name().expect("a name"));
        // The links of what was a link would lead elsewhere from there.
        if from.is_symlink() || to.is_symlink() {
            return self.change();
        }
        fs::rename(&from, &to).expect("a file can be moved");
        format!("move {} to {}", from.display(), to.display())
    }

    fn link(&mut self) -> String {
        let (part, number) = (self.part(), self.count + 11);
        self.count += 1;
        let path = self.root.join(format!("{part}/{number}-linked-{number}.md"));
        symlink("../../shared/linked.md", &path).expect("a link");
        let pictures = self.root.join("content/pictures");
        if self.dice.next(2) == 0 && fs::symlink_metadata(&pictures).is_err() {
            symlink("../shared/more", &pictures).expect("a link to a folder");
        }
        format!("link {}", path.display())
    }

    /// Edits what links lead to, outside of the content folder.
    fn through_link(&mut self) -> String {
        let word = self.word();
        self.write("shared/linked.md", &format!("# Linked\n\nA {word} from elsewhere.\n"));
        let uses = if self.root.join("content/pictures").exists() { "\n![A dot](pictures/dot.svg)\n" } else { "" };
        self.write("content/about.md", &format!("# About\n\n{word}\n{uses}"));
        self.write(
            "shared/more/dot.svg",
            &format!("<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'><!--{word}--></svg>"),
        );
        format!("edit {word} through links")
    }

    fn theme(&mut self) -> String {
        let word = self.word();
        match self.dice.next(5) {
            0 => {
                self.write("themes/mine/templates/step.html", &TEMPLATE.replace("WORD", &word).replace("BASE", "step"));
            }
            1 => {
                self.write("themes/mine/templates/page.html", &TEMPLATE.replace("WORD", &word).replace("BASE", "page"));
            }
            2 => self.write("themes/mine/assets/mine.css", &format!(".{word} {{ color: teal }}\n")),
            3 => self.write("themes/mine/strings/en.toml", &format!("tips = \"{word}\"\n")),
            _ => drop(fs::remove_dir_all(self.root.join("themes"))),
        }
        if self.dice.next(3) == 0 && self.root.join("themes/mine").exists() {
            self.write("book.toml", &format!("{BOOK}theme = \"mine\"\n"));
        } else if !self.root.join("themes/mine").exists() {
            self.write("book.toml", BOOK);
        }
        format!("theme {word}")
    }

    fn settings(&mut self) -> String {
        let word = self.word();
        let theme = if self.root.join("themes/mine").exists() { "mine" } else { "plain" };
        let (print, numbers) = (self.dice.next(2) == 0, ["guide", "part"][self.dice.next(2)]);
        let text = format!(
            "[book]\ntitle = \"{word}\"\nstep-numbers = \"{numbers}\"\n\n[output.html]\ntheme = \"{theme}\"\n\n[output.html.print]\nenable = {print}\n"
        );
        self.write("book.toml", &text);
        format!("settings {word}")
    }

    fn picture(&mut self) -> String {
        let (word, size) = (self.word(), 10 + self.dice.next(90));
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' width='{size}' height='{size}'/>");
        self.write("content/1-look/drawing.svg", &svg);
        self.write("static/leaflet.txt", &word);
        self.write("content/1-look/2-then.md", "# Then\n\nLook.\n\n![A square](drawing.svg)\n");
        format!("picture {size}")
    }

    fn draft(&mut self) -> String {
        let word = self.word();
        let path = format!("content/2-talk/999{0}-draft-{0}.md", self.dice.next(3));
        if self.root.join(&path).exists() {
            fs::remove_file(self.root.join(&path)).expect("a draft can be removed");
        } else {
            self.write(&path, &format!("---\ndraft: true\nsummary: {word}\n---\n# Draft {word}\n"));
        }
        format!("draft {path}")
    }

    /// Takes a folder away and puts it back with other contents, as a checkout does.
    fn replace_folder(&mut self) -> String {
        let (part, word) = (self.part(), self.word());
        let (folder, aside) = (self.root.join(part), self.root.join("aside"));
        fs::rename(&folder, &aside).expect("a folder can be moved");
        if self.dice.next(2) == 0 {
            std::thread::sleep(Duration::from_millis(self.dice.next(120) as u64));
        }
        self.write(&format!("{part}/index.md"), &format!("# A part {word}\n"));
        self.write(&format!("{part}/1-first.md"), "# First\n\nAgain.\n");
        self.write(&format!("{part}/2-then.md"), "# Then\n\nAgain.\n");
        fs::remove_dir_all(aside).expect("a folder can be removed");
        format!("replace {part}")
    }

    /// As editors save: beside, and over.
    fn save_over(&mut self) -> String {
        let (part, word) = (self.part(), self.word());
        let beside = self.root.join(part).join(".1-first.md.swp");
        fs::write(&beside, format!("# First\n\nSaved {word}.\n")).expect("a file");
        fs::rename(&beside, self.root.join(part).join("1-first.md")).expect("a file can be renamed over");
        format!("save {part} over")
    }

    /// Breaks something that the next step mends by taking it away.
    fn broken(&mut self) -> String {
        let (path, text) = match self.dice.next(6) {
            4 => ("themes/mine/templates/tips.html", "{% extends"),
            5 => ("themes/mine/templates/worksheet.html", "{{ nothing.here }}"),
            0 => ("content/1-look/9999-broken.md", "# Broken\n\nTo [nowhere](nowhere.md).\n"),
            1 => ("content/2-talk/9999-broken.md", "---\ntitle: [\n---\n# Broken\n"),
            2 => ("content/3-rest/9999-broken.md", "---\nsumary: x\n---\n# Broken\n"),
            _ => ("content/2-talk/1-broken.md", "# The same number\n"),
        };
        self.write(path, text);
        self.broken = Some(self.root.join(path));
        format!("break {path}")
    }
}
