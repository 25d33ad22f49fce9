//! What is known while a value tree is read again and again: what was said, and what is left out.
//!
//! In: faults, at the node where they were met. Out: diagnostics with their places, each once, and the answer to "is this
//! left out?". What follows from a thing that is left out is not said.

use super::fault::{Cure, Fault, list};
use super::{Data, Entry, PathPart, Source, Value};
use crate::diag::{Code, Diagnostic};
use crate::slug::nearest;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// As many faults of one file are told at once. Each costs one more reading.
pub(super) const MOST: usize = 100;

/// What is known while a tree is read, again and again.
pub(super) struct Reading<'s> {
    source: &'s Source<'s>,
    left_out: RefCell<BTreeSet<Vec<PathPart>>>,
    found: RefCell<Vec<Diagnostic>>,
}

/// The way to a value, from its end to the root.
pub(super) struct Trail<'n> {
    pub(super) up: Option<&'n Trail<'n>>,
    pub(super) number: usize,
    pub(super) key: Option<&'n str>,
}

/// A value with the way to it.
#[derive(Clone, Copy)]
pub(super) struct Node<'n> {
    pub(super) value: &'n Value,
    pub(super) trail: &'n Trail<'n>,
    pub(super) reading: &'n Reading<'n>,
}

impl Trail<'_> {
    fn path(&self) -> Vec<PathPart> {
        let Some(up) = self.up else { return Vec::new() };
        let mut path = up.path();
        path.push(if self.key.is_some() { PathPart::Entry(self.number) } else { PathPart::Index(self.number) });
        path
    }

    /// "`image`", "an item of `choices`"
    fn subject(&self) -> String {
        match (self.key, self.up) {
            (Some(key), _) => format!("`{key}`"),
            (None, Some(Trail { key: Some(list), .. })) => format!("an item of `{list}`"),
            (None, Some(_)) => "this item".to_owned(),
            (None, None) => "this text".to_owned(),
        }
    }
}

impl<'s> Reading<'s> {
    pub(super) fn new(source: &'s Source<'s>) -> Self {
        Self { source, left_out: RefCell::default(), found: RefCell::default() }
    }

    /// All that was said, in the order of the file.
    pub(super) fn told(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|d| d.span.as_ref().map(|s| s.range.start));
        found
    }

    /// True where no more is told.
    pub(super) fn is_full(&self) -> bool {
        self.found.borrow().len() >= MOST
    }

    pub(super) fn is_left_out(&self, trail: &Trail<'_>) -> bool {
        let left_out = self.left_out.borrow();
        !left_out.is_empty() && left_out.contains(&trail.path())
    }

    fn leave_out(&self, path: Vec<PathPart>) {
        self.left_out.borrow_mut().insert(path);
    }

    fn add(&self, diagnostic: impl FnOnce() -> Diagnostic) {
        if !self.is_full() {
            let diagnostic = diagnostic();
            self.found.borrow_mut().push(diagnostic);
        }
    }
}

impl<'n> Node<'n> {
    /// Notes a fault of this node, unless it is on its way up from one that has been noted.
    pub(super) fn report(&self, fault: Fault) -> Fault {
        if fault.reported {
            return fault;
        }
        let path = self.trail.path();
        let source = self.reading.source;
        let absent = self.absent(&fault);
        if !absent.is_some_and(|at| self.reading.is_left_out(&at)) {
            self.reading.add(|| {
                let range = match self.absent(&fault) {
                    Some(empty) => source.locate.key(&empty.path()),
                    None => source.locate.value(&path),
                };
                let message = format!("{} {}", self.trail.subject(), fault.says);
                let help = fault.help(self.trail.key, source.syntax);
                Diagnostic::new(fault.code, message).at(source.span(range)).help(help)
            });
        }
        self.reading.leave_out(path);
        Fault { reported: true, ..fault }
    }

    /// The entry of a key that is said to be missing: it is there, but empty; or a key beside it is
    /// left out already, which may be the one that is meant.
    fn absent(&self, fault: &Fault) -> Option<Trail<'n>> {
        let Cure::Add(missing) = &fault.cure else { return None };
        let Data::Map(entries) = &self.value.data else { return None };
        let trail = |(number, e): (usize, &'n Entry)| Trail { up: Some(self.trail), number, key: Some(&e.key) };
        let mut trails = entries.iter().enumerate().map(trail);
        trails.find(|t| t.key == Some(missing.as_str()) || self.reading.is_left_out(t))
    }

    /// Reports and leaves out the keys that are unknown, and those that stand twice.
    pub(super) fn check_keys(&self, entries: &'n [Entry], known: Option<&'static [&'static str]>) {
        let mut seen = BTreeSet::new();
        for (number, entry) in entries.iter().enumerate() {
            let trail = Trail { up: Some(self.trail), number, key: Some(&entry.key) };
            let unknown = known.filter(|k| !k.contains(&&*entry.key));
            let twice = unknown.is_none() && !seen.insert(&entry.key);
            if (twice || unknown.is_some()) && !self.reading.is_left_out(&trail) {
                let path = trail.path();
                self.reading.add(|| match unknown {
                    Some(known) => self.unknown_key(entry, known, &path),
                    None => Diagnostic::new(
                        Code::DuplicateKey,
                        format!("`{}` stands twice; the first one counts", entry.key),
                    )
                    .at(self.reading.source.span(self.reading.source.locate.key(&path)))
                    .help("keep one of the two"),
                });
                self.reading.leave_out(path);
            }
        }
    }

    fn unknown_key(&self, entry: &Entry, known: &[&'static str], path: &[PathPart]) -> Diagnostic {
        let source = self.reading.source;
        let span = source.span(source.locate.key(path));
        if let Some(mut noted) = source.note_unknown.and_then(|note| note(&self.names(), &entry.key)) {
            noted.span.get_or_insert(span);
            return noted;
        }
        let place = if self.trail.up.is_some() { format!("in {}", self.trail.subject()) } else { "here".to_owned() };
        let help = match nearest(&entry.key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.contains(&"extra") => {
                "take the line out; a key of your own, for a theme, goes below `extra:`".to_owned()
            }
            None if known.len() <= 12 => format!("it can be {}", list(known)),
            None => "take it out, or check its spelling".to_owned(),
        };
        Diagnostic::new(Code::UnknownKey, format!("there is no key `{}` {place}", entry.key)).at(span).help(help)
    }

    /// The way to here in keys, for those outside.
    fn names(&self) -> Vec<PathPart> {
        let mut names = Vec::new();
        let mut trail = self.trail;
        while let Some(up) = trail.up {
            names.push(trail.key.map_or(PathPart::Index(trail.number), |k| PathPart::Key(k.into())));
            trail = up;
        }
        names.reverse();
        names
    }
}
