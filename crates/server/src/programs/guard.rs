//! What a hook may be sent to. Whoever registers one chooses an address that the server then calls; so it must lie outside the server's own
//! network. It is asked twice: of the text when the hook is made, and of every address that the name leads to, just before connecting.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::Uri;
use ureq::config::Config;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

const LONGEST_URL: usize = 500;

/// Whether a hook may be made for an address. `inside` lets the own network and plain http in.
pub(crate) fn is_allowed(url: &str, inside: bool) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else { return false };
    let secret_free = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    let plain = host.trim_start_matches('[').trim_end_matches(']');
    let outside = match plain.parse::<IpAddr>() {
        Ok(ip) => is_outside(ip),
        // Names without a dot, and those of one's own machine and network, lead inside.
        Err(_) => plain.contains('.') && !["localhost", "local", "internal"].contains(&plain.rsplit('.').next().unwrap_or_default()),
    };
    url.len() <= LONGEST_URL && secret_free && (scheme == "https" || (inside && scheme == "http")) && (inside || outside)
}

/// Whether an address is one of the public internet.
fn is_outside(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_outside_v4(ip),
        IpAddr::V6(ip) => is_outside_v6(ip),
    }
}

fn is_outside_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = matches!((a, b, c), (0, ..) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18..=19, _) | (224.., ..));
    !(special || ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_documentation())
}

fn is_outside_v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let inner = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    if let Some(mapped) = ip.to_ipv4_mapped() {
        return is_outside_v4(mapped);
    }
    match a {
        // Only 2000::/3 is given out; of it, 2001:db8 is for documents, 2001:0 (Teredo) and 2002 (6to4) lead elsewhere.
        0x2001 if b == 0x0db8 || b == 0 => false,
        0x2002 => false,
        0x2000..=0x3fff => true,
        // Of 64:ff9b, 64:ff9b:1::/48 is for local use.
        0x0064 if (b, c, d, e, f) == (0xff9b, 0, 0, 0, 0) => is_outside_v4(inner(g, h)),
        _ => false,
    }
}

/// Looks names up and leaves out what lies inside.
#[derive(Debug)]
pub(crate) struct Outside {
    /// Whether the own network is let in.
    pub(crate) inside: bool,
}

impl Resolver for Outside {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut kept = self.empty();
        for address in found.iter().filter(|address| self.inside || is_outside(address.ip())) {
            kept.push(*address);
        }
        if kept.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(kept) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_own_network_is_not_outside() {
        for ip in ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "198.18.0.1"] {
            assert!(!is_outside(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:10.0.0.1", "::10.0.0.1"]
        {
            assert!(!is_outside(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["64:ff9b::a00:1", "64:ff9b:1::808:808", "64:ff9b:0:0:1::808:808", "2002:a00:1::", "2001:db8::1", "2001:0:1::1"] {
            assert!(!is_outside(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"] {
            assert!(is_outside(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn only_https_to_the_outside_is_allowed() {
        for url in ["https://example.vn/hook", "https://8.8.8.8:8443/x?y=1", "https://[2606:4700::1111]/"] {
            assert!(is_allowed(url, false) && is_allowed(url, true), "{url}");
        }
        for url in [
            "http://127.0.0.1:9/x",
            "https://10.0.0.1/",
            "https://localhost/",
            "https://x.localhost/",
            "https://printer/",
            "http://example.vn/",
        ] {
            assert!(!is_allowed(url, false) && is_allowed(url, true), "{url}");
        }
        let long = format!("https://example.vn/{}", "x".repeat(500));
        for url in ["", "example.vn", "/x", "file:///etc/passwd", "ftp://example.vn/", "https://a:b@example.vn/", &long] {
            assert!(!is_allowed(url, true), "{url}");
        }
    }
}
