//! Pseudorandom policies and requests, which are the same in every run. Many values are nearly valid, or nearly match
//! a pattern, so that a small error of the library changes the response.

use serde_json::{Map, Value, json};

use crate::model::Request;

/// The random number generator SplitMix64: <https://doi.org/10.1145/2660193.2660195>.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.number() % bound as u64) as usize
    }

    pub fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// Returns `least` to `most` different items.
    pub fn several<'a>(&mut self, from: &[&'a str], least: usize, most: usize) -> Vec<&'a str> {
        let mut left = from.to_vec();
        let count = least + self.below(most - least + 1);
        (0..count).map(|_| left.swap_remove(self.below(left.len()))).collect()
    }
}

/// The request headers that a response depends on.
pub const HEADER_NAMES: [&str; 9] = [
    "origin",
    "host",
    "access-control-request-method",
    "access-control-request-headers",
    "sec-fetch-site",
    "sec-fetch-mode",
    "sec-fetch-dest",
    "content-type",
    "cookie",
];

/// Patterns that a policy with credentials may list.
pub const SECURE: [&str; 12] = [
    "https://app.example.com",
    "https://*.example.com",
    "https://*-team.shop.example",
    "https://app.example.com:8443",
    "https://*.shop.example:*",
    "https://xn--bcher-kva.example",
    "https://a_b.example",
    "https://example.com.",
    "https://127.0.0.1",
    "tauri://localhost",
    "http://localhost:*",
    "http://[::1]:5173",
];

/// Patterns that a policy with credentials may list only if the policy has a `danger_` key.
pub const INSECURE: [&str; 8] = [
    "http://app.example.com",
    "http://*.example.com:8080",
    "http://10.0.0.1:3000",
    "chrome-extension://ABC-123",
    "app://.",
    "moz-extension://*",
    "custom://*.example.com:*",
    "null",
];

const HOSTS: [&str; 6] = [
    "api.example.com",
    "*.example.com",
    "localhost:*",
    "[::1]:8080",
    "api.example.com:8080",
    "10.0.0.1:*",
];

pub const METHODS: [&str; 9] =
    ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PURGE", "QUERY"];

const HEADERS: [&str; 5] = ["content-type", "X-Request-Id", "authorization", "if-match", "x-a"];

/// Returns a valid policy in the format of a settings file.
pub fn policy(random: &mut Random) -> Value {
    let mut keys = Map::new();
    let credentials = random.one_in(2);
    let any = !credentials && random.one_in(8);
    if any {
        keys.insert("origins".to_owned(), json!("*"));
    } else {
        let mut origins = random.several(&SECURE, 1, 4);
        if random.one_in(2) {
            origins.extend(random.several(&INSECURE, 0, 3));
            keys.insert("danger_allow_insecure_origins".to_owned(), json!(true));
            keys.insert("danger_allow_null_origin".to_owned(), json!(true));
        }
        keys.insert("origins".to_owned(), json!(origins));
        let form = [json!(false), json!(true), json!("isolate"), json!("report")];
        keys.insert("enforce".to_owned(), form[random.below(4)].clone());
    }
    keys.insert("allow_credentials".to_owned(), json!(credentials));
    match random.below(4) {
        0 => {}
        1 => drop(keys.insert("methods".to_owned(), json!("*"))),
        _ => drop(keys.insert("methods".to_owned(), json!(random.several(&METHODS, 1, 5)))),
    }
    let allowed = match random.below(4) {
        0 => vec!["*"],
        1 => vec!["*", "authorization"],
        _ => random.several(&HEADERS, 0, 3),
    };
    keys.insert("allow_headers".to_owned(), json!(allowed));
    let exposed = match random.below(4) {
        0 if !credentials => vec!["*"],
        _ => random.several(&["etag", "X-Total-Count"], 0, 2),
    };
    keys.insert("expose_headers".to_owned(), json!(exposed));
    if random.one_in(2) {
        keys.insert("max_age".to_owned(), json!(random.below(86_401)));
    }
    if random.one_in(3) {
        keys.insert("hosts".to_owned(), json!(random.several(&HOSTS, 1, 3)));
    }
    Value::Object(keys)
}

