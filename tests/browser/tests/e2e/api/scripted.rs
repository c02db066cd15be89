//! An answer as the URL says it, with no policy: for headers that no policy of ours would send.

use actix_web::{HttpRequest, HttpResponse, Responder, http::StatusCode, web};

pub(crate) fn routes(api: &mut web::ServiceConfig) {
    api.route("/scripted", web::route().to(scripted));
}

/// The query holds the headers of every answer; `status` and `preflight` are statuses, and a name
/// that begins with `preflight:` or `actual:` is a header of one answer only.
async fn scripted(request: HttpRequest, said: web::Query<Vec<(String, String)>>) -> impl Responder {
    let is_preflight = request.headers().contains_key("access-control-request-method");
    let (ours, theirs) =
        if is_preflight { ("preflight", "status") } else { ("status", "preflight") };
    let mut response = HttpResponse::Ok();
    for (name, value) in said.into_inner() {
        let name = match name.split_once(':') {
            Some(("preflight", name)) if is_preflight => name,
            Some(("actual", name)) if !is_preflight => name,
            Some(_) => continue,
            None => &name,
        };
        if name == ours {
            let status = value.parse().ok().and_then(|code| StatusCode::from_u16(code).ok());
            response.status(status.unwrap_or_default());
        } else if name != theirs {
            response.append_header((name, value));
        }
    }
    response.body("scripted")
}
