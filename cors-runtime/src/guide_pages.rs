//! The guide's pages: each is a file under `docs/guide/`, in the order in which they are read.

macro_rules! pages {
    ($($name:ident: $about:literal)*) => {
        #[doc = include_str!("../docs/guide.md")]
        $(#[doc = concat!("| [`", stringify!($name), "`](guide::", stringify!($name), ") | ", $about, " |")])*
        pub mod guide {
            $(
                pub mod $name {
                    // Within, so that a page's links start from the page.
                    #![doc = concat!("# ", $about)]
                    #![doc = ""]
                    #![doc = include_str!(concat!("../docs/guide/", stringify!($name), ".md"))]
                }
            )*
        }
    };
}

pages! {
    what_cors_decides: "What CORS decides, and what it does not"
    first_policy: "A first policy"
    several_front_ends: "Several front ends"
    credentials: "Cookies and other credentials"
    defaults_and_exceptions: "An application's default and its exceptions"
    logins_and_middleware: "Logins, rate limits and other middleware"
    run_time_origins: "Origins known only at run time"
    what_enforce_stops: "What `enforce` stops"
    testing: "Testing your own API"
    my_page_says_blocked: "My page says blocked"
    refusals_in_logs_and_metrics: "Refusals in logs, metrics and traces"
    console_messages: "What browsers’ consoles say"
    fleet: "Several servers"
    gateways: "Gateways, proxies and CDNs"
    moving_from_actix_cors: "Moving over from actix-cors"
    moving_from_tower_http: "Moving over from tower-http"
    words: "The words of this guide"
}
