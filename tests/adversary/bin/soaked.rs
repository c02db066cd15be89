//! The server of the soak test. The server prints its address, replaces a set of origins each millisecond, and stops
//! when its standard input is closed.

use std::{
    io::{self, Read},
    sync::LazyLock,
    thread,
    time::Duration,
};

use actix_web::{App, HttpServer, get, put, web::Path};
use cors_runtime::{LiveOrigins, Origins, cors};

static LIVE: LazyLock<LiveOrigins> = LazyLock::new(|| LiveOrigins::new(set(0)));

/// Returns a set of origins. Every set contains `https://always.example`. Each of the other patterns is in half of the
/// sets.
fn set(number: usize) -> Origins {
    let side = if number.is_multiple_of(2) { "left" } else { "right" };
    let varying = (0..100).map(|it| format!("https://{side}{it}.example"));
    let patterns =
        varying.chain(["https://always.example".to_owned(), format!("https://*.{side}.example")]);
    Origins::parse(patterns).expect("the patterns are well formed")
}

#[cors(origins = dynamic(&*LIVE), allow_credentials, enforce)]
#[get("/live/{id}")]
async fn live(id: Path<String>) -> String {
    id.into_inner()
}

#[cors(
    origins = "https://always.example",
    allow_headers = "*",
    allow_credentials,
    hosts = "soaked.example"
)]
#[put("/named/{id}")]
async fn named(id: Path<String>) -> String {
    id.into_inner()
}

#[actix_web::main]
async fn main() -> io::Result<()> {
    thread::spawn(|| {
        for number in 1.. {
            LIVE.store(set(number)).expect("a set like the first");
            thread::sleep(Duration::from_millis(1));
        }
    });
    let server = HttpServer::new(|| App::new().service(live).service(named))
        .workers(2)
        .bind_auto_h2c(("127.0.0.1", 0))?;
    println!("{}", server.addrs()[0]);
    let server = server.run();
    let handle = server.handle();
    thread::spawn(move || {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        drop(handle.stop(false));
    });
    server.await
}
