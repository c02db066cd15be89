//! The catalogue: everybody reads, our own pages write, staff deletes. The three policies meet on
//! the one path `/books/{id}`, and each preflight is answered by the handler that it asks about.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder, delete, get, post, put, web};
use cors_runtime::cors;

use crate::policies::{FIRST_PARTY, STAFF};
use crate::store::{Book, Store};

const REQUEST_ID: &str = "x-request-id";

pub fn routes(api: &mut web::ServiceConfig) {
    api.service(list).service(read).service(create).service(replace).service(delete);
}

// Public data without cookies: any page may read it, and the total beside it.
#[cors(origins = "*", expose_headers = "x-total-count")]
#[get("/books")]
async fn list(store: web::Data<Store>) -> impl Responder {
    let books = store.list();
    HttpResponse::Ok().insert_header(("x-total-count", books.len())).json(books)
}

// As public as the list; but `x-shelf` is ours, and a page does not see what is not exposed.
#[cors(origins = "*")]
#[get("/books/{id}")]
async fn read(id: web::Path<u64>, store: web::Data<Store>) -> impl Responder {
    match store.read(*id) {
        Some(book) => HttpResponse::Ok().insert_header(("x-shelf", format!("A-{id}"))).json(book),
        None => HttpResponse::NotFound().finish(),
    }
}

// Only our own pages write; they want to know where the new book stands.
#[cors(policy = FIRST_PARTY, expose_headers = "location")]
#[post("/books")]
async fn create(book: web::Json<Book>, store: web::Data<Store>) -> impl Responder {
    let stored = store.create(book.into_inner());
    HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/books/{}", stored.id)))
        .json(stored)
}

// The shared policy, but for two settings: our editor tags each change, and reads the tag back.
#[cors(
    policy = FIRST_PARTY,
    allow_headers = ["content-type", "x-request-id"],
    expose_headers = "x-request-id",
)]
#[put("/books/{id}")]
async fn replace(
    id: web::Path<u64>,
    book: web::Json<Book>,
    store: web::Data<Store>,
    request: HttpRequest,
) -> impl Responder {
    let Some(stored) = store.replace(*id, book.into_inner()) else {
        return HttpResponse::NotFound().finish();
    };
    let mut response = HttpResponse::Ok();
    if let Some(tag) = request.headers().get(REQUEST_ID) {
        response.insert_header((REQUEST_ID, tag.clone()));
    }
    response.json(stored)
}

// The shop's front end has no button for this, so its origin is not listed. CORS binds browsers
// alone: what may call without one needs authentication as well.
#[cors(origins = STAFF, debug_origins = "http://staff.localhost:*")]
#[delete("/books/{id}")]
async fn delete(id: web::Path<u64>, store: web::Data<Store>) -> impl Responder {
    match store.delete(*id) {
        Some(_) => HttpResponse::NoContent().finish(),
        None => HttpResponse::NotFound().finish(),
    }
}
