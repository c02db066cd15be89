//! A response that the URL describes, without a policy: for headers that no policy sends.

use actix_web::{HttpRequest, HttpResponse, Responder, http::StatusCode, web};

pub(crate) fn routes(api: &mut web::ServiceConfig) {
    api.route("/scripted", web::route().to(scripted));
}

/// Responds with the headers in the query. `status` and `preflight` are the statuses of the actual response
/// and of the preflight's. The prefixes `preflight:` and `actual:` restrict a header to one of both.
async fn scripted(
    request: HttpRequest,
    query: web::Query<Vec<(String, String)>>,
) -> impl Responder {
    let is_preflight = request.headers().contains_key("access-control-request-method");
    let (status_key, other_status_key) =
        if is_preflight { ("preflight", "status") } else { ("status", "preflight") };
    let mut response = HttpResponse::Ok();
    for (name, value) in query.into_inner() {
        let name = match name.split_once(':') {
            Some(("preflight", name)) if is_preflight => name,
            Some(("actual", name)) if !is_preflight => name,
            Some(_) => continue,
            None => &name,
        };
        if name == status_key {
            let status = value.parse().ok().and_then(|code| StatusCode::from_u16(code).ok());
            response.status(status.unwrap_or_default());
        } else if name != other_status_key {
            response.append_header((name, value));
        }
    }
    response.body("scripted")
}
