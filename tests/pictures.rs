//! Photos from phones: what of them goes online, and what is said of those that do not.
//!
//! A picture is built twice, as a phone makes it and as it is to go online, around the same pixels: where the program makes the
//! second of the first, byte for byte, nothing private is left and no pixel was touched.

#![allow(clippy::disallowed_methods, reason = "the program is run on a real disk")]
#![allow(clippy::cast_possible_truncation, reason = "what is built here is small")]

#[path = "support/photos.rs"]
mod photos;
mod support;

use photos::Made::{self, ByAPhone, ForReaders};
use photos::{avif, base, chunk, exif, jpeg, png, riff, segment, tells, webp};
use reconnect_gen::memo::Memo;
use reconnect_gen::output::{self, Purpose, Recipe};
use reconnect_gen::path::SourcePath;
use reconnect_gen::picture::{self, Format};
use reconnect_gen::tree::{self, Bytes, Tree};
use reconnect_gen::{compile_again, config};
use support::{Folder, Ran, program, run, tree};

/// Every picture that there is here, as it is built.
fn all(orientation: u8, made: Made) -> Vec<(&'static str, Format, Vec<u8>)> {
    let mut all = vec![
        ("a JPEG", Format::Jpeg, jpeg("photo.jpg", orientation, made)),
        ("a JPEG in several scans", Format::Jpeg, jpeg("scans.jpg", orientation, made)),
        ("a PNG", Format::Png, png(false, orientation, made)),
        ("an animated PNG", Format::Png, png(true, orientation, made)),
        ("a WebP", Format::Webp, webp("photo.webp", orientation, made)),
        ("a lossless WebP", Format::Webp, webp("lossless.webp", orientation, made)),
        ("an animated WebP", Format::Webp, webp("animated.webp", orientation, made)),
    ];
    if orientation == 1 {
        all.push(("an AVIF", Format::Avif, avif(b"avif", made)));
    }
    all
}

/// What goes online of `bytes`; `None` where nothing does.
fn online(format: Format, bytes: &[u8]) -> Option<Vec<u8>> {
    let public = picture::public(format, bytes).ok()?;
    Some(public.bytes.unwrap_or_else(|| bytes.to_vec()))
}

#[test]
fn what_is_private_stays_away_and_the_pixels_stay() {
    for orientation in 1..=8 {
        let (phone, readers) = (all(orientation, ByAPhone), all(orientation, ForReaders));
        for ((name, format, private), (_, _, wanted)) in phone.into_iter().zip(readers) {
            assert_eq!(Format::of(&private), Some(format), "{name}");
            assert!(tells(&private) && picture::has_position(&private), "{name} holds what is looked for");
            assert!(!tells(&wanted), "{name}");
            let public = picture::public(format, &private).unwrap_or_else(|why| panic!("{name} {why}"));
            assert_eq!(public.orientation, orientation, "{name}");
            assert!(public.bytes.as_ref() == Some(&wanted), "{name}, orientation {orientation}");
            let again = picture::public(format, &wanted).unwrap_or_else(|why| panic!("{name} {why}"));
            assert_eq!(
                (again.bytes, again.orientation),
                (None, orientation),
                "{name} as it goes online stays as it is"
            );
            assert!(!picture::has_position(&wanted), "{name}");
        }
    }
}

#[test]
fn pictures_without_anything_private_are_not_copied() {
    for name in ["photo.jpg", "scans.jpg", "photo.png", "photo.webp", "lossless.webp", "animated.webp", "photo.avif"] {
        let bytes = base(name);
        let format = Format::of(&bytes).expect(name);
        assert_eq!(picture::public(format, &bytes).map(|p| p.bytes), Ok(None), "{name}");
        assert!(picture::size(format, &bytes).is_some(), "{name}");
    }
}

