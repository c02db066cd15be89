//! A bookshop's API whose handlers each have a CORS policy of their own, and a page on another
//! origin that tries them all: `cargo run --example bookshop`, then open the URL that it prints.
//!
//! Start reading at `policies.rs`, then `books.rs`: the attributes are the point of this example.
//! `BOOKSHOP_API_PORT` and `BOOKSHOP_PAGE_PORT` choose the ports; 0 takes a free one.

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
    // What a policy refuses stands in the log, with the line to edit.
    tracing_subscriber::fmt().with_max_level(Level::WARN).with_writer(io::stderr).init();

    let (api, page) = (listen(API_PORT)?, listen(PAGE_PORT)?);
    let (api_address, page_address) = (api.local_addr()?, page.local_addr()?);
    let urls = Urls::new(api_address.port(), page_address.port());

    // The policies, and why a page was blocked: in debug builds only, and under a random path.
    let explorer = Explorer::at("/__cors");
    let explorer_url = format!("{}{}", urls.api, explorer.path());

    let store = web::Data::new(Store::stocked());
    let api = HttpServer::new(move || {
        App::new().app_data(store.clone()).configure(routes).service(explorer.clone())
    })
    .listen(api)?
    // An open WebSocket should not keep Ctrl-C waiting for actix's default of 30 seconds.
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

    // Both servers hear Ctrl-C themselves and stop.
    let page = rt::spawn(page);
    api.await?;
    page.await.map_err(io::Error::other)?
}

/// Registering a handler registers its policy and its preflight: there is nothing else to do.
fn routes(api: &mut web::ServiceConfig) {
    api.configure(books::routes)
        .configure(visitors::routes)
        .configure(search::routes)
        .configure(sales::routes);
}

fn listen((variable, default): (&str, u16)) -> io::Result<TcpListener> {
    let port = match env::var(variable) {
        Ok(text) => text.parse().map_err(|_| {
            let told = format!("{variable}=`{text}` is not a port: it is not in 0 to 65535");
            io::Error::other(told)
        })?,
        Err(_) => default,
    };
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        let told = format!("port {port} cannot be used ({error}): set {variable}=0 for a free one");
        io::Error::new(error.kind(), told)
    })
}
