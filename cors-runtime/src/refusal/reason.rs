use std::fmt;

/// The step of the CORS protocol in which a request was rejected or blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Step {
    /// The preflight: <https://fetch.spec.whatwg.org/#cors-preflight-fetch>.
    Preflight,
    /// The actual request: the request of the page itself, with or without a preflight before it.
    Actual,
}

/// The reason for a [`Refusal`](crate::Refusal). Some reasons contain values of the request, such as the rejected
/// method.
///
/// The values are escaped, and long values are cut, so that they are safe in a log. The `Display` is a label for
/// metrics.
///
/// ```
/// use cors_runtime::Reason;
///
/// let reason = Reason::MethodNotAllowed { method: "PUT".to_owned() };
/// assert_eq!(reason.to_string(), "method_not_allowed");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The policy does not allow the origin.
    OriginNotAllowed,
    /// No browser sends this `Origin` header.
    OriginMalformed,
    /// The request has more than one `Origin` header.
    OriginRepeated,
    /// A preflight requests a method that the policy does not allow.
    MethodNotAllowed {
        /// The requested method.
        method: String,
    },
    /// A preflight requests headers that `allow_headers` does not list. The response is 204, and the browser blocks the
    /// request.
    HeaderNotAllowed {
        /// The headers that are not allowed, in the order of the request; at most sixteen.
        names: Vec<String>,
    },
    /// A reason of `enforce`: a page of another origin made the browser send the request.
    CrossOrigin,
    /// A reason of `enforce`: an allowed origin sent an unsafe request with cookies, and the policy has no
    /// `allow_credentials`.
    CookiesWithoutCredentials,
    /// The request needed a preflight, and this policy would have rejected the preflight. So another component, or this
    /// policy before a change, must have approved it. A request that needed a preflight and has no `Origin` has this
    /// reason too, because a component must have removed the header.
    PreflightBypass,
    /// `hosts` does not list the host of the request.
    Host {
        /// The host; `None` if the request names no host, or several.
        host: Option<String>,
    },
}

impl Reason {
    /// Returns the label, such as `origin_not_allowed`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::OriginNotAllowed => "origin_not_allowed",
            Self::OriginMalformed => "origin_malformed",
            Self::OriginRepeated => "origin_repeated",
            Self::MethodNotAllowed { .. } => "method_not_allowed",
            Self::HeaderNotAllowed { .. } => "header_not_allowed",
            Self::CrossOrigin => "cross_origin",
            Self::CookiesWithoutCredentials => "cookies_without_credentials",
            Self::PreflightBypass => "preflight_bypass",
            Self::Host { .. } => "host",
        }
    }

    /// Returns whether `enforce` is the reason.
    pub(crate) const fn is_from_enforce(&self) -> bool {
        matches!(self, Self::CrossOrigin | Self::CookiesWithoutCredentials)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Step {
    /// Returns the label: `preflight` or `actual`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Preflight => "preflight",
            Self::Actual => "actual",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The maximum number of bytes of a quoted value. A longer value is cut. An origin has at most 326 bytes, so no origin
/// is cut.
const MAX_QUOTED_BYTES: usize = 330;

/// Escapes a value of the request for logs, and cuts a long value.
pub(crate) fn escaped(bytes: &[u8]) -> String {
    let cut = bytes.get(..MAX_QUOTED_BYTES).unwrap_or(bytes);
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !b"\\'\"".contains(byte);
    // Most values need no escapes, and escaping is slow.
    let mut escaped = match str::from_utf8(cut) {
        Ok(text) if cut.iter().all(is_plain) => text.to_owned(),
        _ => cut.escape_ascii().to_string(),
    };
    if cut.len() < bytes.len() {
        escaped.push('…');
    }
    escaped
}
