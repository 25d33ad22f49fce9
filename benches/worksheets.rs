//! Worksheets as PDF: how long one takes once the fonts are loaded, whether that grows with its fields as it should, and what
//! all PDFs add to a build of the shipped guide.
//!
//! `cargo bench --bench worksheets`. The medians are of one run on one machine; the ratios are what can be compared.
#![allow(clippy::disallowed_methods, reason = "a benchmark runs the program on a real disk and reads the clock")]
#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]
#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use reconnect_gen::memo::Memo;
use reconnect_gen::output::{self, Output, Purpose, Recipe};
use reconnect_gen::path::SourcePath;
use reconnect_gen::tree::disk::Disk;
use reconnect_gen::tree::{Bytes, Tree};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const RUNS: usize = 15;

fn main() {
    let site = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (tree, config, _) = reconnect_gen::read(&mut Disk::new(site));
    let config = config.expect("settings");
    println!("{:<44} {:>8}", "a worksheet of the shipped guide", "ms");
    let shipped = plan(&tree, &config);
    let mut all = Vec::new();
    for (index, (path, recipe)) in shipped.files.iter().enumerate() {
        if matches!(recipe, Recipe::Pdf(_)) && !path.as_str().contains("/worksheets-") {
            let time = median(|| drop(shipped.render(index).expect("a PDF")));
            println!("{:<44} {time:>8.2}", path.as_str());
            all.push(time);
        }
    }
    println!("{:<44} {:>8.2}", "mean", all.iter().sum::<f64>() / all.len().max(1) as f64);

    println!("\n{:>8} {:>10} {:>22}", "fields", "ms", "ratio for each field");
    let mut first = None;
    for fields in [250, 500, 1_000, 2_000] {
        let site = of_fields(fields);
        let output = plan(&site, &config);
        let index = output.files.iter().position(|(path, _)| path.as_str() == "worksheets/many-a4.pdf").expect("a PDF");
        let time = median(|| drop(output.render(index).expect("a PDF")));
        let each = time / fields as f64;
        println!("{fields:>8} {time:>10.1} {:>22.2}", each / *first.get_or_insert(each));
    }

    let scratch = std::env::temp_dir().join(format!("reconnect-bench-pdf-{}", std::process::id()));
    let (with, without) = builds(site, &scratch);
    println!("\nthe shipped guide with its PDFs: {with:.1} ms; without: {without:.1} ms");
    fs::remove_dir_all(&scratch).expect("the folder of this run");
}

fn plan(tree: &Tree, config: &reconnect_gen::config::Config) -> Output {
    let (compiled, _) = reconnect_gen::compile_again(tree, config, false, &mut Memo::default());
    let compiled = compiled.expect("a site");
    output::plan(&compiled.book, &compiled.theme, tree, Purpose::Publish).unwrap_or_else(|_| panic!("no plan")).0
}

fn of_fields(count: usize) -> Tree {
    let mut sheet = String::new();
    for n in 0..count {
        let _ = write!(sheet, "Question number {n}, what do you think of it?\n___\n\n");
    }
    let files = [
        ("content/index.md", "# Guide\n".to_owned()),
        ("content/1-step.md", "# Step\n\n[Sheet](worksheets/many.md)\n".to_owned()),
        ("content/worksheets/many.md", format!("# Many\n\n{sheet}")),
    ];
    Tree::from_pairs(files.map(|(path, text)| (SourcePath::new(path).expect("a path"), Bytes::from(text.into_bytes()))))
}

/// In milliseconds.
fn median(mut act: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            act();
            start.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

/// A cold build of the shipped guide as a process of its own, with PDFs and without.
fn builds(site: &Path, scratch: &Path) -> (f64, f64) {
    let plain = scratch.join("plain");
    copy(&site.join("content"), &plain.join("content"));
    let settings = fs::read_to_string(site.join("book.toml")).expect("book.toml");
    fs::write(plain.join("book.toml"), format!("{settings}\n[output.pdf]\nenable = false\n")).expect("a file");
    let build = |folder: &Path| {
        let dist = scratch.join("dist");
        median(|| {
            let _ = fs::remove_dir_all(&dist);
            let status = Command::new(env!("CARGO_BIN_EXE_reconnect-gen"))
                .arg("build")
                .arg(folder)
                .arg("-d")
                .arg(&dist)
                .stderr(Stdio::null())
                .status();
            assert!(status.expect("a build").success());
        })
    };
    (build(site), build(&plain))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target: PathBuf = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
