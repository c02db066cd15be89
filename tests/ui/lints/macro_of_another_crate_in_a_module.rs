use cors_runtime::cors;

#[cors(origins = "https://app.example.com", enforce)]
mod api {
    use tracing::instrument as post;

    #[post(name = "book")]
    pub async fn book() -> &'static str {
        "booked"
    }
}

fn main() {
    let _ = api::book();
}
