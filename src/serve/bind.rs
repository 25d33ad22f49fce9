//! Taking a port, and what to say where that fails.
//!
//! In: [`Options`]. Out: a [`Server`] that knows its address and has not answered anybody yet.

use super::hosts::Hosts;
use super::paths::Base;
use super::{Limits, Options, Site, Token, connections};
use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

/// How many ports after the one that was named are tried.
const NEXT: u16 = 100;
/// How long a page that is being made may hold up the end.
const LAST: Duration = Duration::from_millis(250);

/// Why there is no server.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// What was given as a host (`-n`, `--allow-host`) is none.
    Host(String),
    /// The base is no path.
    Base(String),
    /// The name stands for no address.
    Unknown(String, io::Error),
    /// Somebody else has the port.
    Taken(SocketAddr),
    /// The system said no.
    Io(SocketAddr, io::Error),
}

impl Error {
    /// What to do about it: a sentence, where there is something to say.
    pub fn way_out(&self) -> Option<String> {
        match self {
            Self::Host(_) => {
                Some("Give a name such as `docs.example`, or an address such as `192.168.1.5`.".to_owned())
            }
            Self::Base(_) => Some("Write it like this: `/sub/path/`.".to_owned()),
            Self::Unknown(..) => Some("Choose another one with `-n`; `-n localhost` is this computer.".to_owned()),
            Self::Taken(address) => Some(format!(
                "Another program listens there, perhaps another `serve`. Choose another port, such as `-p {}`.",
                address.port().checked_add(1).unwrap_or(3000)
            )),
            Self::Io(address, error) => match error.kind() {
                io::ErrorKind::PermissionDenied => Some("Choose a port above 1023, such as `-p 3000`.".to_owned()),
                io::ErrorKind::AddrNotAvailable => {
                    Some(format!("{} is no address of this computer: choose one with `-n`.", address.ip()))
                }
                _ => None,
            },
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(host) => write!(f, "`{host}` is not the name of a host"),
            Self::Base(base) => write!(f, "a site cannot be served at `{base}`"),
            Self::Unknown(host, error) => write!(f, "no address is known for `{host}`: {error}"),
            Self::Taken(address) => write!(f, "the port {} is taken", address.port()),
            Self::Io(address, error) => write!(f, "cannot listen at {address}: {error}"),
        }
    }
}

impl std::error::Error for Error {}

/// A port that is taken, and not yet served.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    host: String,
    parts: Parts,
}

/// What of the options is for the requests.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) base: Base,
    pub(super) hosts: Hosts,
    pub(super) token: Token,
    pub(super) limits: Limits,
}

/// Takes the port. From here on browsers can connect; they are answered when the server runs.
pub fn bind(options: Options) -> Result<Server, Error> {
    let Options { host, port, any_free_port, base, allowed_hosts, token, limits } = options;
    let names = std::iter::once(&host).chain(&allowed_hosts).map(String::as_str);
    let hosts = Hosts::new(names).map_err(|name| Error::Host(name.to_owned()))?;
    let base = Base::new(&base).ok_or(Error::Base(base))?;
    let ip = resolve(&host)?;
    let last = if any_free_port && port != 0 { port.saturating_add(NEXT) } else { port };
    let mut first_error = None;
    for port in port..=last {
        let wanted = SocketAddr::new(ip, port);
        match TcpListener::bind(wanted).and_then(|listener| Ok((listener.local_addr()?, listener))) {
            Ok((address, listener)) => {
                return Ok(Server { listener, address, host, parts: Parts { base, hosts, token, limits } });
            }
            Err(error) => {
                let taken = error.kind() == io::ErrorKind::AddrInUse;
                let error = if taken { Error::Taken(wanted) } else { Error::Io(wanted, error) };
                if !taken {
                    return Err(first_error.unwrap_or(error));
                }
                first_error.get_or_insert(error);
            }
        }
    }
    Err(first_error.unwrap_or(Error::Taken(SocketAddr::new(ip, port))))
}

/// The address to listen at. `localhost` is this computer, whatever a resolver says.
fn resolve(host: &str) -> Result<IpAddr, Error> {
    if host.eq_ignore_ascii_case("localhost") {
        return Ok(Ipv4Addr::LOCALHOST.into());
    }
    if let Ok(address) = host.parse() {
        return Ok(address);
    }
    let unknown = |error| Error::Unknown(host.to_owned(), error);
    let all: Vec<IpAddr> = (host, 0).to_socket_addrs().map_err(unknown)?.map(|address| address.ip()).collect();
    let first = all.iter().find(|address| address.is_ipv4()).or(all.first());
    first.copied().ok_or_else(|| unknown(io::ErrorKind::NotFound.into()))
}

impl Server {
    /// Where it listens, with the port that it got.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The path that the site is below, percent-encoded: it begins and ends with `/`.
    pub fn base(&self) -> String {
        self.parts.base.address("")
    }

    /// The address to open in a browser on this computer, with the base.
    pub fn url(&self) -> String {
        let host = match self.host.parse::<IpAddr>() {
            Ok(any) if any.is_unspecified() => "localhost".to_owned(),
            Ok(IpAddr::V6(address)) => format!("[{address}]"),
            _ => self.host.clone(),
        };
        format!("http://{host}:{}{}", self.address.port(), self.parts.base.address(""))
    }

    /// Answers until `end` is ready, then ends within a second, whatever is still open. For a runtime of tokio's with
    /// network and time.
    pub async fn serve(self, site: Arc<dyn Site>, end: impl Future) -> io::Result<()> {
        self.listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        connections::serve(listener, self.parts, site, end).await;
        Ok(())
    }

    /// The same on this thread, with a runtime of its own.
    pub fn run(self, site: Arc<dyn Site>, end: impl Future) -> io::Result<()> {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(2).thread_name("serve").enable_io().enable_time().build()?;
        let result = runtime.block_on(self.serve(site, end));
        runtime.shutdown_timeout(LAST);
        result
    }
}
