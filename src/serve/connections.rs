//! Connections: how many, for how long, and how they end.
//!
//! In: a listening socket, and the sign to end. Out: HTTP/1.1 and nothing else: no HTTP/2, no upgrade, no tunnel.

use super::answers::finish;
use super::events::ended;
use super::{App, Site, guard, router};
use axum::Router;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// How much of a request's head is read, at most; the least that hyper takes.
const HEAD: usize = 8 * 1024;
/// How long answers that are under way may take when the server ends.
const GRACE: Duration = Duration::from_millis(400);
/// How long to wait where the system has no more sockets.
const PAUSE: Duration = Duration::from_millis(50);
/// What one connection too many is told.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n\
    x-content-type-options: nosniff\r\ncross-origin-resource-policy: same-origin\r\ncache-control: no-store\r\n\
    content-length: 22\r\nconnection: close\r\n\r\nToo many connections.\n";

/// Answers until `end` is ready.
pub(super) async fn serve(listener: TcpListener, parts: super::bind::Parts, site: Arc<dyn Site>, end: impl Future) {
    let (stop, stopped) = watch::channel(false);
    let streams = Arc::new(Semaphore::new(parts.limits.streams));
    let places = Arc::new(Semaphore::new(parts.limits.connections));
    let super::bind::Parts { base, hosts, token, limits } = parts;
    let app = Arc::new(App { site, base, hosts, token, limits, streams, stopped });
    let router = router(&app);
    let mut connections = JoinSet::new();
    let mut end = pin!(end);
    loop {
        tokio::select! {
            _ = &mut end => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match (accepted, Arc::clone(&places).try_acquire_owned()) {
                (Ok((stream, _)), Ok(place)) => {
                    let (app, router) = (Arc::clone(&app), router.clone());
                    connections.spawn(async move {
                        converse(stream, app, router).await;
                        drop(place);
                    });
                }
                // Said where it can be said at once; nobody waits for whoever is too many.
                (Ok((stream, _)), Err(_)) => drop(stream.try_write(FULL)),
                (Err(error), _) => pause(&error).await,
            }
        }
    }
    drop(listener);
    let _ = stop.send(true);
    // What is not done by then is cut off, as the set is dropped.
    let _ = tokio::time::timeout(GRACE, async { while connections.join_next().await.is_some() {} }).await;
}

/// A connection that broke before it was taken up is nothing; a lack of sockets passes.
async fn pause(error: &io::Error) {
    if !matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) {
        tokio::time::sleep(PAUSE).await;
    }
}

/// All requests of one connection, each through the guard.
async fn converse(stream: TcpStream, app: Arc<App>, router: Router) {
    let Ok(at) = stream.local_addr().map(|a| a.ip()) else { return };
    let _ = stream.set_nodelay(true);
    let mut stopped = app.stopped.clone();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(app.limits.head).max_buf_size(HEAD);
    let service = service_fn(|request| respond(&app, &router, request, at));
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        _ = connection.as_mut() => return,
        () = ended(&mut stopped) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

async fn respond(
    app: &App,
    router: &Router,
    request: hyper::Request<hyper::body::Incoming>,
    at: IpAddr,
) -> Result<axum::response::Response, Infallible> {
    let head = request.method() == hyper::Method::HEAD;
    let answer = match guard::pass(app, request, at) {
        Ok(request) => TowerToHyperService::new(router.clone()).call(request).await?,
        Err(refusal) => refusal,
    };
    Ok(finish(answer, head))
}
