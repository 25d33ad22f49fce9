//! Answers: what the site says as HTTP, refusals, and the headers that everything has.
//!
//! In: a [`Site`](super::Site)'s answer, or a reason. Out: a response.

use super::guard::Below;
use super::paths::Base;
use super::{Answer, App};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, LOCATION, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use std::sync::Arc;

/// On every answer: nobody guesses a type, no other site takes anything in, nothing is kept, nothing is told on.
const ALWAYS: [(HeaderName, &str); 4] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (CACHE_CONTROL, "no-store"),
    (REFERRER_POLICY, "no-referrer"),
];
const HTML: &str = "text/html; charset=utf-8";

/// The site's answer to a path.
pub(super) async fn page(app: Arc<App>, request: Request) -> Response {
    let Some(Below(path)) = request.extensions().get().cloned() else { return broken() };
    let site = Arc::clone(&app.site);
    let Ok(answer) = tokio::task::spawn_blocking(move || site.answer(&path)).await else { return broken() };
    match answer {
        Answer::File { bytes, media_type } => response(StatusCode::OK, &with_charset(media_type), body(bytes)),
        Answer::Redirect(path) => to(&app.base, &path),
        Answer::NotFound { bytes } => response(StatusCode::NOT_FOUND, HTML, body(bytes)),
        Answer::Unavailable { bytes } => response(StatusCode::SERVICE_UNAVAILABLE, HTML, body(bytes)),
    }
}

/// A text of our own.
pub(super) fn text(media_type: &str, text: &'static str) -> Response {
    response(StatusCode::OK, &with_charset(media_type.to_owned()), text.into())
}

/// The way to `path` below the base. The address is a path, so it cannot lead to another host.
pub(super) fn to(base: &Base, path: &str) -> Response {
    let address = base.address(path);
    let text = format!("This is at {address}\n");
    let mut answer = response(StatusCode::PERMANENT_REDIRECT, "text/plain; charset=utf-8", text.into());
    // Percent-encoded, so always fit for a header.
    answer.headers_mut().extend(HeaderValue::try_from(address).map(|address| (LOCATION, address)));
    answer
}

/// A refusal in plain words. The connection ends with it: whoever sent such a request sends nothing more through it.
pub(super) fn refuse(status: StatusCode, text: &str) -> Response {
    let mut answer = response(status, "text/plain; charset=utf-8", format!("{text}\n").into());
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}

/// Something of ours failed.
pub(super) fn broken() -> Response {
    refuse(StatusCode::INTERNAL_SERVER_ERROR, "The program failed on this page. Its terminal says more.")
}

/// What is true of every answer, whoever made it.
pub(super) fn finish(mut answer: Response, head: bool) -> Response {
    for (name, value) in ALWAYS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if !head {
        return answer;
    }
    // The router has dropped the body where it answered, and left its length.
    if let Some(length) = answer.body().size_hint().exact().filter(|length| *length > 0) {
        answer.headers_mut().insert(CONTENT_LENGTH, length.into());
    }
    answer.map(|_| Body::empty())
}

fn response(status: StatusCode, media_type: &str, body: Body) -> Response {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    let kind = HeaderValue::try_from(media_type);
    let kind = kind.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    answer.headers_mut().insert(CONTENT_TYPE, kind);
    answer
}

/// The bytes as they are shared, without a copy.
fn body(bytes: Bytes) -> Body {
    bytes.into()
}

fn with_charset(media_type: String) -> String {
    let is_text = media_type.starts_with("text/") && !media_type.contains("charset=");
    if is_text { media_type + "; charset=utf-8" } else { media_type }
}