const SCHEMES: [&str; 17] = [
    "https",
    "https",
    "https",
    "https",
    "http",
    "http",
    "ws",
    "ftp",
    "htps",
    "tauri",
    "app",
    "custom",
    "custom",
    "web+app",
    "chrome-extension",
    "moz-extension",
    "HTTPS",
];

const NAMES: [&str; 40] = [
    "app.example.com",
    "app.example.com",
    "a.b.example.com",
    "example.com",
    "example.com.",
    "evilexample.com",
    "app.example.com.evil.test",
    "shop.example",
    "x.shop.example",
    "xn--zz.shop.example",
    "xn--bcher-kva.shop.example",
    "xn--bcher-kva.example",
    "b\u{fc}cher.example",
    "a-team.shop.example",
    "-team.shop.example",
    "a.b-team.shop.example",
    "a_b.example",
    "localhost",
    "app.localhost",
    "127.0.0.1",
    "127.1",
    "10.0.0.1",
    "0x7f",
    "app.0x7f",
    "[::1]",
    "[0::1]",
    "[::ffff:10.0.0.1]",
    "APP.example.com",
    "a..shop.example",
    ".example.com",
    "evil.test/.example.com",
    "ABC-123",
    "abc-123",
    ".",
    "a%20b",
    "a|b",
    "a*",
    "*",
    "api.example.com",
    "",
];

/// Beginnings for the host of a pattern. Some of them are not valid.
const STARTS: [&str; 11] =
    ["", "", "", "", "*.", "*.", "*-team.", "*-team.", "*team.", "*.*.", "**"];

const PORTS: [&str; 15] = [
    "", "", "", "", ":*", ":443", ":80", ":8443", ":8080", ":5173", ":3000", ":08443", ":65536",
    ":", ":*",
];

const TAILS: [&str; 10] = ["", "", "", "", "", "", "/", " ", "?", "#"];

/// Returns a value of `Origin`: one that a browser sends for a page, or a similar string.
pub fn origin(random: &mut Random) -> String {
    match random.below(12) {
        0 => "null".to_owned(),
        1 => random.pick(&["", "NULL", "https://", "://", "app.example.com", "\u{ff}"]).to_owned(),
        2 => format!("https://{}.example.com", "a".repeat(62 + random.below(3))),
        3 => format!("https://{}shop.example", "a.".repeat(118 + random.below(6))),
        _ => {
            let (scheme, host) = (random.pick(&SCHEMES), random.pick(&NAMES));
            format!("{scheme}://{host}{}{}", random.pick(&PORTS), random.pick(&TAILS))
        }
    }
}

/// Returns a pattern, or a string that is nearly a valid pattern.
pub fn pattern(random: &mut Random) -> String {
    let (scheme, start) = (random.pick(&SCHEMES), random.pick(&STARTS));
    format!("{scheme}://{start}{}{}", random.pick(&NAMES), random.pick(&PORTS))
}

/// Returns an origin that the pattern matches or nearly matches.
pub fn near_origin(random: &mut Random, pattern: &str) -> String {
    let labels = ["x", "x.y", "X", "x-y", "", "."];
    let ports = ["", ":1", ":443", ":8443", ":*"];
    let near = pattern.replace(":*", random.pick(&ports)).replacen('*', random.pick(&labels), 1);
    match random.below(6) {
        0 => near.to_lowercase(),
        1 => near.replacen("://", "://x.", 1),
        2 => near + ".",
        _ => near,
    }
}

/// Returns the string after at most one edit: a character is replaced, inserted or removed.
pub fn edited(random: &mut Random, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let place = random.below(characters.len() + 1);
    let ascii = char::from(b'!' + random.below(94) as u8);
    let new = [ascii, ascii, ascii, ascii, 'é', '\u{80}'][random.below(6)];
    let end = if random.one_in(3) { place } else { characters.len().min(place + 1) };
    characters.splice(place..end, (!random.one_in(3)).then_some(new));
    characters.into_iter().collect()
}

