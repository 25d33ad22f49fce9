//! How the whole way from sources to bytes grows with input that is made to be slow: when the input doubles, the time of the
//! processor grows 2.5 times at most; and front matter that is made to do harm is refused at once.
//!
//! `cargo bench --bench growth`; `-- NAME` for the shapes whose name holds NAME. What counts are ratios within one run; it ends
//! with 1 where one of them is too large. Each size is measured in a process of its own, and the better of
//! two counts: machines are noisy.
#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock and its arguments")]
#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]
#![allow(clippy::cast_precision_loss, reason = "counts are small")]

#[path = "growth/shapes.rs"]
mod shapes;

use reconnect_gen::diag::format::{self, Format};
use reconnect_gen::memo::Memo;
use reconnect_gen::output::{self, Purpose};
use reconnect_gen::path::SourcePath;
use reconnect_gen::tree::{Bytes, Tree};
use rustix::time::{ClockId, clock_gettime};
use shapes::Shape;
use std::process::Command;

/// Before the name and size of a shape that is measured in a process of its own.
const ALONE: &str = "--alone";
/// How much the time may grow when the input doubles.
const MOST_GROWTH: f64 = 2.5;
/// Milliseconds: below that, what is measured is the machine rather than the program.
const SOON: f64 = 15.0;
/// Milliseconds: the input is not doubled any more when it has taken this long.
const LONG: f64 = 300.0;
/// Milliseconds that front matter may take before it is refused.
const AT_ONCE: f64 = 100.0;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, name, n] = arguments.as_slice()
        && flag == ALONE
    {
        let shape = shapes::all().into_iter().find(|shape| shape.name == *name).unwrap_or_else(Shape::empty);
        let (ms, bytes) = time(&site(&shape, n.parse().expect("a number")));
        return println!("{ms} {bytes}");
    }
    let only = arguments.into_iter().find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let empty = (0..5).map(|_| time_alone(&Shape::empty(), 0).0).fold(f64::MAX, f64::min);
    println!("a site with an empty page: {empty:.1} ms of the processor");
    println!("{:<44} {:>9} {:>9} {:>8} {:>10} {:>8}", "shape", "kB", "ms", "growth", "ms a MB", "bytes ×");
    let (mut tried, mut wrong) = (0, Vec::new());
    for shape in shapes::all().iter().filter(|shape| shape.name.contains(&only)) {
        let found = measure(shape, empty);
        let Found { kilobytes, ms, growth, more_bytes } = found;
        println!(
            "{:<44} {kilobytes:>9.1} {ms:>9.1} {growth:>8.2} {:>10.1} {more_bytes:>8.2}",
            shape.name,
            ms / kilobytes * 1000.0
        );
        tried += 1;
        if growth > MOST_GROWTH || more_bytes > MOST_GROWTH {
            wrong.push(shape.name.clone());
        }
    }
    for (name, matter) in shapes::matters().into_iter().filter(|(name, _)| name.contains(&only)) {
        let ms = time(&matter).0 - empty;
        println!("{name:<44} {:>9} {ms:>9.1}", "");
        tried += 1;
        if ms > AT_ONCE {
            wrong.push(name.to_owned());
        }
    }
    println!("{tried} shapes tried, {} too slow: {}", wrong.len(), wrong.join(", "));
    if !wrong.is_empty() {
        std::process::exit(1);
    }
}

struct Found {
    kilobytes: f64,
    ms: f64,
    growth: f64,
    /// How much what is made grows when the input doubles.
    more_bytes: f64,
}

/// Doubles the input until it takes long. How much the time grows when the input doubles is told by the straight line through
/// the logarithms of the last four times: a single doubling may be the one where the input outgrows a cache.
fn measure(shape: &Shape, empty: f64) -> Found {
    let mut n = shape.begin;
    let (mut ms, mut bytes) = above(shape, n, empty);
    let mut times = vec![ms];
    loop {
        n *= 2;
        let (next, made) = above(shape, n, empty);
        let (more_bytes, size) = (made.max(1 << 20) as f64 / bytes.max(1 << 20) as f64, size(shape, n));
        (ms, bytes) = (next, made);
        times.push(ms);
        if ms > LONG || size * 2 > shape.largest {
            return Found { kilobytes: size as f64 / 1000.0, ms, growth: growth(&times), more_bytes };
        }
    }
}

