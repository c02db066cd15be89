use actix_web::{App, get};
use cors_runtime::cors;

#[cors(origins = "*", max_age = "2d")]
#[get("/two-days")]
async fn two_days() -> &'static str {
    ""
}

#[cors(origins = "*", max_age = 604_800)]
#[get("/week")]
async fn week() -> &'static str {
    ""
}

#[cors(origins = "*", max_age = -1)]
#[get("/negative")]
async fn negative() -> &'static str {
    ""
}

#[cors(origins = "*", max_age = "3600")]
#[get("/unit")]
async fn unit() -> &'static str {
    ""
}

#[cors(origins = "*", max_age = "2 hours")]
#[get("/words")]
async fn words() -> &'static str {
    ""
}

#[cors(origins = "*", max_age = 1.5)]
#[get("/fraction")]
async fn fraction() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(two_days).service(week).service(negative);
    let _ = App::new().service(unit).service(words).service(fraction);
}
