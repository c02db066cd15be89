//! The handlers of the catalog: every site can read books, our own pages can write them, and only the staff page can
//! delete them. The path `/books/{id}` has three handlers with three policies. A preflight requests one method, and the
//! policy of the handler for this method applies.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder, delete, get, post, put, web};
use cors_runtime::cors;

use crate::policies::{FIRST_PARTY, STAFF};
use crate::store::{Book, Store};

const REQUEST_ID: &str = "x-request-id";

pub fn routes(api: &mut web::ServiceConfig) {
    api.service(list).service(read).service(create).service(replace).service(delete);
}

// The books are public data, and the handler uses no cookies, so any page may read the books and the total count.
#[cors(origins = "*", expose_headers = "x-total-count")]
#[get("/books")]
async fn list(store: web::Data<Store>) -> impl Responder {
    let books = store.list();
    HttpResponse::Ok().insert_header(("x-total-count", books.len())).json(books)
}

// A single book is public, like the list. A page of another origin cannot read the internal header `x-shelf`, because
// the policy does not expose it.
#[cors(origins = "*")]
#[get("/books/{id}")]
async fn read(id: web::Path<u64>, store: web::Data<Store>) -> impl Responder {
    match store.read(*id) {
        Some(book) => HttpResponse::Ok().insert_header(("x-shelf", format!("A-{id}"))).json(book),
        None => HttpResponse::NotFound().finish(),
    }
}

// Only our own pages can write. The policy exposes `Location`, from which the pages read the URL of the new book.
#[cors(policy = FIRST_PARTY, expose_headers = "location")]
#[post("/books")]
async fn create(book: web::Json<Book>, store: web::Data<Store>) -> impl Responder {
    let stored = store.create(book.into_inner());
    HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/books/{}", stored.id)))
        .json(stored)
}

// The policy inherits `FIRST_PARTY`, replaces `allow_headers`, and adds `expose_headers`. Our page sends `x-request-id`
// when it replaces a book, and reads this header in the response.
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

// Only the staff page deletes books. CORS restricts browsers only: a real handler needs authentication
// as well.
#[cors(origins = STAFF, debug_origins = "http://staff.localhost:*")]
#[delete("/books/{id}")]
async fn delete(id: web::Path<u64>, store: web::Data<Store>) -> impl Responder {
    match store.delete(*id) {
        Some(_) => HttpResponse::NoContent().finish(),
        None => HttpResponse::NotFound().finish(),
    }
}
