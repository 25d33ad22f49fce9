//! The site over HTTP, for the author's own browser: loopback first, and safe beside any page that it has open.
//!
//! In: a [`Site`], which answers from memory, and [`Options`]. Out: answers to GET and HEAD, and an event stream that
//! tells open pages what has changed. Nothing here opens a file: a request's path is looked up, never followed.
//!
//! The way of a request: `connections` accepts it, `guard` refuses what is not meant for us, a router of three addresses
//! hands it to `answers` or `events`, and `answers` puts the headers on that every answer has.
#![allow(clippy::disallowed_methods, reason = "a shell: it listens on the network, and waits")]

mod answers;
mod bind;
mod connections;
mod events;
mod guard;
mod hosts;
pub(crate) mod paths;
pub mod snapshot;
pub mod stage;
pub mod tag;
mod token;

pub use bind::{Error, Server, bind};
pub use token::Token;

use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use hosts::Hosts;
use paths::Base;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// What the server answers from: an immutable snapshot that is replaced whole.
///
/// `answer` and `state` are called on threads that may take their time. A panic in them is a 500, and no more.
pub trait Site: Send + Sync + 'static {
    /// The answer for a path, decoded and without the base and the leading `/`: empty for the site's root, `look/` for a
    /// folder. It holds no `.` or `..`, no `//`, no backslash and no control character. It is to be looked up in a map,
    /// and never to become the path of a file.
    fn answer(&self, path: &str) -> Answer;

    /// What a tab that shows `path` must know now, as one line of JSON, for the event stream.
    fn state(&self, path: &str) -> String;

    /// Counts up with every new snapshot.
    fn changes(&self) -> watch::Receiver<u64>;
}

/// What a site says to a path.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A file: 200.
    File {
        /// What is in it.
        bytes: Bytes,
        /// Its media type; text gets `charset=utf-8` where it names none.
        media_type: String,
    },
    /// It is at another path below the base, given decoded and without a leading `/`: 308.
    Redirect(String),
    /// There is no such page, said as a page: 404.
    NotFound {
        /// The HTML page.
        bytes: Bytes,
    },
    /// The site cannot be shown at all, said as a page: 503.
    Unavailable {
        /// The HTML page.
        bytes: Bytes,
    },
}

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen: an address, or a name that stands for one (`-n`). It is answered as a `Host`, too.
    pub host: String,
    /// The port (`-p`); 0 for any.
    pub port: u16,
    /// Where the port is taken, take the next free one, up to a hundred further on.
    pub any_free_port: bool,
    /// Where the site begins: `/` or `/sub/path/`, not percent-encoded.
    pub base: String,
    /// More names that are answered (`--allow-host`).
    pub allowed_hosts: Vec<String>,
    /// The secret of the reload channel.
    pub token: Token,
    /// How much is enough.
    pub limits: Limits,
}

impl Options {
    /// The site's root on `localhost`, on this very port, with the limits that are usual.
    pub fn new(port: u16, token: Token) -> Self {
        Self {
            host: "localhost".to_owned(),
            port,
            any_free_port: false,
            base: "/".to_owned(),
            allowed_hosts: Vec::new(),
            token,
            limits: Limits::default(),
        }
    }
}

/// How much is enough.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How long the head of a request may take; an idle connection is closed then, too.
    pub head: Duration,
    /// How many connections there may be at once.
    pub connections: usize,
    /// How many of them may be event streams.
    pub streams: usize,
    /// After what silence an event stream says that it is still there.
    pub keep_alive: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { head: Duration::from_secs(5), connections: 256, streams: 64, keep_alive: Duration::from_secs(15) }
    }
}

/// The folder below the base that is the server's own.
const OWN: &str = ".reconnect-gen";
const LIVE_JS: &str = include_str!("live.js");
const LIVE_CSS: &str = include_str!("live.css");

/// What every request needs.
struct App {
    site: Arc<dyn Site>,
    base: Base,
    hosts: Hosts,
    token: Token,
    limits: Limits,
    /// The places for event streams.
    streams: Arc<Semaphore>,
    /// True when the server ends.
    stopped: watch::Receiver<bool>,
}

/// The addresses below the base. It is asked with paths that `guard` has read and written anew, so each has one spelling.
fn router(app: &Arc<App>) -> Router {
    let (pages, streams) = (Arc::clone(app), Arc::clone(app));
    Router::new()
        .route(&format!("/{OWN}/events"), get(move |request| events::stream(streams, request)))
        .route(&format!("/{OWN}/live.js"), get(|| async { answers::text("text/javascript", LIVE_JS) }))
        .route(&format!("/{OWN}/live.css"), get(|| async { answers::text("text/css", LIVE_CSS) }))
        .fallback(move |request| answers::page(pages, request))
}
