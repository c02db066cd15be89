//! The [CORS-preflight cache](https://fetch.spec.whatwg.org/#cors-preflight-cache), and what else the pages of a
//! browser share.

use std::time::Duration;

use url::Url;

use crate::{engine::Engine, preflight::Permission, request::Request};

/// The state that the pages of one browser share.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    pub(crate) cache: PreflightCache,
    pub(crate) now: Duration,
    pub(crate) preflights: usize,
    /// The number of opaque origins so far. Each is a site of its own.
    pub(crate) opaque_sites: usize,
}

/// The entries of all pages of one browser.
#[derive(Debug, Default)]
pub(crate) struct PreflightCache(Vec<Entry>);

/// The key that separates the cache entries of different sites: the
/// [network partition key](https://fetch.spec.whatwg.org/#network-partition-keys).
pub(crate) type Partition = String;

/// <https://fetch.spec.whatwg.org/#concept-cache>
#[derive(Debug)]
struct Entry {
    key: Key,
    credentials: bool,
    stored_at: Duration,
    max_age: Duration,
    allows: Allowed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    partition: Partition,
    origin: String,
    url: Url,
}

/// Subject of an entry: a method or a header name, either of which may be `*`.
#[derive(Debug)]
enum Allowed {
    Method(String),
    HeaderName(String),
}

/// A request, and the page, the browser and the time of it.
#[derive(Clone, Copy)]
pub(crate) struct Lookup<'a> {
    pub(crate) request: &'a Request,
    pub(crate) partition: &'a Partition,
    pub(crate) engine: Engine,
    pub(crate) now: Duration,
}

impl Lookup<'_> {
    fn key(&self) -> Key {
        Key {
            partition: self.partition.clone(),
            origin: self.request.serialized_origin(),
            url: Url::clone(self.request.current_url()),
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-match>
    fn matches(&self, entry: &Entry) -> bool {
        self.now < entry.stored_at + entry.max_age
            && entry.key == self.key()
            && (entry.credentials || !self.request.includes_credentials())
    }
}

impl PreflightCache {
    /// <https://fetch.spec.whatwg.org/#concept-cache-match-method>
    pub(crate) fn has_method(&self, lookup: Lookup<'_>, method: &str) -> bool {
        self.0.iter().any(|entry| lookup.matches(entry) && entry.allows.method(method))
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-match-header>
    pub(crate) fn has_header_name(&self, lookup: Lookup<'_>, name: &str) -> bool {
        self.0
            .iter()
            .any(|entry| lookup.matches(entry) && entry.allows.header_name(lookup.engine, name))
    }

    /// The last steps of [CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0):
    /// a matching entry gets the new max-age, and keeps the moment at which it was stored.
    pub(crate) fn store(&mut self, lookup: Lookup<'_>, permission: &Permission) {
        let Permission { max_age, methods, header_names } = permission;
        self.0.retain(|entry| lookup.now < entry.stored_at + entry.max_age);
        for method in methods {
            self.store_one(lookup, *max_age, Allowed::Method(method.clone()), |allows| {
                allows.method(method)
            });
        }
        for name in header_names {
            self.store_one(lookup, *max_age, Allowed::HeaderName(name.clone()), |allows| {
                allows.header_name(lookup.engine, name)
            });
        }
    }

    fn store_one(
        &mut self,
        lookup: Lookup<'_>,
        max_age: Duration,
        allows: Allowed,
        covers: impl Fn(&Allowed) -> bool,
    ) {
        let mut matched = false;
        for entry in &mut self.0 {
            if lookup.matches(entry) && covers(&entry.allows) {
                entry.max_age = max_age;
                matched = true;
            }
        }
        if !matched {
            self.0.push(Entry {
                key: lookup.key(),
                credentials: lookup.request.includes_credentials(),
                stored_at: lookup.now,
                max_age,
                allows,
            });
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-clear>
    pub(crate) fn clear(&mut self, lookup: Lookup<'_>) {
        let key = lookup.key();
        self.0.retain(|entry| entry.key != key);
    }
}

impl Allowed {
    fn method(&self, method: &str) -> bool {
        matches!(self, Self::Method(own) if own == method || own == "*")
    }

    fn header_name(&self, engine: Engine, name: &str) -> bool {
        let Self::HeaderName(own) = self else {
            return false;
        };
        own.eq_ignore_ascii_case(name) || (own == "*" && engine.wildcard_covers(name))
    }
}
