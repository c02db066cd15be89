//! Methods of the type `Cors` of actix-cors. A call of such a method on this crate's `Cors` fails the build. The help
//! in the error says what to write instead, or that the call is not needed.

use super::Cors;
use crate::Policy;

macro_rules! methods_of_actix_cors {
    ($($name:ident($($receiver:ident)? $(=> $argument:ident)?) $message:literal)*) => {
        /// No type implements these traits, so each call fails the build. Each method has a trait of its own, since a
        /// trait has only one message.
        #[allow(non_camel_case_types, reason = "named after the methods")]
        mod no_type {
            $(
                #[diagnostic::on_unimplemented(message = $message, label = "a method of actix-cors")]
                pub trait $name {}
            )*
        }

        #[doc(hidden)]
        #[allow(missing_docs, clippy::must_use_candidate, clippy::should_implement_trait, reason = "no call compiles")]
        impl Cors {
            $(
                pub fn $name($($receiver,)? $($argument: impl Sized)?) -> Self
                where
                    // With `for<'a>`, the compiler checks the bound where the method is called, not where it is
                    // defined.
                    for<'a> Self: no_type::$name,
                {
                    Self::new(Policy::NONE)
                }
            )*
        }
    };
}

methods_of_actix_cors! {
    default() "`Cors::default()` has no origins: a layer takes a policy\n\
        help: write `Cors::new(policy!(origins = \"https://app.example.com\"))`\n\
        rule: cors::missing_origins"
    permissive() "`permissive` is a method of actix-cors\n\
        help: write `Cors::new(Policy::PUBLIC)`, which allows no credentials\n\
        rule: cors::unknown_key"
    allowed_origin(self => _origin) "`allowed_origin` is a method of actix-cors\n\
        help: write `origins = \"https://app.example.com\"` in the policy, or call `origins`\n\
        rule: cors::unknown_key"
    allowed_origin_fn(self => _function) "`allowed_origin_fn` is a method of actix-cors\n\
        help: write `.origins(function)`, where `function` takes `&Origin<'_>` and `&HttpRequest`\n\
        rule: cors::unknown_key"
    allow_any_origin(self) "`allow_any_origin` is a method of actix-cors\n\
        help: write `origins = \"*\"` in the policy\n\
        rule: cors::unknown_key"
    send_wildcard(self) "`send_wildcard` is a method of actix-cors\n\
        help: leave it out: `origins = \"*\"` sends `*`\n\
        rule: cors::unknown_key"
    allowed_methods(self => _methods) "`allowed_methods` is a method of actix-cors\n\
        help: write `methods = [GET, PUT]` in the policy\n\
        rule: cors::unknown_key"
    allow_any_method(self) "`allow_any_method` is a method of actix-cors\n\
        help: write `methods = \"*\"` in the policy\n\
        rule: cors::unknown_key"
    allowed_header(self => _header) "`allowed_header` is a method of actix-cors\n\
        help: write `allow_headers = \"content-type\"` in the policy\n\
        rule: cors::unknown_key"
    allowed_headers(self => _headers) "`allowed_headers` is a method of actix-cors\n\
        help: write `allow_headers = [\"content-type\", \"authorization\"]` in the policy\n\
        rule: cors::unknown_key"
    allow_any_header(self) "`allow_any_header` is a method of actix-cors\n\
        help: write `allow_headers = \"*\"` in the policy\n\
        rule: cors::unknown_key"
    expose_headers(self => _headers) "`expose_headers` is a method of actix-cors\n\
        help: write `expose_headers = [\"x-total-count\"]` in the policy\n\
        rule: cors::unknown_key"
    expose_any_header(self) "`expose_any_header` is a method of actix-cors\n\
        help: write `expose_headers = \"*\"` in the policy\n\
        rule: cors::unknown_key"
    supports_credentials(self) "`supports_credentials` is a method of actix-cors\n\
        help: write `allow_credentials` in the policy\n\
        rule: cors::unknown_key"
    max_age(self => _seconds) "`max_age` is a method of actix-cors\n\
        help: write `max_age = \"1h\"` in the policy\n\
        rule: cors::unknown_key"
    block_on_origin_mismatch(self => _blocks) "`block_on_origin_mismatch` is a method of actix-cors\n\
        help: write `enforce` in the policy\n\
        rule: cors::unknown_key"
    disable_preflight(self) "`disable_preflight` is a method of actix-cors\n\
        help: leave it out: a preflight never reaches a handler\n\
        rule: cors::unknown_key"
    disable_vary_header(self) "`disable_vary_header` is a method of actix-cors\n\
        help: leave it out: `Vary` is sent if the response depends on `Origin`\n\
        rule: cors::unknown_key"
}
