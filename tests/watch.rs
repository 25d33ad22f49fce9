//! Reading again, and waiting for changes: on a real disk, with real events, everything ends in the right bytes.

#![allow(clippy::disallowed_methods, reason = "the disk is what is tested")]

use reconnect_gen::read;
use reconnect_gen::tree::disk::Disk;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A folder of its own for one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("watch-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = Self(std::env::temp_dir().join(name));
        folder.write("content/index.md", "# Guide");
        folder
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let full = self.at(path);
        fs::create_dir_all(full.parent().expect("a parent")).expect("a folder");
        fs::write(full, text).expect("a file");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
#[ignore = "a measurement: cargo test --release --test watch -- --ignored --nocapture measure"]
#[allow(clippy::print_stderr, reason = "it says what it measured")]
fn measure_a_second_reading_of_ten_thousand_files() {
    let folder = Folder::new();
    for i in 0..10_000 {
        folder.write(
            &format!("content/{}/{}/{i}.md", i / 1000, i / 10),
            &format!("# Step {i}\n\n{}", "text ".repeat(200)),
        );
    }
    std::thread::sleep(Duration::from_millis(2100));
    let mut disk = Disk::new(&folder.0);
    for _ in 0..8 {
        let start = Instant::now();
        let (tree, _, _) = read(&mut disk);
        eprintln!("{} files in {:?}", tree.iter().count(), start.elapsed());
    }
}
