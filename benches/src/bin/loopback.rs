//! The program `loopback`, a server with one of the CORS implementations. The script `load.sh` and the program
//! `whole_server` measure this server. Usage: `loopback bare|by-hand|annotated|actix-cors PORT`.

use std::{env, io};

use actix_cors::Cors;
use actix_web::{
    App, HttpResponse, HttpServer, get,
    http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue, VARY},
};
use cors_runtime::cors;

const APP: &str = cors_benches::requests::APP;

mod bare {
    use super::{HttpResponse, get};

    #[get("/books")]
    pub(crate) async fn list() -> HttpResponse {
        HttpResponse::Ok().body("[]")
    }
}

mod by_hand {
    use super::{ACCESS_CONTROL_ALLOW_ORIGIN, APP, HeaderValue, HttpResponse, VARY, get};

    /// Appends `Vary` and `Access-Control-Allow-Origin` to every response, and ignores the request.
    #[get("/books")]
    pub(crate) async fn list() -> HttpResponse {
        let mut response = HttpResponse::Ok().body("[]");
        let headers = response.headers_mut();
        headers.append(VARY, HeaderValue::from_static("Origin"));
        headers.append(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(APP));
        response
    }
}

/// The handler [`bare::list`] with `#[cors]`.
#[cors(origins = "https://app.example.com")]
#[get("/books")]
async fn list() -> HttpResponse {
    HttpResponse::Ok().body("[]")
}

#[actix_web::main]
async fn main() -> io::Result<()> {
    let usage = || io::Error::other("usage: loopback bare|by-hand|annotated|actix-cors PORT");
    let mut arguments = env::args().skip(1);
    let implementation = arguments.next().ok_or_else(usage)?;
    let port: u16 = arguments.next().and_then(|port| port.parse().ok()).ok_or_else(usage)?;
    let address = ("127.0.0.1", port);
    match implementation.as_str() {
        "bare" => {
            HttpServer::new(|| App::new().service(bare::list)).workers(1).bind(address)?.run().await
        }
        "by-hand" => {
            let app = || App::new().service(by_hand::list);
            HttpServer::new(app).workers(1).bind(address)?.run().await
        }
        "annotated" => {
            HttpServer::new(|| App::new().service(list)).workers(1).bind(address)?.run().await
        }
        "actix-cors" => {
            let app = || {
                let policy = Cors::default().allowed_origin(APP).allowed_methods(["GET"]);
                App::new().wrap(policy).service(bare::list)
            };
            HttpServer::new(app).workers(1).bind(address)?.run().await
        }
        _ => Err(usage()),
    }
}
