//! The pages of the guide: one file each under `docs/guide/`. `docs/guide.md` is the index.
//!
//! The links of a page work in a clone: their definitions are at its end. `docs/links.md` defines the same links for
//! rustdoc. It comes first, and the first definition of a link applies.

macro_rules! pages {
    ($($name:ident)*) => {
        #[doc = include_str!("../docs/links.md")]
        #[doc = include_str!("../docs/guide.md")]
        pub mod guide {
            $(
                pub mod $name {
                    // Inner attributes, so that links start from the page.
                    #![doc = include_str!("../docs/links.md")]
                    #![doc = include_str!(concat!("../docs/guide/", stringify!($name), ".md"))]
                }
            )*
        }
    };
}

pages! {
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
