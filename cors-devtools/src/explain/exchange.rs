//! One step of an explanation: a request and its response.

use cors_browser::RequestReason;
use cors_runtime::{Refusal, Step};
use serde::Serialize;
use url::{Position, Url};

/// A request of the browser and its response, reduced to the parts that concern CORS.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Exchange {
    /// The kind of the request: a preflight or the actual request.
    pub step: Step,
    /// The reason why the browser sends the request, as one sentence.
    pub reason: String,
    /// The method of the request.
    pub method: String,
    /// The path and the query of the request.
    pub path: String,
    /// The request headers that concern CORS, sorted by name.
    pub request_headers: Vec<(String, String)>,
    /// The status of the response.
    pub status: u16,
    /// The response headers that concern CORS, sorted by name.
    pub response_headers: Vec<(String, String)>,
    /// The refusal, if a policy rejected or reported the request, or did not allow its origin to read the response.
    pub refusal: Option<Refusal>,
}

impl Exchange {
    pub(super) fn new(traced: &cors_browser::Exchange) -> Self {
        let is_preflight = matches!(traced.reason, RequestReason::NeedsPermission { .. });
        let path = Url::parse(&traced.url).map(|url| url[Position::BeforePath..].to_owned());
        Self {
            step: if is_preflight { Step::Preflight } else { Step::Actual },
            reason: traced.reason.to_string(),
            method: traced.method.clone(),
            path: path.unwrap_or_default(),
            request_headers: cors_headers(&traced.request_headers),
            status: traced.status,
            response_headers: cors_headers(&traced.response_headers),
            refusal: traced.note().cloned(),
        }
    }
}

fn cors_headers(headers: &[(String, String)]) -> Vec<(String, String)> {
    let concerns_cors = |name: &str| {
        matches!(name, "origin" | "vary" | "host")
            || name.starts_with("access-control-")
            || name.starts_with("sec-fetch-")
    };
    let headers = headers.iter().filter(|(name, _)| concerns_cors(name));
    headers.map(|(name, value)| (name.clone(), value.escape_default().to_string())).collect()
}
