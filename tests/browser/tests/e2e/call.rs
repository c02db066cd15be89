//! A call that a page makes, and what is seen of it: on the page, and on the server.

use serde::{Deserialize, Serialize};

use crate::{
    page::Page,
    server::{Ports, Received},
};

/// <https://fetch.spec.whatwg.org/#concept-request-credentials-mode>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credentials {
    SameOrigin,
    Include,
    Omit,
}

/// What a page asks for. In a path or a header, `{port}` is the server's, and `{run}` the segment
/// that keeps one run's paths from another's.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: &'static str,
    host: &'static str,
    path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<&'static str>,
    pub credentials: Credentials,
}

/// The host of every call that does not name another.
pub const API: &str = "api.example.test";

pub fn call(method: &'static str, path: impl Into<String>) -> Call {
    Call {
        method,
        host: API,
        path: path.into(),
        headers: Vec::new(),
        body: None,
        credentials: Credentials::SameOrigin,
    }
}

pub fn get(path: impl Into<String>) -> Call {
    call("GET", path)
}

pub fn put(path: impl Into<String>) -> Call {
    call("PUT", path)
}

pub fn delete(path: impl Into<String>) -> Call {
    call("DELETE", path)
}

pub fn post(path: impl Into<String>, content_type: &str, body: &'static str) -> Call {
    Call { body: Some(body), ..call("POST", path).header("content-type", content_type) }
}

impl Call {
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn body(self, body: &'static str) -> Self {
        Self { body: Some(body), ..self }
    }

    pub fn at(self, host: &'static str) -> Self {
        Self { host, ..self }
    }

    pub fn with_credentials(self) -> Self {
        Self { credentials: Credentials::Include, ..self }
    }

    pub fn without_credentials(self) -> Self {
        Self { credentials: Credentials::Omit, ..self }
    }

    pub fn url(&self, run: &str, ports: Ports) -> String {
        let Self { host, path, .. } = self;
        let port = ports.first;
        let path = path.replace("{run}", run).replace("{port}", &port.to_string());
        format!("http://{host}:{port}/{run}{path}")
    }

    /// Whether the browser has a cookie that it may send along from that page.
    pub fn finds_cookie(&self, page: Page) -> bool {
        self.host == API && page.is_same_site()
    }
}

/// What a page and the server have seen of one call.
#[derive(Debug, PartialEq, Eq)]
pub struct Observation {
    /// `None` where the page was told no more than "error".
    pub answer: Option<Answer>,
    pub sent: Vec<Received>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Answer {
    pub status: u16,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// Without what differs from run to run, and what a connection adds that no application sends.
    pub fn comparable(mut self, run: &str) -> Self {
        self.url = self.url.replace(run, "{run}");
        self.headers.retain(|(name, _)| {
            !matches!(name.as_str(), "connection" | "date" | "transfer-encoding")
        });
        self
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// What must be seen of a call, by hand.
#[derive(Clone, Debug)]
pub struct Expected {
    status: Option<u16>,
    body: Option<&'static str>,
    headers: Vec<(&'static str, Option<&'static str>)>,
    /// The methods that must reach the server, in order: preflights are `OPTIONS`.
    sent: Vec<&'static str>,
}

/// The page reads an answer with this status.
pub fn read(status: u16) -> Expected {
    Expected { status: Some(status), ..blocked() }
}

/// The page is told nothing.
pub fn blocked() -> Expected {
    Expected { status: None, body: None, headers: Vec::new(), sent: Vec::new() }
}

impl Expected {
    pub fn sent<const N: usize>(self, methods: [&'static str; N]) -> Self {
        Self { sent: methods.to_vec(), ..self }
    }

    pub fn body(self, text: &'static str) -> Self {
        Self { body: Some(text), ..self }
    }

    pub fn sees(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, Some(value)));
        self
    }

    pub fn misses(mut self, name: &'static str) -> Self {
        self.headers.push((name, None));
        self
    }

    /// Panics, with all that was seen, where it is not what is expected.
    pub fn judge(&self, seen: &Observation, who: &str) {
        let Observation { answer, sent } = seen;
        let methods: Vec<_> = sent.iter().map(|received| received.method.as_str()).collect();
        assert_eq!(methods, self.sent, "{who}: what reached the server: {seen:#?}");
        let status = answer.as_ref().map(|answer| answer.status);
        assert_eq!(status, self.status, "{who}: the status that the page reads: {seen:#?}");
        let Some(answer) = answer else {
            return;
        };
        for (name, value) in &self.headers {
            assert_eq!(answer.header(name), *value, "{who}: the header {name}: {seen:#?}");
        }
        if let Some(body) = self.body {
            assert_eq!(answer.body, body, "{who}: the body: {seen:#?}");
        }
    }
}
