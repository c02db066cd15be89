// #[cors(none)]
// #[get("/books")]
// async fn list() -> impl Responder { "[]" }

#[get("/books")]
async fn list() -> impl Responder {
    "[]"
}
