//! A request and its answer, written down on their way.

use std::{
    cell::RefCell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_http::Request;
use actix_web::{
    Error, HttpMessage, HttpResponse,
    dev::{Service, ServiceResponse},
    http::{
        Method,
        header::{
            ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderMap,
            HeaderName, ORIGIN,
        },
    },
};
use cors_rules::{fetch::SAFELISTED_METHODS, origin::Origin};

use crate::refusal::{Refusal, Step};

/// A request of the browser and the answer to it, as far as CORS goes.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Exchange {
    /// Whether it is a preflight or the request itself.
    pub step: Step,
    /// Why the browser sends it: whether it is a CORS request, and needs a preflight.
    pub why: String,
    /// The method.
    pub method: String,
    /// The path and the query.
    pub path: String,
    /// The headers that are about CORS, in the order of their names.
    pub sent: Vec<(String, String)>,
    /// The answer's status.
    pub status: u16,
    /// The answer's headers that are about CORS, in the order of their names.
    pub answered: Vec<(String, String)>,
    /// What the policy says of it.
    pub refusal: Option<Refusal>,
    /// The names of the answer's other headers, but for those that are the connection's.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) names: Vec<String>,
}

impl Exchange {
    fn sent(&self, name: &HeaderName) -> Option<&str> {
        let header = self.sent.iter().find(|(sent, _)| sent == name.as_str());
        header.map(|(_, value)| value.as_str())
    }

    /// The text of [`Exchange::why`], behind the exchange that was before.
    fn reason(&self, page: &str, before: Option<&Self>) -> String {
        if self.step == Step::Preflight {
            return format!(
                "The browser asks first, by a preflight: it needs permission for {}.",
                self.needs_permission()
            );
        }
        if !self.is_cors(page) {
            return "The browser sends the request. It is not a CORS request: the page and the \
                    server have one origin."
                .to_owned();
        }
        match before {
            Some(before) if before.step == Step::Preflight && before.path == self.path => {
                "The preflight allows it: the browser sends the request, and says whose page asks."
            }
            Some(_) => "The browser follows the redirect, and says whose page asks.",
            None => {
                "The browser sends the request, and says whose page asks. It asks nothing first: a \
                 form could send the same, or an earlier preflight allowed it."
            }
        }
        .to_owned()
    }

    /// <https://fetch.spec.whatwg.org/#cors-request>; a same-origin `POST` has an `Origin` too.
    fn is_cors(&self, page: &str) -> bool {
        if self.sent(&ORIGIN).is_none() {
            return false;
        }
        match self.sent.iter().find(|(name, _)| name == "sec-fetch-site") {
            Some((_, site)) => site != "same-origin",
            None => {
                let server = self.sent(&HOST).unwrap_or_default();
                !Origin::parse(page.as_bytes()).is_some_and(|page| page.is_served_by(server))
            }
        }
    }

    /// What no form could send: <https://fetch.spec.whatwg.org/#main-fetch>.
    fn needs_permission(&self) -> String {
        let method = self.sent(&ACCESS_CONTROL_REQUEST_METHOD).unwrap_or_default();
        let method =
            (!SAFELISTED_METHODS.contains(&method)).then(|| format!("the method `{method}`"));
        let headers = self.sent(&ACCESS_CONTROL_REQUEST_HEADERS).map(|names| {
            let noun = if names.contains(',') { "headers" } else { "header" };
            format!("the {noun} `{names}`")
        });
        let needs: Vec<String> = [method, headers].into_iter().flatten().collect();
        needs.join(" and for ")
    }
}

/// An application whose exchanges are written down.
pub(super) struct Recorder<'a, S> {
    pub(super) app: &'a S,
    pub(super) page: String,
    pub(super) exchanges: Rc<RefCell<Vec<Exchange>>>,
}

impl<S, B> Service<Request> for Recorder<'_, S>
where
    S: Service<Request, Response = ServiceResponse<B>>,
    S::Error: Into<Error>,
    S::Future: 'static,
    B: 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<ServiceResponse<B>, Error>>>>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.app.poll_ready(context).map_err(Into::into)
    }

    fn call(&self, request: Request) -> Self::Future {
        let is_preflight = *request.method() == Method::OPTIONS
            && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        let uri = request.uri();
        let mut exchange = Exchange {
            step: if is_preflight { Step::Preflight } else { Step::Actual },
            why: String::new(),
            method: request.method().to_string(),
            path: uri.path_and_query().map_or_else(|| uri.to_string(), ToString::to_string),
            sent: about_cors(request.headers()),
            status: 0,
            answered: Vec::new(),
            refusal: None,
            names: Vec::new(),
        };
        exchange.why = exchange.reason(&self.page, self.exchanges.borrow().last());
        let (called, exchanges) = (self.app.call(request), Rc::clone(&self.exchanges));
        Box::pin(async move {
            let result = called.await.map_err(Into::into);
            match &result {
                Ok(response) => exchange.note(response.response()),
                Err(error) => exchange.note(&error.error_response()),
            }
            exchanges.borrow_mut().push(exchange);
            result
        })
    }
}

impl Exchange {
    fn note<B>(&mut self, response: &HttpResponse<B>) {
        self.status = response.status().as_u16();
        self.answered = about_cors(response.headers());
        let names = response.headers().keys().map(HeaderName::as_str);
        self.names = names.filter(|name| !is_unremarkable(name)).map(str::to_owned).collect();
        self.names.sort_unstable();
        self.refusal = response.extensions().get::<Refusal>().cloned();
    }
}

/// Headers that no page misses: the protocol's own, the connection's, and those that none may read.
fn is_unremarkable(name: &str) -> bool {
    name.starts_with("access-control-")
        || matches!(name, "vary" | "date" | "connection" | "transfer-encoding" | "set-cookie")
}

fn about_cors(headers: &HeaderMap) -> Vec<(String, String)> {
    let is_about = |name: &HeaderName| {
        let name = name.as_str();
        matches!(name, "origin" | "vary" | "host")
            || name.starts_with("access-control-")
            || name.starts_with("sec-fetch-")
    };
    let mut about: Vec<(String, String)> = headers
        .iter()
        .filter(|(name, _)| is_about(name))
        .map(|(name, value)| (name.to_string(), value.as_bytes().escape_ascii().to_string()))
        .collect();
    about.sort();
    about
}
