//! One exchange of an explanation.

use cors_browser::Why;
use cors_runtime::{Refusal, Step};
use serde::Serialize;
use url::{Position, Url};

/// A request of the browser and its response, reduced to the parts that concern CORS.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Exchange {
    /// The step of the exchange: the preflight or the actual request.
    pub step: Step,
    /// The reason why the browser sends the request.
    pub why: String,
    /// The method of the request.
    pub method: String,
    /// The path and the query of the request.
    pub path: String,
    /// The request headers that concern CORS, sorted by name.
    pub sent: Vec<(String, String)>,
    /// The status of the response.
    pub status: u16,
    /// The response headers that concern CORS, sorted by name.
    pub answered: Vec<(String, String)>,
    /// The refusal in the extensions of the response.
    pub refusal: Option<Refusal>,
    /// The names of the other response headers that a page could use.
    #[serde(skip)]
    pub(super) other_names: Vec<String>,
}

impl Exchange {
    pub(super) fn new(traced: &cors_browser::Exchange, is_first: bool) -> Self {
        let is_preflight = matches!(traced.why, Why::NeedsPermission { .. });
        let path = Url::parse(&traced.url).map(|url| url[Position::BeforePath..].to_owned());
        let names = traced.response_headers.iter().map(|(name, _)| name);
        let mut other_names: Vec<_> = names.filter(|name| is_of_interest(name)).cloned().collect();
        other_names.dedup();
        Self {
            step: if is_preflight { Step::Preflight } else { Step::Actual },
            why: reason(&traced.why, is_first),
            method: traced.method.clone(),
            path: path.unwrap_or_default(),
            sent: cors_headers(&traced.request_headers),
            status: traced.status,
            answered: cors_headers(&traced.response_headers),
            refusal: traced.note().cloned(),
            other_names,
        }
    }
}

fn reason(why: &Why, is_first: bool) -> String {
    match why {
        Why::NeedsPermission { method, header_names } => {
            let method = method.as_ref().map(|method| format!("the method `{method}`"));
            let names = header_names.join(",");
            let headers = match header_names.len() {
                0 => None,
                1 => Some(format!("the header `{names}`")),
                _ => Some(format!("the headers `{names}`")),
            };
            let permissions: Vec<String> = method.into_iter().chain(headers).collect();
            return format!(
                "The browser sends a preflight first, because the request needs permission for {}.",
                permissions.join(" and ")
            );
        }
        Why::SameOrigin => {
            "The browser sends the request. It is not a CORS request, because the page and the server \
             have the same origin."
        }
        Why::PreflightAllowed => {
            "The preflight allows the request, so the browser sends it, with the page's origin."
        }
        _ if is_first => {
            "The browser sends the request, with the page's origin. It sends no preflight: a form could \
             send the same request, or an earlier preflight allowed it."
        }
        _ => "The browser follows the redirect, and sends the page's origin.",
    }
    .to_owned()
}

/// Returns whether a page could use the header. Headers of CORS and of the connection are of no use, and no page can
/// read `set-cookie`.
fn is_of_interest(name: &str) -> bool {
    !name.starts_with("access-control-")
        && !matches!(name, "vary" | "date" | "connection" | "transfer-encoding" | "set-cookie")
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
