//! `build`, `check` and `clean`: one way through the stages, so that `build` and `check` say the same.

use super::make::{Origin, Place, make, note_without_pdf, render_all, target};
use super::report::{failed, finish, print, tell};
use super::{CheckArgs, CleanArgs, Day, FormatArg, MACHINE, MakeArgs, SiteArgs, USAGE, fix};
use crate::output::{self, Purpose};
use crate::parse::Date;
use crate::publish;
use crate::session::{Edit, Session};
use crate::tree::disk::Disk;
use crate::{read, reviews_due};
use std::io::IsTerminal;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

pub(super) fn build(args: &MakeArgs) -> u8 {
    if let Some(code) = no_folder(&args.site.folder) {
        return code;
    }
    let session = Session::building(args.site.drafts);
    let read = read(&mut Disk::new(&args.site.folder));
    let origin = Origin::of(&read.0, args.site.drafts);
    let folder = &args.site.folder;
    if let (Some(config), true) = (&read.1, read.2.is_empty()) {
        let target = target(folder, args.dest_dir.as_deref(), config);
        match publish::current(&target, origin.input) {
            // It is there, made of just this, and nothing was said of it: there is nothing to do.
            Ok(Some(published)) => {
                let code = finish(&read.0, Some(config), Vec::new(), &args.site);
                tell(&published, &target.output);
                return code;
            }
            Ok(None) => {}
            Err(error) => return failed(&error),
        }
    }
    let edit = session.first(read);
    let place = Place { folder, dest: args.dest_dir.as_deref(), strict: args.site.strict };
    let (made, said) = make(&place, &edit, &origin, &|| true);
    let code = finish(&edit.tree, edit.config.as_ref(), said, &args.site);
    let code = match made {
        Ok(Some((published, output))) if code == 0 => {
            note_without_pdf(&edit);
            tell(&published, &output);
            code
        }
        Ok(_) => code,
        Err(error) => failed(&error),
    };
    // The process ends here; to give each text of a large site back first takes as long as to make hundreds of pages.
    std::mem::forget(edit);
    code
}

pub(super) fn check(args: &CheckArgs) -> u8 {
    if let Some(code) = no_folder(&args.site.folder) {
        return code;
    }
    let mut edit = checked(&args.site);
    if args.fix {
        let fixes: Vec<_> = edit.said.iter().filter_map(|d| d.fix.clone()).collect();
        match fix::apply(&args.site.folder, &fixes) {
            Ok(0) => {}
            Ok(count) => {
                say!("fixed {count} {}", if count == 1 { "place" } else { "places" });
                edit = checked(&args.site);
            }
            Err(error) => {
                say!("error: {error}");
                return MACHINE;
            }
        }
    }
    if let (Some(day), Some(compiled)) = (args.today, &edit.compiled) {
        let day = match day {
            Day::Today => this_day(),
            Day::Date(date) => date,
        };
        edit.said.extend(reviews_due(&compiled.book, day));
    }
    finish(&edit.tree, edit.config.as_ref(), edit.said, &args.site)
}

pub(super) fn clean(args: &CleanArgs) -> u8 {
    if let Some(code) = no_folder(&args.folder) {
        return code;
    }
    let (tree, config, diagnostics) = read(&mut Disk::new(&args.folder));
    let Some(config) = config else {
        print(&tree, &diagnostics, FormatArg::Human);
        return USAGE;
    };
    let target = target(&args.folder, args.dest_dir.as_deref(), &config);
    match publish::clean(&target) {
        Ok(count) => {
            if std::io::stderr().is_terminal() {
                say!("removed {count} files from {}", target.output.display());
            }
            0
        }
        Err(error) => failed(&error),
    }
}

pub(super) fn no_folder(folder: &Path) -> Option<u8> {
    (!folder.is_dir()).then(|| {
        if folder.is_file() {
            say!("error: `{}` is a file", folder.display());
        } else {
            say!("error: there is no folder `{}`", folder.display());
        }
        say!("help: name the folder that holds `content/`");
        USAGE
    })
}

/// The site, compiled once.
fn gather(args: &SiteArgs) -> Edit {
    let session = Session::building(args.drafts);
    session.first(read(&mut Disk::new(&args.folder)))
}

/// As [`gather`], with everything that planning and rendering have to say.
fn checked(args: &SiteArgs) -> Edit {
    let mut edit = gather(args);
    if let Some(compiled) = &edit.compiled {
        match output::plan(&compiled.book, &compiled.theme, &edit.tree, Purpose::Publish) {
            Ok((output, more)) => {
                edit.said.extend(more);
                edit.said.extend(render_all(&output));
            }
            Err(more) => edit.said.extend(more),
        }
    }
    edit
}

/// Today in Greenwich, from the days since 1970 (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn this_day() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let days = i64::try_from(seconds / 86_400).unwrap_or(0) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Date {
        year: u16::try_from(year).unwrap_or(u16::MAX),
        month: u8::try_from(month).unwrap_or(1),
        day: u8::try_from(day).unwrap_or(1),
    }
}
