//! That the contenders do the same work: numbers compare nothing otherwise.

use actix_http::ResponseHead;
use actix_web::http::{StatusCode, header};
use cors_benches::{
    contenders::{
        actix_cors, actix_cors_on_resource, annotated, annotated_in_layer, annotated_subdomains,
        bare, by_hand, middleware,
    },
    requests::{APP, allowed, no_origin, preflight, refused},
    server::Server,
};

type Contender = (&'static str, fn() -> Server);

const CONTENDERS: [Contender; 7] = [
    ("by hand", by_hand),
    ("annotated", annotated),
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
fn every_contender_shares_with_the_allowed_origin() {
    for (name, server) in CONTENDERS {
        let shown = server().show(allowed());
        assert_eq!(shown.status, StatusCode::OK, "{name}");
        assert_eq!(allowed_origin(&shown), Some(APP), "{name}");
        assert!(shown.headers.contains_key(header::VARY), "{name}");
    }
}

#[test]
fn every_contender_answers_but_does_not_share_with_others() {
    for (name, server) in CONTENDERS {
        for request in [refused, no_origin] {
            let shown = server().show(request());
            assert_eq!(shown.status, StatusCode::OK, "{name}");
            assert_eq!(allowed_origin(&shown), None, "{name}");
        }
    }
}

#[test]
fn every_contender_lets_the_preflight_pass() {
    for (name, server) in CONTENDERS {
        let shown = server().show(preflight());
        assert!(shown.status.is_success(), "{name}");
        assert_eq!(allowed_origin(&shown), Some(APP), "{name}");
        assert!(shown.headers.contains_key(header::ACCESS_CONTROL_ALLOW_METHODS), "{name}");
    }
}

#[test]
fn the_bare_handler_shares_with_nobody() {
    assert_eq!(allowed_origin(&bare().show(allowed())), None);
}
