//! What a page would see of an application, and why, step by step.

use std::{
    cell::RefCell,
    fmt,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_http::Request;
use actix_web::{
    Error, HttpMessage, HttpResponse,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    http::{
        Method,
        header::{
            ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderMap,
            HeaderName, ORIGIN,
        },
    },
    test::TestRequest,
};
use cors_browser::{Blocked, Browser, Seen};
use cors_rules::{fetch::SAFELISTED_METHODS, origin::Origin};

use crate::refusal::{Refusal, Step};

/// Fetches as [`Browser::fetch`] does, and tells what was asked, what was answered, and why.
///
/// Its `Display` is a story that ends in the [`Refusal`], with the key to change.
///
/// ```
/// use actix_web::{App, get, test::{self, TestRequest}};
/// use cors_runtime::{cors, testing::{Browser, explain}};
///
/// #[cors(origins = "https://app.example.com")]
/// #[get("/books")]
/// async fn list() -> &'static str { "[]" }
///
/// # #[actix_web::main]
/// # async fn main() {
/// let app = test::init_service(App::new().service(list)).await;
/// let page = Browser::at("https://www.app.example.com");
/// let explained = explain(&app, &page, TestRequest::get().uri("/books")).await;
/// let refusal = explained.refusal().expect("the policy does not allow the origin");
/// assert_eq!(refusal.help().as_deref(), Some("add `https://www.app.example.com` to `origins`"));
/// println!("{explained}");
/// # }
/// ```
///
/// Standard: [fetching](https://fetch.spec.whatwg.org/#fetching), as far as CORS goes.
pub async fn explain<S, B>(app: &S, page: &Browser, request: TestRequest) -> Explanation
where
    S: Service<Request, Response = ServiceResponse<B>>,
    S::Error: Into<Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    let recorder = Recorder { app, page: page.origin(), exchanges: Rc::default() };
    let outcome = page.fetch(&recorder, request).await;
    Explanation { exchanges: recorder.exchanges.take(), outcome }
}

/// What a page would see: what [`explain`] finds.
#[derive(Debug)]
pub struct Explanation {
    exchanges: Vec<Exchange>,
    outcome: Result<Seen, Blocked>,
}

impl Explanation {
    /// What the browser sent and got, in order: preflights, redirects, the request.
    #[must_use]
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// What the page sees in the end.
    ///
    /// # Errors
    /// Where the browser blocks it: by which rule of which header.
    pub fn outcome(&self) -> Result<&Seen, &Blocked> {
        self.outcome.as_ref()
    }

    /// What the server says of the last exchange, where a policy had something to say.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        self.exchanges.last().and_then(|exchange| exchange.refusal.as_ref())
    }

    /// The last sentence: what the page sees, or which rule of which header keeps it from that.
    #[must_use]
    pub fn ends(&self) -> String {
        match &self.outcome {
            Ok(seen) => format!("The page sees the response, {}.", seen.status()),
            Err(blocked) => format!("The browser blocks it: {}.", blocked.reason()),
        }
    }
}

/// The exchanges, whether the page sees the response and the headers that it may read, how it ends,
/// the page of the guide about what the console says, and the refusal.
#[cfg(feature = "serde")]
impl serde::Serialize for Explanation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let seen = self.outcome.as_ref().ok();
        let readable = seen.map(|seen| seen.headers().collect::<Vec<_>>()).unwrap_or_default();
        let mut fields = serializer.serialize_struct("Explanation", 6)?;
        fields.serialize_field("exchanges", &self.exchanges)?;
        fields.serialize_field("allowed", &seen.is_some())?;
        fields.serialize_field("readable", &readable)?;
        fields.serialize_field("ends", &self.ends())?;
        fields.serialize_field("see", &self.outcome.as_ref().err().and_then(Blocked::see))?;
        fields.serialize_field("refusal", &self.refusal())?;
        fields.end()
    }
}

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

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut step = 1..;
        for exchange in &self.exchanges {
            let number = step.next().unwrap_or_default();
            writeln!(f, "{number}. {}", exchange.why)?;
            writeln!(f, "     {} {}", exchange.method, exchange.path)?;
            for (name, value) in &exchange.sent {
                writeln!(f, "     {name}: {value}")?;
            }
            writeln!(f, "   The server answers {}.", exchange.status)?;
            for (name, value) in &exchange.answered {
                writeln!(f, "     {name}: {value}")?;
            }
        }
        let number = step.next().unwrap_or_default();
        writeln!(f, "{number}. {}", self.ends())?;
        match self.refusal() {
            Some(refusal) => write!(f, "\n{refusal}"),
            None => Ok(()),
        }
    }
}

/// An application whose exchanges are written down.
struct Recorder<'a, S> {
    app: &'a S,
    page: String,
    exchanges: Rc<RefCell<Vec<Exchange>>>,
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
        self.refusal = response.extensions().get::<Refusal>().cloned();
    }
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
