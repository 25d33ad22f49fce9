//! `watch` and `build --watch`: builds again after every edit.

use super::build::no_folder;
use super::live::{Follower, Live, Said, line};
use super::make::{Origin, Place, make, note_without_pdf};
use super::report::{failed, stops, summary};
use super::stop::Stop;
use super::{MACHINE, MakeArgs, WatchArgs};
use crate::diag;
use crate::session::{Edit, Session};
use std::time::Instant;

pub(super) fn watch(args: &WatchArgs) -> u8 {
    let MakeArgs { site, dest_dir } = &args.build;
    if let Some(code) = no_folder(&site.folder) {
        return code;
    }
    let stop = match Stop::listen() {
        Ok(stop) => stop,
        Err(error) => {
            say!("error: signals cannot be listened for: {error}");
            return MACHINE;
        }
    };
    let dest = dest_dir.as_deref();
    let place = Place { folder: &site.folder, dest, strict: site.strict };
    let mut builder = Builder {
        args,
        place,
        said: Said::default(),
        is_first: true,
        is_pdf_missed: false,
        refused: None,
        stop: stop.clone(),
    };
    let live = Live { folder: &site.folder, dest, poll: args.poll, keeps_last: false };
    live.follow(Session::building(site.drafts), &stop, &mut builder);
    stop.code()
}

struct Builder<'a> {
    args: &'a WatchArgs,
    place: Place<'a>,
    said: Said,
    is_first: bool,
    /// It was said that no PDF is made.
    is_pdf_missed: bool,
    /// Why the site could not be written, as it was said last.
    refused: Option<String>,
    stop: Stop,
}

impl Follower for Builder<'_> {
    fn edit(&mut self, edit: &Edit, since: Instant, go_on: &(dyn Fn() -> bool + Sync)) -> bool {
        let origin = Origin::of(&edit.tree, self.args.build.site.drafts);
        let (made, said) = make(&self.place, edit, &origin, go_on);
        if !go_on() && matches!(made, Ok(None)) {
            return false;
        }
        let site = &self.args.build.site;
        let is_stopped = stops(&said, site.strict);
        let (errors, warnings) = diag::count(&said);
        let is_mended = self.said.say(&edit.tree, said, site.format);
        let line = match &made {
            Ok(Some((_, output))) if self.is_first => {
                format!("watching {}, built into {}", site.folder.display(), output.display())
            }
            _ if self.is_first => format!("watching {}", site.folder.display()),
            _ => line(edit, since),
        };
        if matches!(made, Ok(Some(_))) {
            self.is_pdf_missed = self.is_pdf_missed || note_without_pdf(edit);
        }
        match made {
            // Nothing that is edited later would change that.
            Err(error) if self.is_first => self.stop.ask(failed(&error)),
            Err(error) => {
                if self.refused.as_deref() != Some(&*error.to_string()) {
                    failed(&error);
                    say!("{line}; it is tried again until it can be written");
                }
                self.refused = Some(error.to_string());
                return false;
            }
            Ok(None) if is_stopped => say!("{line}; {}", summary(errors, warnings, site.strict)),
            Ok(_) if is_mended => say!("{line}; nothing is wrong any more"),
            Ok(_) => say!("{line}"),
        }
        (self.is_first, self.refused) = (false, None);
        true
    }
}
