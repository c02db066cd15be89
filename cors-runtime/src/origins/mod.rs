//! The allowed origins of a policy: their compiled form, and the types that decide at run time.

mod app_data;
mod compiled;
mod live;
mod matcher;
mod set;

use std::{
    pin::Pin,
    sync::{Arc, LazyLock},
};

use actix_web::HttpRequest;
use cors_rules::origin::{NULL, Origin, OriginBuf};

pub use self::{
    app_data::{AppData, app_data},
    live::LiveOrigins,
    set::{Origins, OriginsBuilder},
};
pub(crate) use self::{
    compiled::{CompiledOrigins, OriginCheck},
    matcher::Matcher,
};
use crate::{policy::PolicyErrors, policy_owner::PolicyOwner};

/// Decides at run time whether an origin is allowed: the type of `EXPR` in `origins = dynamic(EXPR)`.
///
/// These types implement the trait: the sets [`Origins`] and [`LiveOrigins`], a set in an [`Arc`] or a [`LazyLock`], a
/// `&'static` reference to one of these, [`AppData`], `Box<dyn AllowOrigin>`, and every `'static` function or closure
/// `Fn(&Origin<'_>, &HttpRequest) -> bool`. `EXPR` is evaluated once for each handler and application instance;
/// actix-web makes one instance for each worker. A function is called only for origins that a browser can send, except
/// `null`.
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
/// Standard: the browser applies the result in its [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot decide which origins are allowed\n\
               help: write a set, `Origins` or `LiveOrigins`, or a function of an origin and a \
               request\n\
               rule: cors::invalid_value",
    label = "expected a set of origins, or a `Fn(&Origin<'_>, &HttpRequest) -> bool`"
)]
#[doc(alias = "dynamic")]
#[doc(alias = "allowed_origin_fn")]
pub trait AllowOrigin: 'static {
    /// Returns whether a page of that origin may read the response to this request.
    fn allow_origin(&self, origin: &Origin<'_>, request: &HttpRequest) -> bool;

    /// Returns whether the opaque origin `null` is allowed; `false` by default.
    fn allow_null_origin(&self) -> bool {
        false
    }

    /// Returns whether the value of an `Origin` header is allowed. To check a request, a policy calls only this method
    /// and [`allow_any_origin`](Self::allow_any_origin).
    ///
    /// The method parses the value, and calls [`allow_origin`](Self::allow_origin) or
    /// [`allow_null_origin`](Self::allow_null_origin). Override this method only to save the parsing, as [`Origins`]
    /// does. An override must return the same results. In particular, the override must return `false` for a value that
    /// is neither `null` nor an origin in the form that a browser sends.
    fn allow_header(&self, value: &[u8], request: &HttpRequest) -> bool {
        match Origin::parse(value) {
            Some(origin) => self.allow_origin(&origin, request),
            None => value == NULL.as_bytes() && self.allow_null_origin(),
        }
    }

    /// Returns whether every origin is allowed; `false` by default. If the result is `true`, the response has
    /// `Access-Control-Allow-Origin: *`.
    fn allow_any_origin(&self, _request: &HttpRequest) -> bool {
        false
    }

    /// Checks that the policy may use this value. The default implementation does nothing. For each policy, the method
    /// is called once in each application instance, when the instance starts. For a set in
    /// [`app_data`](crate::app_data), the method is instead called when an origin is checked. The implementations for
    /// sets evaluate a [`LazyLock`], so that a panic in its function stops the start.
    ///
    /// # Errors
    /// If the policy must not use this value. The server then does not start. A set in [`app_data`](crate::app_data)
    /// allows no origin instead.
    fn prepare(&self, _policy: PolicyTerms) -> Result<(), PolicyErrors> {
        Ok(())
    }
}

/// The settings that decide which sets of origins a policy may use.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PolicyTerms {
    /// `true` if the policy has `allow_credentials`.
    pub allow_credentials: bool,
    /// `true` if the policy has `enforce` with any value other than `false`.
    pub is_enforced: bool,
    /// The name of the handler or the layer, for errors that are found after the start of the server.
    pub(crate) used_by: Arc<str>,
}

impl PolicyTerms {
    pub(crate) fn new(owner: &PolicyOwner) -> Self {
        let policy = owner.policy();
        Self {
            allow_credentials: policy.allow_credentials(),
            is_enforced: policy.enforce().is_on(),
            used_by: owner.to_string().into(),
        }
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
                self.current().contains(origin)
            }

            fn allow_null_origin(&self) -> bool {
                self.current().contains_null()
            }

            fn allow_header(&self, value: &[u8], _: &HttpRequest) -> bool {
                self.current().contains_value(value)
            }

            fn allow_any_origin(&self, _: &HttpRequest) -> bool {
                self.current().contains_every_origin()
            }

            fn prepare(&self, policy: PolicyTerms) -> Result<(), PolicyErrors> {
                self.current().builder.check_terms(policy)
            }
        }
    )*};
}

// The types are listed, because an implementation for every `Deref` to a set would overlap with the implementation for
// functions.
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

/// A future that resolves to `true` if the origin is allowed.
pub type VerdictFuture = Pin<Box<dyn Future<Output = bool>>>;

/// Decides at run time, with a future, whether an origin is allowed: the type of `EXPR` in
/// `origins = dynamic_async(EXPR)`.
///
/// Every `'static` `Fn(OriginBuf, HttpRequest) -> impl Future<Output = bool>` with a `'static` future implements the
/// trait. The policy calls the function for a request with one valid `Origin`, and awaits the future in a box. For
/// `null`, and for an origin that `debug_origins` allows, the policy decides without a call of the function. If you
/// can, keep the origins of a database in a [`LiveOrigins`] instead. The future must drop the request before it
/// resolves, since actix-web panics if another clone of the request still exists.
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
    /// Returns whether a page of that origin may read the response to this request.
    fn allow_origin_async(&self, origin: OriginBuf, request: HttpRequest) -> VerdictFuture;
}

impl<F, Fut> AllowOriginAsync for F
where
    F: Fn(OriginBuf, HttpRequest) -> Fut + 'static,
    Fut: Future<Output = bool> + 'static,
{
    fn allow_origin_async(&self, origin: OriginBuf, request: HttpRequest) -> VerdictFuture {
        Box::pin(self(origin, request))
    }
}

impl AllowOriginAsync for Box<dyn AllowOriginAsync> {
    fn allow_origin_async(&self, origin: OriginBuf, request: HttpRequest) -> VerdictFuture {
        (**self).allow_origin_async(origin, request)
    }
}
