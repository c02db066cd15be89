//! Why a request was refused, or its response not shared: for logs, counters and error pages.

mod event;
mod help;
mod nearest;
mod reason;
mod sentence;

use std::{fmt, sync::Arc};

use actix_web::{
    HttpResponse,
    http::header::{ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue},
};
use cors_rules::{
    fetch,
    origin::{NULL, Origin},
};

pub(crate) use event::Told;
pub use nearest::{Difference, Nearest};
pub use reason::{Reason, Step};

use crate::{
    place::Place,
    prepared::{AllowHeaders, Prepared},
    refusal_tap,
    request::{CorsRequest, Lines},
    settings::{SettledOrigins, Texts},
};

/// Why a policy refused a request, or does not share its response.
///
/// It stands in the extensions of the response, for middleware further out to count by handler and
/// reason, and is told as an event of [`tracing`](https://docs.rs/tracing) with the target
/// `cors_runtime`: the first of a handler and a reason at `WARN`, later ones at `DEBUG`. Its
/// `Display` says what happened, and, behind `help:`, the edit to the attribute that would allow it;
/// it never proposes to open more than what was asked for. Behind `see:` stands the page of the
/// [guide](mod@crate::guide) about what a browser's console says of it.
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
    /// The client's address, for a `RefusalTap`.
    peer: Option<std::net::SocketAddr>,
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
            Reason::Host => request.authority(),
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
            peer: request.peer(),
        }
    }

    /// Leaves it in a response, for whoever stands around. Out of line, so that a response that nothing
    /// is wrong with pays for a look whether there is one.
    #[cold]
    #[inline(never)]
    pub(crate) fn stand_in<B>(self, response: &mut HttpResponse<B>) {
        let mut extensions = response.extensions_mut();
        refusal_tap::record(self.peer, &self);
        // In-process, a browser's side tells the server's with its own.
        #[cfg(feature = "testing")]
        extensions.insert(cors_browser::ServerNote::new(self.clone()));
        extensions.insert(self);
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
        self.place.file()
    }

    /// The line of the attribute, or of the call of [`Cors::new`](crate::Cors::new).
    #[must_use]
    pub fn line(&self) -> u32 {
        self.place.line()
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

    /// The URL of the page about the message in the browser's console.
    #[must_use]
    pub fn see(&self) -> &'static str {
        macro_rules! page {
            ($name:literal) => {
                concat!(
                    "https://docs.rs/cors-browser/latest/cors_browser/console_messages/",
                    $name,
                    "/"
                )
            };
        }
        match (self.reason, self.step) {
            (Reason::HeaderNotAllowed, _) => page!("header_disallowed_by_preflight_response"),
            (_, Step::Preflight) => page!("preflight_missing_allow_origin_header"),
            (_, Step::Actual) => page!("missing_allow_origin_header"),
        }
    }

    fn parsed(&self) -> Option<Origin<'_>> {
        Origin::parse(self.origin.as_ref()?.as_bytes())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())?;
        if let Some(help) = self.help() {
            write!(f, "\nhelp: {help}")?;
        }
        write!(f, "\nreason: {} ({}), {}:{}", self.reason(), self.step, self.file(), self.line())?;
        write!(f, "\nsee: {}", self.see())
    }
}

/// Under the names of its methods, with its first sentence as `says`.
#[cfg(feature = "serde")]
impl serde::Serialize for Refusal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let mut fields = serializer.serialize_struct("Refusal", 10)?;
        fields.serialize_field("says", &self.sentence())?;
        fields.serialize_field("handler", &self.handler())?;
        fields.serialize_field("file", self.file())?;
        fields.serialize_field("line", &self.line())?;
        fields.serialize_field("step", &self.step())?;
        fields.serialize_field("reason", &self.reason())?;
        fields.serialize_field("origin", &self.origin())?;
        fields.serialize_field("asked", &self.asked())?;
        fields.serialize_field("help", &self.help())?;
        fields.serialize_field("see", self.see())?;
        fields.end()
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
            // Most ask for one.
            if is_listed(rest, names) {
                continue;
            }
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
    is_listed(name, names)
        || names.iter().any(|listed| listed.as_bytes().eq_ignore_ascii_case(name))
        // `*` stands for every name but those of credentials.
        || (any && !str::from_utf8(name).is_ok_and(fetch::is_non_wildcard_request_header))
}

#[inline]
fn is_listed(name: &[u8], names: &Texts) -> bool {
    names.iter().any(|listed| listed.as_bytes() == name)
}
