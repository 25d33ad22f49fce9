use super::*;
use notify::event::{AccessKind, AccessMode, CreateKind, Flag, ModifyKind, RemoveKind, RenameMode};
use notify::{Event, EventHandler, EventKind, WatcherKind};
use std::sync::Mutex;

/// A system that refuses to watch, or watches and says nothing.
struct Fake(Option<fn() -> notify::Error>);

impl notify::Watcher for Fake {
    fn new<F: EventHandler>(_: F, _: Config) -> notify::Result<Self> {
        Ok(Self(None))
    }

    fn watch(&mut self, _: &Path, _: RecursiveMode) -> notify::Result<()> {
        self.0.map_or(Ok(()), |error| Err(error()))
    }

    fn unwatch(&mut self, _: &Path) -> notify::Result<()> {
        Err(notify::Error::watch_not_found())
    }

    fn kind() -> WatcherKind {
        WatcherKind::NullWatcher
    }
}

type Said = Arc<Mutex<Vec<String>>>;

fn watcher(backend: notify::Result<Backend>) -> (Watcher, Said) {
    let said = Said::default();
    let hears = said.clone();
    let notice = move |line: &str| hears.lock().expect("a list").push(line.to_owned());
    (Watcher::over(Arc::default(), Some(backend), Box::new(notice)), said)
}

fn fake(error: Option<fn() -> notify::Error>) -> (Watcher, Said) {
    watcher(Ok(Box::new(Fake(error))))
}

/// The folder of this crate has sources enough.
fn disk() -> Disk {
    let mut disk = Disk::new(env!("CARGO_MANIFEST_DIR"));
    disk.read_folders(&["starter"]);
    disk
}

fn go() -> bool {
    false
}

#[test]
fn a_used_up_limit_leads_to_polling_and_one_notice() {
    let (mut watcher, said) = fake(Some(|| notify::Error::new(notify::ErrorKind::MaxFilesWatch)));
    let disk = disk();
    for _ in 0..3 {
        watcher.cover(&disk, None);
        assert_eq!(watcher.wait(&go), Wake::Look);
        watcher.found_without_event();
    }
    let said = said.lock().expect("a list");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(watcher.is_polling() && said[0].contains("max_user_watches"), "{said:?}");
}

#[test]
fn a_limit_that_is_met_later_leads_to_polling_too() {
    let (mut watcher, said) = fake(None);
    watcher.cover(&disk(), None);
    watcher.inbox.receive(Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch)));
    assert_eq!(watcher.wait(&go), Wake::Changed);
    assert!(watcher.is_polling());
    assert_eq!(said.lock().expect("a list").len(), 1);
}

#[test]
fn a_system_without_events_leads_to_polling() {
    let (watcher, said) = watcher(Err(notify::Error::generic("no")));
    assert!(watcher.is_polling());
    assert_eq!(said.lock().expect("a list").len(), 1);
}

#[test]
fn what_is_refused_leads_to_polling_and_what_is_gone_does_not() {
    let refused = || notify::Error::io(std::io::Error::from(std::io::ErrorKind::PermissionDenied));
    let (mut watcher, _) = fake(Some(refused));
    watcher.cover(&disk(), None);
    assert!(watcher.is_polling());
    let (mut watcher, said) = fake(Some(notify::Error::path_not_found));
    watcher.cover(&disk(), None);
    assert!(!watcher.is_polling() && said.lock().expect("a list").is_empty());
}

#[test]
fn a_change_that_nothing_announces_leads_to_polling() {
    let (mut watcher, said) = fake(None);
    let disk = disk();
    watcher.cover(&disk, None);
    // The look after everything was covered proves nothing.
    assert_eq!(watcher.wait(&go), Wake::Look);
    watcher.found_without_event();
    watcher.cover(&disk, None);
    assert!(!watcher.is_polling());
    while !watcher.is_polling() {
        assert_eq!(watcher.wait(&go), Wake::Look);
        watcher.cover(&disk, None);
        if watcher.cause == Cause::Safety {
            watcher.found_without_event();
        }
    }
    watcher.wait(&go);
    assert_eq!(said.lock().expect("a list").len(), 1);
}

#[test]
fn a_late_event_shows_that_events_come() {
    let (mut watcher, said) = fake(None);
    let disk = disk();
    watcher.cover(&disk, None);
    while watcher.cause != Cause::Safety {
        watcher.wait(&go);
    }
    watcher.found_without_event();
    watcher.inbox.receive(Ok(Event::new(EventKind::Modify(ModifyKind::Any)).add_path(disk.root().join("starter/x"))));
    assert_eq!(watcher.wait(&go), Wake::Changed);
    while watcher.cause != Cause::Safety {
        watcher.wait(&go);
    }
    assert!(!watcher.is_polling() && said.lock().expect("a list").is_empty());
}

#[test]
fn events_count_where_they_may_be_about_the_sources() {
    let (mut watcher, _) = fake(None);
    let disk = disk();
    let at = |path: &str| disk.root().join(path);
    watcher.cover(&disk, Some(&at("dist")));
    let counts = |event: Event| {
        watcher.inbox.answer();
        watcher.inbox.receive(Ok(event));
        watcher.newer()
    };
    let write = EventKind::Access(AccessKind::Close(AccessMode::Write));
    let rename = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
    for kind in [EventKind::Any, EventKind::Other, write, rename, EventKind::Remove(RemoveKind::File)] {
        assert!(counts(Event::new(kind).add_path(at("starter/content/1-a.md"))), "{kind:?}");
        assert!(!counts(Event::new(kind).add_path(at("dist/index.html"))), "{kind:?}");
        assert!(!counts(Event::new(kind).add_path(at(".reconnect/dist/stage/x"))), "{kind:?}");
        assert!(!counts(Event::new(kind).add_path(at("server.log"))), "{kind:?}");
    }
    for kind in [AccessKind::Read, AccessKind::Open(AccessMode::Any), AccessKind::Close(AccessMode::Read)] {
        assert!(!counts(Event::new(EventKind::Access(kind)).add_path(at("starter/book.toml"))), "{kind:?}");
    }
    assert!(counts(Event::new(rename).add_path(at("dist/x")).add_path(at("starter/x"))), "one end is a source");
    assert!(counts(Event::new(EventKind::Create(CreateKind::Folder)).add_path(at("starter"))));
    assert!(counts(Event::new(EventKind::Other).set_flag(Flag::Rescan)), "the queue was too full");
    assert!(counts(Event::new(EventKind::Any)), "an event without a path");
}

#[test]
fn waiting_ends_when_it_is_time_to_stop() {
    let (mut watcher, _) = fake(None);
    assert_eq!(watcher.wait(&|| true), Wake::Stop);
}
