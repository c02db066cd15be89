use actix_web::{App, HttpResponse, web};
use cors_runtime::cors;

#[cors(origins = "*")]
fn list() -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn main() {
    let _ = App::new().route("/books", web::get().to(|| async { list() }));
}
