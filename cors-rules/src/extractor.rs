//! What a handler's signature takes of a request, and no page may send.
//!
//! Only here do a policy and a signature stand together: a `Json` without `content-type` in
//! `allow_headers` answers every preflight, and no page ever reaches it.
//! <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names>

use crate::{Rule, Text, Violation, ascii, header_name, method};

/// A header that an extractor needs, and that a page may send only where it is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// `application/json` is no safelisted `Content-Type`; the body of a `GET` is never sent.
    JsonBody,
    /// `Authorization`, which `*` does not cover without credentials.
    Authorization,
}

impl Needed {
    /// Of an extractor's type, by the last segment of its path.
    #[must_use]
    pub fn by(extractor: &str) -> Option<Self> {
        match extractor {
            "Json" => Some(Self::JsonBody),
            "BearerAuth" => Some(Self::Authorization),
            _ => None,
        }
    }

    const fn header(self) -> &'static str {
        match self {
            Self::JsonBody => "content-type",
            Self::Authorization => "authorization",
        }
    }
}

/// What a policy allows where a handler stands.
#[derive(Clone, Copy, Debug)]
pub struct Allowed<'a> {
    /// `allow_headers`.
    pub headers: &'a [&'a str],
    /// `methods`; empty for every method that the route serves.
    pub methods: &'a [&'a str],
    /// The methods that the route serves.
    pub served: &'a [&'a str],
    /// `allow_credentials`.
    pub credentials: bool,
}

impl Allowed<'_> {
    /// What is wrong with a parameter, as it is written, that needs such a header.
    #[must_use]
    pub const fn violation(self, parameter: &str, needed: Needed) -> Option<Violation> {
        let header = needed.header();
        if !self.may_be_asked_for(needed) || self.allow(needed) {
            return None;
        }
        let fact = match needed {
            Needed::JsonBody => {
                "takes a body that no page may send: `content-type` is not in `allow_headers`"
            }
            Needed::Authorization => {
                "takes a header that no page may send: `authorization` is not in `allow_headers`"
            }
        };
        let help = Text::new()
            .push("add it, as in `allow_headers = [\"")
            .push(header)
            .push("\"]`; or write `allow_headers = []`, if no page is meant to call this handler");
        Some(Violation::new(Rule::MissingAllowHeader, parameter, fact).help(help.as_str()))
    }

    const fn may_be_asked_for(self, needed: Needed) -> bool {
        let mut i = 0;
        while i < self.served.len() {
            let served = self.served[i];
            let is_allowed = self.methods.is_empty()
                || ascii::contains(self.methods, method::ANY)
                || ascii::contains(self.methods, served);
            let has_no_body = ascii::equal(served, "GET") || ascii::equal(served, "HEAD");
            if is_allowed && !(matches!(needed, Needed::JsonBody) && has_no_body) {
                return true;
            }
            i += 1;
        }
        false
    }

    const fn allow(self, needed: Needed) -> bool {
        let mut i = 0;
        while i < self.headers.len() {
            let any_covers = self.credentials || !matches!(needed, Needed::Authorization);
            if header_name::stands_for(self.headers[i], needed.header())
                || (any_covers && ascii::equal(self.headers[i], header_name::ANY))
            {
                return true;
            }
            i += 1;
        }
        false
    }
}
