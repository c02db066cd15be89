//! The API of a bookshop, in which an attribute sets the CORS policy of each handler, and a page on another origin that
//! calls every handler. Run `cargo run --example bookshop` and open the URL of the shop page that the program prints.
//!
//! Read `policies.rs` first, and then the `#[cors]` attributes in `books.rs`.
//! The environment variables `BOOKSHOP_API_PORT` and `BOOKSHOP_PAGE_PORT` set the ports. The value 0 means any free
//! port.

mod banner;
mod books;
mod explain;
mod page;
mod policies;
mod sales;
mod search;
mod store;
mod visitors;

use std::env;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::process::ExitCode;

use actix_web::{App, HttpServer, rt, web};
use cors_devtools::Explorer;
use tracing::Level;

use crate::banner::Urls;
use crate::store::Store;

const API_PORT: (&str, u16) = ("BOOKSHOP_API_PORT", 8080);
const PAGE_PORT: (&str, u16) = ("BOOKSHOP_PAGE_PORT", 8081);

#[actix_web::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bookshop: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> io::Result<()> {
    // For each handler and reason, the library logs the first refusal at `WARN`, with the source line of the policy.
    tracing_subscriber::fmt().with_max_level(Level::WARN).with_writer(io::stderr).init();

    let (api, page) = (listen(API_PORT)?, listen(PAGE_PORT)?);
    let (api_address, page_address) = (api.local_addr()?, page.local_addr()?);
    let urls = Urls::new(api_address.port(), page_address.port());

    // The Explorer is a page about the policies of this API. It exists in debug builds only, under a random path.
    let explorer = Explorer::at("/__cors");
    let explorer_url = format!("{}{}", urls.api, explorer.path());

    let store = web::Data::new(Store::stocked());
    let api = HttpServer::new(move || {
        App::new().app_data(store.clone()).configure(routes).service(explorer.clone())
    })
    .listen(api)?
    // With the default of actix-web, Ctrl-C would wait up to 30 seconds for an open WebSocket.
    .shutdown_timeout(1)
    .run();

    let assets = web::Data::new(page::Assets::new(&urls));
    let urls = web::Data::new(urls);
    let page_urls = urls.clone();
    let page = HttpServer::new(move || {
        App::new()
            .app_data(assets.clone())
            .app_data(page_urls.clone())
            .configure(page::routes)
            .configure(explain::routes)
    })
    .listen(page)?
    .workers(1)
    .shutdown_timeout(1)
    .run();

    print!("{}", banner::text(&urls, &explorer_url));

    // Each server stops by itself on Ctrl-C, so this function only waits for both.
    let page = rt::spawn(page);
    api.await?;
    page.await.map_err(io::Error::other)?
}

/// Registers the handlers of the API. Registering a handler also registers its preflight route.
fn routes(api: &mut web::ServiceConfig) {
    api.configure(books::routes)
        .configure(visitors::routes)
        .configure(search::routes)
        .configure(sales::routes);
}

fn listen((variable, default): (&str, u16)) -> io::Result<TcpListener> {
    let port = match env::var(variable) {
        Ok(value) => value.parse().map_err(|_| {
            io::Error::other(format!("{variable}=`{value}` is not a port from 0 to 65535"))
        })?,
        Err(_) => default,
    };
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        let message =
            format!("port {port} cannot be used ({error}): set {variable}=0 for a free port");
        io::Error::new(error.kind(), message)
    })
}
