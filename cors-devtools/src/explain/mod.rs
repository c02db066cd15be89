//! The explanation of a fetch, step by step.

mod exchange;

use std::fmt;

use actix_http::Request;
use actix_web::{
    Error,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    test::TestRequest,
};
use cors_browser::{Blocked, Browser, FetchError, Seen, Trace};
use cors_runtime::Refusal;
use serde::{Serialize, Serializer, ser::SerializeStruct};

pub use self::exchange::Exchange;

/// Fetches as [`Browser::fetch`] does, and explains each step.
///
/// Use this function in a failing test, or while you debug: print the [`Explanation`]. If a policy rejected the
/// request, the explanation ends with the [`Refusal`], which names the key to change.
///
/// ```
/// use actix_web::{App, get, test::{self, TestRequest}};
/// use cors_browser::Browser;
/// use cors_devtools::explain;
/// use cors_runtime::cors;
///
/// #[cors(origins = "https://app.example.com")]
/// #[get("/books")]
/// async fn list() -> &'static str { "[]" }
///
/// # #[actix_web::main]
/// # async fn main() {
/// let app = test::init_service(App::new().service(list)).await;
/// let page = Browser::at("https://www.app.example.com");
/// let explanation = explain(&app, &page, TestRequest::get().uri("/books")).await;
/// let refusal = explanation.refusal().expect("the policy does not allow the origin");
/// assert_eq!(refusal.reason().as_str(), "origin_not_allowed");
/// println!("{explanation}");
/// # }
/// ```
///
/// Standard: [fetching](https://fetch.spec.whatwg.org/#fetching), as far as CORS is concerned.
pub async fn explain<S, B>(app: &S, page: &Browser, request: TestRequest) -> Explanation
where
    S: Service<Request, Response = ServiceResponse<B>>,
    S::Error: Into<Error>,
    B: MessageBody + 'static,
{
    let Ok(explanation) = Explanation::new(page.trace_fetch(app, request).await);
    explanation
}

/// The result of [`explain`]: the requests and responses of a fetch, and the outcome for the page.
///
/// `Display` writes the steps as numbered paragraphs. `Serialize` writes an object, which the page of the
/// [`Explorer`](crate::Explorer) shows.
#[derive(Debug)]
pub struct Explanation {
    exchanges: Vec<Exchange>,
    hidden: Vec<String>,
    outcome: Result<Seen, Blocked>,
}

impl Explanation {
    /// Explains a fetch. If a request got no response, returns the error of the transport.
    pub(crate) fn new<E>(trace: Trace<E>) -> Result<Self, E> {
        let exchanges = trace.exchanges().iter().map(Exchange::new).collect();
        let hidden = trace.hidden_headers().into_iter().map(str::to_owned).collect();
        let outcome = match trace.into_outcome() {
            Ok(response) => Ok(response),
            Err(FetchError::Blocked(blocked)) => Err(blocked),
            Err(FetchError::Transport(error)) => return Err(error),
        };
        Ok(Self { exchanges, hidden, outcome })
    }

    /// Returns all exchanges in the order in which they happened, including preflights and redirected requests.
    #[must_use]
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// Returns the response that the page sees.
    ///
    /// # Errors
    /// If the browser blocks the request or the response. The error contains the reason.
    pub fn outcome(&self) -> Result<&Seen, &Blocked> {
        self.outcome.as_ref()
    }

    /// Returns the refusal of the last exchange, if there is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        self.exchanges.last().and_then(|exchange| exchange.refusal.as_ref())
    }

    /// Returns the names of the headers of the last response that are hidden from the page, because `expose_headers`
    /// does not list them. Headers that are of no use for a page, such as `date`, are omitted. The list is empty if the
    /// page is blocked.
    #[must_use]
    pub fn hidden(&self) -> Vec<&str> {
        self.hidden.iter().map(String::as_str).collect()
    }

    /// Returns the text of the last numbered step. If the page sees the response, the text has the status and the
    /// [hidden](Self::hidden) headers. If the browser blocks the request or the response, the text has the reason.
    #[must_use]
    pub fn conclusion(&self) -> String {
        match &self.outcome {
            Ok(response) => {
                let unlisted = if self.hidden.is_empty() {
                    String::new()
                } else {
                    let names = self.hidden.join("`, `");
                    format!(" It cannot read `{names}`, which `expose_headers` does not list.")
                };
                format!("The page sees the response, {}.{unlisted}", response.status())
            }
            Err(blocked) => format!("The browser blocks it: {}.", blocked.reason()),
        }
    }

    /// Returns the probable reason why no policy applied to the last request.
    ///
    /// Returns `None` if the browser blocked nothing or sent no request. Also returns `None` if the last response has a
    /// refusal or CORS headers, because a policy then applied.
    #[must_use]
    pub fn without_policy(&self) -> Option<&'static str> {
        let (Err(_), Some(last)) = (&self.outcome, self.exchanges.last()) else { return None };
        let has_cors_headers = last.response_headers.iter().any(|(name, _)| name != "vary");
        if last.refusal.is_some() || has_cors_headers {
            return None;
        }
        Some(match (last.status, last.step) {
            (401 | 403 | 429, _) => {
                "No policy answered: middleware in front of the handler rejected the request. Wrap a login in \
                 `ExceptPreflights`, and wrap the application in `Cors` so that its errors have CORS headers."
            }
            (404 | 405, cors_runtime::Step::Preflight) => {
                "No policy answered: no handler with `#[cors]` on this path serves the method, and no `Cors` layer \
                 covers the path. Method names are case-sensitive."
            }
            _ => {
                "No policy applies: the handler has no `#[cors]`, and no `Cors` layer covers it. Annotate the \
                 handler, or wrap its scope or the application in `Cors`."
            }
        })
    }
}

impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let response = self.outcome.as_ref().ok();
        let readable =
            response.map(|response| response.headers().collect::<Vec<_>>()).unwrap_or_default();
        let mut fields = serializer.serialize_struct("Explanation", 8)?;
        fields.serialize_field("exchanges", &self.exchanges)?;
        fields.serialize_field("allowed", &response.is_some())?;
        fields.serialize_field("readable", &readable)?;
        fields.serialize_field("hidden", &self.hidden)?;
        fields.serialize_field("conclusion", &self.conclusion())?;
        fields.serialize_field("without_policy", &self.without_policy())?;
        fields.serialize_field(
            "documentation_url",
            &self.outcome.as_ref().err().and_then(Blocked::documentation_url),
        )?;
        fields.serialize_field("refusal", &self.refusal())?;
        fields.end()
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, exchange) in self.exchanges.iter().enumerate() {
            writeln!(f, "{}. {}", index + 1, exchange.reason)?;
            writeln!(f, "     {} {}", exchange.method, exchange.path)?;
            for (name, value) in &exchange.request_headers {
                writeln!(f, "     {name}: {value}")?;
            }
            writeln!(f, "   The server answers {}.", exchange.status)?;
            for (name, value) in &exchange.response_headers {
                writeln!(f, "     {name}: {value}")?;
            }
        }
        writeln!(f, "{}. {}", self.exchanges.len() + 1, self.conclusion())?;
        if let Some(refusal) = self.refusal() {
            write!(f, "\n{refusal}")?;
        }
        if let Some(reason) = self.without_policy() {
            write!(f, "\n{reason}")?;
        }
        Ok(())
    }
}
