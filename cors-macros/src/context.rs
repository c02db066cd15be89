//! The context of a list: the settings on which the rules for lists depend. The macro reads the context from settings,
//! and writes it as an expression for const evaluation.

use cors_rules::{
    cross_checks::{Context, Dangers},
    key::Key,
};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::settings::{Settings, Value};

/// Returns the context of the lists of a policy, as far as the settings are known.
pub(crate) fn of_settings(settings: &Settings) -> Context<'static> {
    // An inherited policy may set a key to `true` that the attribute does not contain. If there is an inherited policy,
    // such a key counts as `true` here, and const evaluation checks the merged policy.
    let permits = |key| settings.flag(key).unwrap_or(settings.inherits());
    Context {
        allow_credentials: settings.flag(Key::AllowCredentials) == Some(true),
        is_enforced: matches!(settings.value(Key::Enforce), Some(Value::Enforce(it)) if it.is_on()),
        dangers: Dangers {
            insecure_origins: permits(Key::DangerAllowInsecureOrigins),
            public_suffixes: permits(Key::DangerAllowPublicSuffixes),
            null_origin: permits(Key::DangerAllowNullOrigin),
        },
        served: None,
    }
}

/// Returns an expression for a context. `served` is the expression for the methods that the route serves.
pub(crate) fn expression(
    context: Context<'_>,
    served: &impl ToTokens,
    runtime: &impl ToTokens,
) -> TokenStream {
    let Context { allow_credentials, is_enforced, dangers, served: _ } = context;
    let Dangers { insecure_origins, public_suffixes, null_origin } = dangers;
    quote!(#runtime::Context {
        allow_credentials: #allow_credentials,
        is_enforced: #is_enforced,
        dangers: #runtime::Dangers {
            insecure_origins: #insecure_origins,
            public_suffixes: #public_suffixes,
            null_origin: #null_origin,
        },
        served: #served,
    })
}
