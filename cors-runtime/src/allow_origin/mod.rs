//! Origins known only at run time: what `dynamic(…)` and `dynamic_async(…)` take.

mod app_data;
mod env;
mod errors;
mod live;
mod matcher;
mod origins;

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, LazyLock},
};

use actix_web::HttpRequest;
use cors_rules::origin::{NULL, Origin, OriginBuf};

pub use app_data::{AppData, app_data};
pub use errors::{PolicyError, PolicyErrors};
pub use live::LiveOrigins;
pub(crate) use matcher::Matcher;
pub use origins::{Origins, OriginsBuilder};

/// Decides at run time whether an origin is allowed: what `origins = dynamic(EXPR)` takes.
///
/// Implemented by [`Origins`], by [`LiveOrigins`], by `&'static`, [`Arc`] and [`LazyLock`] of them,
/// and by every `Fn(&Origin<'_>, &HttpRequest) -> bool`, a closure or a function. `EXPR` is
/// evaluated once for each handler and application instance (actix-web makes one per worker), and
/// asked only about origins that a browser can have sent.
///
/// ```
/// use actix_web::{HttpRequest, get};
/// use cors_runtime::{Origin, cors};
///
/// fn is_partner(origin: &Origin<'_>, _: &HttpRequest) -> bool {
///     origin.scheme() == "https" && origin.is_subdomain_of("partners.example.com")
/// }
///
/// #[cors(origins = dynamic(is_partner))]
/// #[get("/prices")]
/// async fn prices() -> &'static str { "[]" }
/// ```
///
/// Standard: the [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check) is what the browser
/// makes of the answer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot decide which origins are allowed\n\
               help: write a set, `Origins` or `LiveOrigins`, or a function of an origin and a \
               request\n\
               rule: cors::invalid_value",
    label = "no set of origins, and no `Fn(&Origin<'_>, &HttpRequest) -> bool`"
)]
#[doc(alias = "dynamic")]
#[doc(alias = "allowed_origin_fn")]
pub trait AllowOrigin: 'static {
    /// Whether a page of that origin may read the response to this request.
    fn allow_origin(&self, origin: &Origin<'_>, request: &HttpRequest) -> bool;

    /// Whether the opaque origin `null` is allowed; `false` unless overridden.
    fn allow_null_origin(&self) -> bool {
        false
    }

    /// Answers for the `Origin` header as it was sent, before it is parsed: this is what a policy
    /// asks.
    ///
    /// It parses the value and asks [`allow_origin`](Self::allow_origin) or
    /// [`allow_null_origin`](Self::allow_null_origin). Override it only to save the parsing, as
    /// [`Origins`] does, and only with the same answers: no value but an origin as a browser
    /// serializes it, or `null`, may be allowed.
    fn allow_header(&self, value: &[u8], request: &HttpRequest) -> bool {
        match Origin::parse(value) {
            Some(origin) => self.allow_origin(&origin, request),
            None => value == NULL.as_bytes() && self.allow_null_origin(),
        }
    }

    /// Whether every origin is allowed, so that the answer is `*`; `false` unless overridden.
    fn allow_any_origin(&self, _request: &HttpRequest) -> bool {
        false
    }

    /// Called once, before the server takes requests; does nothing unless overridden. A
    /// [`LazyLock`] is forced here, so that what is wrong with it stops the start.
    ///
    /// # Errors
    /// What may not be used under that policy: it stops the start.
    fn prepare(&self, _policy: PolicyTerms) -> Result<(), PolicyErrors> {
        Ok(())
    }
}

/// What of a policy decides which sets of origins it may use.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PolicyTerms {
    /// Whether it has `allow_credentials`.
    pub allow_credentials: bool,
    /// Whether it has `enforce` in any form but `false`.
    pub enforces: bool,
    /// For whoever has to say later that a set may not be used.
    pub(crate) place: Arc<str>,
}

impl PolicyTerms {
    pub(crate) fn new(allow_credentials: bool, enforces: bool, place: &dyn fmt::Display) -> Self {
        Self { allow_credentials, enforces, place: place.to_string().into() }
    }
}

