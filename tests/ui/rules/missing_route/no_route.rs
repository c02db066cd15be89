use actix_web::{App, web};
use cors_runtime::cors;

#[cors(origins = "*")]
#[doc = "All books."]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().route("/books", web::get().to(list));
}
