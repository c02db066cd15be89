//! Explanations of the page's calls. A browser gives a blocked script only a `TypeError`, and never the response to a
//! preflight. The server of the page therefore simulates each call with `cors_devtools::explain`. Each simulation
//! uses a new instance of the API, so that the shop's books do not change.

use std::collections::BTreeMap;

use actix_web::http::{Method, Uri};
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, Responder, error, post, web};
use cors_runtime::testing::Browser;
use serde::Deserialize;

use crate::banner::Urls;
use crate::store::Store;

pub fn routes(page: &mut web::ServiceConfig) {
    page.service(explain);
}

/// The origin of the page, and the arguments that its script passes to `fetch`.
#[derive(Deserialize)]
struct Call {
    origin: String,
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: Option<String>,
    with_credentials: bool,
}

#[post("/explain")]
async fn explain(
    call: web::Json<Call>,
    urls: web::Data<Urls>,
) -> actix_web::Result<impl Responder> {
    let page: Browser = call.origin.parse().map_err(error::ErrorBadRequest)?;
    let page = if call.with_credentials { page.with_credentials() } else { page };
    let app = App::new().app_data(web::Data::new(Store::stocked())).configure(crate::routes);
    let api = init_service(app).await;
    Ok(web::Json(cors_devtools::explain(&api, &page, call.request(&urls.api)?).await))
}

impl Call {
    fn request(&self, api: &str) -> actix_web::Result<TestRequest> {
        let uri: Uri = format!("{api}{}", self.path).parse().map_err(error::ErrorBadRequest)?;
        let method = Method::from_bytes(self.method.as_bytes()).map_err(error::ErrorBadRequest)?;
        let request = TestRequest::with_uri(&uri.to_string()).method(method);
        let request = self.headers.iter().fold(request, |request, (name, value)| {
            request.insert_header((name.as_str(), value.as_str()))
        });
        Ok(match &self.body {
            Some(body) => request.set_payload(body.clone()),
            None => request,
        })
    }
}
