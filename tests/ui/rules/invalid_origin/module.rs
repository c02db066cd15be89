use actix_web::App;

#[cors_runtime::cors(origins = "https://app.example.com/")]
mod books {
    use actix_web::{get, post};

    #[get("/books")]
    pub async fn list() -> &'static str {
        "[]"
    }

    #[post("/books")]
    pub async fn create() -> &'static str {
        ""
    }
}

fn main() {
    let _ = App::new().service(books::list).service(books::create);
}
