//! Why a request was refused, or its response not shared: for logs, counters and error pages.

mod event;
mod help;
mod nearest;

use std::{fmt, panic::Location, sync::Arc};

use actix_web::http::header::{ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue};
use cors_rules::{
    fetch,
    origin::{NULL, Origin},
};

pub(crate) use event::Told;
pub use nearest::{Difference, Nearest};

use crate::{
    prepared::{AllowHeaders, Prepared},
    registry::Handler,
    request::{CorsRequest, Lines},
    settings::{SettledOrigins, Texts},
};

/// Why a policy refused a request, or does not share its response.
///
/// It stands in the extensions of the response, for middleware further out to count by handler and
/// reason, and is told as an event of [`tracing`](https://docs.rs/tracing) with the target
/// `cors_runtime`: the first of a handler and a reason at `WARN`, later ones at `DEBUG`. Its
/// `Display` says what happened, and, behind `help:`, the edit to the attribute that would allow it;
/// it never proposes to open more than what was asked for.
///
/// ```
/// use actix_web::{
///     App, Error, get,
///     body::MessageBody,
///     dev::{ServiceRequest, ServiceResponse},
///     middleware::{Next, from_fn},
/// };
/// use cors_runtime::{Refusal, cors};
///
/// async fn count(
///     request: ServiceRequest,
///     next: Next<impl MessageBody>,
/// ) -> Result<ServiceResponse<impl MessageBody>, Error> {
///     let response = next.call(request).await?;
///     if let Some(refusal) = response.response().extensions().get::<Refusal>() {
///         println!("cors_refusals{{handler={}, reason={}}}", refusal.handler(), refusal.reason());
///     }
///     Ok(response)
/// }
///
/// #[cors(origins = "https://app.example.com")]
/// #[get("/me")]
/// async fn me() -> &'static str { "{}" }
///
/// let app = App::new().service(me).wrap(from_fn(count));
/// ```
///
/// Standard: the [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check) and the
/// [CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch) are what fails in the
/// browser.
#[derive(Clone)]
#[doc(alias = "blocked")]
pub struct Refusal {
    place: Place,
    policy: Arc<Prepared>,
    step: Step,
    reason: Reason,
    /// Whether it was only told: `enforce = "report"`.
    is_reported: bool,
    origin: Option<HeaderValue>,
    /// The method, the header or the host that was asked for.
    asked: Option<String>,
}

/// Where a policy stands in the source.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    Handler(&'static Handler),
    Layer(&'static Location<'static>),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handler(handler) => write!(f, "{}::{}", handler.module, handler.name),
            Self::Layer(location) => write!(f, "Cors, {location}"),
        }
    }
}

/// The part of the CORS protocol that a [`Refusal`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Step {
    /// The browser's question before a request:
    /// <https://fetch.spec.whatwg.org/#cors-preflight-fetch>.
    Preflight,
    /// The request itself.
    Actual,
}

/// Why a policy refuses: a label of a few values, whose `Display` is its name, as in
/// `origin_not_allowed`.
///
/// ```
/// assert_eq!(cors_runtime::Reason::OriginNotAllowed.to_string(), "origin_not_allowed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The policy does not allow the origin.
    OriginNotAllowed,
    /// The `Origin` header is nothing that a browser sends.
    OriginMalformed,
    /// The `Origin` header was sent more than once.
    OriginRepeated,
    /// A preflight asks for a method that the policy does not allow.
    MethodNotAllowed,
    /// A preflight asks for a header that `allow_headers` lacks: it is answered, and the browser
    /// refuses.
    HeaderNotAllowed,
    /// Under `enforce`: another site's page had a browser send the request.
    Foreign,
    /// The browser sent the request after a preflight that this policy would have refused: somebody
    /// else answered it.
    TakenOnAnothersPreflight,
    /// The request is for a name that `hosts` does not list.
    Host,
}

