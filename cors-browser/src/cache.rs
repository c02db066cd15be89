//! The [CORS-preflight cache](https://fetch.spec.whatwg.org/#cors-preflight-cache), and the other state that the
//! pages of a browser share.

use std::time::Duration;

use url::Url;

use crate::{engine::Engine, preflight::Permission, request::Request};

/// The state that the pages of one browser share.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    /// The CORS-preflight cache, with the entries of all pages.
    cache: Vec<Entry>,
    /// The time since the browser started. Only `Browser::advance` changes this time.
    pub(crate) clock: Duration,
    pub(crate) preflight_count: usize,
    /// The number of pages with an opaque origin so far. The partition key of such a page contains this number, so that
    /// these pages share no cache entries.
    pub(crate) opaque_origins: usize,
}

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
    allowed: MethodOrHeader,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    partition: Partition,
    origin: String,
    url: Url,
}

/// A method or a header name: one that an entry allows, or one that a request needs. An entry can allow `*`.
#[derive(Debug)]
pub(crate) enum MethodOrHeader {
    Method(String),
    HeaderName(String),
}

/// A cache lookup: the request, the partition of its page, and the engine of the browser.
#[derive(Clone, Copy)]
pub(crate) struct Lookup<'a> {
    pub(crate) request: &'a Request,
    pub(crate) partition: &'a Partition,
    pub(crate) engine: Engine,
}

impl Lookup<'_> {
    fn key(&self) -> Key {
        Key {
            partition: self.partition.clone(),
            origin: self.request.serialized_origin(),
            url: Url::clone(self.request.current_url()),
        }
    }
}

impl Profile {
    /// Returns whether an entry allows the method or the header name that the request needs. The standard has one
    /// algorithm for a [method](https://fetch.spec.whatwg.org/#concept-cache-match-method) and another for a
    /// [header name](https://fetch.spec.whatwg.org/#concept-cache-match-header).
    pub(crate) fn allows(&self, lookup: Lookup<'_>, needed: &MethodOrHeader) -> bool {
        self.cache.iter().any(|entry| entry.matches(lookup, self.clock, needed))
    }

    /// Stores a permission, as the last steps of
    /// [CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0) do. A matching entry gets the
    /// new max-age, but keeps the time at which it was stored.
    pub(crate) fn store(&mut self, lookup: Lookup<'_>, permission: Permission) {
        let Permission { max_age, methods, header_names } = permission;
        let now = self.clock;
        self.cache.retain(|entry| now < entry.stored_at + entry.max_age);
        let methods = methods.into_iter().map(MethodOrHeader::Method);
        for allowed in methods.chain(header_names.into_iter().map(MethodOrHeader::HeaderName)) {
            let mut has_match = false;
            for entry in &mut self.cache {
                if entry.matches(lookup, now, &allowed) {
                    entry.max_age = max_age;
                    has_match = true;
                }
            }
            if !has_match {
                self.cache.push(Entry {
                    key: lookup.key(),
                    credentials: lookup.request.includes_credentials(),
                    stored_at: now,
                    max_age,
                    allowed,
                });
            }
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-clear>
    pub(crate) fn clear(&mut self, lookup: Lookup<'_>) {
        let key = lookup.key();
        self.cache.retain(|entry| entry.key != key);
    }
}

impl Entry {
    /// <https://fetch.spec.whatwg.org/#concept-cache-match>
    fn matches(&self, lookup: Lookup<'_>, now: Duration, needed: &MethodOrHeader) -> bool {
        now < self.stored_at + self.max_age
            && self.key == lookup.key()
            && (self.credentials || !lookup.request.includes_credentials())
            && match (&self.allowed, needed) {
                (MethodOrHeader::Method(allowed), MethodOrHeader::Method(method)) => {
                    allowed == method || allowed == "*"
                }
                (MethodOrHeader::HeaderName(allowed), MethodOrHeader::HeaderName(name)) => {
                    allowed.eq_ignore_ascii_case(name)
                        || (allowed == "*" && lookup.engine.wildcard_covers(name))
                }
                _ => false,
            }
    }
}
