//! Extractors of a handler that need a request header.
//!
//! A page can send such a header only if `allow_headers` lists it. If `content-type` is missing, browsers block every
//! request to a handler that takes `Json`. <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names>

use crate::{Rule, Text, Violation, ascii, header_name, list::ANY};

/// The part of a request that an extractor needs, and that a page can send only if the policy allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// A JSON body. Its `Content-Type`, `application/json`, is not safelisted.
    JsonBody,
    /// The header `Authorization`, which `*` does not cover without credentials.
    Authorization,
}

impl Needed {
    /// Recognizes an extractor by the last segment of its type's path.
    pub fn by_type_name(extractor: &str) -> Option<Self> {
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

/// The parts of a policy that decide what a page can send to a handler.
#[derive(Clone, Copy, Debug)]
pub struct Allowed<'a> {
    /// `allow_headers`.
    pub headers: &'a [&'a str],
    /// `methods`; empty means every method that the route serves.
    pub methods: &'a [&'a str],
    /// The methods that the route serves.
    pub served: &'a [&'a str],
    /// `allow_credentials`.
    pub credentials: bool,
}

impl Allowed<'_> {
    /// Returns the violation if a parameter of the handler needs a request that no page can send. `parameter` is the
    /// parameter's source code.
    pub const fn violation(self, parameter: &str, needed: Needed) -> Option<Violation> {
        let header = needed.header();
        if !self.is_needed_by_any_method(needed) || self.allow(needed) {
            return None;
        }
        let sentence = match needed {
            Needed::JsonBody => {
                "takes a body that no page can send: `allow_headers` lacks `content-type`"
            }
            Needed::Authorization => {
                "takes a header that no page can send: `allow_headers` lacks `authorization`"
            }
        };
        let help = if self.headers.is_empty() {
            Text::new().push("write `allow_headers = [\"").push(header).push("\"]`")
        } else {
            Text::new().push("add `\"").push(header).push("\"` to `allow_headers`")
        };
        let help = help.push(", or `allow_headers = []` if no page calls this handler");
        Some(Violation::new(Rule::MissingAllowHeader, parameter, sentence).help(help.as_str()))
    }

    const fn is_needed_by_any_method(self, needed: Needed) -> bool {
        let mut i = 0;
        while i < self.served.len() {
            let served = self.served[i];
            let is_allowed = self.methods.is_empty()
                || ascii::contains(self.methods, ANY)
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
            if header_name::is_or_misspells(self.headers[i], needed.header())
                || (any_covers && ascii::equal(self.headers[i], ANY))
            {
                return true;
            }
            i += 1;
        }
        false
    }
}
