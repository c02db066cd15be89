/// Passes the table of settings to the macro `$with`, in the order of the documentation.
///
/// A row has the form `Variant name ValueKind { … }`. `section` is the link to the section about the key in the
/// documentation of `#[cors]`. `other_names` lists, in snake case, the words that users may write by mistake in place
/// of the key: the names in other libraries, and likely guesses. `translate_word` ignores the prefixes of a word, such
/// as `cors_`, and a plural `s`. The libraries are actix-cors, tower-http, `jub0bs/cors`, rs/cors, Spring, rocket_cors,
/// express, Django, Rails, FastAPI and ASP.NET. The tokens after `$with` are further rows, which [`each_key!`] adds.
#[macro_export]
#[doc(hidden)]
macro_rules! each_setting {
    ($with:ident $($more:tt)*) => {
        $with! {
            Origins origins Origins {
                takes: "the origins whose pages may read responses: `\"*\"`, an origin, a pattern (`\"https://*.example.com\"`, `\"http://localhost:*\"`), a list, a const, or `dynamic(…)` / `dynamic_async(…)`",
                default: "required, unless `policy` or a module supplies it",
                example: "origins = [\"https://app.example.com\", STAFF]",
                section: "macro@crate::cors#origins",
                other_names: [
                    "allowed_origins", "allow_origins", "origin_whitelist", "origin_allowlist",
                    "whitelisted_origins", "origin_patterns", "allowed_origin_patterns",
                    "allow_origin_regex", "regex", "allowed_origin_regexes", "trusted_origins",
                    "csrf_trusted_origins", "domains", "sites", "whitelist", "allowlist", "allowed",
                    "value",
                ],
            }
            DebugOrigins debug_origins DebugOrigins {
                takes: "origins that are also allowed in debug builds; a release binary does not contain them",
                default: "none",
                example: "debug_origins = \"http://localhost:*\"",
                section: "macro@crate::cors#debug_origins",
                other_names: [
                    "dev_origins", "development_origins", "local_origins", "test_origins",
                ],
            }
            Methods methods Methods {
                takes: "the methods that pages may send, of those that the route serves: `GET`, `[GET, \"PURGE\"]`, `\"*\"`",
                default: "every method that the route serves",
                example: "methods = [GET, PUT]",
                section: "macro@crate::cors#methods",
                other_names: [
                    "allowed_methods", "allow_methods", "http_methods", "request_methods", "verbs",
                ],
            }
            AllowHeaders allow_headers RequestHeaders {
                takes: "request headers that pages may set: a name, a list, `\"*\"`, `[\"*\", \"authorization\"]`",
                default: "only the safelisted ones",
                example: "allow_headers = [\"content-type\", \"x-request-id\"]",
                section: "macro@crate::cors#allow_headers",
                other_names: [
                    "allowed_headers", "headers", "request_headers", "allowed_request_headers",
                ],
            }
            ExposeHeaders expose_headers ResponseHeaders {
                takes: "response headers that pages may read: a name, a list, `\"*\"`",
                default: "only the safelisted ones",
                example: "expose_headers = [\"etag\", \"x-total-count\"]",
                section: "macro@crate::cors#expose_headers",
                other_names: ["exposed_headers", "expose", "response_headers"],
            }
            AllowCredentials allow_credentials Flag {
                takes: "whether pages may send credentials: cookies, HTTP authentication, client certificates",
                default: "`false`",
                example: "allow_credentials",
                section: "macro@crate::cors#allow_credentials",
                other_names: [
                    "cookies", "allow_cookies", "include_cookies", "supports_credentials",
                    "credentials", "credentialed", "allowed_credentials",
                ],
            }
            MaxAge max_age Duration {
                takes: "how long browsers cache a preflight response: seconds, `\"90s\"`, `\"10m\"`, `\"2h\"`, `\"1d\"`",
                default: "not sent; browsers then use 5 s",
                example: "max_age = \"2h\"",
                section: "macro@crate::cors#max_age",
                other_names: [
                    "max_age_in_seconds", "max_age_seconds", "preflight_max_age", "age", "cache",
                    "ttl",
                ],
            }
            Enforce enforce Enforce {
                takes: "whether a cross-origin request that is not allowed is rejected with 403 before the handler runs; `\"isolate\"`: loads by tags of other sites too; `\"report\"`: such requests are only logged",
                default: "`false`",
                example: "enforce = \"isolate\"",
                section: "macro@crate::cors#enforce",
                other_names: [
                    "block_on_origin_mismatch", "block", "strict", "reject", "forbid", "csrf",
                ],
            }
            Hosts hosts Hosts {
                takes: "the names under which clients reach the server, against DNS rebinding: `\"api.example.com\"`, `\"localhost:*\"`",
                default: "any",
                example: "hosts = \"api.example.com\"",
                section: "macro@crate::cors#hosts",
                other_names: ["hostname", "allowed_hosts", "trusted_hosts"],
            }
            DangerAllowInsecureOrigins danger_allow_insecure_origins Danger {
                takes: "whether origins that are not `https` may have credentials",
                default: "`false`",
                example: "danger_allow_insecure_origins",
                section: "macro@crate::cors#danger_allow_",
                other_names: [
                    "dangerously_tolerate_insecure_origins", "allow_insecure_origins",
                    "tolerate_insecure_origins", "danger_allow_insecure",
                ],
            }
            DangerAllowPublicSuffixes danger_allow_public_suffixes Danger {
                takes: "whether patterns such as `https://*.github.io` may have credentials",
                default: "`false`",
                example: "danger_allow_public_suffixes",
                section: "macro@crate::cors#danger_allow_",
                other_names: [
                    "dangerously_tolerate_subdomains_of_public_suffixes",
                    "tolerate_subdomains_of_public_suffixes", "allow_public_suffixes",
                ],
            }
            DangerAllowNullOrigin danger_allow_null_origin Danger {
                takes: "whether `\"null\"` may be listed in `origins`",
                default: "`false`",
                example: "danger_allow_null_origin",
                section: "macro@crate::cors#danger_allow_",
                other_names: ["allow_null_origin", "allow_null"],
            }
            $($more)*
        }
    };
}

/// Passes the rows of [`each_setting!`] to the macro `$with`, followed by the keys `policy` and `crate`, whose values
/// are paths. `#[cors]` accepts both of these keys. `policy!` accepts `policy` but not `crate`. A settings file accepts
/// neither.
#[macro_export]
#[doc(hidden)]
macro_rules! each_key {
    ($with:ident) => {
        $crate::each_setting! {
            $with
            Policy policy Policy {
                takes: "a const `Policy` to extend; each other key replaces one setting of it",
                default: "none",
                example: "policy = FIRST_PARTY",
                section: "macro@crate::cors#policy",
                other_names: [
                    "policies", "policy_name", "enable_cors", "base", "extend", "inherit", "config",
                    "configuration",
                ],
            }
            Crate crate Crate {
                takes: "the path of `cors-runtime`, if it was renamed or re-exported",
                default: "`::cors_runtime`",
                example: "crate = my_framework::cors_runtime",
                section: "macro@crate::cors#crate",
                other_names: [],
            }
        }
    };
}
