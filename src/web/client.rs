//! The address of a client, by which attempts are counted.
//!
//! Behind a reverse proxy every connection comes from the proxy, which writes down whom it saw. The header is believed only as far as our
//! own proxies wrote it: the address stands so many places from the right as there are proxies. What stands left of it anyone may have
//! written.

use std::net::{IpAddr, SocketAddr};

use actix_web::HttpRequest;

use super::state::AppState;

/// Header in which proxies add the address they saw.
const FORWARDED: &str = "x-forwarded-for";

/// The reverse proxies before the service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proxies {
    /// How many there are, one behind the other; with none the header is ignored.
    pub hops: usize,
    /// The address from which the nearest connects; otherwise it is on this machine.
    pub nearest: Option<IpAddr>,
}

/// The client of a request, as attempts are counted.
#[must_use]
pub fn address(request: &HttpRequest, state: &AppState) -> String {
    let peer = request.peer_addr().map(|peer| peer.ip());
    let headers = request.headers().get_all(FORWARDED);
    let words: Vec<&str> = headers.filter_map(|value| value.to_str().ok()).collect();
    state.proxies.client(peer, &words.join(","))
}

/// What the browser calls itself.
#[must_use]
pub fn agent(request: &HttpRequest) -> String {
    let agent = request.headers().get("user-agent");
    let agent = agent.and_then(|agent| agent.to_str().ok());
    agent.unwrap_or_default().to_owned()
}

impl Proxies {
    /// The client behind a peer that sent this header.
    fn client(&self, peer: Option<IpAddr>, forwarded: &str) -> String {
        let is_ours = |peer: IpAddr| match self.nearest {
            Some(nearest) => plain(peer) == plain(nearest),
            None => peer.is_loopback(),
        };
        let seen = peer
            .filter(|peer| self.hops > 0 && is_ours(*peer))
            .and_then(|_ours| {
                let place = self.hops.checked_sub(1)?;
                read(forwarded.rsplit(',').nth(place)?)
            });
        match seen.or(peer).map(plain) {
            Some(IpAddr::V4(address)) => address.to_string(),
            // One customer has a whole /64: counting single addresses of it would count nothing.
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
            None => "unknown".to_owned(),
        }
    }
}

/// An IPv4 address that came as IPv6 is what it is.
const fn plain(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

/// An address as proxies write it: with or without a port, IPv6 perhaps in brackets.
fn read(word: &str) -> Option<IpAddr> {
    let word = word.trim().trim_matches('"');
    let bare = word.trim_start_matches('[').trim_end_matches(']');
    let with_port = || word.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_is_whom_our_own_proxy_saw() {
        let one = Proxies {
            hops: 1,
            nearest: None,
        };
        let two = Proxies {
            hops: 2,
            nearest: Some("192.0.2.1".parse().unwrap()),
        };
        let none = Proxies::default();
        for (proxies, peer, forwarded, client) in [
            // Whatever a client writes itself stands left of what the proxy adds.
            (one, "127.0.0.1", "198.51.100.7", "198.51.100.7"),
            (
                one,
                "127.0.0.1",
                "203.0.113.9, 198.51.100.7",
                "198.51.100.7",
            ),
            (
                one,
                "::1",
                "1.1.1.1,2.2.2.2,198.51.100.7:4711",
                "198.51.100.7",
            ),
            (
                two,
                "192.0.2.1",
                "1.1.1.1, 198.51.100.7, 10.0.0.1",
                "198.51.100.7",
            ),
            (
                two,
                "::ffff:192.0.2.1",
                "198.51.100.7, 10.0.0.1",
                "198.51.100.7",
            ),
            // Not our proxy, too few proxies, or nonsense: the peer itself.
            (one, "198.51.100.9", "1.1.1.1", "198.51.100.9"),
            (two, "127.0.0.1", "1.1.1.1, 2.2.2.2", "127.0.0.1"),
            (two, "192.0.2.1", "1.1.1.1", "192.0.2.1"),
            (one, "127.0.0.1", "1.1.1.1, nobody", "127.0.0.1"),
            (one, "127.0.0.1", "", "127.0.0.1"),
            (none, "127.0.0.1", "1.1.1.1", "127.0.0.1"),
            // A whole /64 is one client.
            (
                one,
                "127.0.0.1",
                "[2001:db8:1:2:3::4]:80",
                "2001:db8:1:2::/64",
            ),
            (one, "127.0.0.1", "2001:db8:1:2::9", "2001:db8:1:2::/64"),
            (one, "127.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ] {
            let found = proxies.client(Some(peer.parse().unwrap()), forwarded);
            assert_eq!(found, client, "{proxies:?} {peer} {forwarded}");
        }
        assert_eq!(one.client(None, "1.1.1.1"), "unknown");
    }
}
