//! The reload channel: server-sent events that tell an open page what it must know.
//!
//! In: a request with the token and with the page's path. Out: the state of that page at once, and again when it has
//! changed. `path` is the tab's `location.pathname` as it is, made fit for a query by `encodeURIComponent`.

use super::answers::{broken, refuse};
use super::guard::only;
use super::paths::{Meaning, decode};
use super::{App, Site};
use axum::extract::Request;
use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, watch};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const RETRY: Duration = Duration::from_millis(500);

/// One open page.
struct Listener {
    site: Arc<dyn Site>,
    path: String,
    /// What it was told last.
    told: Option<String>,
    changes: watch::Receiver<u64>,
    stopped: watch::Receiver<bool>,
    keep_alive: Duration,
    _place: OwnedSemaphorePermit,
}

/// An event stream, for a page of ours.
pub(super) async fn stream(app: Arc<App>, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default();
    if !value(query, "token").is_some_and(|token| app.token.is(&token)) || !is_ours(request.headers()) {
        return refuse(StatusCode::FORBIDDEN, "Only this site's own pages are told of changes. Reload the page.");
    }
    let meaning = value(query, "path").and_then(|path| app.base.read(&path));
    let Some(Meaning::Below(path)) = meaning else {
        return refuse(StatusCode::BAD_REQUEST, "`path` has to be the path of a page of this site.");
    };
    let Ok(place) = Arc::clone(&app.streams).try_acquire_owned() else {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, "Too many pages are open: this one is not told of changes.");
    };
    let site = Arc::clone(&app.site);
    let Ok(changes) = tokio::task::spawn_blocking(move || site.changes()).await else { return broken() };
    let listener = Listener {
        site: Arc::clone(&app.site),
        path,
        told: None,
        changes,
        stopped: app.stopped.clone(),
        keep_alive: app.limits.keep_alive,
        _place: place,
    };
    Sse::new(stream::unfold(listener, next)).into_response()
}

/// What is told next; `None` ends the stream.
async fn next(mut listener: Listener) -> Option<(Result<Event, Infallible>, Listener)> {
    loop {
        if listener.told.is_some() {
            tokio::select! {
                () = ended(&mut listener.stopped) => return None,
                changed = listener.changes.changed() => changed.ok()?,
                () = tokio::time::sleep(listener.keep_alive) => {
                    return Some((Ok(Event::default().comment("")), listener));
                }
            }
        }
        // Seen before it is asked for: a change in between is told once more rather than not at all.
        listener.changes.mark_unchanged();
        let (site, path) = (Arc::clone(&listener.site), listener.path.clone());
        let state = tokio::task::spawn_blocking(move || site.state(&path)).await.ok()?;
        let event = match &listener.told {
            Some(told) if *told == state => continue,
            Some(_) => Event::default(),
            None => Event::default().retry(RETRY),
        };
        let event = event.data(&state);
        listener.told = Some(state);
        return Some((Ok(event), listener));
    }
}

/// Ready when the server ends.
pub(super) async fn ended(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// True where nothing says that a page of another site asks.
fn is_ours(headers: &HeaderMap) -> bool {
    let host = only(headers, &HOST).unwrap_or_default();
    let origin = !headers.contains_key(ORIGIN)
        || only(headers, &ORIGIN).and_then(|o| o.strip_prefix("http://")).is_some_and(|origin| origin == host);
    let site = !headers.contains_key(SEC_FETCH_SITE) || only(headers, &SEC_FETCH_SITE) == Some("same-origin");
    origin && site
}

/// The value of `name` in a query; `None` where it stands there not once.
fn value(query: &str, name: &str) -> Option<String> {
    let mut values = query.split('&').filter_map(|pair| pair.split_once('=')).filter(|(key, _)| *key == name);
    let (_, value) = values.next().filter(|_| values.clone().next().is_none())?;
    decode(&value.replace('+', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_strictly() {
        assert_eq!(value("token=a&path=%2Fx%20y+z", "path").as_deref(), Some("/x y z"));
        assert_eq!(value("path=", "path").as_deref(), Some(""));
        for query in ["", "path", "paths=a", "path=a&path=b", "path=%2", "path=%ff"] {
            assert_eq!(value(query, "path"), None, "{query}");
        }
    }
}
