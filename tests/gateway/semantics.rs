//! The semantics of a CORS filter, according to the specification of the Kubernetes Gateway API.

use cors_devtools::HttpCorsFilter;
use url::Url;

const ANY: &str = "*";

pub struct Gateway(pub HttpCorsFilter);

impl Gateway {
    /// Returns true if the filter allows the origin. In the words of the specification, "`*` is a greedy match to the
    /// left, including any number of DNS labels". An origin without a port has the default port of its scheme.
    pub fn allows_origin(&self, origin: &str) -> bool {
        let Some((scheme, host, port)) = parts(origin) else {
            return self.0.allow_origins == [ANY];
        };
        self.0.allow_origins.iter().any(|allowed| {
            // The host of a URL cannot contain a `*`, so the pattern is parsed without its `*.`.
            let (is_pattern, allowed) = match allowed.split_once("://*.") {
                Some((scheme, rest)) => (true, format!("{scheme}://{rest}")),
                None => (false, allowed.clone()),
            };
            let matches = |(s, h, p): (String, String, u16)| {
                let is_host = match is_pattern {
                    true => host.ends_with(&format!(".{h}")),
                    false => host == h,
                };
                s == scheme && p == port && is_host
            };
            allowed == ANY || parts(&allowed).is_some_and(matches)
        })
    }

    /// Returns true if `Access-Control-Allow-Methods` contains the method.
    pub fn lists_method(&self, method: &str) -> bool {
        self.0.allow_methods.iter().any(|listed| listed == method)
    }
}

fn parts(origin: &str) -> Option<(String, String, u16)> {
    let url = Url::parse(origin).ok()?;
    Some((url.scheme().to_owned(), url.host_str()?.to_owned(), url.port_or_known_default()?))
}