#[test]
fn a_file_that_is_cut_off_anywhere_tells_nothing() {
    for orientation in [1, 6] {
        let (phone, readers) = (all(orientation, ByAPhone), all(orientation, ForReaders));
        for ((name, format, bytes), (_, _, wanted)) in phone.into_iter().zip(readers) {
            let whole: Vec<usize> = (0..bytes.len()).filter(|l| online(format, &bytes[..*l]).is_some()).collect();
            for length in &whole {
                let online = online(format, &bytes[..*length]).expect("it was there");
                assert!(!tells(&online), "{name}, {length} bytes of {}", bytes.len());
                // An AVIF keeps the room of what was overwritten in it.
                assert!(online == wanted || format == Format::Avif, "{name}, {length} bytes of {}", bytes.len());
            }
            let end = whole.first().copied().unwrap_or(bytes.len());
            let is_to_the_end = whole.iter().copied().eq(end..bytes.len());
            assert!(is_to_the_end || format == Format::Avif, "{name}: only what is behind the picture may be missing");
        }
    }
}

/// Not of an AVIF: nothing in it holds where its parts lie a second time.
#[test]
fn a_file_with_one_wrong_byte_tells_nothing() {
    for (name, format, bytes) in all(6, ByAPhone) {
        for at in 0..bytes.len() {
            let others = (0..8).map(|bit| bytes[at] ^ (1 << bit)).chain([0, 0x7f, 0xff]);
            for other in others.filter(|other| !is_in_pixels(&bytes, at, *other)) {
                let mut wrong = bytes.clone();
                wrong[at] = other;
                if let Some(online) = online(format, &wrong) {
                    assert!(!tells(&online), "{name}, {other:#x} at {at} for {:#x}", bytes[at]);
                }
                let _ = (picture::has_position(&wrong), picture::size(format, &wrong));
            }
        }
    }
}

/// True where one wrong byte makes the comment behind a scan a part of its pixels, for every program that reads the picture.
fn is_in_pixels(bytes: &[u8], at: usize, other: u8) -> bool {
    let is_comment =
        |from: usize| bytes[from..].starts_with(&[0xff, 0xfe]) && bytes[..from].windows(2).any(|w| w == [0xff, 0xda]);
    is_comment(at) || (other == 0 && at > 0 && is_comment(at - 1))
}

#[test]
fn nothing_that_is_damaged_makes_the_program_fail() {
    for (_, _, bytes) in all(6, ByAPhone).into_iter().chain(all(1, ByAPhone)) {
        for at in 0..bytes.len() {
            let mut wrong = bytes.clone();
            wrong[at] ^= 0x81;
            for format in [Format::Jpeg, Format::Png, Format::Webp, Format::Avif, Format::Svg] {
                let _ = (picture::public(format, &wrong), picture::size(format, &wrong));
            }
            let _ = (Format::of(&bytes[at..]), picture::has_position(&bytes[at..]), picture::has_position(&wrong));
        }
    }
}