impl Reason {
    /// Its name, as a label: `origin_not_allowed`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OriginNotAllowed => "origin_not_allowed",
            Self::OriginMalformed => "origin_malformed",
            Self::OriginRepeated => "origin_repeated",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::HeaderNotAllowed => "header_not_allowed",
            Self::Foreign => "foreign",
            Self::TakenOnAnothersPreflight => "taken_on_anothers_preflight",
            Self::Host => "host",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Step {
    /// Its name, as a label: `preflight` or `actual`.
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

impl Refusal {
    #[cold]
    pub(crate) fn new(
        place: Place,
        policy: &Arc<Prepared>,
        step: Step,
        reason: Reason,
        request: CorsRequest<'_>,
        origin: Lines<'_>,
    ) -> Self {
        let asked: Option<&[u8]> = match reason {
            Reason::MethodNotAllowed => request.requested_method().map(HeaderValue::as_bytes),
            Reason::HeaderNotAllowed => policy.allow_headers.unlisted(request),
            Reason::Host => request.authority().map(str::as_bytes),
            _ => None,
        };
        Self {
            place,
            policy: Arc::clone(policy),
            step,
            reason,
            is_reported: reason == Reason::Foreign && !policy.settings.enforce.refuses(),
            origin: match origin {
                Lines::One(origin) => Some(origin.clone()),
                Lines::None | Lines::Several => None,
            },
            asked: asked.map(quoted),
        }
    }

    /// The handler whose policy it was, as `module::name`; `Cors` for a layer.
    #[must_use]
    pub fn handler(&self) -> String {
        match self.place {
            Place::Handler(_) => self.place.to_string(),
            Place::Layer(_) => "Cors".to_owned(),
        }
    }

    /// The source file of the attribute, or of the call of [`Cors::new`](crate::Cors::new).
    #[must_use]
    pub fn file(&self) -> &'static str {
        match self.place {
            Place::Handler(handler) => handler.file,
            Place::Layer(location) => location.file(),
        }
    }

    /// The line of the attribute, or of the call of [`Cors::new`](crate::Cors::new).
    #[must_use]
    pub fn line(&self) -> u32 {
        match self.place {
            Place::Handler(handler) => handler.line,
            Place::Layer(location) => location.line(),
        }
    }

    /// Whether it is about a preflight or the request itself.
    #[must_use]
    pub fn step(&self) -> Step {
        self.step
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> Reason {
        match self.reason {
            // A policy allows nothing but what a browser sends, and need not tell the two apart.
            Reason::OriginNotAllowed if self.is_malformed() => Reason::OriginMalformed,
            reason => reason,
        }
    }

    pub(crate) fn is_foreign(&self) -> bool {
        self.reason == Reason::Foreign
    }

    fn is_malformed(&self) -> bool {
        self.parsed().is_none() && self.origin.as_ref().is_some_and(|origin| origin != NULL)
    }

    /// The `Origin` that was sent, where it was one: anything but printable ASCII is escaped, and
    /// what is longer than any origin is cut.
    #[must_use]
    pub fn origin(&self) -> Option<String> {
        self.origin.as_ref().map(|origin| quoted(origin.as_bytes()))
    }

    /// The method, the header or the host that was asked for, where the reason is about one; escaped
    /// and cut as [`origin`](Self::origin) is.
    #[must_use]
    pub fn asked(&self) -> Option<&str> {
        self.asked.as_deref()
    }

    /// The pattern of the policy that is nearest to the origin, and how they differ.
    ///
    /// It is looked for when this is called, in time linear in the number of patterns.
    #[must_use]
    pub fn nearest(&self) -> Option<Nearest> {
        if !matches!(self.reason(), Reason::OriginNotAllowed | Reason::Foreign) {
            return None;
        }
        let Some(SettledOrigins::Listed(listed)) = &self.policy.settings.origins else {
            return None;
        };
        let patterns = listed.iter().chain(&self.policy.settings.debug_origins);
        nearest::nearest(self.parsed()?, patterns.map(AsRef::as_ref))
    }

    /// The edit that would allow it, where there is one that opens no more.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        help::help(self)
    }

    fn parsed(&self) -> Option<Origin<'_>> {
        Origin::parse(self.origin.as_ref()?.as_bytes())
    }

