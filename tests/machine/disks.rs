//! Real disks that are full, small, read-only, mounted on the output, or shown twice, in a name space of the test's own.

use crate::author::{Site, is_old_or_new, write};
use crate::support::{Folder, program, run, tree};
use crate::{count, leave_out};
use std::path::Path;
use std::process::Command;

/// Runs a script of the shell as root of a name space in which it may mount disks. `$1` is the program, `$2` the folder with
/// version 0 built in `site/`, and its sources in version 1. What it echoes comes back; `None`: this system does not let it.
fn in_a_space_of_its_own(script: &str) -> Option<(Folder, String)> {
    let folder = Folder::new();
    let site = folder.join("site");
    write(&site, 12, 0);
    assert_eq!(run(program(&site).arg("build")).exit, 0);
    write(&site, 12, 1);
    let head = "set -u; mount -t tmpfs none /mnt 2>/dev/null || exit 77; umount /mnt; bin=$1; cd \"$2\"; ";
    let ran = Command::new("unshare")
        .args(["-Urm", "sh", "-c", &format!("{head}{script}"), "sh", env!("CARGO_BIN_EXE_reconnect-gen")])
        .arg(folder.path())
        .env("NO_COLOR", "1")
        .output();
    match ran {
        Ok(ran) if ran.status.success() => Some((folder, String::from_utf8_lossy(&ran.stdout).into_owned())),
        Ok(ran) if ran.status.code() == Some(77) || String::from_utf8_lossy(&ran.stderr).contains("unshare") => {
            leave_out("disks of its own");
            None
        }
        Ok(ran) => panic!("{}\n{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr)),
        Err(_) => {
            leave_out("disks of its own");
            None
        }
    }
}

/// What builds of the two versions hold.
fn versions(folder: &Path) -> [Site; 2] {
    [0, 1].map(|version| {
        let site = folder.join(format!("version-{version}"));
        write(&site, 12, version);
        crate::author::build(&site)
    })
}

/// Judges the copies `out-*` of outputs that a script left, with the exit code of the build in `out-*.code`.
fn judge(folder: &Folder, by_file: bool) -> (usize, usize) {
    let [old, new] = versions(folder.path());
    let (mut refused, mut done) = (0, 0);
    for entry in std::fs::read_dir(folder.path()).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with("out-") || !entry.path().is_dir() {
            continue;
        }
        let text = |end: &str| std::fs::read_to_string(folder.join(&format!("{name}{end}"))).expect("what it said");
        let (code, said, found) = (text(".code"), text(".said"), tree(&entry.path()));
        match code.trim() {
            "0" => assert!(found == new, "{name}: it said that all went well\n{said}"),
            "3" if by_file => is_old_or_new(&found, &old, &new).unwrap_or_else(|why| panic!("{name}: {why}\n{said}")),
            "3" => assert!(found == old || found == new, "{name}: half a site\n{said}"),
            code => panic!("{name}: exit {code}\n{said}"),
        }
        if code.trim() == "3" {
            assert!(said.contains("could not") && said.contains("disk"), "{name}: {said}");
            refused += 1;
        } else {
            done += 1;
        }
    }
    (refused, done)
}

#[test]
fn a_disk_that_fills_up_at_any_point_leaves_the_old_site() {
    // The old site is copied to small disks on which less and less is left: by bytes, then by files.
    let script = r#"
        for left in 0 4 8 12 16 20 24 28 32 40 48 56 64 80 96 128 160 200 260 340 500 1000; do
            for kind in size nr_inodes; do
                mkdir -p small; mount -t tmpfs none small
                cp -a site small/site
                if [ $kind = size ]; then used=$(df -k small | awk 'NR==2 { print $3 }'); now=$((used + left))k
                else used=$(df -i small | awk 'NR==2 { print $3 }'); now=$((used + left / 4)); fi
                mount -o remount,$kind=$now small
                "$bin" build small/site > out-$kind-$left.said 2>&1; echo $? > out-$kind-$left.code
                cp -a small/site/dist out-$kind-$left
                umount small
            done
        done"#;
    let Some((folder, _)) = in_a_space_of_its_own(script) else { return };
    let (refused, done) = judge(&folder, false);
    assert!(refused > 10 && done > 4, "{refused} refused, {done} done");
    count(&format!("{} full disks, {refused} of them too small", refused + done));
}