#[test]
fn a_jpeg_that_cannot_be_followed_is_damaged() {
    let damage = |bytes: &[u8]| picture::public(Format::Jpeg, bytes).expect_err("damage").to_string();
    let frame = segment(0xc0, &[8, 0, 30, 0, 40, 1, 1, 17, 0]);
    let scan = segment(0xda, &[1, 1, 0, 0, 63, 0]);
    let of = |parts: &[&[u8]]| [&[0xff, 0xd8][..], &parts.concat()].concat();
    let (every_mcu, end): (Vec<u8>, &[u8]) = (segment(0xdd, &[0, 1]), &[0xff, 0xd9]);
    let restarts: &[u8] = &[1, 0xff, 0, 2, 0xff, 0xd0, 3, 0xff, 0xff, 0xd1, 4];
    let sound = of(&[&every_mcu, &frame, &scan, restarts, end]);
    assert_eq!(picture::public(Format::Jpeg, &sound).map(|p| p.bytes), Ok(None));
    for (why, bytes) in [
        ("ends in the middle of the picture", of(&[&frame, &scan, &[1, 2, 3]])),
        ("ends in the middle of the picture", of(&[&frame, end])),
        ("has damaged pixels", of(&[&scan, &[1], end])),
        ("has damaged pixels", of(&[&frame, &scan, restarts, end])),
        ("has damaged pixels", of(&[&every_mcu, &frame, &scan, &[1, 0xff, 0xd3, 2], end])),
        ("has a damaged head", of(&[&frame, &frame, &scan, &[1], end])),
        ("has damaged tables", of(&[&segment(0xdb, &[0; 70]), &frame, &scan, &[1], end])),
        ("has damaged tables", of(&[&segment(0xc4, &[1; 20]), &frame, &scan, &[1], end])),
        ("has something in it that is no JPEG", of(&[b"text", &frame, &scan, &[1], end])),
        ("is a kind of JPEG that browsers do not show, or damaged", of(&[&segment(0xc9, &[0; 9]), &scan, &[1], end])),
    ] {
        assert_eq!(damage(&bytes), why, "{bytes:02x?}");
    }
}

#[test]
fn a_webp_that_says_it_has_exif_and_has_none_is_damaged() {
    let pixels = &base("photo.webp")[12..];
    let extended = |flags: u8| {
        riff(b"RIFF", &[b"WEBP", &riff(b"VP8X", &[flags, 0, 0, 0, 23, 0, 0, 15, 0, 0])[..], pixels].concat())
    };
    assert!(picture::public(Format::Webp, &extended(0)).is_ok());
    for flags in [0x08, 0x04] {
        assert!(picture::public(Format::Webp, &extended(flags)).is_err());
    }
}

#[test]
fn a_profile_that_no_browser_uses_and_parts_of_png_that_none_knows() {
    let short = segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", &[0, 0, 9, 9][..], &[7; 200]].concat());
    let photo = base("photo.jpg");
    let with = [&photo[..20], &short, &photo[20..]].concat();
    assert_eq!(picture::public(Format::Jpeg, &with).map(|p| p.bytes), Ok(Some(photo)));
    let photo = png(false, 1, ForReaders);
    let with = [&photo[..33], &chunk(b"CgBI", &[0; 4]), &photo[33..]].concat();
    assert!(picture::public(Format::Png, &with).is_err());
}

const INDEX: (&str, &[u8]) = ("content/index.md", b"# Be heard\n");

fn site(files: &[(&str, &[u8])]) -> Folder {
    let folder = Folder::new();
    for (path, bytes) in [&[INDEX], files].concat() {
        folder.write(path, bytes);
    }
    folder
}

fn build(folder: &Folder, args: &[&str]) -> Ran {
    run(program(folder.path()).arg("build").args(args))
}

#[test]
fn a_site_of_photos_goes_online_without_what_is_private() {
    let page = "# Breathe\n\n![A bench](bench.jpg)\n\n![A chair](chair.png)\n\n![A tree](tree.webp)\n\n[The photo](more/a.jfif)\n";
    let folder = site(&[
        ("content/1-breathe.md", page.as_bytes()),
        ("content/bench.jpg", &jpeg("photo.jpg", 6, ByAPhone)),
        ("content/chair.png", &png(false, 8, ByAPhone)),
        ("content/tree.webp", &webp("photo.webp", 1, ByAPhone)),
        ("content/more/a.jfif", &jpeg("scans.jpg", 1, ByAPhone)),
    ]);
    let ran = build(&folder, &["--strict"]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""));
    let files = tree(&folder.join("dist"));
    for (path, bytes) in &files {
        assert!(!tells(bytes), "{path} tells what is private");
    }
    let named = |begin: &str, end: &str| {
        let found = files.iter().find(|(path, _)| path.starts_with(begin) && path.ends_with(end));
        found.unwrap_or_else(|| panic!("{begin}…{end} among {:?}", files.keys()))
    };
    let (bench, bytes) = named("bench-", ".jpg");
    assert!(*bytes == jpeg("photo.jpg", 6, ForReaders));
    // The name is made of what is online: the same picture from another phone has the same.
    assert_eq!(bench, &format!("bench-{}.jpg", &blake3::hash(bytes).to_hex()[..8]));
    assert!(*named("more/a", ".jfif").1 == jpeg("scans.jpg", 1, ForReaders));
    let html = String::from_utf8_lossy(&files["breathe.html"]);
    assert!(html.contains("alt=\"A bench\" width=\"16\" height=\"24\""), "a JPEG on its side stands");
    assert!(html.contains("alt=\"A chair\" width=\"16\" height=\"24\""), "a PNG on its side stands");
    assert!(html.contains("alt=\"A tree\" width=\"24\" height=\"16\""), "{html}");
}

