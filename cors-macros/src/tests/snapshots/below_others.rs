// #[cors(origins = "*")]
// #[utoipa::path(responses((status = 200)))]
// #[cfg_attr(feature = "v1", get("/books"))]
// async fn list() -> impl Responder { "[]" }

#[cfg(feature = "v1")]
#[::cors_runtime::cors(origins = "*")]
#[utoipa::path(responses((status = 200)))]
#[get("/books")]
async fn list() -> impl Responder {
    "[]"
}
#[cfg(not(feature = "v1"))]
#[::cors_runtime::cors(origins = "*")]
#[utoipa::path(responses((status = 200)))]
async fn list() -> impl Responder {
    "[]"
}
