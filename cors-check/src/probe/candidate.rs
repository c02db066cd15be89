use cors_rules::{origin::Authority, public_suffix::registrable_domain};
use url::{Host, Url};

/// An origin that the probe tries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) kind: Kind,
    pub(super) origin: String,
}

/// The relation of a candidate to the allowed origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The origin of an unrelated website.
    Unrelated,
    /// The origin `null`.
    Null,
    /// The allowed origin with `http` instead of `https`.
    Insecure,
    /// The allowed origin with another port.
    Port,
    /// The allowed host followed by an unrelated domain: `app.example.com.cors-check.example`.
    Suffix,
    /// An unrelated domain that ends with the registrable domain of the allowed host: `cors-check-example.com`.
    Prefix,
    /// An unrelated domain that a regular expression for the allowed host matches if a dot in the expression is not
    /// escaped: `appxexample.com`.
    Dot,
    /// An unrelated domain below the public suffix of the allowed host: `cors-check.github.io`.
    PublicSuffix,
    /// Another domain of the same owner as the allowed host: `cors-check.example.com`.
    Subdomain,
    /// The allowed host in upper case, which no browser sends.
    UpperCase,
}

/// Returns the origins to try on a server that allows the origin `page`. The result does not contain `page` itself. If
/// `page` is `null` or has a scheme other than `http` and `https`, no origin is derived from `page`.
pub(super) fn candidates(page: &str) -> Vec<Candidate> {
    let mut candidates = vec![
        Candidate { kind: Kind::Unrelated, origin: "https://cors-check.example".to_owned() },
        Candidate { kind: Kind::Null, origin: "null".to_owned() },
    ];
    candidates.retain(|candidate| candidate.origin != page);
    let Ok(url) = Url::parse(page) else {
        return candidates;
    };
    let (scheme @ ("http" | "https"), Some(host)) = (url.scheme(), url.host()) else {
        return candidates;
    };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let mut add = |kind: Kind, host: &str| {
        let origin = format!("{scheme}://{host}{port}");
        candidates.push(Candidate { kind, origin });
    };
    if let Host::Domain(domain) = host {
        add(Kind::Suffix, &format!("{domain}.cors-check.example"));
        add(Kind::UpperCase, &domain.to_ascii_uppercase());
        if let Some(registrable) = registrable_domain(domain) {
            related_domains(&mut add, domain, registrable);
        }
    }
    if !is_loopback(&url) {
        if scheme == "https" {
            let origin = format!("http://{host}{port}");
            candidates.push(Candidate { kind: Kind::Insecure, origin });
        }
        let other = if url.port() == Some(8443) { 9443 } else { 8443 };
        let origin = format!("{scheme}://{host}:{other}");
        candidates.push(Candidate { kind: Kind::Port, origin });
    }
    candidates
}

fn related_domains(add: &mut impl FnMut(Kind, &str), domain: &str, registrable: &str) {
    add(Kind::Prefix, &format!("cors-check-{registrable}"));
    add(Kind::Subdomain, &format!("cors-check.{domain}"));
    if let Some(labels) = domain.strip_suffix(registrable).and_then(|rest| rest.strip_suffix('.')) {
        // The `x` replaces the dot before the registrable domain. With an `x` in place of an earlier dot,
        // the owner of the domain would stay the same.
        add(Kind::Dot, &format!("{labels}x{registrable}"));
        let parent = domain.split_once('.').map_or(domain, |(_, parent)| parent);
        add(Kind::Subdomain, &format!("cors-check.{parent}"));
    }
    // A public suffix without a dot, such as `com`, is skipped, because a server is unlikely to allow every domain
    // below such a suffix.
    if let Some((_, suffix)) = registrable.split_once('.')
        && suffix.contains('.')
    {
        add(Kind::PublicSuffix, &format!("cors-check.{suffix}"));
    }
}

pub(super) fn is_loopback(url: &Url) -> bool {
    url.host_str().and_then(Authority::parse).is_some_and(|host| host.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{Kind, candidates};

    #[test]
    fn candidates_are_derived_from_the_allowed_origin() {
        use Kind::{
            Dot, Insecure, Null, Port, Prefix, PublicSuffix, Subdomain, Suffix, Unrelated,
            UpperCase,
        };
        let always = [(Unrelated, "https://cors-check.example"), (Null, "null")];
        for (page, derived) in [
            (
                "https://app.example.com",
                &[
                    (Suffix, "https://app.example.com.cors-check.example"),
                    (UpperCase, "https://APP.EXAMPLE.COM"),
                    (Prefix, "https://cors-check-example.com"),
                    (Subdomain, "https://cors-check.app.example.com"),
                    (Dot, "https://appxexample.com"),
                    (Subdomain, "https://cors-check.example.com"),
                    (Insecure, "http://app.example.com"),
                    (Port, "https://app.example.com:8443"),
                ][..],
            ),
            (
                "https://a.b.shop.co.uk:8443",
                &[
                    (Suffix, "https://a.b.shop.co.uk.cors-check.example:8443"),
                    (UpperCase, "https://A.B.SHOP.CO.UK:8443"),
                    (Prefix, "https://cors-check-shop.co.uk:8443"),
                    (Subdomain, "https://cors-check.a.b.shop.co.uk:8443"),
                    (Dot, "https://a.bxshop.co.uk:8443"),
                    (Subdomain, "https://cors-check.b.shop.co.uk:8443"),
                    (PublicSuffix, "https://cors-check.co.uk:8443"),
                    (Insecure, "http://a.b.shop.co.uk:8443"),
                    (Port, "https://a.b.shop.co.uk:9443"),
                ],
            ),
            (
                "https://octocat.github.io",
                &[
                    (Suffix, "https://octocat.github.io.cors-check.example"),
                    (UpperCase, "https://OCTOCAT.GITHUB.IO"),
                    (Prefix, "https://cors-check-octocat.github.io"),
                    (Subdomain, "https://cors-check.octocat.github.io"),
                    (PublicSuffix, "https://cors-check.github.io"),
                    (Insecure, "http://octocat.github.io"),
                    (Port, "https://octocat.github.io:8443"),
                ],
            ),
            (
                "http://localhost:3000",
                &[
                    (Suffix, "http://localhost.cors-check.example:3000"),
                    (UpperCase, "http://LOCALHOST:3000"),
                ],
            ),
            (
                "https://192.0.2.1",
                &[(Insecure, "http://192.0.2.1"), (Port, "https://192.0.2.1:8443")],
            ),
            ("tauri://localhost", &[]),
        ] {
            let found = candidates(page);
            let found: Vec<_> = found.iter().map(|c| (c.kind, c.origin.as_str())).collect();
            assert_eq!(found, [&always[..], derived].concat(), "{page}");
            assert!(2 * (found.len() + 1) < 60, "{page}");
        }
        assert_eq!(candidates("null").len(), 1);
    }
}
