//! The pages of the guide and of the rules. Each page is a file in `docs/guide/` or `docs/rules/`, and the indexes are
//! `docs/guide.md` and `docs/rules.md`.
//!
//! A page defines its links to other pages and to items at its end, so that the links work in a clone of the
//! repository. `docs/links.md` defines the same links for rustdoc. `docs/links.md` is included before the page, because
//! rustdoc uses the first definition of a link.

use cors_rules::each_rule;

macro_rules! pages {
    ($folder:ident: $($name:ident)*) => {
        #[doc = include_str!("../docs/links.md")]
        #[doc = include_str!(concat!("../docs/", stringify!($folder), ".md"))]
        pub mod $folder {
            $(
                pub mod $name {
                    // With inner attributes, rustdoc resolves the links relative to the page's module, not relative to
                    // its parent.
                    #![doc = include_str!("../docs/links.md")]
                    #![doc = include_str!(
                        concat!("../docs/", stringify!($folder), "/", stringify!($name), ".md")
                    )]
                }
            )*
        }
    };
}

macro_rules! rule_pages {
    ($($rejected:literal $rule:ident $name:ident)*) => {
        pages! { rules: $($name)* }
    };
}

each_rule!(rule_pages);

// Doc tests leave the guide out, since some of its examples use crates that `cors-runtime` does not depend on.
// `tests/guide` compiles the examples, and runs those without `no_run`.
#[cfg(not(doctest))]
pages! {
    guide:
    comparison
    configuration
    console_messages
    cors_check
    credentials
    csrf_protection
    defaults_and_exceptions
    first_policy
    fleet
    gateways
    glossary
    local_servers
    logins_and_middleware
    middleware_recipes
    moving_from_actix_cors
    moving_from_tower_http
    my_page_says_blocked
    policy_review
    refusals_in_logs_and_metrics
    run_time_origins
    several_front_ends
    testing
    what_cors_decides
}