/// What the program says of one picture on one page, in short.
fn said(name: &str, bytes: &[u8]) -> Ran {
    let page = format!("# Breathe\n\n![A bench]({name})\n\n![Again]({name})\n");
    let folder = site(&[("content/1-breathe.md", page.as_bytes()), (&format!("content/{name}"), bytes)]);
    let ran = build(&folder, &["--format", "short"]);
    let is_online = tree(&folder.join("dist")).keys().any(|path| path.starts_with("bench"));
    assert_eq!(is_online, ran.exit == 0, "{}", ran.stderr);
    ran
}

#[test]
fn pictures_that_no_browser_shows_are_told_by_what_they_are() {
    let tiff = exif(1);
    for (name, bytes, exit, wanted) in [
        ("bench.jpg", avif(b"heic", ByAPhone), 1, "`bench.jpg` is a HEIC picture, whatever its name says"),
        ("bench.png", avif(b"mif1", ByAPhone), 1, "`bench.png` is a HEIC picture, whatever its name says"),
        ("bench.jpg", tiff.clone(), 1, "`bench.jpg` is a TIFF picture, whatever its name says"),
        ("bench.heic", avif(b"heic", ByAPhone), 1, "browsers do not show `.heic` pictures everywhere"),
        ("bench.tiff", tiff, 1, "browsers do not show `.tiff` pictures everywhere"),
        ("bench.heic", jpeg("photo.jpg", 1, ByAPhone), 1, "`bench.heic` is a picture of the format JPEG"),
        ("bench.jpg", png(false, 1, ByAPhone), 0, "warning[picture-name]: `bench.jpg` is a picture of the format PNG"),
        ("bench.svg", base("photo.png"), 1, "`bench.svg` is a picture of the format PNG"),
        ("bench.png", b"<svg xmlns=\"\"/>".to_vec(), 1, "`bench.png` is a picture of the format SVG"),
        ("bench.webp", webp("photo.webp", 6, ByAPhone), 0, "warning[picture-turned]"),
        ("bench.jpg", base("photo.jpg")[..300].to_vec(), 1, "`bench.jpg` ends in the middle of the picture"),
        ("bench.jpg", b"\xff\xd8\xff".to_vec(), 1, "`bench.jpg` ends in the middle of the picture"),
        ("bench.jpg", b"no picture".to_vec(), 1, "`bench.jpg` is not a picture that can be read"),
        ("bench.gif", b"GIF89a\x18\0".to_vec(), 1, "`bench.gif` is not a picture that can be read"),
    ] {
        let ran = said(name, &bytes);
        assert_eq!(ran.exit, exit, "{name}: {}", ran.stderr);
        assert!(ran.stderr.contains(wanted), "{name}: {wanted}\n{}", ran.stderr);
    }
}

#[test]
fn what_is_wrong_with_a_picture_is_said_once() {
    let ran = said("bench.jpg", &avif(b"heic", ByAPhone));
    assert_eq!(ran.stderr.matches("error[").count(), 1, "{}", ran.stderr);
}

