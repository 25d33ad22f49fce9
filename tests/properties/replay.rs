//! Every input that is kept: the seeds from which fuzzing begins, and what it has found.
#![allow(clippy::disallowed_methods, reason = "a test reads the inputs")]

use super::{ALL, Property};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

#[test]
fn every_kept_input_holds() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut broken = Vec::new();
    for (name, property) in ALL {
        let seeds = files(&fuzz.join("seeds").join(name));
        let regressions = files(&fuzz.join("regressions").join(name));
        assert!(!seeds.is_empty(), "fuzz/seeds/{name} has inputs");
        broken.extend(seeds.iter().chain(&regressions).filter(|file| !holds(*property, file)).cloned());
        tell(&format!("{name}: {} seeds, {} regressions", seeds.len(), regressions.len()));
    }
    assert!(broken.is_empty(), "what does not hold is said above, for {broken:#?}");
}

fn holds(property: Property, file: &Path) -> bool {
    let data = fs::read(file).expect("an input");
    std::panic::catch_unwind(|| property(&data)).is_ok()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// Says something that is seen although the test passes.
pub(super) fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "properties: {line}");
}
