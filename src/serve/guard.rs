//! What a request has to be before anybody looks at what it asks for.
//!
//! In: a request, and the address of ours at which it arrived. Out: the same request with a clean path and without a
//! body, or a refusal. `X-Forwarded-*` and `Forwarded` are never read: nobody stands between the browser and us.

use super::App;
use super::answers::{refuse, to};
use super::hosts::Host;
use super::paths::Meaning;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ALLOW, CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;
use hyper::body::Incoming;
use std::net::IpAddr;

/// The path of a request below the base, decoded.
#[derive(Clone)]
pub(super) struct Below(pub(super) String);

/// The request as the router may see it.
pub(super) fn pass(app: &App, request: hyper::Request<Incoming>, at: IpAddr) -> Result<Request, Response> {
    // The body is dropped unread; hyper closes the connection where one was sent.
    let (mut head, _) = request.into_parts();
    check_host(app, &head.headers, at)?;
    if head.method != Method::GET && head.method != Method::HEAD {
        let mut answer = refuse(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.");
        answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Err(answer);
    }
    if head.uri.authority().is_some() || !head.uri.path().starts_with('/') {
        return Err(refuse(StatusCode::BAD_REQUEST, "This is no proxy: ask for a path, without a host in front."));
    }
    if has_body(&head.headers) {
        return Err(refuse(StatusCode::BAD_REQUEST, "Requests with a body are not answered here."));
    }
    let Some(meaning) = app.base.read(head.uri.path()) else {
        return Err(refuse(StatusCode::BAD_REQUEST, "This path is malformed."));
    };
    let below = match meaning {
        Meaning::Below(below) => below,
        Meaning::Base => return Err(to(&app.base, "")),
        Meaning::Outside => {
            let text = format!("There is nothing here: the site is at {}", app.base.address(""));
            return Err(refuse(StatusCode::NOT_FOUND, &text));
        }
    };
    head.uri = rewritten(&below, head.uri.query())?;
    head.extensions.insert(Below(below));
    Ok(Request::from_parts(head, Body::empty()))
}

/// One `Host`, and one that is meant for us.
fn check_host(app: &App, headers: &HeaderMap, at: IpAddr) -> Result<(), Response> {
    let Some(host) = only(headers, &HOST).and_then(Host::parse) else {
        let text = "This request does not say by which host name it came. Open the address that `serve` printed, or \
                    start it with `--allow-host NAME`.";
        return Err(refuse(StatusCode::BAD_REQUEST, text));
    };
    if app.hosts.allow(&host, at) {
        return Ok(());
    }
    let name = match host {
        Host::Name(name) => name,
        Host::Address(address) => address.to_string(),
    };
    let text = format!(
        "The host name `{name}` is not known here, so that other sites cannot read this one. Open the address that \
         `serve` printed, or start it with `--allow-host {name}`."
    );
    Err(refuse(StatusCode::FORBIDDEN, &text))
}

/// The value of a header that stands there once, and is ASCII.
pub(super) fn only<'a>(headers: &'a HeaderMap, name: &axum::http::HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    first.to_str().ok().filter(|_| values.next().is_none())
}

fn has_body(headers: &HeaderMap) -> bool {
    let length = headers.get_all(CONTENT_LENGTH).iter().any(|length| length != "0");
    length || headers.contains_key(TRANSFER_ENCODING)
}

fn rewritten(below: &str, query: Option<&str>) -> Result<Uri, Response> {
    let path = format!("/{}?{}", crate::path::percent_encode(below), query.unwrap_or_default());
    path.parse().map_err(|_| refuse(StatusCode::BAD_REQUEST, "This address is malformed."))
}