/// By the method of least squares; 1 where hardly anything could be measured.
fn growth(times: &[f64]) -> f64 {
    let last = times.get(times.len().saturating_sub(4)..).unwrap_or_default();
    let points: Vec<(f64, f64)> = last.iter().enumerate().map(|(x, ms)| (x as f64, ms.max(SOON).log2())).collect();
    let count = points.len() as f64;
    let (x_mean, y_mean) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
    let slope = points.iter().map(|(x, y)| (x - x_mean) * (y - y_mean)).sum::<f64>();
    (slope / points.iter().map(|(x, _)| (x - x_mean).powi(2)).sum::<f64>()).exp2()
}

/// Milliseconds above those of an empty page, the better of two, and the bytes that were made.
fn above(shape: &Shape, n: usize, empty: f64) -> (f64, usize) {
    let (one, bytes) = time_alone(shape, n);
    let best = if one > LONG { one } else { one.min(time_alone(shape, n).0) };
    ((best - empty).max(0.1), bytes)
}

/// As `time`, in a process of its own, as authors run it: one that has run before has memory at hand, and so takes less time
/// for what is small.
fn time_alone(shape: &Shape, n: usize) -> (f64, usize) {
    let this = std::env::current_exe().expect("this program");
    let out = Command::new(this).args([ALONE, &shape.name, &n.to_string()]).output().expect("it runs again");
    assert!(out.status.success(), "{}: {}", shape.name, String::from_utf8_lossy(&out.stderr));
    let said = String::from_utf8(out.stdout).expect("numbers");
    let (ms, bytes) = said.trim().split_once(' ').expect("two numbers");
    (ms.parse().expect("milliseconds"), bytes.parse().expect("bytes"))
}

fn size(shape: &Shape, n: usize) -> usize {
    (shape.files)(n).iter().map(|(_, text)| text.len()).sum()
}

/// A guide with the shape in it.
fn site(shape: &Shape, n: usize) -> Tree {
    let around = [
        ("content/index.md".to_owned(), "# Guide\n".to_owned()),
        ("content/1-first.md".to_owned(), "# First\n\n[Sheet](worksheets/sheet.md)\n".to_owned()),
        ("content/worksheets/sheet.md".to_owned(), "# Sheet\n\nWhat?\n___\n".to_owned()),
    ];
    tree(around.into_iter().chain((shape.files)(n)))
}

pub(crate) fn tree(files: impl Iterator<Item = (String, String)>) -> Tree {
    let pair =
        |(path, text): (String, String)| (SourcePath::new(&path).expect("a path"), Bytes::from(text.into_bytes()));
    Tree::from_pairs(files.map(pair))
}

/// From sources to the bytes of every file, with everything that is to be said of them. Milliseconds of the processor, all
/// threads together, and the bytes that came out.
fn time(tree: &Tree) -> (f64, usize) {
    let start = clock_gettime(ClockId::ProcessCPUTime);
    let book = SourcePath::new("book.toml").expect("a path");
    let (config, mut said) = match reconnect_gen::config::parse(&book, tree.text(&book)) {
        Ok((config, said)) => (Some(config), said),
        Err(said) => (None, said),
    };
    let mut bytes = 0;
    if let Some(config) = &config {
        let (compiled, more) = reconnect_gen::compile_again(tree, config, false, &mut Memo::default());
        said.extend(more);
        if let Some(compiled) = compiled {
            match output::plan(&compiled.book, &compiled.theme, tree, Purpose::Publish) {
                Ok((output, more)) => {
                    said.extend(more);
                    output.prepare();
                    for index in 0..output.files.len() {
                        match output.render(index) {
                            Ok(made) => bytes += made.len(),
                            Err(fault) => said.push(fault),
                        }
                    }
                }
                Err(more) => said.extend(more),
            }
        }
    }
    let said = reconnect_gen::judge(config.as_ref(), said);
    let texts = |path: &SourcePath| reconnect_gen::source_text(tree, path);
    for format in [Format::Human, Format::Json] {
        bytes += format::write(&said, format, false, &texts).len();
    }
    let end = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = (end.tv_sec - start.tv_sec) as f64 + (end.tv_nsec - start.tv_nsec) as f64 / 1e9;
    (seconds * 1000.0, bytes)
}