impl<F> AllowOrigin for F
where
    F: Fn(&Origin<'_>, &HttpRequest) -> bool + 'static,
{
    fn allow_origin(&self, origin: &Origin<'_>, request: &HttpRequest) -> bool {
        self(origin, request)
    }
}

impl AllowOrigin for Box<dyn AllowOrigin> {
    fn allow_origin(&self, origin: &Origin<'_>, request: &HttpRequest) -> bool {
        (**self).allow_origin(origin, request)
    }

    fn allow_null_origin(&self) -> bool {
        (**self).allow_null_origin()
    }

    fn allow_header(&self, value: &[u8], request: &HttpRequest) -> bool {
        (**self).allow_header(value, request)
    }

    fn allow_any_origin(&self, request: &HttpRequest) -> bool {
        (**self).allow_any_origin(request)
    }

    fn prepare(&self, policy: PolicyTerms) -> Result<(), PolicyErrors> {
        (**self).prepare(policy)
    }
}

macro_rules! allow_origin_by_the_set {
    ($($set:ty $(where $make:ident -> $made:ty)?),* $(,)?) => {$(
        impl$(<$make: FnOnce() -> $made + 'static>)? AllowOrigin for $set {
            fn allow_origin(&self, origin: &Origin<'_>, _: &HttpRequest) -> bool {
                self.contains(origin)
            }

            fn allow_null_origin(&self) -> bool {
                self.contains_null()
            }

            fn allow_header(&self, value: &[u8], _: &HttpRequest) -> bool {
                self.contains_value(value)
            }

            fn allow_any_origin(&self, _: &HttpRequest) -> bool {
                self.contains_every_origin()
            }

            fn prepare(&self, policy: PolicyTerms) -> Result<(), PolicyErrors> {
                self.judge(policy)
            }
        }
    )*};
}

// Not for every `Deref` of a set: that would overlap with the functions.
allow_origin_by_the_set!(
    Origins,
    Arc<Origins>,
    LazyLock<Origins, F> where F -> Origins,
    &'static Origins,
    &'static Arc<Origins>,
    &'static LazyLock<Origins, F> where F -> Origins,
    &'static LazyLock<Arc<Origins>, F> where F -> Arc<Origins>,
    LiveOrigins,
    Arc<LiveOrigins>,
    LazyLock<LiveOrigins, F> where F -> LiveOrigins,
    &'static LiveOrigins,
    &'static Arc<LiveOrigins>,
    &'static LazyLock<LiveOrigins, F> where F -> LiveOrigins,
    &'static LazyLock<Arc<LiveOrigins>, F> where F -> Arc<LiveOrigins>,
);

/// What [`AllowOriginAsync`] answers, in a while.
pub type Verdict = Pin<Box<dyn Future<Output = bool>>>;

/// Decides at run time, and asynchronously, whether an origin is allowed: what
/// `origins = dynamic_async(EXPR)` takes.
///
/// Implemented by every `Fn(OriginBuf, HttpRequest) -> impl Future<Output = bool>`. It is awaited
/// once for each CORS request that reaches the policy, and costs one box and whatever it does:
/// keep what a database said in a [`LiveOrigins`] where you can. The request must not be kept
/// beyond the answer, since the handler needs it whole.
///
/// ```
/// use actix_web::{HttpRequest, get, web};
/// use cors_runtime::{OriginBuf, cors};
///
/// struct Tenants;
/// impl Tenants {
///     async fn has_origin(&self, origin: &OriginBuf) -> bool {
///         origin.scheme() == "https" && origin.is_subdomain_of("tenants.example.com")
///     }
/// }
///
/// async fn is_tenant(origin: OriginBuf, request: HttpRequest) -> bool {
///     match request.app_data::<web::Data<Tenants>>() {
///         Some(tenants) => tenants.has_origin(&origin).await,
///         None => false,
///     }
/// }
///
/// #[cors(origins = dynamic_async(is_tenant), allow_credentials)]
/// #[get("/orders")]
/// async fn orders() -> &'static str { "[]" }
/// ```
///
/// Standard: the [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot decide which origins are allowed\n\
               help: write an `async fn(OriginBuf, HttpRequest) -> bool`\n\
               rule: cors::invalid_value",
    label = "no `Fn(OriginBuf, HttpRequest) -> impl Future<Output = bool>`"
)]
#[doc(alias = "dynamic_async")]
pub trait AllowOriginAsync: 'static {
    /// Whether a page of that origin may read the response to this request.
    fn allow_origin_async(&self, origin: OriginBuf, request: HttpRequest) -> Verdict;
}

impl<F, Fut> AllowOriginAsync for F
where
    F: Fn(OriginBuf, HttpRequest) -> Fut + 'static,
    Fut: Future<Output = bool> + 'static,
{
    fn allow_origin_async(&self, origin: OriginBuf, request: HttpRequest) -> Verdict {
        Box::pin(self(origin, request))
    }
}

impl AllowOriginAsync for Box<dyn AllowOriginAsync> {
    fn allow_origin_async(&self, origin: OriginBuf, request: HttpRequest) -> Verdict {
        (**self).allow_origin_async(origin, request)
    }
}
