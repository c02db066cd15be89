//! What a page would see of an application, and why, step by step.

mod exchange;

use std::{fmt, rc::Rc};

use actix_http::Request;
use actix_web::{
    Error,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    test::TestRequest,
};
use cors_browser::{Blocked, Browser, ResponseType, Seen};

pub use self::exchange::Exchange;
use self::exchange::Recorder;
use crate::refusal::Refusal;

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

    /// The headers of the last answer that were sent, and that the page may not read since they are not
    /// exposed: `expose_headers` lists those that are.
    #[must_use]
    pub fn hidden(&self) -> Vec<&str> {
        let (Ok(seen), Some(last)) = (&self.outcome, self.exchanges.last()) else {
            return Vec::new();
        };
        if seen.response_type() != ResponseType::Cors {
            return Vec::new();
        }
        last.names.iter().map(String::as_str).filter(|name| seen.header(name).is_none()).collect()
    }

    /// The last sentence: what the page sees, or which rule of which header keeps it from that.
    #[must_use]
    pub fn ends(&self) -> String {
        match &self.outcome {
            Ok(seen) => {
                let hidden = self.hidden();
                let unlisted = if hidden.is_empty() {
                    String::new()
                } else {
                    let names = hidden.join("`, `");
                    format!(" It may not read `{names}`, which `expose_headers` does not list.")
                };
                format!("The page sees the response, {}.{unlisted}", seen.status())
            }
            Err(blocked) => format!("The browser blocks it: {}.", blocked.reason()),
        }
    }
}

/// The exchanges, whether the page sees the response and the headers that it may and may not
/// read, how it ends, the page of the guide about what the console says, and the refusal.
#[cfg(feature = "serde")]
impl serde::Serialize for Explanation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let seen = self.outcome.as_ref().ok();
        let readable = seen.map(|seen| seen.headers().collect::<Vec<_>>()).unwrap_or_default();
        let mut fields = serializer.serialize_struct("Explanation", 7)?;
        fields.serialize_field("exchanges", &self.exchanges)?;
        fields.serialize_field("allowed", &seen.is_some())?;
        fields.serialize_field("readable", &readable)?;
        fields.serialize_field("hidden", &self.hidden())?;
        fields.serialize_field("ends", &self.ends())?;
        fields.serialize_field("see", &self.outcome.as_ref().err().and_then(Blocked::see))?;
        fields.serialize_field("refusal", &self.refusal())?;
        fields.end()
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