/// Returns the URL of a page as a user types it, or a nearly valid URL.
pub fn url(random: &mut Random) -> String {
    let ends = ["", "", "/", "/path?q#f", ":443", ":80", ":0443", ":8443/", "."];
    let scheme = random.pick(&["https", "http", "HTTPS"]);
    format!("{scheme}://{}{}", random.pick(&NAMES), random.pick(&ends))
}

fn authority(random: &mut Random) -> String {
    match random.below(3) {
        0 => "api.example.com".to_owned(),
        _ => format!("{}{}", random.pick(&NAMES), random.pick(&PORTS)),
    }
}

/// Adds no line, one line or two lines of the header `name`, with random items of `values`.
fn line(
    random: &mut Random,
    headers: &mut Vec<(&'static str, String)>,
    name: &'static str,
    values: &[&str],
) {
    match random.below(8) {
        0..=2 => {}
        7 => (0..2).for_each(|_| headers.push((name, random.pick(values).to_owned()))),
        _ => headers.push((name, random.pick(values).to_owned())),
    }
}

/// Returns a preflight or an actual request. The method of an actual request is usually one of `methods`, and sometimes
/// one of `METHODS`. The method in `Access-Control-Request-Method` is usually chosen in the same way. Half of the
/// origins are similar to a pattern in `SECURE`, so that some preflights are allowed.
pub fn request(random: &mut Random, methods: &[&str]) -> Request {
    let mut headers = Vec::new();
    let is_preflight = random.one_in(3);
    let methods = if random.one_in(8) { &METHODS } else { methods };
    let asked = random.pick(methods);
    let method = if is_preflight { "OPTIONS" } else { asked };
    for _ in 0..[0, 1, 1, 1, 1, 1, 1, 2][random.below(8)] {
        let origin = match random.one_in(2) {
            true => {
                let pattern = random.pick(&SECURE);
                near_origin(random, pattern)
            }
            false => origin(random),
        };
        headers.push(("origin", origin));
    }
    for _ in 0..[0, 1, 1, 1, 1, 1, 1, 2][random.below(8)] {
        headers.push(("host", authority(random)));
    }
    if is_preflight {
        for _ in 0..[0, 1, 1, 1, 1, 1, 1, 2][random.below(8)] {
            let asked = match random.below(10) {
                0 => "put",
                1 => "",
                _ => asked,
            };
            headers.push(("access-control-request-method", asked.to_owned()));
        }
        let names = ["content-type", "x-a,authorization", "*", "", "X-A"];
        line(random, &mut headers, "access-control-request-headers", &names);
    }
    let sites =
        ["same-origin", "none", "same-site", "cross-site", "cross-site", "Same-Origin", "", "x"];
    line(random, &mut headers, "sec-fetch-site", &sites);
    let modes = ["cors", "cors", "no-cors", "navigate", "websocket", "CORS", ""];
    line(random, &mut headers, "sec-fetch-mode", &modes);
    let dests = ["document", "iframe", "image", "object", "embed", "empty", ""];
    line(random, &mut headers, "sec-fetch-dest", &dests);
    line(random, &mut headers, "cookie", &["session=1", ""]);
    let long = format!("text/plain;{}", "a".repeat(116 + random.below(4)));
    let types = [
        "application/json",
        "text/plain",
        "TEXT/plain ; charset=utf-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=\"x\"",
        "text/plain, application/json",
        "text",
        "",
        &long,
    ];
    line(random, &mut headers, "content-type", &types);
    let target = ["api.example.com", "API.example.com:443", "evil.test", "[::1]:8080"];
    let authority = random.one_in(8).then(|| random.pick(&target).to_owned());
    Request { method: method.to_owned(), authority, headers }
}
