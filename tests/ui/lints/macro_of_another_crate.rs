use cors_runtime::cors;
use tracing::instrument as post;

#[cors(origins = "https://app.example.com", enforce)]
#[post(name = "book")]
pub async fn book() -> &'static str {
    "booked"
}

fn main() {}
