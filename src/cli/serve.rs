//! `serve`: the site in a browser, while its author edits it.

use super::build::no_folder;
use super::live::{Follower, Live, Said, line};
use super::stop::Stop;
use super::{FormatArg, MACHINE, USAGE};
use crate::diag::{self, Diagnostic};
use crate::path::SourcePath;
use crate::serve::snapshot::{Look, Snapshot};
use crate::serve::stage::Stage;
use crate::serve::tag::Tag;
use crate::serve::{self, Options, Server, Token};
use crate::session::{Edit, Session};
use clap::Args;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The port, unless another is asked for; mdBook's.
const PORT: u16 = 3000;

/// How often it is asked whether to end.
const TICK: Duration = Duration::from_millis(50);

#[derive(Args)]
pub(super) struct ServeArgs {
    /// The site's folder: the one with book.toml or content/.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Open the site in a browser.
    #[arg(short, long)]
    open: bool,
    /// The address to listen at. Any but a loopback one (127.0.0.1) lets the network in: everybody on it can read the site.
    #[arg(short = 'n', long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    hostname: String,
    /// The port [default: 3000, or the next one that is free].
    #[arg(short, long)]
    port: Option<u16>,
    /// Serve below a path, as a host that keeps the site in a folder does.
    #[arg(long, value_name = "/SUB/PATH/", default_value = "/")]
    base: String,
    /// A further name by which browsers may ask for the site, such as that of this computer in the network.
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// Look for edits twice a second, where the system does not tell of them by itself (some network folders).
    #[arg(long)]
    poll: bool,
}

pub(super) fn serve(args: &ServeArgs) -> u8 {
    if let Some(code) = no_folder(&args.folder) {
        return code;
    }
    let (stop, token) = match (Stop::listen(), Token::random()) {
        (Ok(stop), Ok(token)) => (stop, token),
        (Err(error), _) => return machine(&format!("signals cannot be listened for: {error}")),
        (_, Err(error)) => return machine(&error),
    };
    let base = format!("/{}/", args.base.trim_matches('/')).replace("//", "/");
    let options = Options {
        host: args.hostname.clone(),
        any_free_port: args.port.is_none(),
        base: base.clone(),
        allowed_hosts: args.allow_host.clone(),
        ..Options::new(args.port.unwrap_or(PORT), token.clone())
    };
    let server = match serve::bind(options) {
        Ok(server) => server,
        Err(error) => {
            say!("error: {error}");
            if let Some(way_out) = error.way_out() {
                say!("help: {way_out}");
            }
            return if matches!(error, serve::Error::Host(_) | serve::Error::Base(_)) { USAGE } else { MACHINE };
        }
    };
    let tag = Arc::new(Tag { base: server.base(), token });
    let mut show = Show {
        args,
        tag,
        server: Some(server),
        running: None,
        stop: stop.clone(),
        said: Said::default(),
        faults: Vec::new(),
        unseen: Unseen::default(),
    };
    let live = Live { folder: &args.folder, dest: None, poll: args.poll, keeps_last: true };
    live.follow(Session::showing(true), &stop, &mut show);
    if let Some((_, thread)) = show.running {
        let _ = thread.join();
    }
    stop.code()
}

fn machine(what: &str) -> u8 {
    say!("error: {what}");
    MACHINE
}

/// Shows every edit.
struct Show<'a> {
    args: &'a ServeArgs,
    tag: Arc<Tag>,
    /// Taken when there is something to show.
    server: Option<Server>,
    running: Option<(Arc<Stage>, JoinHandle<()>)>,
    stop: Stop,
    said: Said,
    /// What is wrong with templates.
    faults: Vec<Diagnostic>,
    unseen: Unseen,
}

/// The pages that have not been rendered since they changed: their templates may fail.
#[derive(Default)]
struct Unseen {
    all: bool,
    files: BTreeSet<SourcePath>,
}

/// What is said of the site, and of its templates.
fn all(said: &[Diagnostic], faults: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = said.iter().chain(faults).cloned().collect();
    diag::sort(&mut all);
    all
}

impl Follower for Show<'_> {
    fn edit(&mut self, edit: &Edit, since: Instant, go_on: &(dyn Fn() -> bool + Sync)) -> bool {
        let before = self.running.as_ref().map(|(stage, _)| stage.now());
        let compiled = edit.compiled.as_ref();
        let next = Snapshot::new(&edit.tree, compiled, edit.said.clone(), before.as_deref(), &self.tag);
        if !go_on() && self.running.is_some() {
            return false;
        }
        let is_same_theme = before.is_some_and(|before| before.has_theme_of(&next));
        self.unseen.all |= !is_same_theme;
        // What fails in templates is found out again when there is time; until then it counts as it was.
        self.faults.retain(|_| is_same_theme);
        let said = all(next.said(), &self.faults);
        let errors = said.iter().filter(|d| d.stops()).count();
        self.unseen.files.extend(edit.changed.iter().cloned());
        let is_mended = self.said.say(&edit.tree, said, FormatArg::Human);
        match &self.running {
            Some((stage, _)) => {
                stage.show(next);
                let wrong = match errors {
                    0 if is_mended => "; nothing is wrong any more".to_owned(),
                    0 => String::new(),
                    1 => "; 1 error".to_owned(),
                    count => format!("; {count} errors"),
                };
                say!("{}{wrong}", line(edit, since));
            }
            None => self.start(next),
        }
        true
    }

    fn rest(&mut self, go_on: &(dyn Fn() -> bool + Sync)) {
        let Some((stage, _)) = &self.running else { return };
        let now = stage.now();
        let look = if self.unseen.all { Look::All } else { Look::Of(&self.unseen.files) };
        let faults = now.look(&look, go_on);
        if !go_on() {
            return;
        }
        let is_new = faults != self.faults;
        self.unseen = Unseen { all: !faults.is_empty(), files: BTreeSet::new() };
        self.faults = faults;
        if is_new && self.said.say(now.tree(), all(now.said(), &self.faults), FormatArg::Human) {
            say!("nothing is wrong any more");
        }
    }
}

impl Show<'_> {
    /// Answers from now on, on a thread of its own.
    fn start(&mut self, first: Snapshot) {
        let Some(server) = self.server.take() else { return };
        let (url, is_own) = (server.url(), server.address().ip().is_loopback());
        let stage = Arc::new(Stage::new(first));
        let (site, stop) = (stage.clone(), self.stop.clone());
        let thread = std::thread::spawn(move || {
            let asked = async move {
                while !stop.is_asked() {
                    tokio::time::sleep(TICK).await;
                }
            };
            if let Err(error) = server.run(site, asked) {
                say!("error: the server has ended: {error}");
            }
        });
        self.running = Some((stage, thread));
        say!("serving {url} - Ctrl+C ends it");
        if !is_own {
            say!("note: whoever can reach this computer through the network can read the site, with its drafts");
        }
        if self.args.open
            && let Err(error) = open::that_detached(&url)
        {
            say!("note: no browser could be opened: {error}");
        }
    }
}
