use actix_web::get;
use cors_runtime::cors;

#[cors(origins = "https://app.example.com", hosts = ["a.example.com, b.example.com", "c.example.com:0808", "*", ""])]
#[get("/1")]
async fn h1() -> &'static str {
    ""
}

fn main() {}
