use std::{
    any::type_name,
    fmt,
    marker::PhantomData,
    sync::{Once, OnceLock},
};

use actix_web::{HttpRequest, web::Data};
use cors_rules::origin::Origin;

use super::{AllowOrigin, PolicyTerms};
use crate::policy::PolicyErrors;

/// Returns an [`AllowOrigin`] that looks up the set of origins in the data of the application. Use it as in
/// `origins = dynamic(app_data::<Origins>())`.
///
/// `T` is any [`AllowOrigin`]. The set is looked up as [`web::Data<T>`](Data), then as app data of type `T`. If the set
/// is missing, or the policy must not use the set, `app_data` allows no origin. An error is then logged once for each
/// handler or layer of an application instance.
///
/// ```
/// use actix_web::{App, HttpServer, get, web};
/// use cors_runtime::{LiveOrigins, Origins, app_data, cors};
///
/// #[cors(origins = dynamic(app_data::<LiveOrigins>()), allow_credentials)]
/// #[get("/orders")]
/// async fn orders() -> &'static str { "[]" }
///
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     let partners = Origins::parse(["https://app.example.com", "https://*.partner.example"])?;
///     let partners = web::Data::new(LiveOrigins::new(partners));
///     let server =
///         HttpServer::new(move || App::new().app_data(partners.clone()).service(orders));
///     # drop(server);
///     Ok(())
/// }
/// ```
///
/// Standard: the [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check).
#[must_use]
pub fn app_data<T>() -> AppData<T> {
    AppData { policy: OnceLock::new(), logged: Once::new(), set: PhantomData }
}

/// The [`AllowOrigin`] that [`app_data`] returns.
pub struct AppData<T> {
    policy: OnceLock<PolicyTerms>,
    logged: Once,
    set: PhantomData<fn() -> T>,
}

impl<T: AllowOrigin> AppData<T> {
    /// Returns the set, unless it is missing or the policy must not use it. The set is checked for each request, since
    /// middleware can replace it.
    fn of<'a>(&self, request: &'a HttpRequest) -> Option<&'a T> {
        let data = request.app_data::<Data<T>>().map(|data| &***data);
        let Some(set) = data.or_else(|| request.app_data::<T>()) else {
            self.log(
                request,
                &"the application has no such data; add it with \
                  `App::new().app_data(web::Data::new(…))`",
            );
            return None;
        };
        match self.policy.get().map(|policy| set.prepare(policy.clone())) {
            None | Some(Ok(())) => Some(set),
            Some(Err(errors)) => {
                self.log(request, &errors);
                None
            }
        }
    }

    #[cold]
    fn log(&self, request: &HttpRequest, why: &dyn fmt::Display) {
        self.logged.call_once(|| {
            let set = type_name::<T>();
            // `prepare` was not called if another `AllowOrigin` contains this one and does not forward the call.
            let used_by = match self.policy.get() {
                Some(policy) => policy.used_by.to_string(),
                None => format!("`{}`", request.path()),
            };
            tracing::error!(
                target: "cors_runtime",
                "`app_data::<{set}>()` of {used_by} allows no origin: {why}"
            );
        });
    }
}

impl<T: AllowOrigin> AllowOrigin for AppData<T> {
    fn allow_origin(&self, origin: &Origin<'_>, request: &HttpRequest) -> bool {
        self.of(request).is_some_and(|set| set.allow_origin(origin, request))
    }

    fn allow_header(&self, value: &[u8], request: &HttpRequest) -> bool {
        self.of(request).is_some_and(|set| set.allow_header(value, request))
    }

    fn allow_any_origin(&self, request: &HttpRequest) -> bool {
        self.of(request).is_some_and(|set| set.allow_any_origin(request))
    }

    fn prepare(&self, policy: PolicyTerms) -> Result<(), PolicyErrors> {
        let _ = self.policy.set(policy);
        Ok(())
    }
}

impl<T> fmt::Debug for AppData<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "app_data::<{}>()", type_name::<T>())
    }
}