#[test]
fn a_file_that_may_not_grow_leaves_the_old_site() {
    // A real short write: the limit lets a part of a file through, then the system stops the program or the write.
    let script = r#"
        for blocks in 1 2 4 8 16; do
            rm -rf again; cp -a site again
            (ulimit -f $blocks; trap '' XFSZ; exec "$bin" build again) > out-$blocks.said 2>&1; echo $? > out-$blocks.code
            cp -a again/dist out-$blocks
        done"#;
    let Some((folder, _)) = in_a_space_of_its_own(script) else { return };
    let [old, new] = versions(folder.path());
    for blocks in [1, 2, 4, 8, 16] {
        let found = tree(&folder.join(&format!("out-{blocks}")));
        let code = std::fs::read_to_string(folder.join(&format!("out-{blocks}.code"))).expect("a code");
        assert!(found == if code.trim() == "0" { new.clone() } else { old.clone() }, "{blocks}: exit {code}");
    }
    count("5 limits on the size of files");
}

#[test]
fn an_output_that_is_a_mount_point_is_changed_file_by_file() {
    let script = r#"
        mkdir site/mounted; mount -t tmpfs none site/mounted
        "$bin" build site -d site/mounted > first.said 2>&1; echo "first $?"
        cp -a site/mounted out-first
        printf '# Changed\n' > site/content/index.md
        mount --bind site/dist site/dist
        "$bin" build site > second.said 2>&1; echo "second $?"
        grep -c 'file by file' first.said second.said
        grep -o 'Changed' site/dist/index.html | head -1
        "$bin" build site; echo "again $?"
        "$bin" clean site; echo "clean $?"; ls -A site/dist | wc -l"#;
    let Some((folder, said)) = in_a_space_of_its_own(script) else { return };
    let [_, new] = versions(folder.path());
    assert!(tree(&folder.join("out-first")) == new, "{said}");
    let want = "first 0\nsecond 0\nfirst.said:1\nsecond.said:1\nChanged\nagain 0\nclean 0\n0\n";
    assert_eq!(said, want);
    count("2 mount points, with another disk and with the same");
}

#[test]
fn a_disk_that_can_only_be_read_is_said_and_nothing_else_is_tried() {
    let script = r#"
        mount --bind site site; mount -o remount,ro,bind site
        "$bin" build site > said 2>&1; echo "there $?"; cat said
        "$bin" build site -d elsewhere > said 2>&1; echo "elsewhere $?"; cp -a elsewhere out-elsewhere
        "$bin" check site > /dev/null 2>&1; echo "check $?""#;
    let Some((folder, said)) = in_a_space_of_its_own(script) else { return };
    let [_, new] = versions(folder.path());
    assert!(
        said.starts_with("there 3\n") && said.contains("This disk can only be read: choose another folder"),
        "{said}"
    );
    assert!(said.ends_with("elsewhere 0\ncheck 0\n"), "{said}");
    assert!(tree(&folder.join("out-elsewhere")) == new);
}

#[test]
fn sources_that_are_shown_a_second_time_are_no_output() {
    let script = r#"
        mkdir site/shown; mount --bind site/content site/shown
        "$bin" build site -d site/shown > said 2>&1; echo "bound $?"; cat said
        mkdir above; mount --bind site above
        "$bin" build site -d above > said 2>&1; echo "above $?"; cat said
        ls site/content | wc -l"#;
    let Some((_, said)) = in_a_space_of_its_own(script) else { return };
    assert!(said.starts_with("bound 5\n") && said.contains("above 5\n") && said.ends_with("15\n"), "{said}");
    count("2 outputs that are sources by another name");
}