#[test]
fn a_picture_that_goes_online_as_it_is_and_tells_its_place_is_a_warning() {
    let page = "# Breathe\n\n[The raw photo](photo.heic)\n\n[The scan](scan.tif)\n";
    let folder = site(&[
        ("content/1-breathe.md", page.as_bytes()),
        ("content/photo.heic", &avif(b"heic", ByAPhone)),
        ("content/scan.tif", &exif(1)),
        ("static/a.jpg", &jpeg("photo.jpg", 1, ByAPhone)),
        ("static/b.png", &png(false, 1, ByAPhone)),
        ("static/c.webp", &webp("photo.webp", 1, ByAPhone)),
        ("static/d.avif", &avif(b"avif", ByAPhone)),
        ("static/fine.jpg", &jpeg("photo.jpg", 6, ForReaders)),
        ("static/fine.pdf", b"%PDF-1.7"),
    ]);
    let ran = build(&folder, &["--format", "short"]);
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    for name in ["photo.heic", "scan.tif", "a.jpg", "b.png", "c.webp", "d.avif"] {
        assert!(ran.stderr.contains(&format!("warning[picture-position]: `{name}`")), "{name}:\n{}", ran.stderr);
    }
    assert_eq!(ran.stderr.matches("picture-position").count(), 6, "{}", ran.stderr);
    folder.write("book.toml", b"[check]\npicture-position = \"off\"\n");
    assert_eq!(build(&folder, &[]).stderr, "");
}

fn pairs(step: &str, picture: &Bytes) -> Tree {
    let path = |text: &str| SourcePath::new(text).expect("a path");
    Tree::from_pairs([
        (path(INDEX.0), INDEX.1.into()),
        (path("content/1-breathe.md"), Bytes::copy_from_slice(step.as_bytes())),
        (path("content/bench.jpg"), picture.clone()),
    ])
}

#[test]
fn a_picture_is_looked_through_once_while_the_site_is_edited() {
    let (config, _) = config::parse(&SourcePath::new("book.toml").expect("a path"), None).expect("settings");
    let picture: Bytes = jpeg("photo.jpg", 6, ByAPhone).into();
    let other: Bytes = jpeg("scans.jpg", 6, ByAPhone).into();
    let mut memo = Memo::default();
    let mut compiled = |text: &str, picture: &Bytes| {
        let step = format!("# Breathe\n\n![A bench](bench.jpg)\n\n{text}\n");
        let book = compile_again(&pairs(&step, picture), &config, false, &mut memo).0.expect("a site").book;
        book.assets.values().next().expect("a picture").bytes.clone()
    };
    let (first, edited) = (compiled("One.", &picture), compiled("Two.", &picture));
    assert!(tree::is_same(&first, &edited));
    assert!(*compiled("Two.", &other) == *jpeg("scans.jpg", 6, ForReaders));
    assert!(*compiled("Two.", &picture) == *first);
}

#[test]
fn a_preview_does_not_show_what_cannot_be_cleaned() {
    let (config, _) = config::parse(&SourcePath::new("book.toml").expect("a path"), None).expect("settings");
    let picture = jpeg("photo.jpg", 6, ByAPhone);
    let cut = Bytes::copy_from_slice(&picture[..picture.len() / 2]);
    let tree = pairs("# Breathe\n\n![A bench](bench.jpg)\n", &cut);
    let compiled = compile_again(&tree, &config, false, &mut Memo::default()).0.expect("a site");
    let (plan, _) =
        output::plan(&compiled.book, &compiled.theme, &tree, Purpose::Preview).unwrap_or_else(|_| panic!("a plan"));
    for (index, (path, recipe)) in plan.files.iter().enumerate() {
        assert!(!path.as_str().ends_with(".jpg"), "{path}");
        let bytes = plan.render(index).expect("a file");
        assert!(!matches!(recipe, Recipe::Bytes(_)) || !tells(&bytes), "{path}");
    }
}
