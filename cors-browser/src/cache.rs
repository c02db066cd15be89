//! The [CORS-preflight cache](https://fetch.spec.whatwg.org/#cors-preflight-cache), and the other state that the
//! pages of a browser share.

use std::time::Duration;

use url::Url;

use crate::{engine::Engine, preflight::Permission, request::Request};

/// The state that the pages of one browser share.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    pub(crate) cache: PreflightCache,
    /// The time since the browser started.
    pub(crate) clock: Duration,
    pub(crate) preflight_count: usize,
    /// The number of pages with an opaque origin so far. The partition key of such a page contains this number, so that
    /// these pages share no cache entries.
    pub(crate) opaque_origins: usize,
}

/// The cache entries of all pages of one browser.
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
    allowed: Allowed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    partition: Partition,
    origin: String,
    url: Url,
}

/// The method or the header name that an entry allows. Either can be `*`.
#[derive(Debug)]
enum Allowed {
    Method(String),
    HeaderName(String),
}

/// A cache lookup: the request, the partition of its page, the engine of the browser, and the time.
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
        self.0.iter().any(|entry| lookup.matches(entry) && entry.allowed.covers_method(method))
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-match-header>
    pub(crate) fn has_header_name(&self, lookup: Lookup<'_>, name: &str) -> bool {
        self.0.iter().any(|entry| {
            lookup.matches(entry) && entry.allowed.covers_header_name(lookup.engine, name)
        })
    }

    /// Stores a permission, as the last steps of
    /// [CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0) do. A matching entry gets the
    /// new max-age, but keeps the time at which it was stored.
    pub(crate) fn store(&mut self, lookup: Lookup<'_>, permission: &Permission) {
        let Permission { max_age, methods, header_names } = permission;
        self.0.retain(|entry| lookup.now < entry.stored_at + entry.max_age);
        for method in methods {
            self.store_one(lookup, *max_age, Allowed::Method(method.clone()), |allowed| {
                allowed.covers_method(method)
            });
        }
        for name in header_names {
            self.store_one(lookup, *max_age, Allowed::HeaderName(name.clone()), |allowed| {
                allowed.covers_header_name(lookup.engine, name)
            });
        }
    }

    fn store_one(
        &mut self,
        lookup: Lookup<'_>,
        max_age: Duration,
        allowed: Allowed,
        covers: impl Fn(&Allowed) -> bool,
    ) {
        let mut has_match = false;
        for entry in &mut self.0 {
            if lookup.matches(entry) && covers(&entry.allowed) {
                entry.max_age = max_age;
                has_match = true;
            }
        }
        if !has_match {
            self.0.push(Entry {
                key: lookup.key(),
                credentials: lookup.request.includes_credentials(),
                stored_at: lookup.now,
                max_age,
                allowed,
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
    fn covers_method(&self, method: &str) -> bool {
        matches!(self, Self::Method(allowed) if allowed == method || allowed == "*")
    }

    fn covers_header_name(&self, engine: Engine, name: &str) -> bool {
        let Self::HeaderName(allowed) = self else {
            return false;
        };
        allowed.eq_ignore_ascii_case(name) || (allowed == "*" && engine.wildcard_covers(name))
    }
}
