//! A library of guides to measure with: texts as people write them, the same every time.

use std::collections::BTreeMap;

/// Steps of a guide and of a part, as in guides that people follow.
const GUIDE: usize = 48;
const PART: usize = 12;

/// A step's file.
pub(crate) fn step(title: &str, text: &str) -> String {
    let words = "Write down what happened, in the order in which it happened, and leave out what it meant. ".repeat(6);
    let section = format!(
        "## Before you begin\n\n{words}\n\n- Sit down.\n- **Breathe** out.\n\n> [!TIP]\n> Slow.\n\n{words}\n\n"
    );
    format!(
        "---\nsummary: One thing at a time.\nminutes: 10\ntopics: [calm]\n---\n# {title}\n\n{text}\n\n{}",
        section.repeat(3)
    )
}

/// The files of a library with so many steps. The first step is `content/guide-1/part-1/1-step.md`.
pub(crate) fn library(steps: usize) -> BTreeMap<String, String> {
    let mut files = BTreeMap::from([("content/index.md".to_owned(), "---\nkind: library\n---\n# Guides\n".to_owned())]);
    for number in 0..steps {
        let (guide, part) = (number / GUIDE + 1, number % GUIDE / PART + 1);
        let folder = format!("content/guide-{guide}");
        if number % GUIDE == 0 {
            files.insert(format!("{folder}/index.md"), format!("# Guide {guide}\n"));
        }
        if number % PART == 0 {
            files.insert(format!("{folder}/part-{part}/index.md"), format!("---\norder: {part}\n---\n# Part {part}\n"));
        }
        let name = if number % PART == 0 { "step".to_owned() } else { format!("step-{number}") };
        files.insert(format!("{folder}/part-{part}/{}-{name}.md", number % PART + 1), step("Step", "text"));
    }
    files
}
