//! The subcommand `cors-check probe`, which tries origins that should not be allowed.

mod candidate;
mod finding;
mod response;

use cors_browser::{
    Browser, Bytes, HttpClient, HttpError, Transport as _,
    http::{
        self, Method, Uri,
        header::{
            ACCEPT, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderName,
            HeaderValue, ORIGIN,
        },
    },
};
use url::Url;

use self::{
    candidate::candidates,
    finding::{Severity, findings},
    response::{Response, Responses},
};
use crate::{
    Status, USER_AGENT, report_http_error,
    terminal::{eprint_error, print, with_progress},
};

/// A candidate, and the responses of the server to requests with the origin of the candidate.
#[derive(Debug)]
struct Attempt {
    candidate: candidate::Candidate,
    responses: Responses,
}

/// Tries each candidate and prints the findings.
pub(crate) async fn probe(client: &HttpClient, url: &Url, from: &str) -> Status {
    let page = Browser::at(from).origin();
    let candidates = candidates(&page);
    // The probe sends two requests with the origin of the page, two with the origin of each candidate, and one request
    // without an origin.
    let requests = 2 * (candidates.len() + 1) + 1;
    print(&format!(
        "{USER_AGENT} sends {requests} requests to {url}, one after the other:\n\
         `GET`, and preflights of `POST`. It sends no cookie, follows no redirect, and calls no other URL.\n\n"
    ));
    let prober = Prober { client, url };
    let work = async {
        let baseline = prober.responses(&page).await?;
        let without_origin = prober.send(Method::GET, None).await?;
        let mut attempts = Vec::new();
        for candidate in candidates {
            let responses = prober.responses(&candidate.origin).await?;
            attempts.push(Attempt { candidate, responses });
        }
        Ok((baseline, without_origin, attempts))
    };
    let result: Result<_, ProbeError> = with_progress(url.as_str(), work).await;
    let (baseline, without_origin, attempts) = match result {
        Ok(responses) => responses,
        Err(ProbeError::NoResponse(error)) => return report_http_error(&error),
        Err(ProbeError::TooManyRequests(status)) => {
            eprint_error(&format!("`{url}` responds with {status}: it limits requests; try later"));
            return Status::Error;
        }
    };
    let results = findings(&page, url, &baseline, &without_origin, &attempts);
    for finding in &results {
        print(&finding.to_string());
    }
    let count = results.iter().filter(|finding| finding.severity != Severity::Note).count();
    let noun = if count == 1 { "finding" } else { "findings" };
    print(&format!("{count} {noun}\n"));
    if count == 0 { Status::Good } else { Status::Bad }
}

enum ProbeError {
    NoResponse(HttpError),
    TooManyRequests(u16),
}

struct Prober<'a> {
    client: &'a HttpClient,
    url: &'a Url,
}

impl Prober<'_> {
    async fn responses(&self, origin: &str) -> Result<Responses, ProbeError> {
        Ok(Responses {
            get: self.send(Method::GET, Some(origin)).await?,
            preflight: self.send(Method::OPTIONS, Some(origin)).await?,
        })
    }

    /// Sends a `GET`, or the preflight of a `POST` with JSON if `method` is `OPTIONS`.
    async fn send(&self, method: Method, origin: Option<&str>) -> Result<Response, ProbeError> {
        let is_preflight = method == Method::OPTIONS;
        let mut request = http::Request::new(Bytes::new());
        *request.method_mut() = method;
        *request.uri_mut() = Uri::try_from(self.url.as_str()).unwrap_or_default();
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        if let Some(origin) = origin.and_then(|origin| HeaderValue::from_str(origin).ok()) {
            headers.insert(ORIGIN, origin);
        }
        for (name, value) in [("sec-fetch-mode", "cors"), ("sec-fetch-site", "cross-site")] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        if is_preflight {
            headers.insert(ACCESS_CONTROL_REQUEST_METHOD, HeaderValue::from_static("POST"));
            headers
                .insert(ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue::from_static("content-type"));
        }
        let response = self.client.send(request).await.map_err(ProbeError::NoResponse)?;
        match response.status().as_u16() {
            status @ (429 | 503) => Err(ProbeError::TooManyRequests(status)),
            _ => Ok(Response::from(&response)),
        }
    }
}
