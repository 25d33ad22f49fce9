//! Each stage of a build alone, from files on a disk to files on a disk, for a library of 1,008 steps.
//!
//! `cargo bench --bench stages`. `benches/speed/run.py` takes the shares of the stages from here.
#![allow(clippy::disallowed_methods, reason = "a benchmark has its content on a real disk")]
#![allow(missing_docs, reason = "the macro of the benchmark makes a public function")]

#[path = "content/mod.rs"]
mod content;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use rayon::prelude::*;
use reconnect_gen::compile_again;
use reconnect_gen::memo::{Memo, Pages};
use reconnect_gen::output::keys::{Digests, Keys};
use reconnect_gen::output::{self, Purpose};
use reconnect_gen::path::OutPath;
use reconnect_gen::publish::{Files, Target, publish};
use reconnect_gen::tree::disk::Disk;
use reconnect_gen::{parse_all, read, resolve, site, theme};
use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

const STEPS: usize = 1_008;

/// A folder in memory where there is such a disk, with the site in it; removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let above = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let root = above.join(format!("reconnect-stages-{}", std::process::id()));
        for (path, text) in content::library(STEPS) {
            let full = root.join("site").join(path);
            fs::create_dir_all(full.parent().expect("a folder")).expect("a folder");
            fs::write(full, text).expect("a file");
        }
        Self(root)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A site whose bytes are made already.
struct Made(Vec<OutPath>, Vec<Vec<u8>>);

impl Files for Made {
    fn paths(&self) -> &[OutPath] {
        &self.0
    }

    fn bytes(&self, index: usize) -> Option<Cow<'_, [u8]>> {
        self.1.get(index).map(|bytes| Cow::Borrowed(bytes.as_slice()))
    }
}

fn stages(criterion: &mut Criterion) {
    let folder = Folder::new();
    let root = folder.0.join("site");
    let mut group = criterion.benchmark_group("stages");
    group.sample_size(20).measurement_time(Duration::from_secs(4)).warm_up_time(Duration::from_secs(1));
    group.bench_function("read", |b| b.iter(|| read(&mut Disk::new(&root))));

    let (tree, config, _) = read(&mut Disk::new(&root));
    let config = config.expect("settings");
    group.bench_function("parse", |b| b.iter(|| parse_all(&tree, &config, &mut Pages::default())));

    let parsed = parse_all(&tree, &config, &mut Pages::default()).expect("pages");
    let plan = site::Plan { content: config.content.to_string(), library: parsed.library, drafts: false };
    group.bench_function("assemble", |b| {
        let again = || (parsed.pages.clone(), parsed.failed.clone());
        b.iter_batched(again, |(pages, failed)| site::assemble(pages, failed, &plan), BatchSize::SmallInput);
    });

    let (placed, _) = site::assemble(parsed.pages.clone(), parsed.failed.clone(), &plan);
    group.bench_function("resolve", |b| {
        let again = || (config.clone(), placed.clone(), resolve::Seen::default());
        let resolve = |(config, placed, mut seen)| resolve::resolve(config, placed, &tree, &mut seen);
        b.iter_batched(again, resolve, BatchSize::SmallInput);
    });
    group.bench_function("theme", |b| b.iter(|| theme::load(&config, &tree).is_ok()));

    let (compiled, _) = compile_again(&tree, &config, false, &mut Memo::default());
    let compiled = compiled.expect("a site");
    let planned = || output::plan(&compiled.book, &compiled.theme, &tree, Purpose::Publish).map(|(output, _)| output);
    group.bench_function("plan", |b| b.iter(|| planned().is_ok()));

    let Ok(output) = planned() else { panic!("a plan") };
    group.bench_function("keys", |b| b.iter(|| Keys::of(&output, &tree, &Digests::of(&tree, b"a program"))));

    let render = |index| output.bytes(index).map(Cow::into_owned).unwrap_or_default();
    let all = || (0..output.files.len()).into_par_iter().map(render).collect::<Vec<_>>();
    output.prepare();
    group.bench_function("render", |b| b.iter_with_large_drop(all));

    let made = Made(output.files.iter().map(|(path, _)| path.clone()).collect(), all());
    let target = Target::new(folder.0.join("dist"), vec![root.clone()]);
    group.bench_function("publish", |b| {
        let clear = || {
            let _ = fs::remove_dir_all(folder.0.join("dist"));
            let _ = fs::remove_dir_all(folder.0.join(".reconnect"));
        };
        b.iter_batched(clear, |()| publish(&target, &made).expect("published"), BatchSize::PerIteration);
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
