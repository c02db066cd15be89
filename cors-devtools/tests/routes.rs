//! Tests of `cors_devtools::routes`, which lists each route with the source of its policy: a handler or a layer.

#![cfg(feature = "routes")]

use actix_web::{
    App, Error, HttpResponse,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    get, guard,
    introspection::IntrospectionTree,
    middleware::Logger,
    put,
    test::{TestRequest, call_and_read_body_json, call_service, init_service},
    web::{self, ServiceConfig},
};
use cors_devtools::{Explorer, PolicySource, Routes, routes};
use cors_runtime::{Cors, Policy, cors, policy};
use serde_json::{Value, json};

const APP: Policy = policy!(origins = "https://app.example.com");
const ANY_ORIGIN: Policy = policy!(origins = "*");
const ANY_METHOD: Policy = policy!(origins = "*", methods = "*");

#[cors(origins = "https://app.example.com")]
#[get("/books/{id}")]
async fn read() -> &'static str {
    ""
}

#[cors(none)]
#[put("/books/{id}", wrap = "Logger::default()", guard = "has_type")]
async fn replace() -> &'static str {
    ""
}

fn has_type(context: &guard::GuardContext<'_>) -> bool {
    context.head().headers().contains_key("content-type")
}

#[cors(none)]
#[actix_web::routes]
#[get("/old/shelf")]
#[get("/shelf")]
async fn shelf() -> &'static str {
    ""
}

async fn bare() -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn services(config: &mut ServiceConfig) {
    config
        .service(read)
        .service(replace)
        .service(shelf)
        .route("/books/{id}", web::delete().to(bare))
        .service(web::scope("/api").service(read).route("/health", web::get().to(bare)))
        .service(web::scope("/admin").wrap(Cors::new(APP)).route("/users", web::post().to(bare)))
        .service(web::resource("/any").wrap(Cors::new(ANY_ORIGIN)).get(bare))
        .service(web::resource("/every").wrap(Cors::new(ANY_METHOD)).get(bare))
        .service(Explorer::at("/__cors"));
}

async fn all_routes<T, B>(app: App<T>, with_layers: bool) -> Routes
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody,
{
    let app = init_service(app).await;
    let response = call_service(&app, TestRequest::get().uri("/nowhere").to_request()).await;
    let routes = routes(response.request());
    if with_layers { routes.with_layers(&app).await } else { routes }
}

/// Returns the text of each route, without the line number in the source code.
fn lines_without_numbers(routes: &Routes) -> Vec<String> {
    let without_line = |route: String| match route.rsplit_once(':') {
        Some((start, line)) if line.parse::<u32>().is_ok() => start.to_owned(),
        _ => route,
    };
    routes.iter().map(ToString::to_string).map(without_line).collect()
}

#[actix_web::test]
async fn each_route_has_the_source_of_its_policy() {
    let here = file!();
    let annotated = [
        format!("GET /api/books/{{id}}  routes::read {here}"),
        "GET /api/health  unknown: a layer may apply".to_owned(),
        "DELETE /books/{id}  unknown: a layer may apply".to_owned(),
        format!("GET /books/{{id}}  routes::read {here}"),
        format!("PUT /books/{{id}}  routes::replace {here}"),
    ];
    let routes = all_routes(App::new().configure(services), false).await;
    let lines = lines_without_numbers(&routes);
    assert_eq!(lines.len(), 10, "{lines:#?}");
    for line in &annotated {
        assert!(lines.contains(line), "{line} is not in {lines:#?}");
    }
    assert_eq!(routes.without_policy().len(), 5, "{routes}");

    let routes = all_routes(App::new().configure(services), true).await;
    let lines = lines_without_numbers(&routes);
    for line in [
        "GET /api/health  no policy".to_owned(),
        "DELETE /books/{id}  no policy".to_owned(),
        format!("POST /admin/users  layer {here}"),
        format!("GET /any  layer {here}"),
        "GET /every  layer".to_owned(),
    ] {
        assert!(lines.contains(&line), "{line} is not in {lines:#?}");
    }
    assert_eq!(routes.without_policy().len(), 2, "{routes}");
}

#[actix_web::test]
async fn a_layer_around_the_application_covers_every_route() {
    let app = || App::new().wrap(Cors::new(APP)).configure(services);
    let routes = all_routes(app(), true).await;
    assert!(routes.without_policy().is_empty(), "{routes}");
    let outer = routes.iter().find(|route| route.path == "/api/health").unwrap();
    assert!(
        matches!(&outer.source, PolicySource::Layer { at: Some(at) } if at.starts_with(file!()))
    );
}

/// `#[cors]` adds a guard to an annotated handler. actix-web must find the methods of the handler in this guard.
#[actix_web::test]
async fn the_introspection_of_actix_web_has_the_methods_of_annotated_handlers() {
    let app = init_service(App::new().configure(services)).await;
    let response = call_service(&app, TestRequest::get().uri("/nowhere").to_request()).await;
    let tree = response.request().app_data::<web::Data<IntrospectionTree>>().unwrap();
    let report: Value = serde_json::from_str(&tree.report_as_json()).unwrap();
    let items = report.as_array().unwrap();
    let books = items.iter().find(|item| item["full_path"] == "/api/books/{id}").unwrap();
    assert_eq!(books["methods"], json!(["GET"]), "{books:#}");
}

#[cfg(debug_assertions)]
#[actix_web::test]
async fn the_explorer_lists_routes_without_an_attribute_and_the_prefixes_of_scopes() {
    let app = init_service(App::new().configure(services)).await;
    let path = format!("{}policies", Explorer::at("/__cors").path());
    let request = TestRequest::get().uri(&path).insert_header(("host", "localhost"));
    let rows: Value = call_and_read_body_json(&app, request.to_request()).await;
    let rows = rows.as_array().unwrap();
    let row = rows.iter().find(|row| row["path"] == "/api/health").unwrap();
    assert_eq!((&row["origins"], &row["methods"]), (&json!("no #[cors]"), &json!("GET")));
    assert_eq!(row["example_request"]["url"], "/api/health");
    let scoped = rows.iter().find(|row| row["handler"] == "routes::read").unwrap();
    assert_eq!(
        (&scoped["path"], &scoped["example_request"]["url"]),
        (&json!("/api/books/{id}"), &json!("/api/books/1"))
    );
    let paths: Vec<&str> = rows.iter().filter_map(|row| row["path"].as_str()).collect();
    assert!(paths.contains(&"/shelf") && paths.contains(&"/old/shelf"), "{paths:?}");
    assert!(paths.iter().all(|path| !path.contains("__cors")), "{paths:?}");
}

#[test]
#[should_panic = "the request came through an application"]
fn a_request_without_an_application_is_an_error_of_the_test() {
    let _ = routes(&TestRequest::default().to_http_request());
}
