//! Who may be meant by a request: the names in `Host` that are answered.
//!
//! In: the value of a `Host` header. Out: allowed or not. A page in somebody's browser can point a name of its own at
//! 127.0.0.1 and so read what this server says (DNS rebinding); what it cannot do is to make the browser say another
//! name than its own in `Host`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A host as it stands in `Host`, without its port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// A name, in lower case and without a closing dot.
    Name(String),
    /// An address; a mapped one (`::ffff:127.0.0.1`) is the IPv4 address.
    Address(IpAddr),
}

impl Host {
    /// Reads `name`, `name:port`, `1.2.3.4` or `[::1]:port`. `None` for everything else: user names, paths, spaces.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix('[') {
            let (address, port) = rest.split_once(']')?;
            let address: Ipv6Addr = address.parse().ok()?;
            return is_port(port).then(|| Self::Address(IpAddr::V6(address).to_canonical()));
        }
        let (name, port) = text.find(':').map_or((text, ""), |colon| text.split_at(colon));
        let name = name.strip_suffix('.').unwrap_or(name);
        if !is_port(port) || !is_name(name) {
            return None;
        }
        let address = name.parse::<Ipv4Addr>().map(|a| Self::Address(a.into()));
        Some(address.unwrap_or_else(|_| Self::Name(name.to_ascii_lowercase())))
    }

    /// Reads what a person names on the command line, where an IPv6 address needs no brackets.
    pub(super) fn named(text: &str) -> Option<Self> {
        text.parse::<IpAddr>().map_or_else(|_| Self::parse(text), |address| Some(Self::Address(address.to_canonical())))
    }
}

/// The hosts that are answered.
#[derive(Debug)]
pub(super) struct Hosts(Vec<Host>);

impl Hosts {
    /// `localhost`, loopback addresses, and `named`; the first of them that is no host where there is one.
    pub(super) fn new<'a>(named: impl IntoIterator<Item = &'a str>) -> Result<Self, &'a str> {
        named.into_iter().map(|name| Host::named(name).ok_or(name)).collect::<Result<_, _>>().map(Self)
    }

    /// True where a request for `host` that arrived at our address `at` is answered. Whoever writes that address itself
    /// has been brought here by no name.
    pub(super) fn allow(&self, host: &Host, at: IpAddr) -> bool {
        let own = match host {
            Host::Name(name) => name == "localhost",
            Host::Address(address) => address.is_loopback() || *address == at.to_canonical(),
        };
        own || self.0.contains(host)
    }
}

/// Nothing, or a colon and a number. An empty port is the scheme's own (RFC 3986).
fn is_port(text: &str) -> bool {
    let digits = |d: &str| d.bytes().all(|b| b.is_ascii_digit()) && (d.is_empty() || d.parse::<u16>().is_ok());
    text.is_empty() || text.strip_prefix(':').is_some_and(digits)
}

fn is_name(text: &str) -> bool {
    let label = |l: &str| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    text.len() <= 253 && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(hosts: &Hosts, host: &str) -> bool {
        Host::parse(host).is_some_and(|h| hosts.allow(&h, [192, 168, 1, 5].into()))
    }

    #[test]
    fn only_our_own_names_are_allowed() {
        let hosts = Hosts::new(["Docs.Example", "fd00::1"]).unwrap();
        let good =
            ["localhost", "LOCALHOST:3000", "localhost.", "localhost.:80", "localhost:", "127.0.0.1", "127.9.9.9"];
        let more =
            ["[::1]:3000", "[::ffff:127.0.0.1]", "192.168.1.5:3000", "docs.example", "DOCS.example.:1", "[FD00::1]"];
        for host in good.iter().chain(&more) {
            assert!(allowed(&hosts, host), "{host}");
        }
        let bad =
            ["evil.example", "docs.example.evil", "localhost.evil", "xlocalhost", "192.168.1.6", "0.0.0.0", "[::]"];
        let malformed = ["", ".", ":80", "user@localhost", "localhost:x", "localhost:99999", "localhost:1:2", "a b"];
        let odd =
            ["localhost..", "[::1", "[::1]x", "::1", "127.1", "0x7f.0.0.1", "localhost/", "http://localhost", "[v1.x]"];
        for host in bad.iter().chain(&malformed).chain(&odd) {
            assert!(!allowed(&hosts, host), "{host}");
        }
        assert_eq!(Hosts::new(["a", "b c"]).unwrap_err(), "b c");
    }
}
