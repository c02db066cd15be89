//! Tests that the contenders do the same work. Otherwise their measurements could not be compared.

use actix_http::{Request, ResponseHead};
use actix_web::http::header;
use cors_benches::{
    contenders::{
        actix_cors, actix_cors_on_resource, annotated, annotated_in_layer, annotated_last_of_20,
        annotated_subdomains, bare, by_hand, lower_bound, lower_bound_of_preflights, middleware,
    },
    requests::{APP, allowed, disallowed_origin, no_origin, preflight},
    server::Server,
};

type Contender = (&'static str, fn() -> Server);

const CONTENDERS: [Contender; 8] = [
    ("by hand", by_hand),
    ("annotated", annotated),
    ("annotated, last of twenty", annotated_last_of_20),
    ("annotated, in a layer", annotated_in_layer),
    ("annotated, subdomains", annotated_subdomains),
    ("middleware", middleware),
    ("actix-cors", actix_cors),
    ("actix-cors on the resource", actix_cors_on_resource),
];

fn allowed_origin(head: &ResponseHead) -> Option<&str> {
    head.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN)?.to_str().ok()
}

#[test]
fn every_contender_allows_only_the_allowed_origin() {
    for (name, server) in CONTENDERS {
        for (request, statuses, origin, header) in [
            (allowed as fn() -> Request, 200..=200, Some(APP), Some(header::VARY)),
            (disallowed_origin, 200..=200, None, None),
            (no_origin, 200..=200, None, None),
            (preflight, 200..=299, Some(APP), Some(header::ACCESS_CONTROL_ALLOW_METHODS)),
        ] {
            let shown = server().show(request());
            assert!(statuses.contains(&shown.status.as_u16()), "{name}: {}", shown.status);
            assert_eq!(allowed_origin(&shown), origin, "{name}");
            assert!(header.is_none_or(|header| shown.headers.contains_key(header)), "{name}");
        }
    }
}

#[test]
fn the_lower_bounds_respond_as_an_annotated_handler_does() {
    for (lower_bound, request) in [
        (lower_bound as fn() -> Server, allowed as fn() -> _),
        (lower_bound_of_preflights, preflight),
    ] {
        let (ours, theirs) = (annotated().show(request()), lower_bound().show(request()));
        assert_eq!(ours.status, theirs.status);
        let sorted = |head: &ResponseHead| {
            let mut lines: Vec<_> = head
                .headers
                .iter()
                .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("")))
                .collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&ours), sorted(&theirs));
    }
}

#[test]
fn the_bare_handler_allows_no_origin() {
    assert_eq!(allowed_origin(&bare().show(allowed())), None);
}
