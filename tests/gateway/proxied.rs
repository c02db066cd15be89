//! The filters in a real proxy in front of a server.

use std::{
    net::{Ipv4Addr, TcpListener},
    thread,
};

use actix_web::{
    App, HttpServer,
    rt::System,
    test::{TestRequest, call_service, init_service},
};

use crate::{METHODS, ORIGINS, PATHS, api::routes, envoy::Envoy, filter};

fn gateway() -> Envoy {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    // The thread runs until the process of the test ends.
    thread::spawn(move || {
        let server = HttpServer::new(|| App::new().configure(routes)).workers(1);
        let server = server.disable_signals().listen(listener).expect("the server listens").run();
        System::new().block_on(server)
    });
    Envoy::start(port, &PATHS.map(|path| (path, filter(path).expect(path))))
}

#[actix_web::test]
async fn a_proxy_allows_what_the_server_allows() {
    let (gateway, server) = (gateway(), init_service(App::new().configure(routes)).await);
    for path in PATHS {
        for (origin, method) in ORIGINS.iter().flat_map(|o| METHODS.iter().map(move |m| (*o, *m))) {
            let headers = [("origin", origin), ("access-control-request-method", method)];
            let response = gateway.send("OPTIONS", path, &headers);
            let is_origin_allowed = values(&response, "access-control-allow-origin").len() == 1;
            // The proxy lists the methods of the whole path, and the browser compares them.
            let methods = values(&response, "access-control-allow-methods").join(",");
            let is_listed = methods.split(", ").any(|listed| listed.eq_ignore_ascii_case(method));

            let mut preflight =
                TestRequest::with_uri(path).method("OPTIONS".parse().expect("a method"));
            for header in headers {
                preflight = preflight.insert_header(header);
            }
            let from_server = call_service(&server, preflight.to_request()).await;
            let is_allowed = from_server.headers().contains_key("access-control-allow-origin");
            assert_eq!(
                is_origin_allowed && is_listed,
                is_allowed,
                "{path} {origin} {method}: {response:?}"
            );
        }
    }
}

#[test]
fn a_response_has_each_header_once() {
    let gateway = gateway();
    for (path, origin, exposed, credentials) in [
        ("/gateway/public", "https://anyone.example", "*", None),
        ("/gateway/app", "https://app.example", "x-total-count", Some("true")),
        ("/gateway/app", "https://a.app.example:8443", "x-total-count", Some("true")),
    ] {
        let response = gateway.send("GET", path, &[("origin", origin)]);
        let allow_origin = values(&response, "access-control-allow-origin");
        assert!(allow_origin == [origin] || allow_origin == ["*"], "{response:?}");
        assert_eq!(values(&response, "access-control-expose-headers"), [exposed], "{response:?}");
        let credentials: Vec<_> = credentials.into_iter().collect();
        assert_eq!(
            values(&response, "access-control-allow-credentials"),
            credentials,
            "{response:?}"
        );
    }
    // If neither allows the page, the proxy does not change the response.
    let response = gateway.send("GET", "/gateway/app", &[("origin", "https://evil.example")]);
    assert_eq!(values(&response, "access-control-allow-origin"), [""; 0], "{response:?}");
    assert_eq!(values(&response, "vary"), ["origin"], "{response:?}");
}

fn values<'a>(response: &'a [String], name: &str) -> Vec<&'a str> {
    let lines = response.iter().filter_map(|line| line.split_once(": "));
    lines.filter(|(own, _)| *own == name).map(|(_, value)| value).collect()
}
