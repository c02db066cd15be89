use actix_web::{App, put};
use cors_runtime::cors;

#[cors(origins = [format!("https://{}.example.com", "a")], max_age = Duration::from_secs(60))]
#[put("/books")]
async fn replace() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(replace);
}
