//! The contenders are the servers that the benchmarks compare: the same API with each CORS implementation.
//!
//! Most contenders with CORS have the same policy: one origin, `GET`, one header and a max age of two hours. The
//! comment of a contender with another policy describes the setting that the contender measures. Such a policy may also
//! lack the header or the max age.

use actix_cors::Cors;
use actix_web::{
    App, HttpRequest, HttpResponse,
    dev::{AppService, HttpServiceFactory, ResourceDef, ServiceRequest, fn_service},
    get,
    guard::fn_guard,
    http::{
        Method, StatusCode,
        header::{self, HeaderValue},
    },
    route, web,
};
use cors_runtime::{Policy, cors, policy};

use crate::{requests::APP, server::Server};

const BODY: &str = "[]";

/// A handler without CORS, with actix-web's own attribute `#[get]`.
#[get("/books")]
async fn bare_handler() -> HttpResponse {
    HttpResponse::Ok().body(BODY)
}

/// Returns a server without CORS.
#[must_use]
pub fn bare() -> Server {
    Server::new(App::new().service(bare_handler))
}

/// Returns a server without CORS and without a method guard. The guard of `#[get]` would allocate a list of methods for
/// each request. Without this guard, only routing and the handler allocate.
#[must_use]
pub fn bare_without_guard() -> Server {
    Server::new(
        App::new().service(web::resource("/books").to(async || HttpResponse::Ok().body(BODY))),
    )
}

