//! The rule about handlers with an extractor that needs a request header.
//!
//! A page of another origin can send such a header only if `allow_headers` allows the header. For example, the
//! extractor `Json` needs a JSON body. If `allow_headers` does not allow `content-type`, browsers block every
//! cross-origin request with the content type `application/json`.
//! <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names>

use crate::{ConstString, Rule, Violation, ascii, header_name, list::ANY};

/// The part of a request that an extractor needs, and that a page can send only if the policy allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// A JSON body. Its `Content-Type`, `application/json`, is not safelisted.
    JsonBody,
    /// The header `Authorization`. Without credentials, `*` in `allow_headers` does not cover this header. With
    /// credentials, `*` covers the header, because preflight responses then list the requested headers in place of `*`.
    Authorization,
}

impl Needed {
    /// Returns the part of a request that an extractor needs. `extractor` is the last segment of the path of its type,
    /// such as `Json` for `web::Json`.
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

/// The facts that determine whether a page can send a header that an extractor needs.
#[derive(Clone, Copy, Debug)]
pub struct Allowed<'a> {
    /// The values of `allow_headers`.
    pub headers: &'a [&'a str],
    /// The values of `methods`. An empty list means every method that the route serves.
    pub methods: &'a [&'a str],
    /// The methods that the route serves.
    pub served: &'a [&'a str],
    /// The value of `allow_credentials`.
    pub allow_credentials: bool,
}

impl Allowed<'_> {
    /// Returns the violation if a parameter of the handler needs a header that no page can send. `parameter` is the
    /// source code of the parameter.
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
            ConstString::new().push("write `allow_headers = [\"").push(header).push("\"]`")
        } else {
            ConstString::new().push("add `\"").push(header).push("\"` to `allow_headers`")
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
            let any_covers = self.allow_credentials || !matches!(needed, Needed::Authorization);
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
