//! Tests that compare the filters from `http_cors_filters` with the specification of the Kubernetes Gateway API, and
//! with the responses of the server.

use actix_web::{
    App,
    test::{TestRequest, call_service, init_service},
};
use serde_json::json;

use crate::{METHODS, ORIGINS, PATHS, api::routes, filter, semantics::Gateway};

/// The expected filters follow the schema: <https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter>.
#[test]
fn a_static_policy_becomes_a_valid_filter() {
    for (path, expected) in [
        (
            "/gateway/public",
            json!({ "allowOrigins": ["*"], "allowMethods": ["GET"], "exposeHeaders": ["*"] }),
        ),
        (
            "/gateway/app",
            json!({
                "allowOrigins": ["https://app.example", "https://*.app.example:8443", "http://localhost:3000"],
                "allowCredentials": true,
                "allowMethods": ["GET", "DELETE", "PUT"],
                "allowHeaders": ["content-type", "x-request-id"],
                "exposeHeaders": ["x-total-count"],
                "maxAge": 7200
            }),
        ),
        (
            "/gateway/any-header",
            json!({
                "allowOrigins": ["https://app.example"],
                "allowCredentials": true,
                "allowMethods": ["POST"],
                "allowHeaders": ["*"]
            }),
        ),
    ] {
        let filter = filter(path).unwrap_or_else(|errors| panic!("{path}: {errors:?}"));
        assert_eq!(json!(filter), expected, "{path}");
    }
}

#[test]
fn each_part_that_a_filter_cannot_express_is_an_error() {
    for (path, expected) in [
        ("/gateway/none", &["`none` allows no origin"][..]),
        (
            "/gateway/dynamic",
            &[
                "`dynamic(closure |origin, _| origin.is_subdomain_of(\"partner.example\"))` is known at run time only",
            ],
        ),
        (
            "/gateway/origins",
            &[
                "`tauri://localhost` is not an `http` or `https` origin",
                "`null` is not an `http` or `https` origin",
                "`http://localhost:*` matches every port",
                "`http://[::1]:3000` has a host that a filter does not accept",
                "`https://a_b.example` has a host that a filter does not accept",
                "`https://*-team.example` has a host that a filter does not accept",
                "`PURGE` is not a method that a filter accepts",
                "`*` in `allow_headers`",
                "`max_age = 0`",
            ],
        ),
        ("/gateway/many", &["`allowOrigins` has 65 values: a filter accepts 64"]),
        ("/gateway/long", &["has 261 bytes: a filter accepts 253"]),
        ("/gateway/shared", &["`/gateway/shared` has handlers whose policies differ"]),
    ] {
        let errors = filter(path).expect_err(path);
        let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(errors.len(), expected.len(), "{path}: {errors:?}");
        for (error, expected) in errors.iter().zip(expected) {
            assert!(error.contains(expected), "{path}: {error}");
        }
    }
}

/// A gateway that answers preflights must allow exactly what the handlers allow.
#[actix_web::test]
async fn a_gateway_allows_what_the_server_allows() {
    let server = init_service(App::new().configure(routes)).await;
    for path in PATHS {
        let gateway = Gateway(filter(path).expect(path));
        for origin in ORIGINS {
            for method in METHODS {
                let preflight = TestRequest::with_uri(path)
                    .method("OPTIONS".parse().expect("a method"))
                    .insert_header(("origin", origin))
                    .insert_header(("access-control-request-method", method));
                let response = call_service(&server, preflight.to_request()).await;
                let is_allowed = response.headers().contains_key("access-control-allow-origin");
                assert_eq!(
                    gateway.allows_origin(origin) && gateway.lists_method(method),
                    is_allowed,
                    "{path} {origin} {method}"
                );
            }
        }
    }
}