/// Returns a server with the lowest possible cost of an actual request. The handler itself writes `Vary` and
/// `Access-Control-Allow-Origin`, and its guard only compares the method. The server does not answer preflights, and
/// checks only one origin.
#[must_use]
pub fn lower_bound() -> Server {
    async fn list(request: HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::Ok().body(BODY);
        let headers = response.headers_mut();
        if request.headers().get(header::ORIGIN).is_some_and(|origin| origin == APP) {
            let origin = HeaderValue::from_static(APP);
            headers.append(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
        response
    }
    let is_get = fn_guard(|context| context.head().method == Method::GET);
    Server::new(App::new().service(web::resource("/books").guard(is_get).to(list)))
}

/// Returns a server with the lowest possible cost of a preflight. A service in the router reads only the method of the
/// request, and writes the same headers as [`annotated`].
#[must_use]
pub fn lower_bound_of_preflights() -> Server {
    struct Preflight;

    impl HttpServiceFactory for Preflight {
        fn register(self, config: &mut AppService) {
            let is_options = fn_guard(|context| context.head().method == Method::OPTIONS);
            let answer = fn_service(async |request: ServiceRequest| {
                let mut response = HttpResponse::new(StatusCode::NO_CONTENT);
                let headers = response.headers_mut();
                for (name, value) in [
                    (header::ACCESS_CONTROL_ALLOW_ORIGIN, APP),
                    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET"),
                    (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
                    (header::ACCESS_CONTROL_MAX_AGE, "7200"),
                    (header::VARY, VARY_ON_PREFLIGHT),
                ] {
                    headers.append(name, HeaderValue::from_static(value));
                }
                Ok(request.into_response(response))
            });
            let path = ResourceDef::new("/books");
            config.register_service(path, Some(vec![Box::new(is_options)]), answer, None);
        }
    }

    Server::new(App::new().service(Preflight))
}

const VARY_ON_PREFLIGHT: &str =
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

/// Returns a server with CORS but without a CORS library: the handler writes the headers, and another handler answers
/// `OPTIONS`.
#[must_use]
pub fn by_hand() -> Server {
    async fn list(request: HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        response.insert_header((header::VARY, HeaderValue::from_static("Origin")));
        if is_allowed(&request) {
            response.insert_header((
                header::ACCESS_CONTROL_ALLOW_ORIGIN,
                HeaderValue::from_static(APP),
            ));
        }
        response.body(BODY)
    }

    async fn preflight(request: HttpRequest) -> HttpResponse {
        if !is_allowed(&request) {
            return HttpResponse::Forbidden().finish();
        }
        HttpResponse::NoContent()
            .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(APP)))
            .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET")))
            .insert_header((
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                HeaderValue::from_static("content-type"),
            ))
            .insert_header((header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200")))
            .insert_header((header::VARY, HeaderValue::from_static(VARY_ON_PREFLIGHT)))
            .finish()
    }

    fn is_allowed(request: &HttpRequest) -> bool {
        request.headers().get(header::ORIGIN).is_some_and(|origin| origin == APP)
    }

    let books = web::resource("/books")
        .route(web::get().to(list))
        .route(web::method(Method::OPTIONS).to(preflight));
    Server::new(App::new().service(books))
}

/// Returns a server whose handler has `#[cors]`.
#[must_use]
pub fn annotated() -> Server {
    #[cors(origins = "https://app.example.com", allow_headers = "content-type", max_age = "2h")]
    #[get("/books")]
    async fn list() -> HttpResponse {
        HttpResponse::Ok().body(BODY)
    }
    Server::new(App::new().service(list))
}

/// Returns a server whose `#[cors]` allows no request header, for preflights that ask for no header.
#[must_use]
pub fn annotated_without_headers() -> Server {
    #[cors(origins = "https://app.example.com", max_age = "2h")]
    #[get("/books")]
    async fn list() -> HttpResponse {
        HttpResponse::Ok().body(BODY)
    }
    Server::new(App::new().service(list))
}

/// Returns a server with twenty annotated handlers on one path. Each handler has a different method, and the last one
/// has `GET`.
#[must_use]
pub fn annotated_last_of_20() -> Server {
    macro_rules! others {
        ($($name:ident $method:tt,)*) => {{
            $(
                #[cors(origins = "https://app.example.com")]
                #[route("/books", method = $method)]
                async fn $name() -> HttpResponse {
                    HttpResponse::Ok().body(BODY)
                }
            )*
            App::new()$(.service($name))*
        }};
    }
    #[cors(origins = "https://app.example.com", allow_headers = "content-type", max_age = "2h")]
    #[get("/books")]
    async fn list() -> HttpResponse {
        HttpResponse::Ok().body(BODY)
    }
    let others = others! {
        put "PUT", post "POST", patch "PATCH", delete "DELETE", head "HEAD", copy "COPY",
        lock "LOCK", link "LINK", mkcol "MKCOL", merge "MERGE", move_ "MOVE", purge "PURGE",
        query "QUERY", report "REPORT", search "SEARCH", unlink "UNLINK", unlock "UNLOCK",
        notify "NOTIFY", source "SOURCE",
    };
    Server::new(others.service(list))
}

/// Returns a server whose annotated handler is inside the middleware `cors_runtime::Cors`. The policy of the handler
/// applies to the request, and the middleware writes the CORS headers of this policy on the response.
#[must_use]
pub fn annotated_in_layer() -> Server {
    const DEFAULT: Policy = policy!(origins = "https://default.example.com");
    #[cors(origins = "https://app.example.com", allow_headers = "content-type", max_age = "2h")]
    #[get("/books")]
    async fn list() -> HttpResponse {
        HttpResponse::Ok().body(BODY)
    }
    Server::new(App::new().wrap(cors_runtime::Cors::new(DEFAULT)).service(list))
}

/// Returns a server with the middleware `cors_runtime::Cors` and without annotated handlers.
#[must_use]
pub fn middleware() -> Server {
    const FRONT_END: Policy = policy!(
        origins = "https://app.example.com",
        methods = GET,
        allow_headers = "content-type",
        max_age = "2h",
    );
    Server::new(App::new().wrap(cors_runtime::Cors::new(FRONT_END)).service(bare_handler))
}

/// Returns a server with actix-cors around the application, as in the documentation of actix-cors.
#[must_use]
pub fn actix_cors() -> Server {
    Server::new(App::new().wrap(actix_cors_rules()).service(bare_handler))
}

/// Returns a server with actix-cors and the same policy as [`annotated_without_headers`].
#[must_use]
pub fn actix_cors_without_headers() -> Server {
    let policy = Cors::default().allowed_origin(APP).allowed_methods(["GET"]).max_age(7_200);
    Server::new(App::new().wrap(policy).service(bare_handler))
}

/// Returns a server with actix-cors around one resource, so that the policy applies to one handler.
#[must_use]
pub fn actix_cors_on_resource() -> Server {
    let list = web::get().to(async || HttpResponse::Ok().body(BODY));
    let books = web::resource("/books").route(list).wrap(actix_cors_rules());
    Server::new(App::new().service(books))
}

fn actix_cors_rules() -> Cors {
    Cors::default()
        .allowed_origin(APP)
        .allowed_methods(["GET"])
        .allowed_header(header::CONTENT_TYPE)
        .max_age(7_200)
}

/// Returns a server whose `#[cors]` writes every CORS header of an actual response: the headers for the origin, for
/// credentials and for exposed headers.
#[must_use]
pub fn annotated_in_full() -> Server {
    #[cors(
        origins = "https://app.example.com",
        allow_credentials,
        expose_headers = ["x-total-count", "link"]
    )]
    #[get("/books")]
    async fn list() -> HttpResponse {
        HttpResponse::Ok().body(BODY)
    }
    Server::new(App::new().service(list))
}

/// Returns a server with actix-cors and the same policy as [`annotated_in_full`].
#[must_use]
pub fn actix_cors_in_full() -> Server {
    let policy = Cors::default()
        .allowed_origin(APP)
        .allowed_methods(["GET"])
        .supports_credentials()
        .expose_headers(["x-total-count", "link"]);
    Server::new(App::new().wrap(policy).service(bare_handler))
}

/// Returns a server whose `#[cors]` has a subdomain pattern instead of an exact origin.
#[must_use]
pub fn annotated_subdomains() -> Server {
    #[cors(origins = "https://*.example.com")]
    #[get("/books")]
    async fn list() -> HttpResponse {
        HttpResponse::Ok().body(BODY)
    }
    Server::new(App::new().service(list))
}

/// Returns a server whose `#[cors]` allows every origin.
#[must_use]
pub fn annotated_any() -> Server {
    #[cors(origins = "*")]
    #[get("/books")]
    async fn list() -> HttpResponse {
        HttpResponse::Ok().body(BODY)
    }
    Server::new(App::new().service(list))
}

/// Returns a server whose `#[cors]` allows every request header with credentials. The preflight response repeats the
/// requested headers, because `*` is an ordinary header name if the request has credentials.
#[must_use]
pub fn annotated_any_header() -> Server {
    #[cors(origins = "https://app.example.com", allow_headers = "*", allow_credentials)]
    #[get("/books")]
    async fn list() -> HttpResponse {
        HttpResponse::Ok().body(BODY)
    }
    Server::new(App::new().service(list))
}
