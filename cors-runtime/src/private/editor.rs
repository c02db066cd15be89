//! The keys and values of a policy as items, for rust-analyzer to complete, to document and to find.
//!
//! Expansions import them where rust-analyzer reads the code, and nowhere else.

#![allow(non_upper_case_globals, clippy::needless_pass_by_value)]

use crate::{AllowOrigin, AllowOriginAsync};

/// What rust-analyzer alone sees. A macro, since it resolves what a `cfg` takes away all the same.
#[cfg(rust_analyzer)]
#[doc(hidden)]
#[macro_export]
macro_rules! __in_editor {
    ($($tokens:tt)*) => { $($tokens)* };
}

/// What it does not see.
#[cfg(rust_analyzer)]
#[doc(hidden)]
#[macro_export]
macro_rules! __not_in_editor {
    ($($tokens:tt)*) => {};
}

#[cfg(not(rust_analyzer))]
#[doc(hidden)]
#[macro_export]
macro_rules! __in_editor {
    ($($tokens:tt)*) => {};
}

#[cfg(not(rust_analyzer))]
#[doc(hidden)]
#[macro_export]
macro_rules! __not_in_editor {
    ($($tokens:tt)*) => { $($tokens)* };
}

macro_rules! keys {
    () => {};
    // The path of this crate completes by itself, and `crate` is not the name of an item.
    ($variant:ident crate $kind:ident $row:tt $($rest:tt)*) => {
        keys! { $($rest)* }
    };
    ($variant:ident $name:ident $kind:ident {
        takes: $takes:literal,
        default: $default:literal,
        example: $example:literal,
        section: $section:literal,
        elsewhere: $elsewhere:tt,
    } $($rest:tt)*) => {
        // In lines that are literals: rust-analyzer joins none.
        #[doc = $takes]
        ///
        /// Left out:
        #[doc = $default]
        ///
        /// ```text
        #[doc = $example]
        /// ```
        ///
        /// [All about it][section]
        ///
        /// [section]:
        #[doc = $section]
        pub mod $name {}

        keys! { $($rest)* }
    };
}

/// What stands before the `=`.
pub mod keys {
    use cors_rules::each_key;

    each_key!(keys);

    /// No other origin may, said once and for all: 403 to preflights, no CORS header on any response.
    /// It stands alone, and takes a handler out of the policy of its module.
    ///
    /// ```text
    /// #[cors(none)]
    /// ```
    pub mod none {}
}

/// What `methods` takes, as far as there are route attributes.
pub mod methods {
    macro_rules! methods {
        ($($name:ident $what:literal,)*) => {$(
            #[doc = $what]
            pub const $name: &str = stringify!($name);
        )*};
    }

    methods! {
        GET "Safelisted: a page may send it without a preflight.",
        HEAD "Safelisted: a page may send it without a preflight.",
        POST "Safelisted: a page may send it without a preflight, as far as its body allows.",
        PUT "A page may send it where a preflight allows it.",
        PATCH "A page may send it where a preflight allows it.",
        DELETE "A page may send it where a preflight allows it.",
        OPTIONS "To be listed only where pages send it themselves: a preflight needs no listing.",
        QUERY "A page may send it where a preflight allows it.",
    }
}

/// Texts that mean something by themselves.
pub mod texts {
    /// Every page there is: alone, and without credentials.
    pub const every_origin: &str = "*";
    /// Every method that the route serves.
    pub const every_method: &str = "*";
    /// Every header; among those that a page may send, all but `authorization`.
    pub const every_header: &str = "*";
    /// The origin of a frame with `sandbox` and without `allow-same-origin`. It needs `danger_allow_null_origin`.
    pub const null: &str = "null";
    /// Refuses foreign requests that are not allowed, and loads by tags of other sites too.
    pub const isolate: &str = "isolate";
    /// Refuses nothing, and tells what `enforce` would refuse.
    pub const report: &str = "report";
}

/// What is in scope where a value stands.
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
/// It is evaluated once for each handler and application instance.
pub fn dynamic(_decide: impl AllowOrigin) {}

/// Origins that take a while to know: a function that is awaited for each CORS request.
///
/// ```text
/// async fn is_tenant(origin: OriginBuf, request: HttpRequest) -> bool { … }
///
/// #[cors(origins = dynamic_async(is_tenant))]
/// ```
pub fn dynamic_async(_decide: impl AllowOriginAsync) {}
