//! `Vary: Origin` joins what the handler set.

use actix_web::{HttpRequest, HttpResponse, get, http::header::VARY, web::ServiceConfig};
use cors_runtime::cors;

use crate::case::{Case, check};

#[cors(origins = "https://app.example")]
#[get("/one")]
async fn one(request: HttpRequest) -> HttpResponse {
    with_vary(&request)
}

#[cors(origins = "*")]
#[get("/anyone")]
async fn anyone(request: HttpRequest) -> HttpResponse {
    with_vary(&request)
}

/// Answers with the lines of `Vary` that the request asks for.
fn with_vary(request: &HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    for line in request.headers().get_all("x-vary") {
        response.append_header((VARY, line.clone()));
    }
    response.body("ran")
}

pub fn services(config: &mut ServiceConfig) {
    config.service(one).service(anyone);
}

pub const CASES: &[Case] = &[
    Case {
        says: "it stands alone where the handler said nothing",
        sends: &["GET /one"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "it joins what the handler said",
        sends: &["GET /one", "x-vary: Accept-Encoding"],
        gets: &["200 ran", "vary: Accept-Encoding, Origin"],
    },
    Case {
        says: "it joins every line that the handler wrote, an empty one too",
        sends: &["GET /one", "x-vary: Accept", "x-vary: ", "x-vary: Cookie"],
        gets: &["200 ran", "vary: Accept, , Cookie, Origin"],
    },
    Case {
        says: "it is not added where it stands already",
        sends: &["GET /one", "x-vary: Origin"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "it is not added where it stands already, in any case and place",
        sends: &["GET /one", "x-vary: Accept", "x-vary: Cookie ,\tORIGIN , DNT"],
        gets: &["200 ran", "vary: Accept, Cookie ,\tORIGIN , DNT"],
    },
    Case {
        says: "it is not added where a star says more",
        sends: &["GET /one", "x-vary: *"],
        gets: &["200 ran", "vary: *"],
    },
    Case {
        says: "it is not added where a star stands in a list",
        sends: &["GET /one", "x-vary: Accept, *"],
        gets: &["200 ran", "vary: Accept, *"],
    },
    Case {
        says: "a name that contains it is another one",
        sends: &["GET /one", "x-vary: X-Origin, Origin-Agent-Cluster"],
        gets: &["200 ran", "vary: X-Origin, Origin-Agent-Cluster, Origin"],
    },
    Case {
        says: "bytes beyond ASCII are left as they are",
        sends: &["GET /one", "x-vary: \u{ff}"],
        gets: &["200 ran", "vary: \u{ff}, Origin"],
    },
    Case {
        says: "an allowed origin changes nothing about it",
        sends: &["GET /one", "origin: https://app.example", "x-vary: Accept"],
        gets: &[
            "200 ran",
            "access-control-allow-origin: https://app.example",
            "vary: Accept, Origin",
        ],
    },
    Case {
        says: "where everyone is allowed, what the handler said is left alone",
        sends: &["GET /anyone", "origin: https://app.example", "x-vary: Accept"],
        gets: &["200 ran", "access-control-allow-origin: *", "vary: Accept"],
    },
];

#[actix_web::test]
async fn a_response_that_varies_by_origin_says_so_once() {
    check(services, CASES).await;
}
