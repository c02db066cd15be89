//! Other attribute macros see the route attribute unchanged, wherever they are.
#![deny(warnings)]

use actix_web::{App, Responder, get, post, web};
use cors_runtime::cors;
use utoipa::OpenApi;

#[cors(origins = "*")]
#[utoipa::path(responses((status = 200)))]
#[get("/between")]
async fn between() -> impl Responder {
    "[]"
}

#[utoipa::path(responses((status = 200)))]
#[cors(origins = "*")]
#[post("/above/{id}")]
async fn above(id: web::Path<u32>) -> impl Responder {
    id.to_string()
}

#[cors(origins = "https://app.example.com")]
mod module {
    use actix_web::{Responder, get};

    #[utoipa::path(responses((status = 200)))]
    #[get("/within")]
    pub async fn within() -> impl Responder {
        "[]"
    }
}

#[derive(OpenApi)]
#[openapi(paths(between, above, module::within))]
struct Documented;

#[test]
fn every_attribute_reads_the_route_attribute() {
    let documented: Vec<_> = Documented::openapi().paths.paths.into_keys().collect();
    assert_eq!(documented, ["/above/{id}", "/between", "/within"]);

    let _ = App::new().service(between).service(above).service(module::within);
    let policies = cors_runtime::policies();
    let own = policies.iter().filter(|handler| handler.module.starts_with(module_path!()));
    let mut annotated: Vec<_> = own.map(|handler| handler.routes[0].path).collect();
    annotated.sort_unstable();
    assert_eq!(annotated, ["/above/{id}", "/between", "/within"]);
}
