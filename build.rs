//! Builds again when a file comes or goes in a folder that is embedded; the compiler sees only those that were there.

fn main() {
    println!("cargo::rerun-if-changed=themes");
    println!("cargo::rerun-if-changed=starter");
}
