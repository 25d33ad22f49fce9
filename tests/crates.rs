//! Other people's work: how much of it there is, under which licences, and where it comes from. What is allowed stands in
//! `deny.toml`, which `cargo deny check` goes by, too; this holds the same without that tool.

#![allow(clippy::disallowed_methods, reason = "cargo is asked")]

use serde_json::Value;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

/// How many crates there may be, those for tests and other systems among them. Each more is somebody more to trust: raise this
/// only with the reason in the commit.
const MOST_CRATES: usize = 301;

fn packages() -> Vec<Value> {
    let ran = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--all-features", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let metadata: Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages").clone();
    packages.into_iter().filter(|package| package["name"] != env!("CARGO_PKG_NAME")).collect()
}

fn rules() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    toml::from_str(&std::fs::read_to_string(path).expect("deny.toml")).expect("TOML")
}

/// Whether a licence expression (SPDX 2.3, annex D; crates.io also has `/` for `OR`) can be met with what is allowed.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let fine = any(&mut words, allowed);
    fine && words.is_empty()
}

fn any(words: &mut Vec<&str>, allowed: &[&str]) -> bool {
    let mut fine = all(words, allowed);
    while words.last() == Some(&"OR") {
        words.pop();
        fine |= all(words, allowed);
    }
    fine
}

fn all(words: &mut Vec<&str>, allowed: &[&str]) -> bool {
    let mut fine = one(words, allowed);
    while words.last() == Some(&"AND") {
        words.pop();
        fine &= one(words, allowed);
    }
    fine
}

fn one(words: &mut Vec<&str>, allowed: &[&str]) -> bool {
    match words.pop() {
        Some("(") => {
            let fine = any(words, allowed);
            words.pop() == Some(")") && fine
        }
        Some(name) if words.last() == Some(&"WITH") => {
            words.pop();
            let exception = words.pop().unwrap_or_default();
            allowed.contains(&&*format!("{name} WITH {exception}"))
        }
        Some(name) => allowed.contains(&name),
        None => false,
    }
}

#[test]
fn licence_expressions_are_understood() {
    let allowed = ["MIT", "BSD-3-Clause", "Apache-2.0 WITH LLVM-exception"];
    for fine in
        ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "(GPL-3.0 OR MIT) AND BSD-3-Clause", "Apache-2.0 WITH LLVM-exception"]
    {
        assert!(is_allowed(fine, &allowed), "{fine}");
    }
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", "(MIT OR GPL-3.0) AND GPL-3.0", "MIT GPL-3.0", "(MIT"] {
        assert!(!is_allowed(bad, &allowed), "{bad}");
    }
}

#[test]
fn crates_are_few_and_come_from_where_they_may_under_licences_that_ask_for_nothing() {
    let (packages, rules) = (packages(), rules());
    let allowed: Vec<&str> =
        rules["licenses"]["allow"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let banned: Vec<&str> =
        rules["bans"]["deny"].as_array().expect("a list").iter().filter_map(|ban| ban["name"].as_str()).collect();
    let mut wrong = Vec::new();
    for package in &packages {
        let text = |key: &str| package[key].as_str().unwrap_or_default();
        let name = text("name");
        if !is_allowed(text("license"), &allowed) {
            wrong.push(format!("{name}: its licence is {:?}", text("license")));
        }
        // By the name it goes by where it comes from, not the one it has here.
        if banned.contains(&name) {
            wrong.push(format!("{name}: deny.toml does not let it in"));
        }
        if text("source") != "registry+https://github.com/rust-lang/crates.io-index" {
            wrong.push(format!("{name}: it comes from {:?}", text("source")));
        }
    }
    if packages.len() > MOST_CRATES {
        wrong.push(format!("{} crates, and {MOST_CRATES} is the most", packages.len()));
    }
    let _ = writeln!(std::io::stderr(), "crates: {} of at most {MOST_CRATES} looked at", packages.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
