//! The filters, compared with the specification.

use actix_web::{
    App,
    test::{TestRequest, call_service, init_service},
};
use serde_json::{Value, json};

use crate::{METHODS, ORIGINS, PATHS, api::routes, filter, meaning::Gateway, schema};

#[test]
fn a_static_policy_becomes_a_valid_filter() {
    for (path, wanted) in [
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
        let written = json!(filter);
        assert_eq!(written, wanted, "{path}");
        assert_eq!(schema::mistakes(&written), [""; 0], "{path}");
    }
}

#[test]
fn each_part_that_a_filter_cannot_express_is_an_error() {
    for (path, wanted) in [
        ("/gateway/none", &["`none` allows no origin"][..]),
        ("/gateway/dynamic", &["`dynamic(closure)` is known at run time only"]),
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
        let told: Vec<_> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), wanted.len(), "{path}: {told:?}");
        for (told, wanted) in told.iter().zip(wanted) {
            assert!(told.starts_with(wanted) || told.contains(wanted), "{path}: {told}");
        }
    }
}

/// A component that answers preflights in front of a server must allow no more than the handlers.
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
                let answer = call_service(&server, preflight.to_request()).await;
                let allows = answer.headers().contains_key("access-control-allow-origin");
                let is_listed = gateway.lists(method);
                assert_eq!(
                    gateway.shares_with(origin) && is_listed,
                    allows,
                    "{path} {origin} {method}"
                );
            }
        }
    }
}

#[test]
fn the_schema_rejects_invalid_filters() {
    for (filter, mistake) in [
        (json!({ "allowOrigin": ["*"] }), "allowOrigin is no field"),
        (
            json!({ "allowOrigins": ["*", "https://a.example"] }),
            "allowOrigins has `*` beside others",
        ),
        (
            json!({ "allowOrigins": ["https://a.example", "https://a.example"] }),
            "allowOrigins has one twice",
        ),
        (json!({ "allowOrigins": ["https://a.example/"] }), "allowOrigins: https://a.example/"),
        (json!({ "allowOrigins": ["https://a.*.example"] }), "allowOrigins: https://a.*.example"),
        (json!({ "allowOrigins": ["http://localhost:*"] }), "allowOrigins: http://localhost:*"),
        (json!({ "allowOrigins": ["ftp://a.example"] }), "allowOrigins: ftp://a.example"),
        (json!({ "allowMethods": ["QUERY"] }), "allowMethods: QUERY"),
        (json!({ "allowMethods": ["get"] }), "allowMethods: get"),
        (json!({ "allowHeaders": ["x y"] }), "allowHeaders: x y"),
        (json!({ "allowHeaders": ["*", "authorization"] }), "allowHeaders has `*` beside others"),
        (json!({ "maxAge": 0 }), "maxAge: 0"),
        (json!({ "maxAge": "5" }), "maxAge: \"5\""),
        (json!({ "allowCredentials": "true" }), "allowCredentials: \"true\""),
        (json!({ "exposeHeaders": vec!["x"; 65] }), "exposeHeaders has 65 values"),
    ] {
        let found = schema::mistakes(&filter);
        assert!(found.iter().any(|found| found == mistake), "{filter}: {found:?}");
    }
    assert_eq!(schema::mistakes(&Value::Null), ["no object"]);
}
