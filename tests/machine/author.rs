//! Two versions of a guide, so that each file on the disk says which it belongs to.

use crate::support::{Folder, Ran, program, run, tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub(crate) type Site = BTreeMap<String, Vec<u8>>;

/// Writes version 0 or 1 of a guide with so many steps.
pub(crate) fn write(folder: &Path, steps: usize, version: usize) {
    let write = |path: &str, text: &str| {
        let full = folder.join(path);
        fs::create_dir_all(full.parent().expect("a parent")).expect("a folder");
        fs::write(full, text).unwrap_or_else(|e| panic!("{path}: {e}"));
    };
    write("book.toml", "[book]\ntitle = \"Two versions\"\n");
    write("content/index.md", &format!("# Version {version}\n\nThe cover.\n"));
    let words = "Words that fill the page. ".repeat(60);
    for step in 1..=steps {
        let text = format!("# Step {step} of version {version}\n\n![](door.svg){{.decorative}} {words}\n");
        write(&format!("content/{step}-step-{step}.md"), &text);
    }
    write("content/door.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>\n");
    write("static/robots.txt", "User-agent: *\n");
    // A page that only one of the versions has: deletions are part of a publication, too.
    let only = folder.join("content/odd.md");
    if version == 1 { fs::write(&only, "# Odd\n").expect("a page") } else { drop(fs::remove_file(&only)) }
}

/// The same guide in its two versions, and what a build makes of each. `dist` holds version 1.
pub(crate) struct Versions {
    pub(crate) folder: Folder,
    pub(crate) steps: usize,
    pub(crate) built: [Site; 2],
}

impl Versions {
    pub(crate) fn new(steps: usize) -> Self {
        Self::inside(steps, |_| {})
    }

    /// With an output that is prepared first.
    pub(crate) fn inside(steps: usize, prepare: impl Fn(&Path)) -> Self {
        let folder = Folder::new();
        prepare(folder.path());
        let built = [0, 1].map(|version| {
            write(folder.path(), steps, version);
            build(folder.path())
        });
        assert!(built[0] != built[1] && built[1].len() > steps);
        Self { folder, steps, built }
    }

    pub(crate) fn write(&self, version: usize) {
        write(self.folder.path(), self.steps, version);
    }

    /// What is in the output now.
    pub(crate) fn found(&self) -> Site {
        tree(&self.folder.join("dist"))
    }

    /// Builds undisturbed, and holds that the output is `version` then.
    pub(crate) fn settle(&self, version: usize, after: &str) {
        self.write(version);
        assert!(build(self.folder.path()) == self.built[version], "{after}: the next build is wrong");
    }
}

/// A build without anything in its way, and what it wrote.
pub(crate) fn build(folder: &Path) -> Site {
    let Ran { exit, stderr, .. } = run(program(folder).arg("build"));
    assert_eq!(exit, 0, "{stderr}");
    tree(&folder.join("dist"))
}

/// Whether every file is as it is in the one site or in the other: missing, if it is missing there.
pub(crate) fn is_old_or_new(found: &Site, one: &Site, other: &Site) -> Result<(), String> {
    for path in found.keys().chain(one.keys()).chain(other.keys()) {
        let now = found.get(path);
        if now != one.get(path) && now != other.get(path) {
            return Err(format!("{path} is neither old nor new ({:?} bytes)", now.map(Vec::len)));
        }
    }
    Ok(())
}
