//! The reasons why a request was rejected or blocked, or would be rejected, for logs, metrics and error pages.

mod display;
mod log;
mod nearest;
mod reason;
mod tap;

use std::fmt;

use actix_web::{HttpResponse, http::header::HeaderValue};
use cors_rules::origin::Origin;

pub(crate) use self::{log::warn_first, reason::escaped};
pub use self::{
    nearest::{Difference, Nearest},
    reason::{Reason, Step},
    tap::RefusalTap,
};
use crate::{
    policy::{OriginSource, Policy},
    policy_owner::PolicyOwner,
    request::{CorsRequest, one},
};

/// The reason why a policy rejected a request, or why the browser will block the request or its response. With
/// `enforce = "report"`, also the reason why `enforce` would reject the request.
///
/// The refusal is in the extensions of the response, so that an outer middleware can count refusals by handler and
/// reason. The refusal is also logged as an event of [`tracing`](https://docs.rs/tracing) with the target
/// `cors_runtime`: the first event of a handler and a reason at `WARN`, later ones at `DEBUG`. One refusal is only
/// logged: the refusal of a preflight for a method in the wrong letter case, such as `patch`.
///
/// The first line of the `Display` describes what happened. The `help:` line, if there is one, is an edit that allows
/// such requests, or advice on what to change or check. The `see:` line links to a page of the
/// [guide](mod@crate::guide), or to a page about a console message.
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
/// [CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch) fail in the browser.
#[derive(Clone)]
#[doc(alias = "blocked")]
pub struct Refusal {
    owner: PolicyOwner,
    step: Step,
    reason: Reason,
    origin: Option<HeaderValue>,
    /// The address of the client. A [`RefusalTap`] records the last refusal for one such address.
    client: Option<std::net::SocketAddr>,
}

impl Refusal {
    #[cold]
    pub(crate) fn new(owner: &PolicyOwner, reason: Reason, request: &CorsRequest<'_>) -> Self {
        let step = if request.is_preflight() { Step::Preflight } else { Step::Actual };
        let (owner, origin) = (owner.clone(), one(request.origin).cloned());
        Self { owner, step, reason, origin, client: request.client() }
    }

    /// Puts the refusal into the extensions of a response, and records it for a [`RefusalTap`]. The function is not
    /// inlined, since most responses have no refusal.
    #[cold]
    #[inline(never)]
    pub(crate) fn attach_to<B>(self, response: &mut HttpResponse<B>) {
        let mut extensions = response.extensions_mut();
        tap::record(&self);
        // In tests, the simulated browser of `cors-browser` reports this note with the blocked request.
        #[cfg(feature = "testing")]
        extensions.insert(cors_browser::ServerNote::new(self.clone()));
        extensions.insert(self);
    }

    /// Returns the handler, as `module::name`; `Cors` for a layer.
    #[must_use]
    pub fn handler(&self) -> String {
        let (module, name) = self.owner.module_and_name();
        if self.owner.is_layer() { name.to_owned() } else { format!("{module}::{name}") }
    }

    /// Returns the source file of the attribute, or of the call of [`Cors::new`](crate::Cors::new).
    #[must_use]
    pub fn file(&self) -> &'static str {
        self.owner.location().0
    }

    /// Returns the line of the attribute, or of the call of [`Cors::new`](crate::Cors::new).
    #[must_use]
    pub fn line(&self) -> u32 {
        self.owner.location().1
    }

    /// Returns the step in which the request was rejected or blocked.
    #[must_use]
    pub fn step(&self) -> Step {
        self.step
    }

    /// Returns the reason, with its values.
    #[must_use]
    pub fn reason(&self) -> &Reason {
        &self.reason
    }

    /// Returns the `Origin` header, escaped, and cut if it is long; `None` if the request has no such header, or
    /// several.
    #[must_use]
    pub fn origin(&self) -> Option<String> {
        self.origin.as_ref().map(|origin| escaped(origin.as_bytes()))
    }

    /// Returns the method, the headers or the host that the policy does not allow. Returns `None` for other reasons.
    /// For [`Reason::Host`], also returns `None` if the request names no host, or several.
    #[must_use]
    pub fn requested(&self) -> Option<String> {
        match &self.reason {
            Reason::MethodNotAllowed { method } => Some(method.clone()),
            Reason::HeaderNotAllowed { names } => Some(names.join(", ")),
            Reason::Host { host } => host.clone(),
            _ => None,
        }
    }

    /// Returns the listed pattern that is closest to the origin, and the difference. Returns `None` if no pattern is
    /// similar, or if the policy has no list of origins. The patterns are searched only if the reason is
    /// [`Reason::OriginNotAllowed`] or [`Reason::CrossOrigin`].
    ///
    /// The method searches the list, so its time is linear in the number of patterns.
    #[must_use]
    pub fn nearest(&self) -> Option<Nearest> {
        if !matches!(self.reason, Reason::OriginNotAllowed | Reason::CrossOrigin) {
            return None;
        }
        let policy = self.policy();
        let Some(OriginSource::Listed(listed)) = policy.origin_source() else { return None };
        let origin = Origin::parse(self.origin.as_ref()?.as_bytes())?;
        nearest::nearest(origin, listed.iter().chain(policy.debug_origins().iter()))
    }

    fn policy(&self) -> &Policy {
        self.owner.policy()
    }
}

/// Writes the result of each method except `nearest` as a field with the method's name, and the first line of the
/// `Display` as `message`.
#[cfg(feature = "serde")]
impl serde::Serialize for Refusal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let mut fields = serializer.serialize_struct("Refusal", 10)?;
        fields.serialize_field("message", &self.sentence())?;
        fields.serialize_field("handler", &self.handler())?;
        fields.serialize_field("file", self.file())?;
        fields.serialize_field("line", &self.line())?;
        fields.serialize_field("step", &self.step())?;
        fields.serialize_field("reason", self.reason())?;
        fields.serialize_field("origin", &self.origin())?;
        fields.serialize_field("requested", &self.requested())?;
        fields.serialize_field("help", &self.help())?;
        fields.serialize_field("documentation_url", self.documentation_url())?;
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
            .field("reason", &self.reason)
            .field("origin", &self.origin())
            .finish_non_exhaustive()
    }
}
