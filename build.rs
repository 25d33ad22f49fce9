//! Makes the built-in themes' style sheets and scripts small, as a build of a site does with those of its author, so that each
//! build need not. Runs again when a file comes or goes in a folder that is embedded; the compiler sees only those that were
//! there.

#![allow(clippy::disallowed_methods, reason = "a shell: building the program reads and writes files")]

#[allow(dead_code, reason = "the program itself has more uses for it")]
#[path = "src/byte_set.rs"]
mod byte_set;
#[path = "src/theme/squeeze.rs"]
mod squeeze;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=themes");
    println!("cargo::rerun-if-changed=starter");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/byte_set.rs");
    println!("cargo::rerun-if-changed=src/theme/squeeze.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("small");
    // What a theme no longer has must go from it.
    if out.is_dir() {
        fs::remove_dir_all(&out)?;
    }
    for theme in fs::read_dir("themes")? {
        let assets = theme?.path().join("assets");
        if assets.is_dir() {
            make_small(&assets, &out.join(&assets))?;
        }
    }
    Ok(())
}

/// Writes a smaller copy of each style sheet and script of a folder. Those with addresses in them need the site's.
fn make_small(folder: &Path, out: &Path) -> io::Result<()> {
    fs::create_dir_all(out)?;
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let small = match path.extension().and_then(|extension| extension.to_str()) {
            Some("css") => Some(fs::read_to_string(&path)?)
                .filter(|css| !css.contains("url("))
                .and_then(|css| squeeze::sheet(&css)),
            Some("js") => Some(squeeze::script(&fs::read_to_string(&path)?)),
            _ => None,
        };
        if let (Some(small), Some(name)) = (small, path.file_name()) {
            fs::write(out.join(name), small)?;
        }
    }
    Ok(())
}
