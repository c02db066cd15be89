//! Items with the names of the keys and values of a policy, so that rust-analyzer completes, documents and finds the
//! keys and values.
//!
//! Only expansions for rust-analyzer import these items.

#![allow(non_upper_case_globals, clippy::needless_pass_by_value)]

use actix_web::HttpRequest;

use crate::{Origin, OriginBuf};

/// Expands to its input.
#[doc(hidden)]
#[macro_export]
macro_rules! __keep {
    ($($tokens:tt)*) => { $($tokens)* };
}

/// Expands to nothing.
#[doc(hidden)]
#[macro_export]
macro_rules! __discard {
    ($($tokens:tt)*) => {};
}

macro_rules! keys {
    () => {};
    // `crate` cannot be the name of an item.
    ($variant:ident crate $kind:ident $row:tt $($rest:tt)*) => {
        keys! { $($rest)* }
    };
    ($variant:ident $name:ident $kind:ident {
        takes: $takes:literal,
        default: $default:literal,
        example: $example:literal,
        section: $section:literal,
        other_names: $other_names:tt,
    } $($rest:tt)*) => {
        // Each literal is on a line of its own, since rust-analyzer does not evaluate `concat!` here.
        #[doc = $takes]
        ///
        /// If left out:
        #[doc = $default]
        ///
        /// ```text
        #[doc = $example]
        /// ```
        ///
        /// [More about this key][section]
        ///
        /// [section]:
        #[doc = $section]
        pub mod $name {}

        keys! { $($rest)* }
    };
}

/// The keys, which rust-analyzer proposes before the `=`.
pub mod keys {
    use cors_rules::each_key;

    each_key!(keys);

    /// Allows no origin except the server's own: preflights get 403, and responses get no CORS header. `none` must be
    /// the only argument. It excludes a handler from the policy of its module.
    ///
    /// ```text
    /// #[cors(none)]
    /// ```
    pub mod none {}
}

/// The methods that have a route attribute and that a page may send, as values of `methods`.
pub mod methods {
    /// Safelisted: a page may send it without a preflight if its headers are safelisted.
    pub const GET: &str = "GET";
    /// Safelisted: a page may send it without a preflight if its headers are safelisted.
    pub const HEAD: &str = "HEAD";
    /// Safelisted: a page may send it without a preflight if its headers, `Content-Type` included, are safelisted.
    pub const POST: &str = "POST";
    /// A page may send it if a preflight allows it.
    pub const PUT: &str = "PUT";
    /// A page may send it if a preflight allows it.
    pub const PATCH: &str = "PATCH";
    /// A page may send it if a preflight allows it.
    pub const DELETE: &str = "DELETE";
    /// List it only if pages send it themselves. A preflight needs no listing.
    pub const OPTIONS: &str = "OPTIONS";
    /// A page may send it if a preflight allows it.
    pub const QUERY: &str = "QUERY";
}

/// Strings that have a special meaning as the value of a key.
pub mod strings {
    /// Pages of every origin. This value cannot be combined with other origins, with credentials or with `enforce`.
    pub const every_origin: &str = "*";
    /// Every method that the route serves. In the policy of a `Cors` layer: every method.
    pub const every_method: &str = "*";
    /// Every header. In `allow_headers` without credentials, it does not include `authorization`.
    pub const every_header: &str = "*";
    /// The origin of a frame with `sandbox` and without `allow-same-origin`. It needs `danger_allow_null_origin`.
    pub const null: &str = "null";
    /// Rejects cross-origin requests that are not allowed, including loads by HTML tags such as `<img>`.
    pub const isolate: &str = "isolate";
    /// Rejects nothing, and logs the requests that `enforce` would reject.
    pub const report: &str = "report";
}

/// The names that are in scope in the value of a key.
pub mod values {
    pub use super::{dynamic, dynamic_async};
    pub use crate::Policy;
}

/// Origins known only at run time: a set ([`Origins`](crate::Origins),
/// [`LiveOrigins`](crate::LiveOrigins), [`app_data`](crate::app_data)) or a function.
///
/// ```text
/// #[cors(origins = dynamic(&PARTNERS))]
/// #[cors(origins = dynamic(|origin, request| origin.is_subdomain_of("example.com")))]
/// ```
///
/// The argument is evaluated once for each handler and application instance.
// rust-analyzer infers the parameter types of a closure from the bound. A set does not satisfy the bound, but
// rust-analyzer does not check bounds.
pub fn dynamic<F>(_set_or_function: F)
where
    F: Fn(&Origin<'_>, &HttpRequest) -> bool,
{
}

/// Origins that an async function allows or rejects. The function is called for a request with one valid `Origin`,
/// unless `debug_origins` allows the origin.
///
/// ```text
/// async fn is_tenant(origin: OriginBuf, request: HttpRequest) -> bool { … }
///
/// #[cors(origins = dynamic_async(is_tenant))]
/// ```
pub fn dynamic_async<F, Fut>(_function: F)
where
    F: Fn(OriginBuf, HttpRequest) -> Fut,
    Fut: Future<Output = bool>,
{
}
