//! A call that a page makes, and the observations of the page and of the server.

use serde::{Deserialize, Serialize};

use crate::{
    page::Page,
    server::{Ports, Received},
};

/// The credentials mode of a call: <https://fetch.spec.whatwg.org/#concept-request-credentials-mode>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Credentials {
    SameOrigin,
    Include,
}

/// A call of a page. In a path or a header, the port of the server replaces `{port}`. In a path, the name of the run
/// replaces `{run}`. A run is one execution of a scenario, and the path of every URL begins with the name of the run.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: &'static str,
    host: &'static str,
    path: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<&'static str>,
    pub(crate) credentials: Credentials,
}

/// The host of the API.
pub(crate) const API: &str = "api.example.test";

pub(crate) fn call(method: &'static str, path: impl Into<String>) -> Call {
    Call {
        method,
        host: API,
        path: path.into(),
        headers: Vec::new(),
        body: None,
        credentials: Credentials::SameOrigin,
    }
}

pub(crate) fn get(path: impl Into<String>) -> Call {
    call("GET", path)
}

pub(crate) fn put(path: impl Into<String>) -> Call {
    call("PUT", path)
}

pub(crate) fn delete(path: impl Into<String>) -> Call {
    call("DELETE", path)
}

impl Call {
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn body(self, body: &'static str) -> Self {
        Self { body: Some(body), ..self }
    }

    pub(crate) fn with_credentials(self) -> Self {
        Self { credentials: Credentials::Include, ..self }
    }

    pub(crate) fn url(&self, run: &str, ports: Ports) -> String {
        let Self { host, path, .. } = self;
        let port = ports.first;
        let path = path.replace("{run}", run).replace("{port}", &port.to_string());
        format!("http://{host}:{port}/{run}{path}")
    }

    /// Returns true if the browser has a cookie that it may send with the call from `page`.
    pub(crate) fn has_cookie(&self, page: Page) -> bool {
        self.host == API && page.is_same_site()
    }
}

/// The observations of the page and of the server for one call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Observation {
    /// The response that the page reads, or `None` for an error.
    pub(crate) response: Option<Response>,
    /// The requests that the server received.
    pub(crate) received: Vec<Received>,
}

/// A response as a page reads it.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Response {
    /// Makes responses of different runs and clients comparable: replaces the name of the run, and removes the headers
    /// that a server adds only on a real connection.
    pub(crate) fn comparable(mut self, run: &str) -> Self {
        self.url = self.url.replace(run, "{run}");
        self.headers.retain(|(name, _)| {
            !matches!(name.as_str(), "connection" | "date" | "transfer-encoding")
        });
        self
    }
}

/// The most important expected observations of a call. The comparison of Chromium with the in-process client checks the
/// other observations.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    status: Option<u16>,
    body: Option<&'static str>,
    /// The methods that the server receives, in order. A preflight is `OPTIONS`.
    sent: Vec<&'static str>,
}

/// Expects that the page reads a response with this status.
pub(crate) fn read(status: u16) -> Expected {
    Expected { status: Some(status), ..blocked() }
}

/// Expects that the browser blocks the call.
pub(crate) fn blocked() -> Expected {
    Expected { status: None, body: None, sent: Vec::new() }
}

impl Expected {
    pub(crate) fn sent<const N: usize>(self, methods: [&'static str; N]) -> Self {
        Self { sent: methods.to_vec(), ..self }
    }

    pub(crate) fn body(self, text: &'static str) -> Self {
        Self { body: Some(text), ..self }
    }

    /// Panics if an observation differs from the expectation. The message contains the whole observation.
    pub(crate) fn assert_matches(&self, observed: &Observation, browser: &str) {
        let Observation { response, received } = observed;
        let methods: Vec<_> = received.iter().map(|request| request.method.as_str()).collect();
        assert_eq!(methods, self.sent, "{browser}: the received methods: {observed:#?}");
        let status = response.as_ref().map(|response| response.status);
        assert_eq!(status, self.status, "{browser}: the status that the page reads: {observed:#?}");
        if let (Some(response), Some(body)) = (response, self.body) {
            assert_eq!(response.body, body, "{browser}: the body: {observed:#?}");
        }
    }
}