    fn sentence(&self) -> String {
        let handler = self.handler();
        let origin = self.origin().unwrap_or_else(|| "a page".to_owned());
        let asked = self.asked().unwrap_or_default();
        match self.reason() {
            Reason::OriginNotAllowed => match self.nearest() {
                Some(nearest) => format!("`{origin}` is not allowed by `{handler}`: {nearest}"),
                None => format!("`{origin}` is not allowed by `{handler}`"),
            },
            Reason::OriginMalformed => {
                format!(
                    "`{origin}` is not an origin as a browser sends it, so `{handler}` allows nothing"
                )
            }
            Reason::OriginRepeated => {
                format!("the request to `{handler}` has more than one `Origin` header")
            }
            Reason::MethodNotAllowed => {
                format!("`{asked}` is not among the methods that `{handler}` allows `{origin}`")
            }
            Reason::HeaderNotAllowed => format!(
                "`{asked}` is not in the `allow_headers` of `{handler}`: the preflight of `{origin}` \
                 is answered, and the browser refuses"
            ),
            Reason::Foreign if self.is_reported => format!(
                "a request that `{origin}` had a browser send to `{handler}` would be refused by \
                 `enforce`"
            ),
            Reason::Foreign => format!(
                "a request that `{origin}` had a browser send to `{handler}` is refused by `enforce`"
            ),
            Reason::TakenOnAnothersPreflight => format!(
                "a request of `{origin}` to `{handler}` was preflighted by somebody else: this \
                 policy would have refused the preflight"
            ),
            Reason::Host => match &self.asked {
                Some(host) => format!("`{host}` is not in the `hosts` of `{handler}`"),
                None => format!("the request to `{handler}` names no host, or two"),
            },
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())?;
        if let Some(help) = self.help() {
            write!(f, "\nhelp: {help}")?;
        }
        write!(f, "\nreason: {} ({}), {}:{}", self.reason(), self.step, self.file(), self.line())
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("handler", &self.handler())
            .field("file", &self.file())
            .field("line", &self.line())
            .field("step", &self.step)
            .field("reason", &self.reason())
            .field("origin", &self.origin())
            .field("asked", &self.asked)
            .field("is_reported", &self.is_reported)
            .finish()
    }
}

/// The longest origin there is has some 320 bytes.
const LONGEST_QUOTED: usize = 330;

/// What came from the network, for a log: escaped, and cut.
fn quoted(bytes: &[u8]) -> String {
    let cut = bytes.get(..LONGEST_QUOTED);
    let mut quoted = cut.unwrap_or(bytes).escape_ascii().to_string();
    if cut.is_some_and(|cut| cut.len() < bytes.len()) {
        quoted.push('…');
    }
    quoted
}

impl AllowHeaders {
    /// The first header that a preflight asks for and that is not allowed:
    /// <https://fetch.spec.whatwg.org/#cors-preflight-fetch>, step 7 of what is done with the answer.
    #[inline]
    pub(crate) fn unlisted<'a>(&self, request: CorsRequest<'a>) -> Option<&'a [u8]> {
        let Self::Listed { names, any, .. } = self else { return None };
        for line in request.lines_of(&ACCESS_CONTROL_REQUEST_HEADERS) {
            let mut rest = line.as_bytes();
            while !rest.is_empty() {
                let comma = rest.iter().position(|byte| *byte == b',').unwrap_or(rest.len());
                let (name, behind) = rest.split_at(comma);
                rest = behind.get(1..).unwrap_or_default();
                let name = name.trim_ascii();
                if !name.is_empty() && !is_allowed(name, names, *any) {
                    return Some(name);
                }
            }
        }
        None
    }
}

/// Browsers send names in lower case: <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names>.
#[inline]
fn is_allowed(name: &[u8], names: &Texts, any: bool) -> bool {
    names.iter().any(|listed| listed.as_bytes() == name)
        || names.iter().any(|listed| listed.as_bytes().eq_ignore_ascii_case(name))
        // `*` stands for every name but those of credentials.
        || (any && !str::from_utf8(name).is_ok_and(fetch::is_non_wildcard_request_header))
}
