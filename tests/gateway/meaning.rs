//! What a filter means, in the words of the specification.

use cors_devtools::HttpCorsFilter;
use url::Url;

const ANY: &str = "*";

pub struct Gateway(pub HttpCorsFilter);

impl Gateway {
    /// "`*` is a greedy match to the left, including any number of DNS labels", and an origin
    /// without a port has its scheme's.
    pub fn shares_with(&self, origin: &str) -> bool {
        let Some((scheme, host, port)) = parts(origin) else {
            return self.0.allow_origins == [ANY];
        };
        self.0.allow_origins.iter().any(|allowed| {
            // A `*` is no character of a URL's host, and this one is of no host here.
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

    /// Whether its `Access-Control-Allow-Methods` has that method.
    pub fn lists(&self, method: &str) -> bool {
        self.0.allow_methods.iter().any(|listed| listed == method)
    }
}

fn parts(origin: &str) -> Option<(String, String, u16)> {
    let url = Url::parse(origin).ok()?;
    Some((url.scheme().to_owned(), url.host_str()?.to_owned(), url.port_or_known_default()?))
}
