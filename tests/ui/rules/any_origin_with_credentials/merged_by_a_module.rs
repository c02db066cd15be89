use actix_web::App;

#[cors_runtime::cors(origins = "https://app.example.com", allow_credentials)]
mod books {
    use actix_web::get;

    #[cors_runtime::cors(origins = "*")]
    #[get("/books")]
    pub async fn list() -> &'static str {
        "[]"
    }
}

fn main() {
    let _ = App::new().service(books::list);
}
