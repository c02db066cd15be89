//! A call that a page makes, and what is seen of it: on the page, and on the server.

use serde::{Deserialize, Serialize};

use crate::{
    page::Page,
    server::{Ports, Received},
};

/// <https://fetch.spec.whatwg.org/#concept-request-credentials-mode>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Credentials {
    SameOrigin,
    Include,
    Omit,
}

/// What a page asks for. In a path or a header, `{port}` is the server's, and `{run}` the segment
/// that keeps one run's paths from another's.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: &'static str,
    host: &'static str,
    path: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<&'static str>,
    pub(crate) credentials: Credentials,
}

/// The host of every call that does not name another.
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

pub(crate) fn post(path: impl Into<String>, content_type: &str, body: &'static str) -> Call {
    Call { body: Some(body), ..call("POST", path).header("content-type", content_type) }
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

    pub(crate) fn without_credentials(self) -> Self {
        Self { credentials: Credentials::Omit, ..self }
    }

    pub(crate) fn url(&self, run: &str, ports: Ports) -> String {
        let Self { host, path, .. } = self;
        let port = ports.first;
        let path = path.replace("{run}", run).replace("{port}", &port.to_string());
        format!("http://{host}:{port}/{run}{path}")
    }

    /// Whether the browser has a cookie that it may send along from that page.
    pub(crate) fn finds_cookie(&self, page: Page) -> bool {
        self.host == API && page.is_same_site()
    }
}

/// What a page and the server have seen of one call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Observation {
    /// `None` where the page was told no more than "error".
    pub(crate) answer: Option<Answer>,
    pub(crate) sent: Vec<Received>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    /// Without what differs from run to run, and what a connection adds that no application sends.
    pub(crate) fn comparable(mut self, run: &str) -> Self {
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
pub(crate) struct Expected {
    status: Option<u16>,
    body: Option<&'static str>,
    headers: Vec<(&'static str, Option<&'static str>)>,
    /// The methods that must reach the server, in order: preflights are `OPTIONS`.
    sent: Vec<&'static str>,
}

/// The page reads an answer with this status.
pub(crate) fn read(status: u16) -> Expected {
    Expected { status: Some(status), ..blocked() }
}

/// The page is told nothing.
pub(crate) fn blocked() -> Expected {
    Expected { status: None, body: None, headers: Vec::new(), sent: Vec::new() }
}

impl Expected {
    pub(crate) fn sent<const N: usize>(self, methods: [&'static str; N]) -> Self {
        Self { sent: methods.to_vec(), ..self }
    }

    pub(crate) fn body(self, text: &'static str) -> Self {
        Self { body: Some(text), ..self }
    }

    pub(crate) fn sees(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, Some(value)));
        self
    }

    pub(crate) fn misses(mut self, name: &'static str) -> Self {
        self.headers.push((name, None));
        self
    }

    /// Panics, with all that was seen, where it is not what is expected.
    pub(crate) fn judge(&self, seen: &Observation, who: &str) {
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
